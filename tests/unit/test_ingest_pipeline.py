"""The pipeline takes each item in once and accounts for everything it sees."""

import json
from datetime import UTC, datetime

import pytest

from assistant.knowledge.unsettled import Unsettled
from tests.support.ingesting import NOW, Bench

CHIPS = "Shares of chip makers rose 4.2 percent on Wednesday, led by Baidu."


@pytest.fixture
def bench(tmp_path):
    bench = Bench(tmp_path / "store")
    yield bench
    bench.close()


@pytest.fixture
def take(bench, tmp_path):
    """Writes records into a file of that name and takes it in."""

    def take(*records: dict, name: str = "news.jsonl", **options):
        path = tmp_path / name
        path.write_text("\n".join(json.dumps(record) for record in records))
        return bench.pipeline.run([path], **options)

    return take


def record(**fields) -> dict:
    return {
        "id": "a-1",
        "title": "Chips rise",
        "source": "Wire",
        "published": "2025-09-17T10:03:00+08:00",
        "body": CHIPS,
    } | fields


def counted(report) -> dict:
    return {name: number for name, number in report.articles.as_dict().items() if number}


def test_a_second_run_writes_and_embeds_nothing(bench, take):
    """The same file again is unchanged throughout."""
    assert counted(take(record(), record(id="a-2", body=CHIPS + " Banks fell."))) == {"seen": 2, "new": 2}
    before = bench.embedder.embedded
    again = take(record(), record(id="a-2", body=CHIPS + " Banks fell."))
    assert counted(again) == {"seen": 2, "unchanged": 2}
    assert (again.embedded, bench.embedder.embedded) == (0, before)


def test_both_indexes_hold_what_a_run_took_in(bench, take):
    """When the run ends nothing is left for a server to do: Chroma has a vector a passage."""
    report = take(
        record(), record(id="a-2", title="Ships", body="Freight rates for ships from Shanghai fell for a third week.")
    )
    keeper = bench.knowledge._keeper

    assert report.embedded == 2
    assert keeper.pending() == 0
    assert keeper.dense.index is not None
    assert keeper.dense.index.count() == 2


def test_a_copy_is_recognised_after_its_original_was_committed(bench, take):
    """The original may be of the same run, of the same file and no longer at hand."""
    others = [
        record(id=f"b-{number}", title=f"Report {number}", body=f"Number {number}. {CHIPS}" * 40) for number in range(120)
    ]
    report = take(record(), *others, record(id="a-2"))
    assert counted(report) == {"seen": 122, "new": 121, "duplicate": 1}
    assert bench.knowledge.documents.get("a-2").duplicate_of == "a-1"


def test_an_updated_article_is_a_new_version(bench, take):
    """The earlier text ends where the later one was known; each is found at its time."""
    take(record())
    later = record(body="Shares of chip makers rose 7 percent by the close.", updated="2025-09-17T18:03:00+08:00")
    assert counted(take(later)) == {"seen": 1, "updated": 1}
    documents = bench.knowledge.documents
    assert documents.get("a-1", as_of=datetime(2025, 9, 17, 9, tzinfo=UTC)).text == CHIPS
    assert documents.get("a-1", as_of=NOW).text == later["body"]
    assert counted(take(record())) == {"seen": 1, "unchanged": 1}  # the old text is no news


def test_other_words_under_the_same_stamp_are_known_from_now(bench, take):
    """A silent change must not be known before it was seen."""
    take(record())
    take(record(body="Shares of chip makers fell after all, the wire now says."))
    assert bench.knowledge.documents.get("a-1").known_at == NOW
    assert bench.knowledge.documents.get("a-1", as_of=datetime(2025, 10, 1, tzinfo=UTC)).text == CHIPS


def test_an_excerpt_does_not_replace_the_whole(bench, take):
    """A shorter copy of the same article is a duplicate; a fuller one completes it from its own stamp."""
    whole = f"{CHIPS}\n\nBanks fell by 1.1 percent."
    take(record())
    assert counted(take(record(body=whole))) == {"seen": 1, "updated": 1}
    assert counted(take(record())) == {"seen": 1, "unchanged": 1}
    assert bench.knowledge.documents.get("a-1", as_of=datetime(2025, 9, 18, tzinfo=UTC)).text == whole
    assert counted(take(record(id="b-1", body=whole))) == {"seen": 1, "duplicate": 1}
    assert counted(take(record(id="b-2", body=f"{whole}\n\nGold rose."), record(id="b-2", body=whole))) == {
        "seen": 2,
        "new": 1,
        "duplicate": 1,
    }


@pytest.mark.parametrize("digest_first", [True, False])
def test_a_digest_of_the_day_does_not_come_after_the_whole(bench, take, digest_first):
    """An excerpt that is dated by its day alone never stands in for the article, whichever is read first."""
    whole = [record(body=f"{CHIPS}\n\nBanks fell, and turnover was the highest of the month.")]
    digest = [record(published="2025-09-17")]
    for records in (digest, whole) if digest_first else (whole, digest):
        take(*records)

    for moment in (datetime(2025, 9, 17, 2, 3, tzinfo=UTC), datetime(2025, 9, 17, 16, 0, tzinfo=UTC), NOW):
        document = bench.knowledge.documents.get("a-1", as_of=moment)
        assert "Banks fell" in document.text
    hits = bench.knowledge.search("banks turnover chip makers", as_of=NOW)
    assert {hit.document.version for hit in hits} == {2 if digest_first else 1}


def test_the_same_text_elsewhere_is_kept_once(bench, take):
    """An exact copy under another id keeps its header and is not searched twice."""
    assert counted(take(record(), record(id="b-1", source="Other"))) == {"seen": 2, "new": 1, "duplicate": 1}
    assert bench.knowledge.documents.get("b-1").duplicate_of == "a-1"
    assert bench.knowledge.documents.counts()["chunks"] == 1


def test_two_sources_may_number_alike(bench, take):
    """One id used by two publishers is two documents, on every run."""
    first = record(id="7", url="https://one.example/7")
    second = record(id="7", url="https://two.example/7", title="Gold falls", body="Gold fell 2 percent in London.")
    assert counted(take(first, second)) == {"seen": 2, "new": 2}
    assert counted(take(first, second)) == {"seen": 2, "unchanged": 2}


def test_bad_items_are_counted_with_their_reason_and_kept(bench, take):
    """What cannot be taken neither stops the run nor goes missing."""
    report = take(record(), {"title": "No text"}, record(id="a-3", body="ALSO READ: elsewhere"))
    assert counted(report) == {"seen": 3, "new": 1, "rejected": 2}
    assert [reject.reason for reject in report.rejects] == ["no_text", "no_text"]
    assert len(bench.knowledge.documents.rejects()) == 2


def test_of_very_many_bad_items_the_first_thousand_are_kept(bench, take):
    """All are counted; what is kept of the others is one line, that of the last."""
    report = take(record(), *({"note": number} for number in range(1_200)))
    kept = bench.knowledge.documents.rejects()
    assert counted(report) == {"seen": 1_201, "new": 1, "rejected": 1_200}
    assert len(kept) == 1_001
    assert [one.origin.rpartition(":")[2] for one in kept if one.detail.startswith("and others before it")] == ["1201"]


def test_a_dry_run_decides_and_keeps_nothing(bench, take):
    """A dry run reports what would happen."""
    assert counted(take(record(), {"title": "No text"}, dry_run=True)) == {"seen": 2, "new": 1, "rejected": 1}
    assert bench.knowledge.documents.counts() == dict.fromkeys(("documents", "versions", "chunks", "withdrawn", "rejects"), 0)


def test_told_to_stop_it_commits_what_is_at_hand(bench, take):
    """A stopped run keeps what it had decided, and the next one goes on."""
    records = [record(id=f"a-{n}", body=f"{CHIPS} Number {n}.") for n in range(9)]
    answers = iter([False, False, True])
    report = take(*records, stop=lambda: next(answers))
    assert (report.interrupted, report.articles.new, bench.knowledge.documents.counts()["documents"]) == (True, 3, 3)
    assert counted(take(*records)) == {"seen": 9, "new": 6, "unchanged": 3}


def test_what_was_not_read_once_more_is_read_by_the_next_run(bench, take):
    """A run that is stopped leaves days and stories open, and the next one, whatever it takes in, settles them."""
    text = f"{CHIPS} It rose again on Tuesday."
    answers = iter([False, False, True])
    take(*[record(id=f"a-{n}", body=f"{text} Number {n}.") for n in range(3)], stop=lambda: next(answers))
    unsettled, documents = Unsettled(bench.database), bench.knowledge.documents
    assert (unsettled.count(), "dates" in documents.get("a-2").details) == (3, False)

    take({"title": "No text"})

    days = [[date["first"] for date in documents.get(f"a-{n}").details["dates"]] for n in range(3)]
    assert (unsettled.count(), days) == (0, [["2025-09-17", "2025-09-16"]] * 3)


def test_mentioned_instruments_are_kept(bench, take):
    """The listings a text speaks of are its document's tickers."""
    take(record())
    assert {"9888.HK", "BIDU"} <= set(bench.knowledge.documents.get("a-1").tickers)


def test_bars_and_statistics(bench, tmp_path):
    """Prices go to the price book; a statistic becomes a row and a small document that is found by meaning."""
    (tmp_path / "p.csv").write_text(
        "symbol,date,open,high,low,close,volume,currency\n9888.HK,2025-09-17,121,135,120,131,9,HKD\n"
    )
    (tmp_path / "s.csv").write_text(
        "subject,metric,value,unit,period,source,published_at\n"
        "Hang Seng Tech Index,forward_pe,21,times,12 months forward,Ledger,2025-09-17T18:20:00+08:00\n"
    )
    paths = [tmp_path / "p.csv", tmp_path / "s.csv"]
    report = bench.pipeline.run(paths)
    assert (report.bars.new, report.stats.new) == (1, 1)
    assert (bench.pipeline.run(paths).bars.unchanged, bench.pipeline.run(paths).stats.unchanged) == (1, 1)
    hits = bench.knowledge.search("Hang Seng Tech Index forward price-earnings multiple", as_of=NOW)
    assert hits[0].document.kind == "stat"
    assert hits[0].document.text == (
        "Hang Seng Tech Index forward price-earnings multiple: 21 times (12 months forward), source: Ledger, 17 September 2025."
    )


def test_every_report_adds_up(bench, take):
    """Seen is the sum of what became of the items, also in JSON."""
    report = json.loads(take(record(), record(), record(id="b"), {"title": "x"}).to_json())
    for kind in ("articles", "bars", "stats"):
        counts = dict(report[kind])
        assert counts.pop("seen") == sum(counts.values())
    assert report["articles"]["seen"] == 4


TOMBSTONE = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><title>Wire</title>
<at:deleted-entry ref="{ref}" when="2025-09-18T10:00:00Z"/></feed>"""


@pytest.mark.parametrize(
    ("notice", "name"),
    [
        (TOMBSTONE.format(ref="https://wire.example/a-1?utm_source=feed"), "gone.xml"),
        (TOMBSTONE.format(ref="a-1"), "gone.xml"),
        (json.dumps(record(withdrawn=True)), "gone.jsonl"),
        (json.dumps(record(status="retracted", body="")), "gone.json"),
        (json.dumps(record(body="This article has been withdrawn by its publisher.")), "gone.jsonl"),
        (json.dumps(record(title="WITHDRAWN: Chips rise", body="We regret the error.")), "gone.jsonl"),
    ],
)
def test_what_a_source_takes_back_is_withdrawn(bench, take, tmp_path, notice, name):
    """A feed's tombstone, a field and a notice in the article's place each withdraw it, once; what is not held is rejected."""
    (tmp_path / name).write_text(notice)
    assert counted(bench.pipeline.run([tmp_path / name])) == {"seen": 1, "rejected": 1}
    take(record(url="https://wire.example/a-1"))
    assert counted(bench.pipeline.run([tmp_path / name], dry_run=True)) == {"seen": 1, "updated": 1}
    assert bench.knowledge.search("chip makers", as_of=NOW)
    assert counted(bench.pipeline.run([tmp_path / name])) == {"seen": 1, "updated": 1}
    assert bench.knowledge.search("chip makers", as_of=NOW) == []
    assert counted(bench.pipeline.run([tmp_path / name])) == {"seen": 1, "unchanged": 1}


def test_a_report_about_a_withdrawal_is_a_report(bench, take):
    """Only a notice withdraws; an article that tells of one is read."""
    body = f"The paper withdrew its story. It was withdrawn on Monday, the editor said. {CHIPS} " * 6
    assert counted(take(record(title="Paper withdraws story", body=body))) == {"seen": 1, "new": 1}
