"""Encoding: bytes become text once, here, and exactly; a guess is flagged and nonsense refused."""

import codecs
import re
from dataclasses import dataclass

from ingest.article import Refused
from ingest.plausibility import plausibility

# What a label means in practice: each the superset that browsers use for it (https://encoding.spec.whatwg.org).
_LABELS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "cp950": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
}
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ESCAPES = ((b"\x1b$)C", "iso2022_kr"), (b"\x1b$", "iso2022_jp_2"), (b"~{", "hz"))
_WESTERN_SETS = ("cp1252", "iso8859_15")
_CANDIDATES = ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", *_WESTERN_SETS)
_CONTROLS = re.compile(rb"[\x80-\x9f]")  # letters and marks in cp1252, nothing that is written in ISO 8859
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:\-]{2,40})""")
_RUN = re.compile(rb"\+([A-Za-z0-9+/]+)")
_WESTERN = re.compile("[\u00a0-\u024f\u2010-\u2044\u20a0-\u20cf\u2100-\u214f]+")
_KANA = re.compile("[ぁ-ヿ]")
_SAMPLE = 200_000  # bytes that a guess looks at
_PLAUSIBLE = 0.6
_BEYOND_DOUBT = 0.9  # for bytes that no encoding reads without a fault
_MARGIN = 0.15


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was in, and what should be known about how that was found."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, *, declared: str = "") -> Decoded:
    """The exact text of `data`.

    Args:
        declared: the encoding that came with the bytes (an HTTP header); one declared inside them is found here.

    Raises:
        Refused: no encoding gives plausible text.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], name)
    if found := _wide(data) or _escaped(data) or _seven(data, declared):
        return found
    try:
        # Text in another encoding is practically never valid UTF-8, so this outranks any declaration.
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    return _declared(data, declared) or _nearly_utf8(data) or _guessed(data) or _damaged(data) or _detected(data)


def _marked(data: bytes, name: str) -> Decoded:
    text = data.decode(name, errors="replace")
    damaged = "�" in text and text.count("�") > data.count("�".encode(name))
    return Decoded(text, name, ("encoding_damaged",) if damaged else ())


def _wide(data: bytes) -> Decoded | None:
    """Unmarked UTF-16 or UTF-32, found by where its zero bytes stand; half a character may be missing at the end."""
    head = data[:4096]
    if len(head) < 4 or head.count(0) < len(head) // 50 + 1:
        return None
    lanes = [head[offset::4].count(0) for offset in range(4)]
    names = ["utf-32-le"] if lanes[3] and lanes[2] > 0.8 * len(head) / 4 and lanes[0] < lanes[3] / 4 else []
    names += ["utf-32-be"] if lanes[0] and lanes[1] > 0.8 * len(head) / 4 and lanes[3] < lanes[0] / 4 else []
    even, odd = lanes[0] + lanes[2], lanes[1] + lanes[3]
    names += ["utf-16-le"] if odd > 4 * even else ["utf-16-be"] if even > 4 * odd else []
    for name in names:
        whole = len(data) - len(data) % (4 if "32" in name else 2)
        try:
            text = data[:whole].decode(name)
        except UnicodeDecodeError:
            continue
        if plausibility(text[:20_000]) >= _PLAUSIBLE:
            return Decoded(text, name, ("encoding_guessed",) if whole == len(data) else ("encoding_damaged",))
    return None


def _escaped(data: bytes) -> Decoded | None:
    """Chinese, Japanese or Korean written in ASCII bytes, with marks where it begins and ends."""
    if not data.isascii():
        return None
    for mark, name in _ESCAPES:
        if mark[:1] not in data or mark not in data:  # one byte is found much faster than several
            continue
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if not text.isascii() and plausibility(text[:_SAMPLE]) >= _PLAUSIBLE:
            return Decoded(text, name, ("encoding_guessed",))
    return None


def _seven(data: bytes, declared: str) -> Decoded | None:
    """UTF-7: letters beyond ASCII as runs of base64, which read as ASCII are nonsense that looks like text."""
    runs = _RUN.findall(data) if b"+" in data and data.isascii() else []
    if not runs or any(run.isdigit() for run in runs):  # there a plus sign before a number is written otherwise
        return None
    try:
        text = data.decode("utf-7")
    except UnicodeDecodeError:
        return None
    beyond = "".join(re.findall(r"[^\x00-\x7f]+", text[:_SAMPLE]))
    if not beyond or not (_WESTERN.fullmatch(beyond) or plausibility(beyond) >= _PLAUSIBLE):
        return None
    labels = (declared, *(found.decode("ascii") for found in _DECLARED.findall(data[:4096])))
    said = any(label.strip().lower() in ("utf-7", "utf7", "unicode-1-1-utf-7") for label in labels)
    return Decoded(text, "utf-7", () if said else ("encoding_guessed",))


def _declared(data: bytes, declared: str) -> Decoded | None:
    labels = [declared] + [found.decode("ascii") for found in _DECLARED.findall(data[:4096])]
    for label in labels:
        name = _LABELS.get(label.strip().lower(), label.strip().lower())
        if not name or name.startswith("utf"):
            continue
        try:
            text = data.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
        if plausibility(text[:_SAMPLE]) >= _PLAUSIBLE and not _better(data, than=text):
            return Decoded(text, name)
    return None


def _better(data: bytes, *, than: str) -> bool:
    """Whether another encoding reads the bytes so much better that the declaration must be wrong."""
    ranked = _ranking(data)
    return bool(ranked) and ranked[0][0] > plausibility(than[:_SAMPLE]) + _MARGIN


def _nearly_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few foreign or cut bytes: what is damaged shows as U+FFFD and is flagged."""
    text = data.decode("utf-8", errors="replace")
    sound = sum(len(run) for run in re.findall(rb"[\xc2-\xf4][\x80-\xbf]+", data))
    damaged = text.count("�")
    if sound >= 4 * damaged and plausibility(text[:_SAMPLE]) >= _PLAUSIBLE and _few(damaged, text):
        return Decoded(text, "utf-8", ("encoding_damaged",))
    return None


def _few(damaged: int, text: str) -> bool:
    return damaged <= max(3, len(text) // 100)


def _ranking(data: bytes, *, errors: str = "strict") -> list[tuple[float, str]]:
    """The usual encodings that can read the bytes, most plausible text first."""
    found = []
    for name in _CANDIDATES:
        if name == "iso8859_15" and _CONTROLS.search(data, 0, _SAMPLE):
            continue
        try:
            text = _sample(data, name, errors)
        except UnicodeDecodeError:
            continue
        # Chinese sets hold kana where the Japanese ones have them, but Chinese text has none.
        foreign = name in ("gb18030", "big5hkscs") and len(_KANA.findall(text)) > len(text) / 20
        found.append((plausibility(text) - (0.3 if foreign else 0.0), name))
    return sorted(found, key=lambda pair: (-pair[0], _CANDIDATES.index(pair[1])))


def _sample(data: bytes, name: str, errors: str) -> str:
    decoder = codecs.getincrementaldecoder(name)(errors)
    return decoder.decode(data[:_SAMPLE], final=len(data) <= _SAMPLE)


def _guessed(data: bytes) -> Decoded | None:
    for score, name in _ranking(data):
        if score < _PLAUSIBLE:
            break
        try:
            return Decoded(data.decode(name), name, ("encoding_guessed",))
        except UnicodeDecodeError:
            continue
    return None


def _damaged(data: bytes) -> Decoded | None:
    """One of the usual encodings with a few foreign or cut bytes, as with UTF-8."""
    for score, name in _ranking(data, errors="replace"):
        text = data.decode(name, errors="replace")
        if name not in _WESTERN_SETS and score >= _BEYOND_DOUBT and _few(text.count("�"), text):
            return Decoded(text, name, ("encoding_damaged",))
    return None


def _detected(data: bytes) -> Decoded:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], threshold=0.1).best()
    if best is None or plausibility(str(best)) < _PLAUSIBLE:
        raise Refused("encoding", "no known encoding reads these bytes as text")
    try:
        return Decoded(data.decode(best.encoding), best.encoding, ("encoding_guessed",))
    except UnicodeDecodeError as exc:
        raise Refused("encoding", f"{best.encoding} reads only a part of these bytes") from exc
