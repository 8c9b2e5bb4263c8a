"""Chinese characters in one script: what is written in Traditional and in Simplified is the same word."""

import re
from collections.abc import Mapping
from functools import cache

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_RANGES = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))


def simplified(text: str) -> str:
    """The text with each Traditional character as its Simplified one; as long as it was, so that places in it stay."""
    return text.translate(_table()) if _HAN.search(text) else text


def scripts(text: str) -> tuple[str, ...]:
    """The text as it is and, where it is Chinese, as each script writes it."""
    if not _HAN.search(text):
        return (text,)
    from opencc import OpenCC

    return tuple(dict.fromkeys((text, simplified(text), str(OpenCC("s2t").convert(simplified(text))))))


@cache
def _table() -> Mapping[int, str]:
    """Character by character: OpenCC's phrases serve readers, and may change how long a text is."""
    from opencc import OpenCC

    signs = [chr(code) for start, end in _RANGES for code in range(start, end)]
    plain = OpenCC("t2s").convert("\n".join(signs)).split("\n")
    return {ord(sign): other for sign, other in zip(signs, plain, strict=True) if other != sign and len(other) == 1}
