"""Markdown: one article under front matter, or a digest of several items one below the other."""

import html
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from ingest.article import Article, Refused, Reject
from ingest.cleaning import is_feed_footer
from ingest.fields import BODY, BYLINE, ID, LANGUAGE, PUBLISHER, TITLE, URL, Fields
from ingest.lenient_json import json_value
from ingest.plaintext import read_text
from ingest.stamps import read_stamps, stamp_within

_FRONT = re.compile(r"\A\s*---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML = re.compile(r"\A\s*\+\+\+[ \t]*\n(.*?)\n\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_JSON = re.compile(
    r"\A\s*(?:---[ \t]*json[ \t]*\n(?P<fenced>\{.*?\n\})\s*\n---[ \t]*(?:\n|\Z)|(?P<bare>\{[ \t]*\n.*?\n\})[ \t]*\n)", re.DOTALL
)
_PERCENT = re.compile(r"\A\s*(?P<lines>% *\S[^\n]*(?:\n%[^\n]*){1,2})(?:\n|\Z)")  # as Pandoc writes it
_SECTION = re.compile(r"^## +(?=\S)", re.MULTILINE)
_ITEM = re.compile(r"^# +(?=\S)", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*(?:-[ \t]*){3,}$|^[ \t]*(?:\*[ \t]*){3,}$|^[ \t]*(?:_[ \t]*){3,}$", re.MULTILINE)
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)|!\[[^\]]*\]\[[^\]]*\]")
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?([^)\s>]*)>?(?:\s+\"[^\"]*\"|\s+'[^']*')?\s*\)")
_BARE_LINK = re.compile(r"<(https?://[^>\s]+)>")
_ONLY_LINK = re.compile(r"^\[([^\]]*)\]\(\s*<?(https?://[^)\s>]+)>?[^)]*\)$")
_ORIGINAL = re.compile(
    r"原始網址|原始网址|原文連結|原文链接|原文網址|original|source|permalink|read (?:more|full)", re.IGNORECASE
)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~$&<])")
_SHELTER = 0xE000  # escaped marks wait in a private range until the real ones are gone
_NAMED = re.compile(r"(?P<name>\w[\w -]{0,40}):(?P<value>(?: .*)?)")


def read_markdown(text: str, *, origin: str) -> Iterator[Article | Reject]:
    """The articles of a Markdown file.

    Raises:
        Refused: the front matter is neither YAML nor TOML.
    """
    front = _FRONT.match(text)
    if front and re.search(r"^\w[\w -]*:", front[1], re.MULTILINE):
        yield _with_front_matter(_yaml(front[1]), text[front.end() :], origin=origin)
        return
    if front := _JSON.match(text):
        yield _with_front_matter(_json(front["fenced"] or front["bare"]), text[front.end() :], origin=origin)
        return
    if front := _PERCENT.match(text):
        lines = [line.lstrip("% ").replace(";", ",") for line in front["lines"].split("\n")]
        yield _with_front_matter(
            dict(zip(("title", "author", "date"), lines, strict=False)), text[front.end() :], origin=origin
        )
        return
    if front := _TOML.match(text):
        yield _with_front_matter(_toml(front[1]), text[front.end() :], origin=origin)
        return
    items = _items(text)
    if len(items) < 2 and (sections := _sections(text)):
        for number, (title, body) in enumerate(sections, start=1):
            yield _single(f"{title}\n\n{body}", origin=f"{origin}#{number}")
        return
    if len(items) < 2:
        yield _single(text, origin=origin)
        return
    for number, (title, body) in enumerate(items, start=1):
        url, _ = _address(body)
        yield Article(
            origin=f"{origin}#{number}", title=plain(title), text=plain(_without_footers(body)), url=url, clock="collector"
        )


def plain(text: str) -> str:
    """Markdown as plain paragraphs: links as their words, no pictures, marks or drawn lines."""
    text = _ESCAPED.sub(lambda m: chr(_SHELTER + ord(m[1])), text)
    text = re.sub(r"^[ \t]*(?:```|~~~).*$", "", text, flags=re.MULTILINE)
    text = _IMAGE.sub("", text)
    for _ in range(2):  # a picture within a link leaves a link behind
        text = _LINK.sub(lambda m: m[1], text)
    text = _BARE_LINK.sub(r"\1", text)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r"</?(?:p|br|div|span|a|b|i|em|strong|sup|sub|u|font|center|img|hr)\b[^<>]*>", "", text)
    text = re.sub(r"^[ \t]{0,3}(?:={3,}|-{3,}|\*{3,}|_{3,})[ \t]*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^[ \t]{0,3}#{1,6}(?:[ \t]+(.*?))?[ \t]*#*[ \t]*$", r"\1\n", text, flags=re.MULTILINE)
    text = re.sub(r"^[ \t]*>[ \t]?", "", text, flags=re.MULTILINE)
    text = re.sub(r"^[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+[ \t]*:?-*:?[ \t]*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    text = re.sub(
        r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![\w*])|(?<![\w_])_(?=[^\s_])([^_\n]+?)(?<=[^\s_])_(?![\w_])",
        r"\1\2",
        text,
    )
    return html.unescape(re.sub(r"[\ue000-\ue07f]", lambda m: chr(ord(m[0]) - _SHELTER), text))


def _with_front_matter(front: Mapping[str, Any], body: str, *, origin: str) -> Article:
    url, publisher = _address(body)
    fields = Fields(front)
    categories = _first(front.get("categories")) or _first(front.get("tags"))
    named = fields.text(PUBLISHER)  # a clipping names its source by the address
    text = plain(_without_footers(body))
    summary = plain(fields.body(BODY))
    notes = () if text.strip() or not summary.strip() else ("summary_only",)
    return Article(
        origin=origin,
        own_id=fields.text(ID),
        title=plain(fields.text(TITLE)) or _heading(body),
        text=text if text.strip() else summary,
        publisher=("" if named.startswith("http") else named) or categories or publisher,
        byline=fields.text(BYLINE),
        url=fields.text(URL) or (named if named.startswith("http") else url),
        language=fields.text(LANGUAGE).partition(",")[0],
        published=fields.published(),
        updated=fields.updated(),
        # The tool that saved the article wrote this stamp, by its own clock: an item that says "1417 ET" in its text
        # carries 03:17 of the next day here.
        clock="collector",
        notes=notes,
    )


def _heading(body: str) -> str:
    """The heading that a body without a title in its front matter begins with."""
    found = re.match(r"\s*#{1,2} +(\S[^\n]*?)[ \t#]*(?:\n|\Z)", body)
    return plain(found[1]).strip() if found else ""


def _single(text: str, *, origin: str) -> Article:
    """A Markdown file without front matter: a heading, perhaps a line of stamps, and the text."""
    url, publisher = _address(text)
    found = read_text(plain(_without_footers(text)), origin=origin)
    return Article(
        origin=origin,
        title=found.title,
        text=found.text,
        byline=found.byline,
        publisher=found.publisher or publisher,
        url=found.url or url,
        published=found.published,
        updated=found.updated,
        notes=found.notes,
    )


def _items(text: str) -> list[tuple[str, str]]:
    """The items of a digest as titles and bodies; nothing where the headings are those of one article."""
    starts = list(_ITEM.finditer(text))
    items = []
    for index, found in enumerate(starts):
        end = starts[index + 1].start() if index + 1 < len(starts) else len(text)
        title, _, body = text[found.end() : end].partition("\n")
        items.append((title, body))
    divided = sum(1 for _, body in items[:-1] if _RULE.search(body))
    return items if items and divided == len(items) - 1 else []


def _sections(text: str) -> list[tuple[str, str]]:
    """The items of a digest under smaller headings, each of which tells its own address or its own day."""
    starts = list(_SECTION.finditer(text))
    ends = [found.start() for found in starts[1:]] + [len(text)] * bool(starts)
    items = [text[found.end() : end].partition("\n")[::2] for found, end in zip(starts, ends, strict=True)]
    return items if len(items) > 1 and all(_address(body)[0] or _is_dated(body) for _, body in items) else []


def _is_dated(body: str) -> bool:
    lines = [plain(line).strip() for line in body.split("\n") if line.strip()][:3]
    return any(read_stamps(line) or stamp_within(line, beside=50) for line in lines if len(line) <= 120)


def _address(body: str) -> tuple[str, str]:
    """The original's address and the publisher's name, where the text ends in a link to it."""
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    for line in lines:
        label = line.partition("http")[0]
        if len(label) < 40 and _ORIGINAL.search(label) and (found := re.search(r"https?://[^\s)>\]]+", line)):
            return found.group(), ""
    for index, line in enumerate(lines):
        if (
            _ORIGINAL.match(line)
            and index + 1 < len(lines)
            and (found := re.match(r"<?(https?://[^\s)>\]]+)", lines[index + 1]))
        ):
            return found[1], ""
    last = next((line for line in reversed(lines) if not _RULE.match(line)), "")
    if found := _ONLY_LINK.match(last):
        return found[2], found[1]
    return "", ""


def _without_footers(body: str) -> str:
    """The body without its closing link lines and without what a collector puts below a drawn line."""
    blocks = re.split(r"\n[ \t]*\n", body)
    while blocks and (not blocks[-1].strip() or _RULE.fullmatch(blocks[-1].strip()) or _is_closing(blocks[-1].strip())):
        blocks.pop()
    return "\n\n".join(blocks)


def _is_closing(block: str) -> bool:
    link = _ONLY_LINK.match(block)
    return bool(link and len(link[1]) <= 40) or is_feed_footer(block)


def _yaml(text: str) -> Mapping[str, Any]:
    try:
        # Stamps stay as written: YAML would read one without a zone as UTC.
        front = yaml.load(text, Loader=_Plain)  # noqa: S506  (a SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as exc:
        front = _lines(text)  # a title with a colon, which many write without quotation marks
        if not front:
            raise Refused("bad_front_matter", str(exc).partition("\n")[0]) from exc
    if not isinstance(front, dict):
        raise Refused("bad_front_matter", "not a mapping")
    return front


def _lines(text: str) -> dict[str, str]:
    """Front matter that is no YAML, read as a name and a value a line; nothing where a line is more than that."""
    found = [_NAMED.fullmatch(line) for line in text.split("\n") if line.strip() and not line.startswith("#")]
    front = {line["name"]: line["value"].strip().strip("\"'") for line in found if line}
    front = {name: value for name, value in front.items() if value[:1] not in tuple("[{&*|>")}
    return front if all(found) and Fields(front).text(TITLE) else {}


def _json(text: str) -> Mapping[str, Any]:
    front = json_value(text)
    if not isinstance(front, dict):
        raise Refused("bad_front_matter", "not a mapping")
    return front


def _toml(text: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise Refused("bad_front_matter", str(exc)[:200]) from exc


class _Plain(yaml.SafeLoader):
    """YAML without dates and without aliases, by which a small file becomes a huge one."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.YAMLError("aliases are not taken")
        return super().compose_node(parent, index)


_Plain.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _first(value: object) -> str:
    if isinstance(value, list):
        return str(value[0]) if value else ""
    return str(value) if value else ""
