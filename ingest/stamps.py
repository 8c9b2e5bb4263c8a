"""Stamps: lines of a text that say when it was published or updated, and nothing else."""

import re

from ingest.dates import read_moment

_LABEL = re.compile(
    r"(?P<label>(?:first |originally |last )?published(?: on| at)?|posted(?: on| at)?|updated(?: on"
    r"| at)?|last (?:updated|modified)(?: on| at)?|modified|date"
    r"|发布时间|發布時間|更新时间|更新時間|最後更新|最后更新|發布|发布|更新)\s*[:：]?\s*",
    re.IGNORECASE,
)
_LATE = re.compile(r"updat|modif|更新", re.IGNORECASE)


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
