"""Reports of one event are one story, near copies have one origin, in whatever order and however many runs they came."""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import permutations
from pathlib import Path

import pytest

from assistant.knowledge import rows
from assistant.knowledge.independence import independent
from assistant.knowledge.story_marks import Report, StoryMarks
from ingest.grouping import Groups
from ingest.stories import print_of
from tests.support.ingesting import NOW, Bench

WIRE = " ".join(
    f"Dealer {name} of Lamma Street saw the {name} desk buy {n}.{n}5 million shares."
    for n, name in enumerate("ABCDEFGHIJKLMN", 2)
)
CUT = " ".join(WIRE.split(". ")[:9])
EVENT = (
    "Alibaba has signed China Unicom as a customer for its chips, which will run in the Sanjiangyuan data centre in Xining, "
    "Qinghai, state broadcaster CCTV said. Pingtouge, its chip unit, supplies most of the accelerators there."
)
RETOLD = (
    "China Unicom will run chips of Alibaba in its Sanjiangyuan data centre, according to CCTV. The Xining site in Qinghai "
    "takes most of its accelerators from the chip unit Pingtouge; MetaX and Biren supply others."
)
UNICOM = "Alibaba lands Unicom for its chips"
CLOSE = (
    "Hong Kong stocks closed higher on {day}, with property developers and banks leading. The benchmark Hang Seng Index ended "
    "the day up {move} percent at {level}. On the mainland, the Shanghai Composite Index and the Shenzhen one ended "
    "little changed as dealers waited for figures on factory output and for the next word on interest rates."
)


def report(doc_id: str, body: str, *, outlet: str = "", day: int = 17, title: str = "") -> dict[str, str]:
    return {
        "id": doc_id,
        "title": title or f"Report {doc_id}",
        "body": body,
        "source": outlet or f"Outlet {doc_id}",
        "published_at": f"2025-09-{day:02}T10:00:00+08:00",
    }


@pytest.fixture
def benches(tmp_path: Path) -> Iterator[list[Bench]]:
    opened: list[Bench] = []
    yield opened
    for bench in opened:
        bench.close()


def taken(folder: Path, runs: Sequence[Sequence[dict[str, str]]], benches: list[Bench]) -> Bench:
    """A store that took each group of reports in a run of its own."""
    for number, reports in enumerate(runs):
        if number:
            benches.pop().close()
        benches.append(Bench(folder))
        (folder / "in.jsonl").write_text("\n".join(map(json.dumps, reports)), encoding="utf-8")
        benches[-1].pipeline.run([folder / "in.jsonl"])
    return benches[-1]


def groups(bench: Bench, kind: str, ids: str) -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    for doc_id in ids:
        document = bench.knowledge.documents.get(doc_id)
        assert document is not None
        found.setdefault(getattr(document, kind) or doc_id, set()).add(doc_id)
    return {frozenset(group) for group in found.values()}


HIGHER = {"title": "Hong Kong stocks close higher", "outlet": "Outlet f"}
REPORTS = {
    "a": report("a", WIRE),
    "b": report("b", f"{WIRE} (Wire)"),
    "c": report("c", f"The desk was busy. {CUT}", day=18),
    "d": report("d", EVENT, title=UNICOM),
    "e": report("e", RETOLD, title="Unicom runs chips of Alibaba", day=18),
    "f": report("f", CLOSE.format(day="Wednesday", move="1.4", level="26,908.39"), **HIGHER),
    "g": report("g", CLOSE.format(day="Thursday", move="0.6", level="27,071.12"), **HIGHER, day=18),
}
ORDERS = [*("".join(order) for order in list(permutations("abcd"))[::7]), "ga fdebc", "edcba gf", "g fe d c ba"]


@pytest.mark.parametrize("runs", ORDERS)
def test_stories_do_not_depend_on_order_or_runs(tmp_path, runs, benches):
    """Copies, whole or cut, share their origin and reports of one event their story; two days' reports never do."""
    wanted = [*runs.split(), "".join(sorted(set(REPORTS) - set(runs)))]
    bench = taken(tmp_path, [[REPORTS[name] for name in run] for run in wanted if run], benches)

    assert groups(bench, "origin_id", "abcdefg") == {frozenset(group) for group in ("abc", "d", "e", "f", "g")}
    assert groups(bench, "story_id", "abcdefg") == {frozenset(group) for group in ("abc", "de", "f", "g")}


def test_what_is_weeks_apart_is_another_story(tmp_path, benches):
    """The same words a month later are told of something new."""
    bench = taken(tmp_path, [[report("a", WIRE, day=1)], [report("b", f"{WIRE} (Wire)", day=28)]], benches)
    assert groups(bench, "origin_id", "ab") == {frozenset("a"), frozenset("b")}


def test_a_background_paragraph_of_one_outlet_is_no_copy(tmp_path, benches):
    """An outlet repeats its own paragraphs in the next report."""
    reports = [report("a", WIRE, outlet="P"), report("b", f"{CUT} Gold rose to 3,640.21.", outlet="P")]
    bench = taken(tmp_path, [reports], benches)
    assert groups(bench, "origin_id", "ab") == {frozenset("a"), frozenset("b")}


def told(doc_id: str, publisher: str, *, byline: str = "", text: str = "Chips rose.", origin: str | None = None) -> Report:
    return Report(
        doc_id=doc_id, publisher=publisher, byline=byline, title="", text=text, published_at=NOW, story_id="s", origin_id=origin
    )


@pytest.mark.parametrize(
    ("reports", "sources"),
    [
        ([told(str(n), f"Outlet {n}", byline="By Agencies") for n in range(10)], 1),
        ([told("1", "A"), told("2", "B"), told("3", "C", origin="1")], 2),
        ([told("1", "A"), told("2", "A")], 1),
        ([told("1", "A", text="HONG KONG (Reuters) - Chips rose."), told("2", "B (Reuters)"), told("3", "Reuters")], 1),
        ([told("1", "A", text="Chips rose. (AFP)"), told("2", "B", byline="Agence France-Presse"), told("3", "C")], 2),
        ([told("1", "A", text="Chips rose, the paper said, citing Bloomberg."), told("2", "Bloomberg")], 1),
        ([told("1", "A", text="Shares of the Reuters building's owner rose."), told("2", "Reuters")], 2),
        ([told("1", "新浪", byline="新华社"), told("2", "Xinhua")], 1),
    ],
)
def test_copies_outlets_and_agencies_count_once(reports, sources):
    """Ten outlets that print one agency are one source; who reports on the agency is another."""
    assert independent(reports) == sources


def test_a_story_counts_what_was_known(tmp_path, benches):
    """The sources of a story are those of its reports, without what came later or was withdrawn."""
    bench = taken(tmp_path, [[REPORTS["d"], REPORTS["e"], report("h", f"{EVENT} (Copy)", title=UNICOM)]], benches)
    marks = StoryMarks(bench.database)
    assert independent(marks.story("d", as_of=NOW)) == 2
    early = bench.knowledge.documents.get("d").known_at
    assert {one.doc_id for one in marks.story("d", as_of=early)} == {"d", "h"}
    bench.knowledge.documents.withdraw("e", at=NOW)
    assert {one.doc_id for one in marks.story("d", as_of=NOW)} == {"d", "h"}


NEWS = Path(__file__).parents[3] / "shared" / "data" / "news"


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.skipif(not NEWS.is_dir(), reason="the real material is not here")
def test_stories_of_the_real_corpus(tmp_path, benches):
    """In two runs, the copy of a wire's report is found, and no two days' reports of how Hong Kong stocks did are merged."""
    benches.append(Bench(tmp_path))
    for name in ("parallel_coverage.jsonl", "rthk_en.jsonl"):
        benches[-1].pipeline.run([NEWS / name])
    stories: dict[str, set[str]] = {}
    copies: set[str] = set()
    with benches[-1].database.read() as connection:
        for row in connection.execute(rows.DOCUMENTS).mappings():
            copies |= {row["doc_id"]} if row["origin_id"] else set()
            if row["story_id"] and re.search(r"(?i)(?:hong kong|hk|local) (?:stocks|shares)", row["title"]):
                stories.setdefault(row["story_id"], set()).add(row["published_date"])

    assert copies == {"pc28", "pc29"}
    assert max(map(len, stories.values()), default=0) <= 1


def test_reports_of_many_years_are_looked_up_a_few_days_at_a_time():
    """What a look-up reads does not grow with a store of all those years; what falls into two of them counts once."""
    asked: list[tuple[int, int]] = []

    class Archive:
        def marked(self, marks: Sequence[int], *, first: int, last: int) -> list[tuple[int, int, str]]:
            asked.append((first, last))
            return [(marks[0], first, "one")]

        def reports(self, doc_ids: Sequence[str]) -> list[Report]:
            return []

    def printed(year: int, day: int):
        at = NOW.replace(year=year, day=day)
        return print_of(doc_id=f"{year}-{day}", publisher="p", title="t", text=f"{WIRE} {year} {day}", published_at=at)

    Groups(Archive()).expect([printed(year, day) for day in (1, 3, 20) for year in (2025, 2011, 2018)])
    assert len(asked) == 6
    assert max(last - first for first, last in asked) <= 14
