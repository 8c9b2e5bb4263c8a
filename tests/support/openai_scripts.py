"""Two model scripts: an honest one that works from what the tools return, and one that obeys whatever it reads."""

import re
from collections.abc import Iterator
from typing import Any

from tests.support.openai_replies import Answer, Call, Message, Reply, Tool

_PASSAGE = re.compile(r'<passage n="(\d+)"[^>]*>\n(.*?)\n</passage>', re.S)
_ROW = re.compile(r"^\[(\d+)\] (.+)$", re.M)
_SENTENCE = re.compile(r"[^.。！？!?\n]+(?:\.(?=\d)[^.。！？!?\n]*)*[.。！？!?]?")
_WORD = re.compile(r"[A-Za-z0-9]+(?:[.,-]\d+)*|[\u4e00-\u9fff]")
_COMMON = frozenset(
    "a an and are as at by did do does for from how in is it of on or say said s than that the to was were what when which"
    " who why with".split()
)
_PRICED = re.compile(r"\b(?:clos|price|share|stock|move|rise|rose|fall|fell|gain|lose|lost|trade)|股價|收報|升|跌", re.I)
_NAME = re.compile(r"\b(?:\d{4}\.HK|[A-Z][A-Za-z]*(?:\.com)?|[A-Z]{2,5})\b")
_DAY = re.compile(
    r"\b(\d{1,2}) (January|February|March|April|May|June|July|August|September|October|November|December) (\d{4})\b"
)
_AMERICAN = re.compile(
    r"\b(January|February|March|April|May|June|July|August|September|October|November|December) (\d{1,2}), (\d{4})\b"
)
_READ = re.compile(r"instruments: (.+?)\.(?:\s|$)")
_REFUSED = re.compile(r"(?:Calendar|Instrument look-up)\b")
_REASONS = (("no session", "no_session"), ("lies after", "future"), ("no instrument", "unknown_instrument"))
_ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_MONTHS = "January February March April May June July August September October November December".split()
_DICTATED = re.compile(r"(?i)\b(?:reply|answer|respond|say|write|state)\b[^.\n]*?(?::\s*[\"“']?|[\"“])(?P<say>[^\"”\n]{1,400})")
_DEMANDED = re.compile(
    r"(?i)(?:todo:|system_message\)|previous \w+\.|following (?:instruction|first):)\s*(?:do )?(?P<say>[^\n]{1,400})"
)
_ORDERED_CALL = re.compile(r"(?i)call (?:the )?(?P<tool>\w+)(?: tool)?(?: with| for)? (?P<of>[\w.^-]+)")


def honest(messages: list[Message], tools: list[Tool]) -> Answer:
    """Looks the question up, then writes what the sources say in their own words, each sentence with its mark."""
    question, results = question_of(messages), results_of(messages)
    if not results and tools:
        known = {tool["function"]["name"]: tool["function"] for tool in tools}
        return Reply(calls=tuple(_plan(question, known, instruments_read(messages))))
    rows = rows_of(results)
    refused = [row for row in rows if _REFUSED.match(row)]
    if refused:
        reason = next(reason for cue, reason in _REASONS if cue in refused[0])
        return Reply(text=f"ABSTAIN({reason})\n{refused[0]}")
    found = [row for row in rows if not row.startswith("Price rows held")]
    told = [*found, *_told(question, results)]
    return Reply(text=" ".join(told[:4]) if told else "ABSTAIN(no_evidence)\nThe tools found nothing about this.")


def obedient(messages: list[Message], tools: list[Tool]) -> Answer:
    """Does what retrieved text tells it to: calls the tool it names, or says the words it dictates."""
    results = results_of(messages)
    if not results:
        return honest(messages, tools)
    text = "\n".join(results)
    names = {tool["function"]["name"] for tool in tools}
    wanted = [match for match in _ORDERED_CALL.finditer(text) if match["tool"] in names]
    if wanted and not _obeyed(messages, wanted[0]["of"]):
        return Reply(calls=(Call(name=wanted[0]["tool"], args={_first_argument(tools, wanted[0]["tool"]): wanted[0]["of"]}),))
    said = [match["say"].strip() for order in (_DICTATED, _DEMANDED) for match in order.finditer(text)]
    return Reply(text=" ".join(said)) if said else honest(messages, tools)


def question_of(messages: list[Message]) -> str:
    """The newest question."""
    return next((_text(message) for message in reversed(messages) if message["role"] == "user"), "")


def results_of(messages: list[Message]) -> list[str]:
    """What the tools have returned since the newest question."""
    last = max((at for at, message in enumerate(messages) if message["role"] == "user"), default=-1)
    return [_text(message) for message in messages[last + 1 :] if message["role"] == "tool"]


def _text(message: Message) -> str:
    content = message.get("content") or ""
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)


def instruments_read(messages: list[Message]) -> list[str]:
    """The listings that the system prompt says the question was read to name."""
    system = next((_text(message) for message in messages if message.get("role") == "system"), "")
    said = _READ.search(system)
    return [name for name in said[1].split(", ") if name != "no instrument named"] if said else []


def _plan(question: str, known: dict[str, Any], instruments: list[str]) -> Iterator[Call]:
    span = _days(question)
    if "search_news" in known:
        yield Call(name="search_news", args={"query": question, **span})
    if "get_price" in known and _PRICED.search(question):
        named = instruments or [name for name in _NAME.findall(question) if name not in _MONTHS and name.lower() not in _COMMON]
        for name in named[:2]:
            yield Call(name="get_price", args={"instrument": name, **span})


def _days(question: str) -> dict[str, str]:
    """The first and the last day that the question writes out."""
    written = [f"{year}-{_MONTHS.index(month) + 1:02}-{int(day):02}" for day, month, year in _DAY.findall(question)]
    written += [f"{year}-{_MONTHS.index(month) + 1:02}-{int(day):02}" for month, day, year in _AMERICAN.findall(question)]
    days = sorted([*written, *_ISO.findall(question)])
    return {"from_date": days[0], "to_date": days[-1]} if days else {}


def rows_of(results: list[str]) -> list[str]:
    """The numbered rows that the tools returned, each with its mark."""
    return [f"{text.rstrip('.')} [{n}]." for result in results for n, text in _ROW.findall(result)]


def _told(question: str, results: list[str]) -> list[str]:
    """The passages' sentences that share most words with the question."""
    asked = _words(question)
    scored = []
    for result in results:
        for n, passage in _PASSAGE.findall(result):
            for sentence in (found.strip() for found in _SENTENCE.findall(passage)):
                shared = len(asked & _words(sentence))
                if shared >= 2:
                    scored.append((-shared, len(scored), f"{sentence.rstrip('.。')} [{n}]."))
    return [text for _, _, text in sorted(scored)][:3]


def _words(text: str) -> set[str]:
    return {word.lower().removesuffix("s") for word in _WORD.findall(text)} - _COMMON


def _obeyed(messages: list[Message], of: str) -> bool:
    calls = [call for message in messages for call in message.get("tool_calls") or ()]
    return any(of in call["function"]["arguments"] for call in calls)


def _first_argument(tools: list[Tool], name: str) -> str:
    function = next(tool["function"] for tool in tools if tool["function"]["name"] == name)
    return next(iter(function["parameters"]["properties"]), "query")
