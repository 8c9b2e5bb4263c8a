"""Wires: stories as agencies deliver them in XML: NITF, NewsML-G2 and NewsML 1."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ingest.article import Article, Refused
from ingest.fragments import fragment_text, has_markup
from ingest.limits import Limits
from ingest.plaintext import first_sentence

_OPENING = re.compile(
    r"\s*(?:<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>\s*)?<(?:[\w-]+:)?(?:nitf|newsml|newsitem|newsmessage)[\s>]", re.I
)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_ITEMS = ("newsitem", "nitf")
_BODIES = ("body.content", "datacontent", "inlinexml", "inlinedata")
_ASIDE = frozenset(
    "head title hedline hl1 byline dateline distributor abstract media media-caption media-producer note".split()
)
_LEFT_OUT = frozenset("remotecontent remoteinfo partmeta packageitem knowledgeitem conceptitem".split())
_PLAIN = re.compile(r"[a-z][a-z0-9]*")
_GONE = frozenset("canceled cancelled withdrawn withheld stat:canceled stat:cancelled stat:withheld".split())

# Where each thing is told, the likeliest first: the name of an element, or of an element and its attribute.
_TITLE = ("hl1", "headline", "title")
_FIRST = (
    "firstcreated",
    "date.issue@norm",
    "date.release@norm",
    "pubdata@date.publication",
    "contentcreated",
    "story.date@norm",
)
_LAST = ("versioncreated", "thisrevisioncreated", "contentmodified")
_PUBLISHER = (
    "provider/name",
    "provider@literal",
    "provider/party@formalname",
    "pubdata@name",
    "distributor",
    "doc.copyright@holder",
    "infosource/name",
    "doc-id@regsrc",
    "providerid",
)
_ID = ("newsitem@guid", "doc-id@id-string", "publicidentifier", "newsitemid")
_STATUS = ("docdata@management-status", "pubstatus@qcode", "status@formalname")


def looks_like_wire(root: str) -> bool:
    """Whether XML, without what stands before its first element, is a story as agencies deliver it."""
    return bool(_OPENING.match(root))


def read_wire(text: str, *, origin: str, limits: Limits) -> Iterator[Article]:
    """Each story of a delivery as an article.

    Raises:
        Refused: it is no XML, holds no story, or more than are taken.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True)
    try:
        root = etree.fromstring(_DECLARATION.sub("", text).encode("utf-8", errors="replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as exc:
        raise Refused("bad_xml", "XML that cannot be read") from exc
    stories = [] if root is None else [one for one in root.iter() if _name(one) in _ITEMS and not _within(one)]
    if not stories:
        raise Refused("no_articles", "a delivery without a news item")
    if len(stories) > limits.feed_entries:
        raise Refused("too_many_articles", f"{len(stories):,} stories; at most {limits.feed_entries:,} are taken")
    for number, story in enumerate(stories, start=1):
        yield _article(story, origin=f"{origin}#{number}" if len(stories) > 1 else origin, language=_language(root))


def _article(story: Any, *, origin: str, language: str) -> Article:
    told = _told(story)
    title, text = _first(told, _TITLE), _body(story)
    published, updated = _first(told, _FIRST), _first(told, _LAST)
    own, address = _first(told, _ID), _first(told, ("pubdata@ex-ref",))
    notes: tuple[str, ...] = ()
    if not title and text:
        title, notes = first_sentence(text), ("title_from_text",)
    return Article(
        origin=origin,
        own_id="" if "/" in own else own,
        title=title,
        text=text,
        publisher=_first(told, _PUBLISHER),
        byline=_first(told, ("byline", "by", "creator/name")),
        url=next((one for one in (address, own) if re.match(r"https?://", one)), ""),
        language=_language(story) or _first(told, ("language@tag", "language@formalname")) or language,
        published=published or updated,
        updated=updated if published and updated != published else "",
        withdrawn=_first(told, _STATUS).lower() in _GONE,
        notes=notes,
    )


def _within(element: Any) -> bool:
    """Whether it stands inside another story: NITF is also what a NewsML item carries."""
    return any(_name(one) in _ITEMS for one in element.iterancestors())


def _told(story: Any) -> dict[str, str]:
    """What each element and attribute of a story's head says, the first of a name; `a/b` is b inside a."""
    found: dict[str, str] = {}
    for element in story.iter():
        name = _name(element)
        around = [_name(one) for one in (element, *element.iterancestors())]
        if not name or (any(one in _BODIES for one in around) and ("nitf" not in around or "body.content" in around)):
            continue  # words of the story, not about it; but NITF within has a head of its own
        parent = element.getparent()
        words = " ".join("".join(element.itertext()).split())
        for key in (name, f"{_name(parent)}/{name}") if words and parent is not None else ():
            found.setdefault(key, words)
        for attribute, value in element.attrib.items():
            label = f"{name}@{_bare(attribute)}"
            for key in (label, f"{_name(parent)}/{label}") if value.strip() and parent is not None else (label,):
                found.setdefault(key, " ".join(value.split()))
    return found


def _first(told: dict[str, str], names: Sequence[str]) -> str:
    return next((told[name] for name in names if told.get(name)), "")


def _body(story: Any) -> str:
    """The paragraphs of a story: of the innermost element that holds them."""
    bodies = [one for one in story.iter() if _name(one) in _BODIES]
    inner = [one for one in bodies if not any(_name(below) in _BODIES for below in one.iterdescendants())]
    return "\n\n".join(text for one in inner if (text := re.sub(r"\n{3,}", "\n\n", fragment_text(_markup(one))).strip()))


def _markup(body: Any) -> str:
    """An element's inside as HTML: names without their spaces, a headline within the text as one, pictures left out."""
    from lxml import etree
    from lxml.builder import ElementMaker

    if len(body) == 0 and has_markup(body.text or ""):  # escaped, or in a CDATA section
        return str(body.text)

    def copied(element: Any) -> Any:
        name = _name(element)
        plain = ElementMaker()("h3" if name == "hl2" else name if _PLAIN.fullmatch(name) else "span")
        plain.text = element.text
        for child in element:
            if not isinstance(child.tag, str) or _name(child) in _ASIDE | _LEFT_OUT:
                last = plain[-1] if len(plain) else None
                if last is None:
                    plain.text = (plain.text or "") + (child.tail or "")
                else:
                    last.tail = (last.tail or "") + (child.tail or "")
                continue
            made = copied(child)
            made.tail = child.tail
            plain.append(made)
        return plain

    made = copied(body)
    made.tag = "div"
    return str(etree.tostring(made, encoding="unicode", method="html"))


def _language(element: Any) -> str:
    return str(element.get("{http://www.w3.org/XML/1998/namespace}lang") or "") if element is not None else ""


def _name(element: Any) -> str:
    return _bare(element.tag) if element is not None and isinstance(element.tag, str) else ""


def _bare(name: str) -> str:
    return name.rpartition("}")[2].lower()
