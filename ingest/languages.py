"""Languages: the one a text is in, by its script first and by what its file says second."""

import re

_TRADITIONAL = frozenset(
    "們國這個來說時會對過後為與經發無開長實關點應從當現間機電東車門問題業學體萬億漲資產證華網價報財務樣導環總選號議"
)
_SIMPLIFIED = frozenset(
    "们国这个来说时会对过后为与经发无开长实关点应从当现间机电东车门问题业学体万亿涨资产证华网价报财务样导环总选号议"
)
_ONLY_TRADITIONAL = _TRADITIONAL - _SIMPLIFIED
_ONLY_SIMPLIFIED = _SIMPLIFIED - _TRADITIONAL
_DECLARED = {
    "ch": "zh-Hant",
    "tc": "zh-Hant",
    "zh-tw": "zh-Hant",
    "zh-hk": "zh-Hant",
    "zh-mo": "zh-Hant",
    "zh-hant": "zh-Hant",
    "sc": "zh-Hans",
    "cn": "zh-Hans",
    "zh-cn": "zh-Hans",
    "zh-sg": "zh-Hans",
    "zh-hans": "zh-Hans",
    "zh": "zh-Hans",
    "chinese": "zh-Hans",
    "english": "en",
    "eng": "en",
}


def language_of(text: str, *, declared: str = "") -> str:
    """A short tag: "en", "zh-Hant", "zh-Hans", "ja"; the script outranks the declaration, which is often the site's."""
    sample = text[:3_000]
    if sample.isascii():
        return _western(_tag(declared))
    ideographs = len(re.findall(r"[一-鿿]", sample))
    if not ideographs and not re.search(r"[ぁ-ヿ가-힣]", sample):
        return _western(_tag(declared))
    kana = len(re.findall(r"[ぁ-ヿ]", sample))
    hangul = len(re.findall(r"[가-힣]", sample))
    letters = len(re.findall(r"[A-Za-zÀ-ɏ]", sample))
    tag = _tag(declared)
    if hangul > (letters + ideographs) / 3:
        return "ko"
    if kana > (letters + ideographs) / 5 and kana:
        return "ja"
    # One ideograph says about as much as three letters.
    if ideographs * 3 > letters:
        return _chinese(sample, tag)
    return _western(tag)


def _tag(declared: str) -> str:
    name = declared.strip().lower().replace("_", "-")
    return _DECLARED.get(name, name.partition("-")[0])


def _western(tag: str) -> str:
    return tag if re.fullmatch(r"[a-z]{2,3}", tag) and tag not in ("zh", "ja", "ko") else "en"


def _chinese(sample: str, tag: str) -> str:
    traditional = sum(char in _ONLY_TRADITIONAL for char in sample)
    simplified = sum(char in _ONLY_SIMPLIFIED for char in sample)
    if traditional == simplified:
        return tag if tag.startswith("zh-") else "zh-Hant"
    return "zh-Hant" if traditional > simplified else "zh-Hans"
