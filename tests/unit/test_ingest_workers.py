"""Processes that help the one that stores: what they take over changes nothing but the time."""

import json
import os

import pytest
import sqlalchemy as sa

from assistant.knowledge.embedders import WordLlamaEmbedder
from assistant.market.instruments import Instruments
from assistant.schema import chunks, documents, mentions, story_marks, versions
from ingest import workers
from ingest.limits import Limits
from ingest.preparation import Kit
from ingest.sources import Sources
from ingest.workers import Workers
from tests.support.ingesting import Bench, CountingEmbedder

CHIPS = "Shares of chip makers rose 4.2 percent on Wednesday, led by Baidu."


def record(**fields) -> dict:
    return {"title": "Chips rise", "source": "Wire", "published": "2025-09-17T10:03:00+08:00", "body": CHIPS} | fields


@pytest.mark.parametrize("embedder", [CountingEmbedder, WordLlamaEmbedder])
def test_workers_keep_the_same(tmp_path, monkeypatch, embedder):
    """With processes that read and prepare, the account and the store are those of one process, in the same order."""
    monkeypatch.setattr(workers, "_WORTH", 0)
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(12):
        (folder / f"n{number:02}.json").write_text(json.dumps(record(id=f"a-{number}", body=f"{CHIPS} Number {number}.")))
    (folder / "n05x.json").write_text("{broken")
    rows = [record(id=f"b-{n % 110}", body=f"Alibaba gained {n % 110} points on Monday. {CHIPS}", url="") for n in range(130)]
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))

    reports, kept = [], []
    for name, count in (("alone", 0), ("together", 1)):
        bench = Bench(tmp_path / name, embedder=embedder())
        reports.append(bench.pipeline.run([folder], workers=count))
        with bench.database.read() as connection:
            found = [
                connection.execute(sa.select(table)).all() for table in (documents, versions, chunks, mentions, story_marks)
            ]
        kept.append([sorted(map(str, rows)) for rows in found])
        bench.close()
    alone, together = reports
    assert _counted(together) == _counted(alone) == {"seen": 143, "new": 122, "unchanged": 20, "rejected": 1}
    assert [(one.origin, one.reason) for one in together.rejects] == [(one.origin, one.reason) for one in alone.rejects]
    assert together.documents == alone.documents
    assert kept[0] == kept[1]
    assert all(kept[0])


@pytest.mark.parametrize(
    ("most", "rejected"), [(200, ("bad_json", "rows.jsonl:122")), (121, ("too_many_articles", "rows.jsonl"))]
)
def test_lines_are_read_in_stretches(tmp_path, most, rejected):
    """Their numbers go on from one stretch to the next, and the limit is the file's, also where a line holds several."""
    rows = [record(id=f"a-{n}", title=f"Chips {n}", body=f"{CHIPS} Number {n}.") for n in range(122)]
    lines = [json.dumps(row) for row in rows[:120]] + [json.dumps(rows[120:]), "{broken", ""]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(lines))
    bench = Bench(tmp_path / "store", limits=Limits(articles_per_file=most))
    report = bench.pipeline.run([path])
    with bench.database.read() as connection:
        origins = {row.details["origin"] for row in connection.execute(sa.select(versions))}
    bench.close()
    kept = min(most, 122)
    assert [title for _, title, _ in report.documents] == [row["title"] for row in rows[:kept]]
    assert origins == {f"{path}:{n}" for n in range(1, 121)} | {f"{path}:121#{n}" for n in range(1, kept - 119)}
    assert [(one.reason, one.origin) for one in report.rejects] == [(rejected[0], str(tmp_path / rejected[1]))]


def test_what_is_beyond_the_limit_is_counted_once(tmp_path):
    """A file that is read as one keeps to the limit where it is read."""
    (tmp_path / "list.json").write_text(json.dumps([record(id=f"a-{n}", body=f"{CHIPS} Number {n}.") for n in range(5)]))
    bench = Bench(tmp_path / "store", limits=Limits(articles_per_file=3))
    report = bench.pipeline.run([tmp_path / "list.json"])
    bench.close()
    assert report.articles.as_dict()["new"] == 3
    assert [(one.reason, one.detail) for one in report.rejects] == [("too_many_articles", "2 beyond 3")]


def _counted(report) -> dict:
    return {name: number for name, number in report.articles.as_dict().items() if number}


def test_a_worker_that_dies_costs_nothing(tmp_path, monkeypatch):
    """Memory that runs out in one of them: this process does what it had taken over."""
    monkeypatch.setattr(workers, "_WORTH", 0)
    with Workers(1, Kit(instruments=Instruments.load(), sources=Sources.load(), limits=Limits())) as helping:
        jobs = [helping.submit(dies_elsewhere, os.getpid(), size=1) for _ in range(5)]
        assert [helping.result(job) for job in jobs] == ["here"] * 5


def test_what_fails_in_a_worker_is_tried_here(monkeypatch):
    """Its own error tells what is wrong; what came before and after it is done as ever."""
    monkeypatch.setattr(workers, "_WORTH", 0)
    with Workers(1, Kit(instruments=Instruments.load(), sources=Sources.load(), limits=Limits())) as helping:
        helping.expect(1)
        assert helping.result(helping.submit(fails_elsewhere, os.getpid(), size=1)) == "here"
        while not any(helper.is_awake for helper in helping._helpers):
            pass
        jobs = [helping.submit(fails_elsewhere, os.getpid(), size=1) for _ in range(3)]
        assert [helping.result(job) for job in jobs] == ["here"] * 3
        odd = helping.submit(cannot_travel, os.getpid(), size=1)
        assert helping.result(odd)() == "here"
        bad = helping.submit(fails_anywhere, os.getpid(), size=1)
        with pytest.raises(ValueError, match="no way"):
            helping.result(bad)
        assert helping.result(helping.submit(fails_elsewhere, os.getpid(), size=1)) == "here"


def test_what_is_better_done_elsewhere_is_done_there(monkeypatch):
    """This process does the jobs beside it, and those without an embedder; alone, it does all of them."""
    monkeypatch.setattr(workers, "_WORTH", 0)
    kit = Kit(instruments=Instruments.load(), sources=Sources.load(), limits=Limits(), embedder=WordLlamaEmbedder())
    with Workers(1, kit) as helping:
        helping.expect(1)
        assert helping.embeds
        while helping.result(helping.submit(who_and_how, os.getpid(), size=1, apart=True)) != ("there", True):
            pass  # it has not started yet
        beside = helping.submit(who_and_how, os.getpid(), size=1)
        assert helping.result(beside) in {("here", False), ("there", True)}
    with Workers(0, kit) as alone:
        assert not alone.embeds
        assert alone.result(alone.submit(who_and_how, os.getpid(), size=1)) == ("here", False)
        assert alone.result(alone.submit(who_and_how, os.getpid(), size=1, apart=True)) == ("here", True)


def dies_elsewhere(kit, here):
    if os.getpid() != here:
        os._exit(9)
    return "here"


def fails_elsewhere(kit, here):
    if os.getpid() != here:
        raise MemoryError
    return "here"


def cannot_travel(kit, here):
    return lambda: "here" if os.getpid() == here else "there"


def fails_anywhere(kit, here):
    raise ValueError("no way")


def who_and_how(kit, here):
    return "here" if os.getpid() == here else "there", kit.embedder is not None
