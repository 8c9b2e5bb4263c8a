"""What a question in Chinese asks for: its parts, the noun asked for, what is counted, and whom it is about."""

import re

from assistant.agent.extractive.chinese import counters_like, is_generic
from assistant.agent.extractive.nouns import place_names
from assistant.agent.extractive.terms import Term, content_terms
from assistant.figures.chinese import HAS_HAN
from assistant.figures.han import simplified

_ASKS = r"(?:多少|几|谁|什么|甚么|哪|何[时日人故]|为何|如何|怎样|怎么|是否|吗|呢)"
_PART = re.compile(rf"[?？；;，,](?=[^?？；;，,]*{_ASKS})")
_COMPARED = re.compile(
    r"(?P<sides>[^，,。?？]{2,60}?)(?:之中|中|当中|两者|三者)?[，,]?\s*(?:哪一?[个只家间]|谁|何者)(?:的)?(?:[升涨跌]得|[升涨跌]幅|表现|收入|盈利|较|更|比较|最)"
)
_AND = re.compile(r"[、和与跟同及]|以及")
_OWNED = re.compile(
    r"的(?P<noun>[^的，,、和与及\d]{2,10}?)(?:预计|估计|预期|大约|约)?(?:[是为有达]|报)?(?:多少|几|什么|甚么|谁|哪|何)"
)
_COUNTER = r"名|位|人|间|家|宗|单|起|次|回|天|日|项|桶|张|辆|部|架|艘|座|幢|篇|股|吨|个月|年|个小时|小时|公里|米|岁|倍|厘"
_COUNTED = re.compile(
    rf"(?:多少|(?<![一二三四五六七八九十\d])几)(?:(?P<counter>{_COUNTER})|个|种|款)?(?P<noun>[\u4e00-\u9fff]{{2,12}}|)"
)
_COUNTED_BEFORE = re.compile(rf"(?P<noun>[\u4e00-\u9fff]{{2,6}}?)[合总一]?共?有(?:多少|几)(?:{_COUNTER}|个)[?？]?$")
_UNITS = re.compile(r"^(?:[万亿]|港元|美元|元|人民币|点|百分|基点|个基点|厘|倍|成|钱|港仙|仙|英镑|日[元圆]|欧元)")
_NUMBERED = re.compile(
    r"第(?P<nth>[一二三四五六七八九十\d]+)(?P<of>(?!季)[\u4e00-\u9fff])|(?P<which>[首二三四五六七八九])(?P<kind>[套手线胎代])|"
    r"(?P<count>(?<![\d.])\d{1,4})(?P<them>[家间隻只名座艘])"
)
_VERB = re.compile(
    r"[在于为向对被由令把将会可能已未曾因受经获]|应用|出席|参加|开立|披露|提供|涉及|属于|上市|申请|表示|支持|拥有|使用|需要|加入|成交"
)
_WHEN = re.compile(
    r"(?P<before>[^，,。?？§]{2,8}?)(?:是|在|于)?(?:何时|什么时候|甚么时候|哪一?[天年月日])(?:先|才|会|将|要|可以?|能|再|正式|开始|起)*(?P<after>[^，,。?？]*)"
)
_GOES_ON = re.compile(r"^(?:而|又|并)?(?:[较比]|按[年月季周]|同比|环比|[升跌涨增减]|变幅|幅度)")
_LEANS = re.compile(r"呢\s*[?？]?\s*$")
_PLACES = frozenset(term.stem for term in content_terms("tokyo seoul london paris beijing macau new york"))
_ADJOINING = re.compile(r"\W*[\u4e00-\u9fff]{4}")
_ASKED_FIRST = re.compile(r"\W*有?(?:哪|[什甚]么)")
_WORD = 2  # characters of a verb
_HEAD = 2  # terms of a noun that a sentence should say


def han(text: str) -> bool:
    """Whether a question is asked in Chinese."""
    return bool(HAS_HAN.search(text))


def parts(query: str) -> list[str]:
    """The pieces of a question that each ask something."""
    return [piece.strip() for piece in _PART.split(simplified(query)) if piece.strip(" ?？。，,")]


def sides(query: str) -> list[str]:
    """Those that are set against each other: "A和B哪个升得多"."""
    match = _COMPARED.search(simplified(query))
    if match is None:
        return []
    found = [side.strip() for side in _AND.split(match["sides"]) if side and side.strip()]
    return found if 1 < len(found) <= 4 else []


def focus(text: str) -> Term | None:
    """The noun asked for where the question says whose it is: 月薪 of "罗嘉进的月薪是多少"; none for one that any answer is."""
    match = _OWNED.search(simplified(text))
    if match is None or is_generic(match["noun"]) or _VERB.search(match["noun"]):
        return None
    terms = content_terms(match["noun"].rstrip("中里内上"))
    return terms[-1] if terms and not is_generic(match["noun"][-2:]) else None


def counted(text: str) -> tuple[Term, ...]:
    """What "多少" or "几" asks the number of, where it is no unit: any of its first words will do."""
    match = _COUNTED.search(simplified(text))
    if match is not None and not match["noun"] and (match := _COUNTED_BEFORE.search(simplified(text))):
        return tuple(content_terms(match["noun"][-_WORD:]))
    if match is None or not match["noun"] or _UNITS.match(match["noun"]):
        return ()
    noun = _VERB.split(match["noun"])[0]
    return tuple(content_terms(noun)[: _HEAD + 1])


def numbered(text: str) -> dict[str, tuple[str, ...]]:
    """Which of several a text speaks of, by what is numbered, in order: 三 of 套 for "三套房", 42 of 家 for "42家銀行"."""
    found: dict[str, tuple[str, ...]] = {}
    for match in _NUMBERED.finditer(simplified(text)):
        number, kind = (part for part in match.groups() if part)
        found[kind] = (*found.get(kind, ()), number)
    return found


def counter(text: str) -> frozenset[str]:
    """The words that may count the thing asked for: 名 or 人 of "多少名员工"; none where any may."""
    match = _COUNTED.search(simplified(text))
    return counters_like(match["counter"]) if match is not None and match["counter"] else frozenset()


def themes(text: str) -> tuple[Term, ...]:
    """Whom or what a question is about: the first word it says, where no name (§) stands before it; and the next, where that
    word is a place and no function word parts them: 東京地鐵. None where it opens with what it asks for: 有甚麼因素."""
    text = simplified(text).partition("§")[0]
    if _ASKED_FIRST.match(text):
        return ()
    terms = [term for term in content_terms(text) if not term.stem[0].isdigit()]
    if len(terms) > 1 and terms[0].stem in place_names() | _PLACES and _ADJOINING.match(text):
        return tuple(terms[:2])
    return tuple(terms[:1])


def deed(text: str) -> Term | None:
    """What was done or will be, where the question asks when: 发布 of "何时发布命令", 加息 of "上次加息是何时"."""
    match = _WHEN.search(simplified(text))
    if match is None:
        return None
    terms = content_terms(match["after"][:_WORD]) or content_terms(match["before"][-_WORD:])
    said = " ".join(term.stem for term in terms)
    return Term(said, frozenset({said})) if len(terms) > 1 else next(iter(terms), None)


def leans(text: str) -> bool:
    """Whether a piece of a question leans on the piece before it: "五年平均呢？"."""
    return bool(_LEANS.search(simplified(text)))


def goes_on(text: str) -> bool:
    """Whether a piece of a question says no noun of its own, but how that of the piece before it changed: "比预算少多少"."""
    return bool(_GOES_ON.search(simplified(text)))
