"""Stamps: lines of a text that say when it was published or updated, and nothing else."""

import re
from itertools import product

from ingest.dates import read_moment, written_days

_LABEL = re.compile(
    r"(?P<label>(?:first |originally |last )?published(?: on| at)?|posted(?: on| at)?|updated(?: on"
    r"| at)?|last (?:updated|modified)(?: on| at)?|modified|date"
    r"|发布时间|發布時間|發佈時間|发布于|發布於|發佈於|发表于|發表於|更新时间|更新時間|最後更新|最后更新|發布|发布|發佈|刊登|更新|公開日|更新日|投稿日|掲載日?"
    r"|기사\s?입력|입력(?:\s?시간)?|등록|최종\s?수정|수정"
    r"|publié(?:e)? le|mis à jour le|veröffentlicht(?: am)?|publiziert(?: am)?|aktualisiert(?: am)?|publicado(?: em| el)?"
    r"|atualizado(?: em)?|actualizado(?: el)?|pubblicato(?: il)?|aggiornato(?: il)?|опубликовано|обновлено)\s*[:：]?\s*",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"\s*[(]?[A-Z]{2,5}\b")
_SENTENCE = tuple(".!?。！？")
_LATE = re.compile(r"updat|modif|更新|수정|mis à jour|aktualis|atualiz|actualiz|aggiorn|обновл", re.IGNORECASE)


def is_labelled(line: str) -> bool:
    """Whether a line begins by saying what its date is."""
    return len(line) <= 200 and _LABEL.match(re.sub(r"^\W+", "", line)) is not None


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
            known = not _ABBREVIATION.match(line[right:])  # a zone that is not known leaves the day
            return line[left:right].strip() if known else line[start:end]
    return ""


def _edges(line: str) -> list[int]:
    return [0, *(found.start() for found in re.finditer(r"(?<=\s)\S|\s(?=\S)", line)), len(line)]


def read_stamps(line: str) -> dict[str, str]:
    """The "published" and "updated" of a line that holds nothing but stamps; empty for any other line."""
    if len(line) > 200:
        return {}
    found: dict[str, str] = {}
    for part in re.split(r"\s*[|｜•·]\s*|\s{3,}", re.sub(r"^\W+", "", line)):
        label = _LABEL.match(part)
        written = part[label.end() :] if label else part
        if not written.strip() or read_moment(written, zone="UTC").instant is None:
            return {}
        late = bool(label and _LATE.search(label["label"]))
        found.setdefault("updated" if late else "published", written.strip())
    return found


def closing_stamp(text: str) -> tuple[str, str]:
    """The text without the line that says at its end when it was last updated, and what that line says."""
    lines = text.rstrip().split("\n")
    last = lines[-1].strip()
    if not _LABEL.match(re.sub(r"^\W+", "", last)) or not _LATE.search(last[:30]):
        return text, ""
    updated = read_stamps(last).get("updated", "")
    if not updated:
        return text, ""
    lines.pop()
    while lines and not re.search(r"\w", lines[-1].replace("_", "")):  # the line drawn above it
        lines.pop()
    return "\n".join(lines), updated
