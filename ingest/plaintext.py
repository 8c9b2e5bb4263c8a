"""Plain text: an article as somebody saved it, its stamps, title, byline and caption in any order above the body."""

import re

from ingest.article import Article
from ingest.cleaning import is_caption, is_feed_footer, is_pointer, is_share_bar
from ingest.stamps import dateline_day, is_labelled, read_stamps, stamp_within, stamps_beside

_BYLINE = re.compile(
    r"^(?:by|from|written by|reported by|reporting by)\s*[:：]?\s+(?!the (?:end|close|time)\b)"
    r"(?P<name>(?:\b[A-Z]\.|[^.!?]){2,120})$",
    re.IGNORECASE,
)
_BYLINE_ZH = re.compile(r"^(?:記者|记者|作者|撰文|文|編輯|编辑)\s*[:：／/]\s*(?P<name>\S.{0,40})$")
_NAMES = {
    "title": "title headline subject 標題 标题 題目 题目",
    "publisher": "source publisher outlet publication newspaper from 來源 来源 媒体 媒體",
    "byline": "author authors byline writer reporter 作者 記者 记者",
    "url": "url link",
    "": (
        "section category topic topics length words dateline keywords language load-date copyright body to cc "
        "分類 分类 栏目 關鍵詞 关键词"
    ),
}
_LABELS = {word: name for name, words in _NAMES.items() for word in words.split()}
_LABELLED = re.compile(
    rf"^(?P<label>{'|'.join(sorted(_LABELS, key=len, reverse=True))})\s*[:：]\s*(?P<value>\S.*)$", re.IGNORECASE
)
_SENDER = re.compile(r"\"?(?P<name>[^<>@\"]{2,80}?)\"?\s*<[^<>\s]+@[^<>\s]+>")
_BULLET = re.compile(r"^[-*•]\s+(?=\S)")
_ENDS = tuple('.。!！?？”"」…:;')
_BESIDE = 50  # characters beside a date in a line that is no text
_HEAD = 14  # lines in which stamps and byline may stand


def read_text(text: str, *, origin: str) -> Article:
    """The article of a plain text file."""
    blocks = [block for block in re.split(r"\n[ \t]*\n", text) if block.strip()]
    lines = [(index, line.strip()) for index, block in enumerate(blocks) for line in _lines(block, head=index < 8)]
    title, body = "", list[tuple[int, str]]()
    fields = {"byline": "", "published": "", "updated": "", "publisher": "", "url": ""}
    for position, (index, line) in enumerate(lines):
        in_head = position < _HEAD and len("".join(part for _, part in body)) < 400
        if in_head and _take(line, fields):
            title = fields.pop("title", title)
            continue
        if not title and not body and _is_title(line):
            title = line
            continue
        body.append((index, line))
    if not fields["published"] and len(body) > 1 and is_labelled(body[-1][1]) and (last := read_stamps(body[-1][1])):
        fields |= {name: written for name, written in last.items() if not fields[name]}
        body.pop()
    joined = _joined(body)
    fields["published"] = fields["published"] or dateline_day(joined)
    notes: tuple[str, ...] = ()
    if not title and joined:
        title, notes = first_sentence(joined), ("title_from_text",)
    return Article(
        origin=origin,
        title=title,
        text=joined,
        byline=fields["byline"],
        publisher=fields["publisher"],
        url=fields["url"],
        published=fields["published"],
        updated=fields["updated"],
        notes=notes,
    )


def first_sentence(text: str) -> str:
    """The first sentence, to stand for a title that is missing."""
    sentence = re.split(r"(?<=[.!?])\s|(?<=[。！？])|\n", text.strip(), maxsplit=1)[0].strip()
    return sentence if len(sentence) <= 120 else sentence[:117].rsplit(" ", 1)[0] + "…"


def stands_alone(line: str) -> bool:
    """Whether a line is a stamp or a byline and nothing else."""
    return bool(read_stamps(line) or _BYLINE.match(line) or _BYLINE_ZH.match(line))


def _take(line: str, fields: dict[str, str]) -> bool:
    """Whether the line belongs above the body; what it says goes into the fields."""
    line = _BULLET.sub("", line)
    if stamps := read_stamps(line):
        for name, written in stamps.items():
            fields[name] = fields[name] or written
        return True
    if stamps := stamps_beside(line, beside=_BESIDE):  # "Published 17 September 2025 by Ann Lee"
        for name, written in stamps.items():
            fields[name] = fields[name] or written
        return True
    if is_labelled(line) and (written := stamp_within(line, beside=_BESIDE)):
        fields["published"] = fields["published"] or written
        return True
    if (written := stamp_within(line, beside=_BESIDE)) and (rest := line.replace(written, "").strip(" |·•,")):
        return (_take(rest, fields) or _is_label_of(line, rest)) and _take(written, fields)
    if byline := _BYLINE.match(line) or _BYLINE_ZH.match(line):
        name = byline["name"].strip()
        if len(name.split()) <= 12 and not fields["byline"]:
            fields["byline"] = line if _BYLINE.match(line) else name
            return True
    if labelled := _LABELLED.match(line):
        return _take_labelled(labelled["label"].lower(), labelled["value"].strip(), fields)
    if re.fullmatch(r"<?https?://\S+>?", line):
        fields["url"] = fields["url"] or line.strip("<>")
        return True
    return is_caption(line) or is_share_bar(line) or is_pointer(line) or is_feed_footer(line)


def _is_label_of(line: str, rest: str) -> bool:
    """Whether what stands beside a stamp is a name or a section, set apart by a mark."""
    named = all(word[:1].isupper() for word in rest.split())
    is_apart = re.search(r"\s[|·•–—]\s", line) is not None or (named and "," in line)
    return is_apart and len(rest.split()) <= 4 and not rest.endswith(_ENDS)


def _take_labelled(label: str, value: str, fields: dict[str, str]) -> bool:
    name = _LABELS[label]
    if name == "publisher" and re.fullmatch(r"https?://\S+", value):
        name = "url"
    if name == "publisher" and (sender := _SENDER.fullmatch(value)):  # a mail's
        name, value = "byline", sender["name"]
    if name:
        fields[name] = value
    return True


def _is_title(line: str) -> bool:
    return len(line) <= 220 and not line.endswith(_ENDS[:2]) and bool(re.search(r"\w", line))


def _lines(block: str, *, head: bool) -> list[str]:
    lines = [line.strip() for line in block.split("\n") if line.strip()]
    return lines if head and not _is_wrapped(lines) else [" ".join(lines) if _is_wrapped(lines) else "\n".join(lines)]


def _is_wrapped(lines: list[str]) -> bool:
    """Whether the lines are one paragraph broken at a margin: all but the last about as long as one another."""
    if len(lines) < 3:
        return False
    lengths = [len(line) for line in lines[:-1]]
    return min(lengths) >= 45 and max(lengths) <= 100 and sum(line.endswith(_ENDS) for line in lines[:-1]) <= len(lines) / 3


def _joined(body: list[tuple[int, str]]) -> str:
    """Paragraphs apart by blank lines. Where a file has none, each of its lines is a paragraph."""
    return "\n\n".join(line for _, line in body)
