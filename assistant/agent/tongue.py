"""Tongue: what the program says in its own words, said in Chinese where the question was. Pure.

An answer is composed once, in English; its own sentences have a form each (`tongue.toml`), by which they are said in the script
of the question. What stands in a source is never touched.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from assistant.figures.chinese import HAS_HAN
from assistant.figures.han import simplified

Script = Literal["traditional", "simplified"]

_MARKS = r"(?:\s?\[\d{1,4}\])+"
_MONTHS = "January February March April May June July August September October November December".split()
_DAY = rf"\d{{1,2}} (?:{'|'.join(_MONTHS)}) \d{{4}}"
_INNER = re.compile(_MARKS)
_ORIGIN = re.compile(rf"(?P<who>[^:：\n]{{1,120}}?), (?P<when>{_DAY}|undated): (?=\S)")
_SENTENCE = re.compile(
    rf"(?P<text>.+?)(?P<marks>{_MARKS})?(?P<end>\.|:(?=\s*$))(?P<after>{_MARKS})?(?:\s+(?=\S)|\s*$)|(?P<rest>.+)$", re.S
)
_LONG = re.compile(r"(?<=[\u4e00-\u9fff])(?=\d{1,3},\d{3})")  # a long number stands apart from the words before it
_MONEY = re.compile(r"(\d) ([A-Z]{3})\b")
_ALSO = re.compile(r" \(also ([^)]+)\)")
_LISTING = re.compile(
    r"(?P<ticker>[\w.]+) on (?P<place>[\w -]+?) in (?P<money>[A-Z]{3})(?P<receipt>, a depositary receipt)?"
    r"(?(receipt)(?: for (?P<ratio>\d+) ordinary shares?)?)"
)
_SLOT = re.compile(r"\\{(?P<kind>[a-z]+)(?P<nth>_\d)?\\}")
_CLOCK = re.compile(rf"(?P<day>{_DAY})(?:, (?P<time>\d\d:\d\d) \((?P<zone>[\w/]+)\))?")
_SIGNED = re.compile(r"(?P<number>[+−-]?\d[\d,]*(?:\.\d+)?) %")
_SLOTS: dict[str, str] = {
    "day": _DAY,
    "when": rf"{_DAY}(?:, \d\d:\d\d \([\w/]+\))?",
    "pct": r"[+−-]?\d[\d,]*(?:\.\d+)? %",
    "num": r"[+−-]?\d[\d,]*(?:\.\d+)?",
    "int": r"\d[\d,]*",
    "count": r"\d+|none",
    "cur": r"[A-Z]{3}|points",
    "scale": r"thousand|million|billion|trillion",
}


def script_of(question: str) -> Script | None:
    """The script a question is asked in: Traditional where it is the same in both; None where it is not Chinese."""
    if not HAS_HAN.search(question):
        return None
    return "simplified" if simplified(question) == question and _in_traditional(question) != question else "traditional"


def in_script(text: str, script: Script | None, names: Mapping[str, str] | None = None) -> str:
    """Lines of an answer as they are said in that script, after they were checked; `names` are those the question has for
    instruments. A sentence without a form stays as it is."""
    if script is None:
        return text
    return "\n".join(_line(line, script, names or {}) if line.strip() else line for line in text.split("\n"))


def figure_in(figure: str, said: str, script: Script | None) -> str:
    """The text of a checked figure as the sentence says it in that script."""
    if script is None or figure in said:
        return figure
    money = _MONEY.sub(lambda match: f"{match[1]}{_word(match[2], script)}", figure)
    return next((one for one in (money, _value(figure, script)) if one in said), figure)


def _line(line: str, script: Script, names: Mapping[str, str]) -> str:
    lead, chinese = next((one for one in _lexicon()["leads"].items() if line.startswith(one[0])), ("", ""))
    said, rest = _of(chinese, script), line.removeprefix(lead)
    origin = _ORIGIN.match(rest)
    if origin is not None and not _form_of(rest):
        who = origin["who"].removeprefix("By ")
        return f"{said}{_word(who, script)}，{_value(origin['when'], script)}：{rest[origin.end() :]}"
    told = "".join(_sentences(rest, script))
    for name, asked in names.items() if told != rest else ():
        told = asked.join(re.split(rf"{re.escape(name)}(?! [A-Z])", told))
    return said + told


def _sentences(line: str, script: Script) -> list[str]:
    """The sentences of a line, each in its form; where one has none, the line as it stands."""
    found = []
    for match in _SENTENCE.finditer(line):
        text, end = match["text"] or match["rest"] or "", match["end"] or ""
        marks = "".join((*_INNER.findall(text), match["marks"] or "", match["after"] or "")).replace(" ", "")
        bare = _INNER.sub("", text)
        if (clause := _form_of(bare)) is not None:
            said = _of_form(clause, script) + ("。" if end == "." else "")
        elif (sentence := _form_of(f"{bare}{end}")) is not None:
            said = _of_form(sentence, script)
        else:
            return [line]
        found.append(_with_marks(said, marks))
    return found


def _with_marks(sentence: str, marks: str) -> str:
    """The marks of a sentence stand before its full stop."""
    marks = f" {marks}" if marks else ""
    return f"{sentence[:-1]}{marks}{sentence[-1]}" if sentence.endswith("。") else f"{sentence}{marks}"


_Match = tuple[re.Match[str], str]


def _form_of(sentence: str) -> _Match | None:
    """The form that a sentence has, with its slots filled."""
    for pattern, chinese in _forms():
        match = pattern.fullmatch(sentence.strip())
        if match is not None and all(_has_form(value) for name, value in match.groupdict().items() if name.startswith("said")):
            return match, chinese
    return None


def _has_form(value: str) -> bool:
    return _form_of(value) is not None or ("; " in value and all(_form_of(part) for part in value.split("; ")))


def _of_form(form: _Match, script: Script) -> str:
    match, chinese = form
    values = {name: _slot(name, value, script) for name, value in match.groupdict().items()}
    told = re.sub(r"\{([a-z]+(?:_\d)?)\}", lambda slot: values[slot[1]], _of(chinese, script))
    return _LONG.sub(" ", told)


def _slot(name: str, value: str, script: Script) -> str:
    kind = name.partition("_")[0]
    return _READERS.get(kind, _value)(value, script)


def _said(value: str, script: Script) -> str:
    """A form of its own; several joined by a semicolon each in theirs."""
    form = _form_of(value)
    if form is not None:
        return _of_form(form, script)
    parts = value.split("; ")
    forms = [_form_of(part) for part in parts]
    told = [
        _of_form(form, script) if form is not None else _value(part, script) for part, form in zip(parts, forms, strict=True)
    ]
    return "；".join(told)


def _list(value: str, script: Script) -> str:
    told = _value(value, script)
    told = re.sub(r"\b(?:close|high|low) (?=[\d.,]+)", lambda word: _word(word[0].strip(), script), told)
    told = re.sub(r"^(first|last) |(?<=, )(last) ", lambda word: _word(word[0].strip(), script), told)
    return (
        re.sub(r"(\d+) other publishers?", lambda found: f"其他{found[1]}家媒體", told)
        .replace(" and ", "、")
        .replace(", ", "、")
    )


def _tail(value: str, script: Script) -> str:
    """What a run of closes adds on the longest one."""
    match = re.fullmatch(
        rf"(?:; |, )the longest run of (?P<noun>rises|falls) (?:was (?P<n>\d+) sessions?, (?P<a>{_DAY}) to (?P<b>{_DAY})|"
        rf"from (?P<c>{_DAY}) to (?P<d>{_DAY}))",
        value,
    )
    if match is None:
        return _value(value, script)
    noun = "連升" if match["noun"] == "rises" else "連跌"
    a, b = (_value(match[one], script) for one in (("a", "b") if match["a"] else ("c", "d")))
    told = f"；最長{noun}為{a}至{b}的{match['n']}個交易日" if match["n"] else f"，為{a}至{b}最長的{noun}"
    return _of(told, script)


def _ends(value: str, script: Script) -> str:
    """When the first and the newest of counted reports were published."""
    match = _ENDS.fullmatch(value)
    if match is None:
        return ""
    if match["c"]:
        return _of(f"，發布於{_value(match['c'], script)}", script)
    return _of(f"，最早一篇發布於{_value(match['a'], script)}，最新一篇發布於{_value(match['b'], script)}", script)


def _listings(value: str, script: Script) -> str:
    """Where an instrument is listed, in what money, and for how many shares a receipt stands."""

    def said(match: re.Match[str]) -> str:
        place, money = _word(match["place"], script), _word(match["money"], script)
        ratio = f"，每份代表{match['ratio']}股" if match["ratio"] else ""
        receipt = _of(f"，預託證券{ratio}", script) if match["receipt"] else ""
        return f"{match['ticker']}（{place}，{_of('以', script)}{money}{_of('計', script)}{receipt}）"

    return _LISTING.sub(said, value).replace("） and ", "）、").replace("）, ", "）、")


def _prices(value: str, script: Script) -> str:
    return re.sub(r"\b(open|high|low|close) ", lambda word: _word(word[1], script), value).replace(", ", _of("，", script))


def _value(value: str, script: Script) -> str:
    """Days, percentages and words of a value as Chinese writes them."""
    value = _ALSO.sub(lambda match: _of(f"（又稱{match[1].replace(' and ', '、')}）", script), value)
    told = _SIGNED.sub(lambda match: f"{match['number']}%", _CLOCK.sub(_day, value))
    return _word(told, script)


def _day(match: re.Match[str]) -> str:
    number, month, year = match["day"].split()
    clock = f" {match['time']}（{match['zone']}）" if match["time"] else ""
    return f"{year}年{_MONTHS.index(month) + 1}月{number}日{clock}"


def _word(value: str, script: Script) -> str:
    words = _lexicon()["words"]
    closed = re.fullmatch(r"a public holiday \((?P<name>.+)\)", value)
    if closed is not None:
        return f"{_word('a public holiday', script)}（{_word(closed['name'], script)}）"
    for bound in ("about ", "over ", "nearly "):
        if value.startswith(bound):
            return f"{_word(bound.strip(), script)}{value[len(bound) :]}"
    return _of(words[value], script) if value in words else value


def _of(chinese: str, script: Script) -> str:
    if script != "simplified":
        return chinese
    return _mainland().sub(lambda word: str(_lexicon()["mainland"][word[0]]), simplified(chinese))


_READERS: dict[str, Callable[[str, Script], str]] = {
    "said": _said,
    "list": _list,
    "days": lambda value, script: _list(value, script).replace(": ", "：") if value else "",
    "tail": lambda value, script: _tail(value, script) if value else "",
    "prices": _prices,
    "listings": _listings,
    "ends": _ends,
    "closes": _list,
}
_TEXT = r"(?:(?!\[\d).)+?"  # no mark stands in it
_ENDS = re.compile(rf", (?:the first on (?P<a>{_DAY}) and the newest on (?P<b>{_DAY})|on (?P<c>{_DAY}))")
_OPEN = {
    "ends": rf"(?:, the first on {_DAY} and the newest on {_DAY}|, on {_DAY})?",
    "any": r"(?:(?!\[\d|: ).)+?",
    "days": rf"(?:: {_TEXT})?",
    "tail": rf"(?:[;,] {_TEXT})?",
}


@cache
def _lexicon() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "tongue.toml").read_text(encoding="utf-8"))


@cache
def _mainland() -> re.Pattern[str]:
    return re.compile("|".join(_lexicon()["mainland"]))


@cache
def _forms() -> list[tuple[re.Pattern[str], str]]:
    forms = sorted(
        _lexicon()["forms"].items(), key=lambda form: -len(re.sub(r"\{.*?\}", "", form[0]))
    )  # the most telling first
    return [(_pattern(english), chinese) for english, chinese in forms]


def _pattern(english: str) -> re.Pattern[str]:
    """A form as a pattern; the names of measures are those of the lexicon."""
    names = "|".join(sorted(map(re.escape, _lexicon()["words"]), key=len, reverse=True))

    def slot(match: re.Match[str]) -> str:
        kind, nth = match["kind"], match["nth"] or ""
        words = names if kind == "name" else _SLOTS.get(kind) or _OPEN.get(kind) or _TEXT
        return f"(?P<{kind}{nth}>{words})"

    return re.compile(_SLOT.sub(slot, re.escape(english).replace(r"\ ", " ")), re.S)


@cache
def _traditional() -> Any:
    from opencc import OpenCC

    return OpenCC("s2t")


def _in_traditional(text: str) -> str:
    return str(_traditional().convert(text))
