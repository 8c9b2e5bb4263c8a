"""Stamps: lines of a text that say when it was published or updated, and nothing else."""

import re
from itertools import product

from ingest.clocks import take_clock
from ingest.dates import read_moment
from ingest.written_days import written_days
from ingest.zones import ABBREVIATION

_WORDS = (
    r"(?:first |originally |last )?published(?: on| at)?|(?:first )?posted(?: on| at)?"
    r"|(?:last )?updated(?: on| at)?"
    r"|original(?:ly)?|(?:last )?modified(?: on| at)?|last updated?"
    r"|(?:(?:publication|publish|release|issue)[ -]?)?date|issued(?: on| at)?"
    r"|(?:发布|發布|發佈|发表|發表|刊登|出版|公布|公佈|上架)(?:时间|時間|日期|于|於)?|(?:最[后後])?更新(?:时间|時間|日期|于|於)?|最[后後]修[改訂]"
    r"|公開日|更新日|投稿日|掲載日?|配信日?"
    r"|기사\s?입력|입력(?:\s?시간)?|등록|게재|송고|최종\s?수정|수정|업데이트"
    r"|publiée? le|mise? à jour le|modifiée? le|veröffentlicht(?: am)?|publiziert(?: am)?|erstellt(?: am)?|aktualisiert(?: am)?"
    r"|publicado(?: em| el)?|atualizado(?: em)?|actualizado(?: el)?|pubblicato(?: il)?|aggiornato(?: il)?|modifica(?:to)? il"
    r"|gepubliceerd(?: op)?|bijgewerkt(?: op)?|опубликовано|обновлено"
)
_LABEL = re.compile(rf"(?P<label>{_WORDS})\s*[-–—/]?\s*[:：]?\s*", re.IGNORECASE)
_LATE = re.compile(
    r"updat|modif|更新|修[改訂]|수정|업데이트|jour|aktualis|atualiz|actualiz|aggiorn|bijgewerkt|обновл", re.IGNORECASE
)
# Where one stamp of a line ends and the next begins: at a mark, at a wide space, or at the next label.
_APART = re.compile(
    r"\s*[|｜•·]\s*|\s{3,}"
    r"|(?<!last)(?<!first)(?<!originally)(?<!최종)(?<!기사)[\s,;/(（)）]+(?-i:and |et |und )?"
    rf"(?=(?:{_WORDS})\s*[-–—:：]?\s*\S)",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"\s*[(]?[A-Z]{2,}")
_ZONED = re.compile(rf"(?<![A-Za-z]){ABBREVIATION}|[+-]\d\d")
# "HONG KONG, Sept. 17, 2025 (GLOBE NEWSWIRE) --", "新华社香港2025年9月17日电"
_DATELINE = re.compile(
    r"[A-Z][\w .,'’/-]{1,60}?,\s+(?P<day>[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]{2,8}\.? \d{4})\s*"
    r"(?:\([A-Z][^()]{1,40}\)|/[^/]{3,40}/)\s*[-–—]"
    r"|[^\s，。]{2,14}?(?P<zh>\d{4}年\d{1,2}月\d{1,2}日)[电電讯訊]"
)
_SENTENCE = tuple(".!?。！？")
_NAME = 40  # characters of a name or a section before a stamp
_LONGEST = 200  # characters of a line of stamps


def is_labelled(line: str) -> bool:
    """Whether a line begins by saying what its date is."""
    return len(line) <= _LONGEST and _LABEL.match(re.sub(r"^\W+", "", line)) is not None


def is_late(line: str) -> bool:
    """Whether a line begins by saying that its date is that of an update."""
    label = _LABEL.match(re.sub(r"^\W+", "", line))
    return label is not None and bool(_LATE.search(label["label"]))


def stamp_within(line: str, *, beside: int) -> str:
    """The one date in a short line such as a byline; nothing where the line holds two, much beside it, or a sentence."""
    found = list(written_days(line))
    if len(found) != 1:
        return ""
    start, end = found[0]
    lefts = [place for place in _edges(line) if start - 30 <= place <= start]
    rights = [place for place in _edges(line) if end <= place <= end + 40]
    for left, right in sorted(product(lefts, rights), key=lambda pair: pair[0] - pair[1]):
        if read_moment(line[left:right], zone="UTC").instant is not None:
            rest = f"{line[:left]} {line[right:]}".strip()
            if len(rest) > beside or rest.endswith(_SENTENCE):
                return ""
            known = _ZONED.search(line[left:right]) or not _ABBREVIATION.match(line[right:])
            return line[left:right].strip() if known else line[start:end]  # a zone that is not known leaves the day
    return ""


def _edges(line: str) -> list[int]:
    return [0, *(found.start() for found in re.finditer(r"(?<=\s)\S|\s(?=\S)", line)), len(line)]


def read_stamps(line: str) -> dict[str, str]:
    """The "published" and "updated" of a line that holds nothing but stamps; empty for any other line."""
    stamps, rest = _stamps(line)
    return {} if rest else stamps


def stamps_beside(line: str, *, beside: int) -> dict[str, str]:
    """The stamps of a line that names at least one of them; what else stands in it may be a name and a section, no sentence."""
    stamps, rest = _stamps(line)
    other = " ".join(rest)
    labelled = any(_LABEL.match(part) for part in _parts(line))
    if not labelled or len(other) > beside or other.endswith(_SENTENCE) or any(True for _ in written_days(other)):
        return {}
    return stamps


def _stamps(line: str) -> tuple[dict[str, str], list[str]]:
    """The stamps of a line by name, and those of its parts that are none."""
    if len(line) > _LONGEST:
        return {}, [line]
    found: dict[str, str] = {}
    times: dict[str, str] = {}
    rest = []
    for part in _parts(line):
        label = _LABEL.match(part)
        written = (part[label.end() :] if label else part).strip()
        name = "updated" if label and _LATE.search(label["label"]) else "published"
        if not re.search(r"\w", written):
            rest += [part] if label else []
        elif read_moment(written, zone="UTC").instant is not None:
            found.setdefault(name, written)
        elif label and _is_time(written):
            times[name] = written
        elif (inner := stamp_within(written, beside=_NAME)) and (not label or written.startswith(inner)):
            found.setdefault(name, inner)
            rest.append(written.replace(inner, ""))
        else:
            rest.append(part)
    day = next((value[slice(*span)] for value in found.values() for span in written_days(value)), "")
    for name, time in times.items():  # "Published: 10:03, September 17, 2025 | Updated: 18:03" means that day
        if day:
            found.setdefault(name, f"{time}, {day}")
    return found, rest


def _parts(line: str) -> list[str]:
    return _APART.split(re.sub(r"^\W+", "", line))


def _is_time(written: str) -> bool:
    clock, _ = take_clock(written)
    return len(written) <= 20 and clock is not None and read_moment(f"{written}, 1 May 2000", zone="UTC").precision == "minute"


def dateline_day(text: str) -> str:
    """The day in the dateline that a text begins with, where it has a year and an agency's mark; else nothing."""
    found = _DATELINE.match(text.lstrip()[:_LONGEST])
    day = found and next((one for one in found.groups() if one), "")
    return day if day and read_moment(day, zone="UTC").precision == "day" else ""


def without_stamps(text: str) -> str:
    """The paragraphs of a text but for those that are nothing but a labelled stamp, and dates alone above the first."""
    parts = text.split("\n\n")
    while parts and len(parts) > 1 and read_stamps(parts[0]):
        parts.pop(0)
    return "\n\n".join(part for part in parts if not (is_labelled(part) and read_stamps(part)))


def closing_stamp(text: str) -> tuple[str, str]:
    """The text without the line that says at its end when it was last updated, and what that line says."""
    lines = text.rstrip().split("\n")
    last = lines[-1].strip()
    if not is_labelled(last) or not _LATE.search(last[:30]):
        return text, ""
    updated = read_stamps(last).get("updated", "")
    if not updated:
        return text, ""
    lines.pop()
    while lines and not re.search(r"\w", lines[-1].replace("_", "")):  # the line drawn above it
        lines.pop()
    return "\n".join(lines), updated
