"""Several processes on one store: one feeds the indexes, all search what is there."""

import os
import signal
import subprocess
import sys
import textwrap
import time

from tests.support.knowledge import NOW, doc_ids, knowledge_in, make_document, put

_HOLDER = """
    import sys
    from pathlib import Path
    from tests.support.knowledge import knowledge_in
    knowledge = knowledge_in(Path(sys.argv[1]))
    knowledge.follow()
    print("held", flush=True)
    for line in sys.stdin:
        print(knowledge.follow(), flush=True)
"""
_WRITER = """
    import sys
    from pathlib import Path
    from tests.support.knowledge import knowledge_in, make_document, put
    knowledge = knowledge_in(Path(sys.argv[1]))
    print("begun", flush=True)
    for number in range(int(sys.argv[2]), int(sys.argv[2]) + 2_000):
        put(knowledge.documents, make_document(f"d{number:05}", text=f"Baidu report number{number}."))
        print(number, flush=True)
        if number % 5 == 0:
            knowledge.follow()
"""


def run(script, *args):
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), *map(str, args)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )


def test_beside_a_holder_searches_are_complete_and_fresh(tmp_path):
    """A second process finds what the holder indexed, and what nobody has indexed yet; it never writes there."""
    knowledge = knowledge_in(tmp_path)
    put(knowledge.documents, make_document("old", text="Baidu old report."))
    with run(_HOLDER, tmp_path) as holder:
        try:
            assert holder.stdout.readline() == "held\n"
            put(knowledge.documents, make_document("new", text="Baidu new report."))
            knowledge.documents.withdraw("old", at=NOW)

            assert knowledge.follow() == 0
            explained = knowledge.explain("Baidu report", as_of=NOW)
            assert doc_ids(explained.hits) == ["new"]
            assert [chunk_id for chunk_id, _ in explained.lexical] == ["new#1#0"]
            assert explained.way == "exact"

            holder.stdin.write("follow\n")
            holder.stdin.flush()
            assert int(holder.stdout.readline()) == 2
            assert doc_ids(knowledge.search("Baidu report", as_of=NOW)) == ["new"]
        finally:
            holder.kill()
    assert knowledge.follow() == 0  # nothing left to do, and now the folder is free
    assert knowledge.explain("Baidu", as_of=NOW).way == "chroma"
    knowledge.close()


def test_a_follower_sees_what_others_write(tmp_path):
    """A running server takes over changes by itself."""
    server, other = knowledge_in(tmp_path), knowledge_in(tmp_path)
    server.start(interval_s=0.01)
    put(other.documents, make_document())
    deadline = time.monotonic() + 20
    while server._keeper.dense.seq < 1 and time.monotonic() < deadline:
        server._stop.wait(0.01)
    explained = server.explain("Baidu", as_of=NOW)
    other.close()
    server.close()
    assert (doc_ids(explained.hits), explained.way) == (["d1"], "chroma")


def test_killed_while_indexing_nothing_is_lost(tmp_path):
    """Whatever was acknowledged before the kill is found after it, once."""
    acknowledged = -1
    for round_ in range(3):
        with run(_WRITER, tmp_path, acknowledged + 1) as writer:
            assert writer.stdout.readline() == "begun\n"
            for _ in range(7 + 6 * round_):
                acknowledged = int(writer.stdout.readline())
            writer.send_signal(signal.SIGKILL)
            rest = writer.stdout.read().split()
            acknowledged = max([acknowledged, *map(int, rest[:-1])])
        knowledge = knowledge_in(tmp_path)
        knowledge.follow()
        ids = set(knowledge.documents.heads(f"d{number:05}" for number in range(acknowledged + 2)))
        found = doc_ids(knowledge.search(f"number{acknowledged}", as_of=NOW, k=100))
        total = knowledge.documents.counts()["chunks"]
        assert knowledge.ready() == (True, "")
        assert len(knowledge.explain("report", as_of=NOW, k=100).dense) == min(total, 200)
        knowledge.close()
        assert {f"d{number:05}" for number in range(acknowledged + 1)} <= ids
        assert found[0] == f"d{acknowledged:05}"
        acknowledged = max(int(name[1:]) for name in ids)
