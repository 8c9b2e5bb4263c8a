"""Characters: what no article means to say is taken out of its text, whatever file it came from."""

import re

_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f]")
# Controls, invisible and direction-changing marks, tag characters and the two noncharacters. U+200C and U+200D stay: scripts
# and emoji need them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\U000e0000-\U000e007f]"
)
_WINDOWS = re.compile("[\x80-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]+")
_TWICE = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122\u20ac]{1,3}"
)
# Any of the characters that the patterns above are about: most texts have none.
_UNTIDY = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u2069\ufeff\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)


def tidy(text: str) -> str:
    """The text with line ends as newlines and without controls, halves of characters and invisible marks."""
    if not _UNTIDY.search(text):
        return text
    text = _SURROGATE.sub(_whole, text)
    text = _BREAKS.sub("\n", text)
    text = _WINDOWS.sub(_as_windows, text)
    return _UNSEEN.sub("", _SPACES.sub(" ", text))


def mended(text: str) -> tuple[str, bool]:
    """The text with UTF-8 that somebody read as Windows-1252 set right, and whether there was any."""
    if "â" not in text and "Ã" not in text and "Â" not in text:
        return text, False
    found = _TWICE.sub(_once, text)
    return found, found != text


def _whole(match: re.Match[str]) -> str:
    return match.group().encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _as_windows(match: re.Match[str]) -> str:
    # C1 controls do not occur in text: they are Windows-1252 bytes that a program took for Latin-1.
    return match.group().encode("latin-1").decode("cp1252", "ignore")


def _once(match: re.Match[str]) -> str:
    run = match.group()
    try:
        data = b"".join(char.encode("latin-1" if char < "\u0100" else "cp1252") for char in run)
    except UnicodeEncodeError:
        return run
    for end in range(len(data), 1, -1):  # the run may have taken a character too many
        try:
            return data[:end].decode("utf-8") + run[end:]
        except UnicodeDecodeError:
            continue
    return run
