"""Fields: what a record calls its title, text and stamps; one list for JSON, tables and front matter."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

# Names in lower case without marks, the likeliest first.
TITLE = (
    "title headline headlines headlinetext titletext name subject titel titre titulo 标题 標題 题目 題目 新闻标题 新聞標題"
).split()
FULL = (
    "body text fulltext content article articlebody articletext maintext mainbody bodytext bodyhtml contenttext contenthtml "
    "contentelements selftext html story paragraphs blocks sections markdown plaintext cleantext rawtext texto texte "
    "正文 内容 內容 全文 文章 新闻内容 新聞內容"
).split()
BODY = (
    *FULL,
    *"leadparagraph summary description abstract snippet excerpt lead trailtext teaser digest intro 摘要 简介 簡介".split(),
)
PUBLISHED = (
    "dategmt publishedutc publishedat published pubdate "
    "datepublished publisheddate publishdate publicationdate publishtime publishedtime "
    "publicationtime publicationdatetime firstpublished firstpublishedat firstpublicationdate publishedon pubtime "
    "dateofpublication "
    "posteddate postedat releasedate releasedat issuedate issuedat displaydate newsdate newstime articledate date datetime "
    "timestamp time createdat created createdate createtime ctime seendate "
    "timepublished showtime "
    "发布时间 發布時間 发布日期 發布日期 发表时间 發表時間 时间 時間 "
    "日期"
).split()
UPDATED = (
    "modifiedgmt updatedutc updatedat updated "
    "datemodified modifiedat modified modifieddate lastmodified lastmod lastupdated updatetime updateddate "
    "mtime dateupdated 更新时间 更新時間"
).split()
PUBLISHER = (
    "source src outlet publisher sitename site publication feed provider media newspaper medianame sourcename agency brand "
    "domain 来源 來源 媒体 媒體 出处 出處"
).split()
BYLINE = (
    "byline author authors authorname primaryauthor by creator writer journalist reporter contributors 作者 记者 記者".split()
)
URL = (
    "url link canonicalurl canonical permalink sourceurl originalurl weburl articleurl externallink href mainentityofpage "
    "uniqueurl loc 链接 連結 网址 網址"
).split()
ID = "id docid articleid uuid guid newsid storyid uid itemid".split()
LANGUAGE = "lang language languagecode inlanguage".split()
# A name that is in no list, and yet says which of an article's moments it is.
_PUBLISHED_LIKE = re.compile(
    r"\w*(?:publish(?:ed)?|publication|posted|pub|released?|issued?)(?:date|time|datetime|timestamp|at|on|utc|gmt)\w*|firstpublish\w*|\w*(?:date|time)(?:published|posted|issued)"
    r"|created(?:at|on|date|time|utc)\w*"
)
_UPDATED_LIKE = re.compile(
    r"\w*(?:updated?|modified|modification|revised|edited)(?:date|time|datetime|timestamp|at|on|utc|gmt)\w*|lastupdate\w*"
)
_KNOWN = {*TITLE, *BODY, *PUBLISHED, *UPDATED, *PUBLISHER, *BYLINE, *URL, *ID, *LANGUAGE}
_PREFIX = re.compile(r"(?:web|story|article|news|post|item|page|entry|og|doc|document)(?=..)")
_ENVELOPES = (
    "article data fields attributes dates timestamps credits "
    "story item payload document doc news post content entry node meta metadata"
).split()
_INNER = (
    "name",
    "displayName",
    "title",
    "basic",
    "main",
    "original",
    "rendered",
    "value",
    "text",
    "url",
    "href",
    "@id",
    "$oid",
    "#text",
    "$t",
)
_TEXTS = (
    "text",
    "content",
    "html",
    "value",
    "rendered",
    "body",
    "p",
    "#text",
    "$t",
    "blocks",
    "children",
    "data",
    "items",
    "paragraphs",
)
_INLINE = re.compile(
    r"p|para(?:graph)?|block|head(?:ing|er)?(?:-\d)?|h[1-6]|list-?item|li|quote|blockquote|link|a|span", re.IGNORECASE
)
_TYPES = ("type", "_type", "nodeType", "tag", "tagName")
_MOMENTS = ("$date", "value", "utc", "iso", "date", "dateTime", "datetime", "time", "timestamp", "raw")
_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?:\s*[ap]\.?m\.?)?(?:\s*[A-Z]{2,4}|\s*[+-]\d\d:?\d\d)?", re.IGNORECASE)
_TIMED = re.compile(r"\d:\d\d(?::\d\d(?:\.\d+)?)?\s*$")  # ends in a time of no zone
_PLACE = re.compile(r"[A-Z][a-z]+/[A-Z]\w+|[+-]\d\d:?\d\d|UTC|GMT")
_WIKI = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")  # as note-keeping programs link a name
_ZONES = ("timezone", "tz", "timezonename")
_MARKS = re.compile(r"[\W_]+")
_NAME = 60  # characters of a name that is remembered
_NAMES = 5_000
_DEEPEST = 3
_DEEPEST_TEXT = 8


class Fields:
    """A record's values by their folded names; what stands in an envelope counts as standing outside, after what does."""

    def __init__(self, record: Mapping[Any, Any]) -> None:
        self._values: dict[str, Any] = {}
        for name, value in _flat(record, depth=0):
            if value is not None and value != "":
                self._values.setdefault(name, value)
        for name in list(self._values):
            bare = _bare(name) if len(name) <= _NAME else name
            if bare in _KNOWN:
                self._values.setdefault(bare, self._values[name])

    def text(self, names: Sequence[str]) -> str:
        """The first of those fields that says something, on one line; several people are listed."""
        for value in self._filled(names):
            if isinstance(value, list):
                value = ", ".join(filter(None, (_one(item) for item in value[:10])))
            if found := _one(value):
                return _WIKI.sub(r"\1", found)
        return ""

    def body(self, names: Sequence[str]) -> str:
        """The first of those fields that holds a text, its parts as paragraphs."""
        return next((text for value in self._filled(names) if (text := _long(value, depth=0))), "")

    def fullest(self, names: Sequence[str]) -> str:
        """The longest text among those fields."""
        return max((_long(value, depth=0) for value in self._filled(names)), key=len, default="")

    def _filled(self, names: Sequence[str]) -> list[Any]:
        """Those of the fields that say something: few of the many names that there could be."""
        return [self._values[name] for name in names if name in self._values]

    def published(self) -> str | int | float | None:
        """When the record says that it was published."""
        return self._stamp(PUBLISHED, like=_PUBLISHED_LIKE)

    def updated(self) -> str | int | float | None:
        """When the record says that it was updated."""
        return self._stamp(UPDATED, like=_UPDATED_LIKE)

    def _stamp(self, names: Sequence[str], *, like: re.Pattern[str]) -> str | int | float | None:
        """The first of those fields that is filled, else one whose name is like theirs.

        A time of day beside a bare day belongs to it, and so does a zone beside a time.
        """
        for name in (*names, *(name for name in self._values if like.fullmatch(name))):
            value = self._values.get(name)
            if value is None:
                continue
            zone = self.text(_ZONES)
            if isinstance(value, Mapping):
                zone = next((value[key] for key in value if folded(key) in _ZONES and isinstance(value[key], str)), zone)
                value = next((value[key] for key in _MOMENTS if value.get(key)), None)
            if isinstance(value, Mapping):  # as MongoDB exports an instant before 1970, or any
                value = int(value["$numberLong"]) if str(value.get("$numberLong")).isdigit() else None
            if isinstance(value, int | float) and not isinstance(value, bool) and value:
                return value
            if isinstance(value, date):
                return value.isoformat()
            if isinstance(value, str) and value.strip() and not _CLOCK.fullmatch(value.strip()):
                universal = name.endswith(("utc", "gmt")) and _TIMED.search(value)
                written = f"{value.strip()}{' UTC' if universal else ''} {self._clock(value)}".strip()
                return f"{written} {zone}" if _TIMED.search(written) and _PLACE.fullmatch(zone) else written
        return None

    def has(self, names: Sequence[str]) -> bool:
        """Whether one of those fields is there."""
        return any(name in self._values for name in names)

    def flag(self, name: str) -> bool:
        """Whether that field says yes."""
        return self._values.get(name) is True or str(self._values.get(name, "")).lower() == "true"

    def _clock(self, day: str) -> str:
        time = self._values.get("time")
        alone = isinstance(time, str) and _CLOCK.fullmatch(time.strip()) and not re.search(r"\d:\d\d", day)
        return str(time).strip() if alone else ""


def folded(name: object) -> str:
    """A field's name in lower case without marks."""
    return _folded(name) if isinstance(name, str) and len(name) <= _NAME else _folded.__wrapped__(str(name))


@lru_cache(maxsize=_NAMES)  # records have few names, again and again
def _folded(name: str) -> str:
    return _MARKS.sub("", name).lower()


@lru_cache(maxsize=_NAMES)
def _bare(name: str) -> str:
    """A folded name without what a program puts before its names."""
    return _PREFIX.sub("", name, count=1)


def _flat(record: Mapping[Any, Any], *, depth: int) -> Iterator[tuple[str, Any]]:
    """The record's own fields, then those of its envelopes."""
    inner = []
    for key, value in list(record.items())[:500]:
        name = folded(key)
        if (
            not isinstance(value, str) and isinstance(value, Mapping) and (name in _ENVELOPES or key == "_source")
        ):  # as search servers export a record
            inner.append(value)
        yield name, value
    for value in inner if depth < _DEEPEST else ():
        yield from _flat(value, depth=depth + 1)


def _one(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, Mapping):
        value = next((value[name] for name in _INNER if value.get(name)), None)
    if isinstance(value, bool) or value is None:
        return ""
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _long(value: Any, *, depth: int) -> str:
    if isinstance(value, str):
        return value if value.strip() else ""
    if depth > _DEEPEST_TEXT:
        return ""
    if isinstance(value, Mapping):
        parts = (value.get(name) for name in _TEXTS)
        if any(_INLINE.fullmatch(str(value.get(name))) for name in _TYPES):  # the pieces of one paragraph
            parts = ("".join(_long(one, depth=depth + 2) for one in part) if isinstance(part, list) else part for part in parts)
        return next((text for part in parts if (text := _long(part, depth=depth + 1))), "")
    if isinstance(value, list):
        return "\n\n".join(filter(None, (_long(part, depth=depth + 1) for part in value)))
    return ""
