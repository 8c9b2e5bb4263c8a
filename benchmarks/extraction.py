"""Extraction of saved news pages: the body against its known text, title and date against what each page states of itself.

python benchmarks/extraction.py FOLDER

FOLDER holds pages as ID.html or ID.html.gz, and ground-truth.json: {"ID": {"articleBody": "…", "url": "…"}}. Bodies are
compared as bags of tokens and as runs of four; F1 is that of the mean precision and the mean recall, as
article-extraction-benchmark counts it. Beside it: trafilatura as it comes.
"""

import argparse
import gzip
import html
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import trafilatura

from assistant.knowledge.documents import Document
from ingest.article import Refused
from ingest.composition import compose
from ingest.dates import read_moment
from ingest.encoding import decode
from ingest.limits import Limits
from ingest.pages import read_page
from ingest.sources import Sources

NOW = datetime(2030, 1, 1, tzinfo=UTC)
# What a page says of itself for programs, found without the reader that is measured.
TITLES = (
    r"""<meta[^>]+(?:property|name)=["']?og:title["']?[^>]*?content=(?:"([^"]*)"|'([^']*)')""",
    r"""<meta[^>]+content=(?:"([^"]*)"|'([^']*)')[^>]*?(?:property|name)=["']?og:title["']?""",
    r'"headline"\s*:\s*"((?:[^"\\]|\\.)*)"()',
    r"<h1\b[^>]*>(.*?)</h1>()",
    r"<title\b[^>]*>(.*?)</title>()",
)
STAMPS = (
    r'"datePublished"\s*:\s*"([^"]+)"',
    r"""<meta[^>]+(?:article:published_time|datePublished|pubdate)["']?[^>]*?content=["']([^"']+)["']""",
    r"""<meta[^>]+content=["']([^"']+)["'][^>]*?(?:article:published_time|datePublished|pubdate)["']""",
    r"""itemprop=["']datePublished["'][^>]*?(?:content|datetime)=["']([^"']+)["']""",
    r"""<time[^>]+datetime=["']([^"']+)["']""",
)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--misses", action="store_true", help="list the pages whose title or date is missed")
    given = arguments.parse_args()
    pages = list(read_pages(given.folder))
    print("| reader | pages | tokens: precision | recall | F1 | runs of four: precision | recall | F1 |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, reader in (("trafilatura", plain), ("rally", lambda text: getattr(document(text), "text", ""))):
        row = [figure for run in (1, 4) for figure in scores(pages, reader, run=run)]
        print(f"| {name} | {len(pages)} | " + " | ".join(f"{figure:.3f}" for figure in row) + " |")
    headers([(name, text) for name, text, _ in pages], list_misses=given.misses)


def read_pages(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Each page's id, its HTML and its known text."""
    known = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    for file in sorted(folder.glob("*.html*")):
        data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        name = file.name.partition(".")[0]
        if name in known:
            yield name, decode(data).text, known[name]["articleBody"]


def plain(text: str) -> str:
    return trafilatura.extract(text, include_comments=False) or ""


def document(text: str) -> Document | None:
    """The page as the pipeline would keep it; None where it is refused."""
    try:
        found = compose(read_page(text, origin="page", limits=Limits()), sources=Sources.load(), limits=Limits(), now=NOW)
    except Refused:
        return None
    return found if isinstance(found, Document) else None


def scores(pages: Sequence[tuple[str, str, str]], reader: Callable[[str], str], *, run: int) -> tuple[float, float, float]:
    precisions, recalls = [], []
    for _, text, known in pages:
        found, wanted = runs(reader(text), run), runs(known, run)
        shared = (found & wanted).total()
        precisions.append(shared / found.total() if found else float(not wanted))
        recalls.append(shared / wanted.total() if wanted else 1.0)
    precision, recall = sum(precisions) / len(pages), sum(recalls) / len(pages)
    return precision, recall, 2 * precision * recall / (precision + recall)


def runs(text: str, length: int) -> Counter[tuple[str, ...]]:
    tokens = re.findall(r"\w+", text)
    return Counter(tuple(tokens[i : i + length]) for i in range(max(1, len(tokens) - length + 1)) if tokens)


def headers(pages: Sequence[tuple[str, str]], *, list_misses: bool) -> None:
    titled = dated = both = stated_titles = stated_dates = 0
    missed = []
    for name, text in pages:
        found = document(text)
        titles, days = {letters(title) for title in stated(text, TITLES)} - {""}, set(stated_days(text))
        title_holds = found is not None and any(within(letters(found.title), title) for title in titles)
        day_holds = found is not None and found.published_at is not None and bool(days & about(found.published_at))
        stated_titles += bool(titles)
        titled += title_holds
        stated_dates += bool(days)
        dated += bool(days) and day_holds
        both += found is not None and found.published_date is not None
        if (titles and not title_holds) or (days and not day_holds) or found is None or found.published_date is None:
            missed.append(f"{name[:12]} {found and (found.title[:60], found.published_at)} {sorted(map(str, days))[:4]}")
    print(f"\ntitle as the page states it: {titled} of {stated_titles}")
    print(f"day as the page states it for programs: {dated} of {stated_dates}; pages given any date: {both} of {len(pages)}")
    if list_misses:
        print("\n".join(missed))


def stated(text: str, patterns: Iterable[str]) -> Iterator[str]:
    for pattern in patterns:
        for groups in re.findall(pattern, text, re.IGNORECASE | re.DOTALL):
            yield html.unescape(html.unescape(re.sub(r"<[^>]+>", " ", "".join(groups))))


def stated_days(text: str) -> Iterator[date]:
    """The days of a page's stamps; a page that has none for programs states none."""
    for pattern in STAMPS:
        days = [
            moment.instant.date()
            for written in re.findall(pattern, text)
            if (moment := read_moment(written, zone="UTC")).instant
        ]
        if days:
            yield from days[:3]
            return


def about(instant: datetime) -> set[date]:
    """The days it may be there: the stamp's zone is not in the instant."""
    return {datetime.fromtimestamp(instant.timestamp() + 3600 * hours, tz=UTC).date() for hours in (-12, 0, 14)}


def letters(text: str) -> str:
    with suppress(ValueError):  # as JSON writes it
        text = json.loads(f'"{text}"')
    return re.sub(r"[\W_]+", "", html.unescape(text)).casefold()


def within(found: str, title: str) -> bool:
    """Whether a title is the one stated, perhaps without the site's name around it."""
    return found == title or (len(found) > 0.4 * len(title) and found in title)


if __name__ == "__main__":
    main()
