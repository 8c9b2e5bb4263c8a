"""Plausibility: how much a decoded text looks like something people wrote, against mojibake."""

import unicodedata
from collections import Counter
from functools import cache

# The commonest Chinese characters of running text and of market news, simplified and traditional. True text is full
# of them; bytes read in a wrong encoding give rare characters.
_COMMON = frozenset(
    "的一是不了在人有我他这這中大来來上国國个個到说說们們为為子和你地出道也时時年得就那要下以生会會自着著去之过過家学學对對可她里裡后後小么麼"
    "心多天而能好都然没沒日于於起还還发發成事只作当當想看文无無开開手十用主行方又如前所本见見经經头頭面公同三已老从從动動两兩长長知民样樣现現"
    "分将將外但身些与與高意进進把法此实實回二理美点點月明其种種声聲全工己话話儿兒者向情部正名定女问問力机機给給等几幾很业業最间間新什打便位因"
    "重被走电電四第门門相次东東政海口使教西再平真听聽世气氣信北少关關并並内內加化由却卻代军軍产產入先山五太水万萬市场場股价價指数數报報升跌"
    "涨漲幅收港元美亿億资資金融银銀投交易所科技集团團香表示亦今昨周週季增率财財盘盤恒恆阿巴百度腾騰讯訊六七八九零"
)
_SYLLABLES = frozenset(
    "이다의는을에가지고한로기하사도인서대시수를은자해있어나들정전일국상부리제아스원장주보그으과만성했라동시구신조선"
)
_LATIN_MARKS = frozenset("“”‘’–—…€£¥©®™°·•«»¿¡§½¼¾×±²³ºªµ‑ ")


def plausibility(text: str) -> float:
    """1 for text of a living script, toward 0 for bytes read in the wrong encoding."""
    counts = Counter(text)
    weight = total = 0.0
    common = ideographs = kana = hangul = 0
    for char, count in counts.items():
        if char < "\x80":
            if char < " " and char not in "\t\n\r\f\x1a\x1b":
                total += count
            continue
        total += count
        weight += count * _worth(char)
        if "一" <= char <= "鿿":
            ideographs += count
            common += count if char in _COMMON else 0
        elif "぀" <= char <= "ヿ":
            kana += count
        elif "가" <= char <= "힣":
            hangul += count
            common += count if char in _SYLLABLES else 0
    if not total:
        return 1.0
    score = weight / total
    eastern = ideographs + kana + hangul
    if eastern >= total / 2:
        # About a third of running Chinese or Korean is made of the characters above; Japanese mixes kana in.
        score = 0.5 * score + 0.5 * min(1.0, (common + kana) / eastern / 0.25)
    elif not eastern:
        score *= _spelling(text)
    return score


@cache
def _worth(char: str) -> float:
    category = unicodedata.category(char)
    if char == "�" or category in ("Cn", "Co", "Cc", "Cs"):
        return -1.0
    if "｡" <= char <= "ﾟ":  # half-width katakana: Latin or Chinese bytes read as Shift-JIS
        return 0.1
    if "一" <= char <= "鿿":
        return 1.0 if _first_level(char) else 0.3
    if "㐀" <= char <= "䶿" or char >= "\U00020000":
        return 0.2
    if char in _LATIN_MARKS or category[0] == "L" or category == "Mn":
        return 1.0
    if "　" <= char <= "〿" or "！" <= char <= "･" or "‐" <= char <= "⁞" or category in ("So", "Sc", "Sm", "Cf", "Zs"):
        return 0.9
    return 0.6


def _first_level(char: str) -> bool:
    """Whether the character is among the everyday ones of GB 2312, Big5 or JIS."""
    for name, low, high in (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6), ("cp932", 0x88, 0x97)):
        try:
            if low <= char.encode(name)[0] <= high:
                return True
        except UnicodeEncodeError:
            continue
    return False


def _spelling(text: str) -> float:
    """How much letters beyond ASCII sit as in European words: few in a row, small after small."""
    odd = letters = 0
    for index, char in enumerate(text[:100_000]):
        if not "\x80" <= char <= "ɏ":
            continue
        letters += 1
        before = text[index - 1] if index else " "
        after = text[index + 1] if index + 1 < len(text) else " "
        crowded = "\x80" <= before <= "ɏ" and "\x80" <= after <= "ɏ"
        shouting = char.isalpha() and char.isupper() and before.isalpha() and before.islower()
        symbol = not char.isalpha() and char not in _LATIN_MARKS
        stuck = char in "¿¡½¼¾²³ºªµ×±§¥«¤" and before.isalpha() and after.isalpha()
        odd += crowded or shouting or symbol or stuck
    return 1.0 - odd / letters if letters else 1.0
