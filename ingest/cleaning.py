"""Cleaning: what stands on a news page beside the news. Each rule knows one kind of paragraph; the body is what none takes."""

import re
from collections.abc import Callable

_LONGEST = 600  # characters: no rule is about longer paragraphs
_BLANK = re.compile(r"\n[ \t]*\n+")


def is_caption(paragraph: str) -> bool:
    """A picture's caption: it ends in its credit, or says that it is one."""
    if _UNDATED.match(paragraph):
        return True
    credit = paragraph[-90:]
    return bool(_CREDIT_WORD.search(credit.lower())) and any(form.search(credit) for form in _CREDITS)


_CREDIT_WORD = re.compile(r"photo|image|picture|graphic|illustration|video|pic\b|圖|图|攝")
_CREDITS = (
    re.compile(
        r"[(（][^()（）]*\b(?:photo|picture|image|video|graphic)s?\b\s*(?:[:/：|]|by\b)[^()（）]*[)）]\.?\s*$", re.IGNORECASE
    ),
    re.compile(
        r"(?:\bfile (?:photo|image|picture)|\b(?:photo|image|picture|photograph|graphic|illustration"
        r"|pic)s?(?: credit| courtesy)?)"
        r"\s*[:：/|]\s*[^.]{2,60}\.?$",
        re.IGNORECASE,
    ),
    re.compile(r"\bfile (?:photo|image|picture)\.?$", re.IGNORECASE),
    re.compile(
        r"[(（][\w /／]*\b(?:AFP|AP|Reuters|REUTERS|Getty|Bloomberg|Xinhua|VCG|EPA)\b[\w /／]*\b(?:[Pp]hotos?"
        r"|[Ii]mages?)[)）]\.?$"
    ),
    re.compile(r"(?:資料圖片|资料图片|(?:圖片|图片|圖|图)\s*[:：／/]\s*\S{1,20}|[\s（(]\S{2,10}攝)[)）]?$"),
)
_UNDATED = re.compile(
    r"^(?:In )?(?:this|an?) (?:undated |file |handout |aerial |combination |screen|illustration )*(?:photo"
    r"|picture|image|photograph|screenshot|graphic|illustration)\b"
    r"[^.]{0,40}\b(?:shows?|taken|provided|released|depicts|features|on display)\b",
    re.IGNORECASE,
)


def is_pointer(paragraph: str) -> bool:
    """A line that sends the reader to another article."""
    return len(paragraph) < 300 and bool(_POINTER.match(paragraph))


_POINTER = re.compile(
    r"^\W{0,3}(?:read|also read|read also|read more|read next|more on this|see also|see more|watch|watch "
    r"more|listen|recommended(?: reading)?"
    r"|related(?: (?:articles?|stor(?:y|ies)|news|reading|posts?|coverage))?|don['’]t miss|you may also "
    r"like|must read|in case you missed it"
    r"|more stories|editor['’]s picks?|explore more)\s*[:|：>»–—]\s*\S"
    r"|^(?:read more|also read|related articles|related stories|you may also like|more from .{2,40})\W*$"
    r"|^(?:相關新聞|相关新闻|延伸閱讀|延伸阅读|相關文章|相关阅读|更多新聞|推薦閱讀|推荐阅读)\s*[:：]?",
    re.IGNORECASE,
)


def is_share_bar(paragraph: str) -> bool:
    """A row of buttons: nothing but names of networks and words such as share, print and save."""
    return (
        len(paragraph) <= 160 and bool(_SHARING.search(paragraph.lower())) and not _BUTTONS.sub("", paragraph).strip(" .!()[]")
    )


_SHARING = re.compile(r"share|tweet|facebook|linkedin|whatsapp|print|copy link|分享|微信|微博")
_BUTTONS = re.compile(
    r"\b(?:share|tweet|facebook|twitter|x|linkedin|whatsapp|telegram|reddit|pinterest|email|e-mail|print"
    r"|copy link|link copied|save|bookmark"
    r"|comments?|flipboard|messenger|line|weibo|wechat|this|article|on|via|to|by|post|story|with|your"
    r"|friends|subscribe|instagram|youtube"
    r"|tiktok|threads|bluesky)\b|分享|轉發|转发|列印|打印|收藏|微信|微博|臉書|[|·•/,\-–:\s\d]",
    re.IGNORECASE,
)


def is_feed_footer(paragraph: str) -> bool:
    """What a feed or a collector puts below each item: the original's address, rights, contact."""
    return len(paragraph) < 400 and bool(_FOOTER.match(paragraph))


_URL = r"<?(?:https?://|www\.)\S+"
_FOOTER = re.compile(
    r"^(?:原始網址|原始网址|原文連結|原文链接|原文網址|电子邮件|電子郵件|本文連結|本文链接|來源連結"
    r"|来源链接)(?:\s*Original URL|\s*Email)?\s*[:：]?"
    rf"|^(?:original (?:url|link|article|source)|source (?:url|link)|permalink|read (?:the )?(?:original"
    rf"|full) (?:article|story))\s*[:：]?\s*(?:{_URL})?$"
    rf"|^{_URL}$"
    r"|^(?:©|\(c\)|copyright\b|版權所有|版权所有)|^all rights reserved"
    r"|^the post .{3,200} (?:first )?appeared (?:first )?on .{2,80}$"
    r"|^this (?:article|story|post) (?:was )?(?:originally |first )(?:appeared|published) (?:on|in|at) .{2,80}$",
    re.IGNORECASE,
)


def is_contact(paragraph: str) -> bool:
    """An address, handle or number to reach somebody at, and nothing else."""
    if len(paragraph) > 160 or not (_REACHABLE.search(paragraph) and _NUMBERED.search(paragraph)):
        return False
    rest = _ADDRESSES.sub(" ", paragraph)
    if rest == paragraph:
        return False
    # What is left may be the names that the address belongs to.
    names = re.findall(r"\w+", _REACHING.sub(" ", rest))
    return len(names) <= (6 if re.search(r"(?i)contact|follow|e-?mail|report|edit", paragraph) else 2)


_REACHABLE = re.compile(r"@|\d[\d\s()\-]{7}")
_NUMBERED = re.compile(r"@|\d{3}")  # a table of points is no number to call
_ADDRESSES = re.compile(r"[\w.+\-]+@[\w\-]+\.[\w.\-]+|(?<!\w)@\w{2,30}|\+?\d[\d\s()\-]{7,}")
_REACHING = re.compile(
    r"\b(?:e-?mails?|contact|the|reporters?|writers?|authors?|editors?|at|follow|us|on|twitter|x|to"
    r"|tel|phone|for|this|story|in|by|and|or|write"
    r"|reach|him|her|them|me)\b",
    re.IGNORECASE,
)


def is_promotion(paragraph: str) -> bool:
    """An invitation to subscribe, sign up, download or follow; an advertisement's label."""
    return len(paragraph) < 320 and bool(_PROMOTION.match(paragraph))


_PROMOTION = re.compile(
    r"^\W{0,3}(?:(?:click|tap) here (?:to|for)\b|subscribe (?:to|now|today|here)\b|sign up (?:for|to"
    r"|now|here)\b|download (?:our|the) .{0,40}\bapp\b"
    r"|join (?:our|us on)\b.{0,60}(?:channel|telegram|whatsapp|newsletter|community)|follow us (?:on|at)\b"
    r"|get (?:the latest|our|more) .{0,80}(?:newsletter|inbox|delivered|alerts)"
    r"|advertisements?\W*(?:scroll to continue|continues? below)?\W*$"
    r"|have a (?:confidential )?tip\b|sponsored(?: content)?\W*$"
    r"|story continues\b.{0,40}$|continue reading\b.{0,40}$|scroll (?:down )?to continue\b|(?:like|enjoy) "
    r"this (?:article|story)\?"
    r"|unsubscribe\b|(?:manage|update) (?:your )?(?:e-?mail )?preferences\b"
    r"|view (?:this (?:e-?mail|newsletter) )?in (?:your )?browser\b"
    r"|you(?:['’]re| are) receiving this\b"
    r"|(?:微信|打开微信)?[扫掃](?:一[扫掃]|码|碼|描)|更多精彩|立即(?:下载|下載|訂閱|订阅)|.{0,12}(?:关注|關注).{0,16}(?:公众号|公眾號|專頁|频道|頻道)"
    r"|.{0,8}(?:訂閱|订阅)(?:我們|我们)"
    r"|thank(?:s| you) for reading|to (?:read|get) .{0,60}\bdownload\b)",
    re.IGNORECASE,
)


def is_disclaimer(paragraph: str) -> bool:
    """The publisher's own small print: who edited the text, whose opinions these are, that it is no advice."""
    return len(paragraph) < 500 and bool(_DISCLAIMER.match(paragraph))


_DISCLAIMER = re.compile(
    r"^\W{0,3}(?:disclaimer\b\W*|disclosure\s*:)"
    r"|^\W{0,3}(?:only the headline|this (?:story|report|article|copy) (?:has not been|was not|is) (?:edited"
    r"|auto-?generated|published)|except for the headline)"
    r".{0,300}(?:syndicated|staff|agency|feed)"
    r"|^\W{0,3}(?:责任编辑|責任編輯|责编|責編|编辑|編輯|校对|校對|审核|審核)\s*[:：]\s*\S{1,20}(?:\s+\S{1,20}){0,3}$"
    r"|^\W{0,3}(?:(?:免责|免責)(?:声明|聲明)|风险提示及|風險提示及|市场有风险|市場有風險|本文[仅僅只]代表|(?:特别|特別)?提示\s*[:：]\s*以上"
    r"|(?:以上|本文)(?:内容|內容|观点|觀點|信息|資訊)?.{0,10}(?:[仅僅]供参考|[仅僅]供參考|不[构構]成))"
    r"|^our standards\s*:"
    r"|^(?:新浪|本[网網站報报]|特别|特別|免责|免責|版权|版權|郑重|鄭重)(?:声明|聲明)\s*[:：]"
    r"|^(?:the (?:views|opinions) (?:and \w+ \w+ )?expressed)\b.{0,200}\b(?:own|author|not (?:those|reflect))",
    re.IGNORECASE,
)


def is_rule(paragraph: str) -> bool:
    """A drawn line, or punctuation alone."""
    return not _SOMETHING.search(paragraph)


_SOMETHING = re.compile(r"[^\W_]")


RULES: tuple[Callable[[str], bool], ...] = (
    is_rule,
    is_caption,
    is_pointer,
    is_share_bar,
    is_feed_footer,
    is_contact,
    is_promotion,
    is_disclaimer,
)


def clean_body(text: str, *, title: str = "") -> str:
    """The paragraphs that belong to the article, a blank line between two."""
    kept = [
        paragraph for paragraph in paragraphs(text) if len(paragraph) > _LONGEST or not any(rule(paragraph) for rule in RULES)
    ]
    while kept and title and kept[0].casefold().strip(" .") == title.casefold().strip(" ."):
        kept.pop(0)
    return "\n\n".join(paragraph for i, paragraph in enumerate(kept) if i == 0 or paragraph != kept[i - 1])


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, each with its inner lines and spaces put right."""
    found = []
    for block in _BLANK.split(text):
        lines = [" ".join(line.split()) for line in block.split("\n")]
        if joined := "\n".join(line for line in lines if line):
            found.append(joined)
    return found


def clean_title(title: str, *, publisher: str = "") -> str:
    """The title on one line, without the site's name behind it."""
    title = " ".join(title.split()).strip(" |·-–—")
    if publisher:
        title = re.sub(rf"\s+[|·\-–—]\s+{re.escape(publisher)}$", "", title, flags=re.IGNORECASE)
    return title
