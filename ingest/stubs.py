"""Stubs: pages that show a wall, or say that something went wrong, where the article should be."""

import re

_HAN = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")  # each says about as much as three letters
_SHORT = 1_200  # characters: a page with more than this has an article beside whatever it asks for
_BRIEF = 350  # characters: of a page with no more, one such sentence is most of what is there
_WHOLE = 700  # characters beside what asks for a subscription: as much is an article, and not its beginning
_SENTENCE = 60  # letters
_END = re.compile(r"[.!?。！？…]|[\"”’」』)）]\s*$")
_LINE = 250  # characters: a wall's words are no longer
_WORDS = {
    "robot_check": (
        r"are you (?:a )?(?:robot|human)",
        r"(?:verify|confirm)(?:ing)? (?:that )?you are (?:a )?human",
        r"not (?:a )?(?:ro)?bot\b",
        r"unusual (?:traffic|activity)",
        r"enable (?:java ?script|js|cookies)",
        r"checking your browser",
        r"access (?:to this page has been )?denied",
        r"captcha",
        r"just a moment\.\.\.",
        r"attention required",
        r"request (?:was )?blocked|you have been blocked|request unsuccessful",
        r"kein roboter",
        r"pas un robot",
        r"ロボットではありません",
        r"(?:访问|訪問|请求|請求)(?:过于|過於)频?頻?繁",
        r"(?:请|請)?(?:输入|輸入)(?:验证码|驗證碼)",
        r"(?:安全|访问|訪問|人机|人機)(?:验证|驗證)",
    ),
    "consent_wall": (
        r"before you continue to",
        r"we (?:value|respect|care about) your privacy",
        r"(?:we|partners|sites?)\b.{0,60}\buse cookies",
        r"cookie (?:consent|settings|preferences|policy)",
        r"(?:accept|reject|manage) (?:all )?(?:cookies|options|choices)",
        r"consent to (?:our|the) use",
        r"general data protection regulation",
        r"unavailable (?:due to|for) legal reasons",
        r"not available in your (?:country|region)",
        r"(?:utilis\w+|stock\w+).{0,40}cookies",
        r"respect(?:ons)? (?:de )?votre vie privée",
        r"accepter et (?:continuer|fermer)",
        r"mit werbung .{0,40}weiterlesen|werbung und (?:cookies|tracking)",
        r"akzeptieren und weiter|ihre (?:zustimmung|einwilligung)",
        r"utiliz\w+ (?:i )?cookies?|aceptar (?:todas|y continuar)|accetta (?:tutti|e continua)",
        r"使用.{0,6}cookies?",
        r"同意.{0,12}(?:隐私|隱私|私隱)政策",
    ),
    "paywall": (
        r"subscribe (?:now )?to (?:continue|read|unlock|keep)",
        r"to (?:continue|keep) reading",
        r"continue reading .{0,30}(?:subscription|account)",
        r"(?:for|only available to) subscribers",
        r"subscribers? only",
        r"subscriber-only",
        r"already (?:a |have a )?subscri",
        r"(?:sign|log) ?in(?: or register)? to (?:continue|read|view)",
        r"register (?:for free )?to (?:continue|read)",
        r"unlock (?:this|the full) (?:article|story)",
        r"this (?:article|content|story) is (?:for|reserved|exclusive)",
        r"free articles? (?:remaining|left|this month)",
        r"start your (?:free )?trial",
        r"to read the full (?:article|story)",
        r"become a (?:member|subscriber)",
        r"or subscribe for all of",
        r"while we verify access",
        r"réservée? (?:à nos |aux )abonnés|il vous reste .{0,12} de cet article",
        r"(?:jetzt|diesen artikel) weiterlesen mit|bereits (?:abonnent|ein .{0,12}abo)|nur für abonnenten",
        r"exclusivo para s(?:uscriptores|ubscritores|uscritores)|solo per abbonati|contenuto riservato",
        r"有料会員限定|会員限定|続きをお読み|残り\s?\d[\d,]*\s?文字",
        r"exclusivo para assinantes|para continuar lendo",
        r"(?:訂閱|订阅).{0,12}(?:閱讀|阅读|全文)",
        r"(?:登录|登入|登錄|登記).{0,10}(?:閱讀|阅读|查看|全文)",
        r"(?:仅限|僅限|专享|專享|尊享).{0,6}(?:会员|會員|訂戶|订户|阅读|閱讀)|(?:会员|會員|訂戶|订户)(?:专享|專享|专属|專屬|可見|可见)",
        r"(?:开通|開通|成為|成为).{0,4}(?:会员|會員|訂戶|订户)",
        r"立即(?:訂閱|订阅)|(?:剩余|剩餘|本文共[计計]?)\s*\d[\d,]*\s*字",
    ),
    "login_page": (
        r"(?:sign|log) ?in to (?:your|my) account",
        r"forgot(?:ten)? (?:your )?password",
        r"create an account",
        r"忘记密码|忘記密碼",
    ),
    "not_found_page": (
        r"page (?:you (?:requested|are looking for) )?(?:was |could |can ?)?not (?:be )?found",
        r"(?:page|url) (?:you (?:requested|are looking for) )?(?:can[’']t|cannot|could not|couldn[’']t) be found",
        r"nothing (?:was |is )?found (?:at|here)",
        r"error 404",
        r"404 (?:error|not found|page)",
        r"no longer (?:available|exists)",
        r"(?:页面|頁面|网页|網頁|文章|内容|內容).{0,6}不存在|(?:页面|頁面|网页|網頁).{0,12}已[经經]?被?(?:删除|刪除|移除|下架)",
        r"找不到.{0,8}(?:页面|頁面|网页|網頁)",
        r"page introuvable|seite .{0,20}nicht gefunden|página no encontrada|pagina non trovata",
        r"ページが見つかりません|페이지를 찾을 수|페이지가 (?:삭제|없)",
        r"this (?:story|article|page) has been removed",
    ),
    "error_page": (
        r"internal server error",
        r"bad gateway",
        r"service (?:temporarily )?unavailable",
        r"gateway time-?out",
        r"403 forbidden",
        r"something went wrong",
        r"(?:down|closed) for (?:scheduled )?maintenance",
        r"scheduled maintenance",
        r"please (?:check back|try again) (?:soon|later|shortly)",
        r"系统(?:维护|繁忙)|系統(?:維護|繁忙)|服务器错误|伺服器錯誤",
    ),
}
_WALLS = {reason: re.compile("|".join(words), re.IGNORECASE) for reason, words in _WORDS.items()}


def stub_reason(text: str, *, title: str = "", closed: bool = False) -> str:
    """Why the text of a page is no article: the code of the wall it shows, or nothing.

    Args:
        closed: whether the page says itself that its article is not free to read.
    """
    if (size := _size(text)) > _SHORT:
        return ""
    shown = f"{title}\n{text}"
    # The wall must be most of what is there: an article may well report on cookies, robots or subscriptions.
    for reason, words in _WALLS.items():
        found = {match[0].lower() for match in words.finditer(shown)}
        if found and reason == "paywall" and _size(without_wall(text)) >= _WHOLE:
            continue
        if found and (size < _BRIEF or len(found) >= 2 or (closed and reason == "paywall")):
            return reason
    return "paywall" if closed and size < _BRIEF else ""


def has_sentence(text: str) -> bool:
    """Whether some line of a text is long enough for a sentence of a report, and ends as one."""
    return any(_size(line) >= _SENTENCE and _END.search(line) for line in text.split("\n"))


def without_wall(text: str) -> str:
    """The text without the lines around it that ask for a subscription."""
    lines = text.split("\n\n")
    while lines and len(lines[-1]) <= _LINE and _WALLS["paywall"].search(lines[-1]):
        lines.pop()
    while lines and len(lines[0]) <= _LINE and _WALLS["paywall"].search(lines[0]):
        lines.pop(0)
    return "\n\n".join(lines)


def _size(text: str) -> int:
    return len(text) + 2 * len(_HAN.findall(text))
