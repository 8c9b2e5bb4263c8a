"""Processes that help the one that stores: what they take over changes nothing but the time."""

import json
import os
import threading

import pytest
import sqlalchemy as sa

from assistant.knowledge.embedders import WordLlamaEmbedder
from assistant.market.instruments import Instruments
from assistant.schema import chunks, documents, mentions, story_marks, versions
from ingest import helper, storing
from ingest.helper import Helpers
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
    monkeypatch.setattr(helper, "_WORTH", 0)
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(12):
        (folder / f"n{number:02}.json").write_text(json.dumps(record(id=f"a-{number}", body=f"{CHIPS} Number {number}.")))
    (folder / "n05x.json").write_text("{broken")
    rows = [record(id=f"b-{n % 110}", body=f"Alibaba gained {n % 110} points on Monday. {CHIPS}", url="") for n in range(130)]
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))

    reports, kept = [], []
    for name, count in (("alone", 0), ("together", 1)):
        bench = Bench(tmp_path / name, embedder=embedder(), helpers=Helpers(count))
        reports.append(bench.pipeline.run([folder]))
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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_of_any_encoding_are_read_in_stretches(tmp_path, encoding, end):
    """Their text is exact, however the file is written and its lines end."""
    rows = [
        record(id=f"a-{n}", title=f"芯片股第{n}次上涨", body=f"周三，芯片制造商的股价上涨百分之四，百度领涨。第{n}天。")
        for n in range(60)
    ]
    path = tmp_path / "rows.jsonl"
    path.write_bytes(end.join(["", *(json.dumps(row, ensure_ascii=False) for row in rows), ""]).encode(encoding))
    bench = Bench(tmp_path / "store")
    report = bench.pipeline.run([path])
    with bench.database.read() as connection:
        texts = {row.text for row in connection.execute(sa.select(versions))}
    bench.close()
    assert [title for _, title, _ in report.documents] == [row["title"] for row in rows]
    assert texts == {row["body"] for row in rows}


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
    monkeypatch.setattr(helper, "_WORTH", 0)
    with Workers(Helpers(1), Kit(instruments=Instruments.load(), sources=Sources.load(), limits=Limits())) as helping:
        jobs = [helping.submit(dies_elsewhere, os.getpid(), size=1) for _ in range(5)]
        assert [helping.result(job) for job in jobs] == ["here"] * 5


def test_what_fails_in_a_worker_is_tried_here(monkeypatch):
    """Its own error tells what is wrong; what came before and after it is done as ever."""
    monkeypatch.setattr(helper, "_WORTH", 0)
    with Workers(Helpers(1), Kit(instruments=Instruments.load(), sources=Sources.load(), limits=Limits())) as helping:
        helping.expect(1)
        assert helping.result(helping.submit(fails_elsewhere, os.getpid(), size=1)) == "here"
        while not any(one.is_awake for one in helping._helpers):
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
    monkeypatch.setattr(helper, "_WORTH", 0)
    kit = Kit(instruments=Instruments.load(), sources=Sources.load(), limits=Limits(), embedder=WordLlamaEmbedder())
    with Workers(Helpers(1), kit) as helping:
        helping.expect(1)
        assert helping.embeds
        while helping.result(helping.submit(who_and_how, os.getpid(), size=1, apart=True)) != ("there", True):
            pass  # it has not started yet
        beside = helping.submit(who_and_how, os.getpid(), size=1)
        assert helping.result(beside) in {("here", False), ("there", True)}
    with Workers(Helpers(0), kit) as alone:
        assert not alone.embeds
        assert alone.result(alone.submit(who_and_how, os.getpid(), size=1)) == ("here", False)
        assert alone.result(alone.submit(who_and_how, os.getpid(), size=1, apart=True)) == ("here", True)


@pytest.mark.parametrize(
    ("files", "names", "started"),
    [
        ({"a.jsonl": 400_000}, ["a.jsonl"], True),
        ({"news/one.json": 200_000, "news/deep/two.json": 200_000}, ["news"], True),
        ({"a.jsonl": 200_000, "b.jsonl": 50_000}, ["a.jsonl", "b.jsonl"], False),
        ({}, ["absent", "https://news.example/feed", "-", "x" * 5_000, "nul\0", "*.json"], False),
    ],
)
def test_helpers_start_first_where_the_files_are_worth_it(tmp_path, monkeypatch, files, names, started):
    """Before anything else is loaded: by the size of what was named, whatever the names are."""
    monkeypatch.chdir(tmp_path)
    for name, size in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * size)
    monkeypatch.setattr(helper, "Helper", object)
    helpers = Helpers(2)
    helpers.start_for_files(names)
    assert len(helpers.take()) == (2 if started else 0)


def test_without_room_for_another_process_there_is_no_helper(monkeypatch):
    """All is done here then."""

    def no_room():
        raise BlockingIOError

    monkeypatch.setattr(helper, "Helper", no_room)
    monkeypatch.setattr(helper, "_WORTH", 0)
    with Workers(Helpers(1), Kit(instruments=Instruments.load(), sources=Sources.load(), limits=Limits())) as alone:
        assert alone.result(alone.submit(who_and_how, os.getpid(), size=1)) == ("here", False)


def test_a_helper_that_was_started_for_nothing_goes(tmp_path):
    """Leaving the run ends those that never got a task; so does the end of whoever started them."""
    helpers = Helpers(1)
    helpers.start()
    (started,) = helpers._started
    bench = Bench(tmp_path / "store", helpers=helpers)
    bench.pipeline.run([])
    bench.close()
    assert not started._process.is_alive()
    left = helper.Helper()
    left._line.close()
    left._process.join(20)
    assert left._process.exitcode == 1


def test_storing_goes_on_while_the_indexes_follow(tmp_path, monkeypatch):
    """They take over what is committed beside it; once all is, everything can be found."""
    monkeypatch.setattr(storing, "_BATCH", 10)
    monkeypatch.setattr(storing, "_INDEXED", 10)
    monkeypatch.setattr(storing, "_TOGETHER", 10)
    bench = Bench(tmp_path / "store")
    follow, put_all = bench.knowledge.follow, bench.knowledge.documents.put_all
    batches, met = [], threading.Event()

    def meets(*args, **options):
        batches.append(1)
        if len(batches) == 3:
            met.set()
        return put_all(*args, **options)

    def waits(**options):
        assert not batches or met.wait(20)
        return follow(**options)

    monkeypatch.setattr(bench.knowledge, "follow", waits)
    monkeypatch.setattr(bench.knowledge.documents, "put_all", meets)
    rows = [record(id=f"a-{n}", title=f"Chips {n}", body=f"{CHIPS} Number {n}.") for n in range(60)]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    report = bench.pipeline.run([tmp_path / "rows.jsonl"])
    held = bench.knowledge._keeper.lexical.index.count(), bench.knowledge._keeper.dense.index.count()
    bench.close()
    assert len(batches) > 3
    assert report.indexed == report.embedded == 60
    assert held == (60, 60)


def test_what_fails_beside_the_storing_is_told(tmp_path, monkeypatch):
    """Nothing that the indexes run into is lost with the thread that they ran in."""
    bench = Bench(tmp_path / "store")
    monkeypatch.setattr(bench.knowledge, "follow", fails_beside)
    (tmp_path / "row.json").write_text(json.dumps(record()))
    with pytest.raises(OSError, match="no space"):
        bench.pipeline.run([tmp_path / "row.json"])
    bench.close()


def fails_beside():
    raise OSError("no space")


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
