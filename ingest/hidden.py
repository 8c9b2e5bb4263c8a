"""Hidden text: what a reader of a page would not see is taken out of its tree, for it is a place to hide instructions in."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from ingest.colours import Colour, colour_of, is_like

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Style = Mapping[str, str]

_UNSEEN_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-hidden|screen-reader-text|visuallyhidden|is-hidden|d-none)(?:\s|$)", re.IGNORECASE
)
_WHITE: Colour = (255, 255, 255)
_FAR = re.compile(r"-\d{3,}(?:\.\d+)?(?:px|r?em|pt|%|v[wh])?")
_NOTHING = re.compile(r"0(?:\.0+)?(?:px|r?em|pt|%|v[wh])?")
_TINY = re.compile(r"(?:0*\.\d+|[01](?:\.\d+)?)(?:px|pt)|0*\.0\d*r?em|0(?:\.0+)?(?:r?em|%)?")
_GONE = {
    "display": re.compile("none"),
    "visibility": re.compile("hidden|collapse"),
    "opacity": re.compile(r"0(?:\.0\d*)?%?"),
    "filter": re.compile(r".*opacity\(0(?:\.0+)?%?\).*"),
    "transform": re.compile(r".*(?:scale[xy]?\(0(?:\.0+)?[,)]|translate[xy]?\([^)]*-\d{4,}).*"),
    "clip": re.compile(r"rect\((?:0(?:px)?[,\s]*){4}\)|rect\((?:1px[,\s]*){4}\)"),
    "clip-path": re.compile(r"inset\((?:50|100)%.*\)|circle\(0.*\)|polygon\((?:0(?:px|%)?[,\s]*)+\)"),
    "font-size": _TINY,
    "font": re.compile(r"(?:[a-z]+ )*0(?:px|pt|em)?(?:/\S+)? .*"),
    "left": _FAR,
    "top": _FAR,
    "text-indent": _FAR,
    "margin-left": _FAR,
    "margin-top": _FAR,
}
_TELLING = frozenset((*_GONE, "height", "max-height", "width", "max-width", "overflow", "color", "background")) | {
    "background-color",
    "background-image",
}
_MOVING = frozenset(("opacity", "transform", "filter"))
_CLOSED = ("height", "max-height", "width", "max-width")  # with nothing flowing over
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_NESTED = re.compile(r"@[\w-]+[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")  # a rule for print, or for a small screen
_SIMPLE = re.compile(r"[a-z]*([.#][\w-]+)", re.IGNORECASE)
_LARGEST_SHEET = 500_000  # characters
_MOST_RULES = 5_000
_SHARE = 0.3  # of the page's text: what a sheet hides of more than that, a script will show


def drop_hidden(root: "HtmlElement") -> None:
    """Takes out of a tree what its style, an attribute or its class hides."""
    sheet = _sheet(root)
    whole = len(root.text_content()) if sheet else 0
    for element in root.xpath(
        "//*[@hidden or @style or @class or @id or @color] | //template | //noscript[not(ancestor::head)]"
    ):
        if element.getparent() is None or element.tag in ("html", "body", "head"):
            continue
        marked = element.tag == "template" or element.get("hidden") is not None
        marked = marked or _UNSEEN_CLASS.search(element.get("class") or "") is not None
        own = {} if marked else _own(element)
        if marked or (own and _is_unseen(element, own, sheet)) or (sheet and _is_unseen_by(sheet, element, whole=whole)):
            element.drop_tree()


def _is_unseen_by(sheet: Mapping[str, Style], element: "HtmlElement", *, whole: int) -> bool:
    """Whether a style sheet hides an element for good: what it only fades or moves in, a script will bring."""
    style = {name: value for name, value in _given(element, sheet).items() if name not in _MOVING}
    return bool(style) and _is_unseen(element, style, sheet) and len(element.text_content()) <= _SHARE * whole


def _is_unseen(element: "HtmlElement", style: Style, sheet: Mapping[str, Style]) -> bool:
    gone = [name for name, form in _GONE.items() if name in style and form.fullmatch(style[name])]
    if gone and not (
        gone == ["font-size"] and any("font-size" in (one.get("style") or "") for one in element.iterdescendants())
    ):
        return True  # where the parts have a size of their own, none is only meant for the gaps between them
    if style.get("overflow", "").startswith(("hidden", "clip")) and any(
        _NOTHING.fullmatch(style.get(name, "")) for name in _CLOSED
    ):
        return True
    written = style.get("color")
    colour = colour_of(written) if written else None
    if colour == "transparent":
        return "background" not in " ".join(style)  # letters that show a picture through them
    return colour is not None and (ground := _ground(element, sheet)) is not None and is_like(colour, ground)


def _ground(element: "HtmlElement", sheet: Mapping[str, Style]) -> Colour | None:
    """The colour behind an element's letters: white where none is set, None where it is no plain one."""
    for one in (element, *element.iterancestors()):
        style = {**_given(one, sheet), **_own(one)}
        written = style.get("background-color") or style.get("background")
        if "background-image" in style:
            return None
        if written and (found := colour_of(written)) != "transparent":
            return found
    return _WHITE


def _own(element: "HtmlElement") -> Style:
    style = _declared(element.get("style") or "")
    colour, ground = element.get("color"), element.get("bgcolor")
    if not colour and not ground:
        return style
    return {**({"color": colour} if colour else {}), **({"background-color": ground} if ground else {}), **style}


def _given(element: "HtmlElement", sheet: Mapping[str, Style]) -> Style:
    """What the page's style sheets say of an element by its id or one of its classes."""
    if not sheet:
        return {}
    names = [f".{name}" for name in (element.get("class") or "").split()] + [f"#{element.get('id')}"]
    found: dict[str, str] = {}
    for name in names:
        found.update(sheet.get(name, {}))
    return found


def _sheet(root: "HtmlElement") -> dict[str, Style]:
    """The rules of the page's style sheets for a class or an id alone."""
    found: dict[str, dict[str, str]] = {}
    for selectors, body in _rules(root):
        style = _declared(body)
        for selector in selectors.split(","):
            if simple := _SIMPLE.fullmatch(selector.strip()):
                found.setdefault(simple[1], {}).update(style)
    telling = ((name, {one: value for one, value in style.items() if one in _TELLING}) for name, style in found.items())
    return {name: style for name, style in telling if style}


def _rules(root: "HtmlElement") -> Iterator[tuple[str, str]]:
    count = 0
    for style in root.iter("style"):
        written = style.text or ""
        if style.get("media") not in (None, "", "all", "screen") or len(written) > _LARGEST_SHEET:
            continue
        plain = _NESTED.sub(" ", re.sub(r"/\*.*?\*/", " ", written, flags=re.DOTALL))
        for rule in _RULE.finditer(plain):
            if (count := count + 1) > _MOST_RULES:
                return
            yield rule[1], rule[2]


@lru_cache(maxsize=5_000)
def _declared(style: str) -> Style:
    """The declarations of a style attribute or a rule by their names, in lower case."""
    found = {}
    for part in style.split(";"):
        name, colon, value = part.partition(":")
        if colon:
            found[name.strip().lower()] = " ".join(value.lower().replace("!important", "").split())
    return found
