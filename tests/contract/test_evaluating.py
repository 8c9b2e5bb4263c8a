"""`rally eval` as a person runs it."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.support.openai_scripts import honest
from tests.support.openai_server import MODEL, openai_server
from tests.support.story import make_store

ROOT = Path(__file__).parents[2]
ROWS = [
    {"question": "How did Baidu close on 17 September 2025?", "accept": [["131"]]},
    {"question": "How did JD.com close on 17 September 2025?", "accept": [["136\\.7"]]},
    {"question": "How did Baidu close on 17 September 2025 in Hong Kong?", "accept": [["999"]]},
]


def rally(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    environment = kept | {"RALLY_DATA_DIR": str(folder)} | settings
    call = [sys.executable, "-c", "from assistant.cli import main; main()", *words]
    return subprocess.run(call, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def test_a_file_is_measured_and_compared(tmp_path: Path):
    """Right and wrong are counted, a line that expects nothing is left out, and two reports are compared."""
    store = make_store(tmp_path / "store")
    questions = tmp_path / "questions.jsonl"
    questions.write_text("\n".join(json.dumps(row) for row in [*ROWS, {"question": "Why?"}]), encoding="utf-8")
    first = rally(store, "eval", str(questions), "--out", str(tmp_path / "first"), RALLY_MODEL="extractive")
    told = json.loads((tmp_path / "first" / "report.json").read_text(encoding="utf-8"))

    assert first.returncode == 1
    assert "line 4" in first.stderr
    assert (told["summary"]["questions"], told["summary"]["right"]) == (3, 2)
    assert "<html" in (tmp_path / "first" / "report.html").read_text(encoding="utf-8")

    questions.write_text("\n".join(json.dumps(row) for row in ROWS[:2]), encoding="utf-8")
    against = str(tmp_path / "first" / "report.json")
    second = rally(store, "eval", str(questions), "--against", against, RALLY_MODEL="extractive")

    assert second.returncode == 0
    assert "(was 3)" in second.stdout


def test_every_question_of_a_file_reaches_a_language_model(tmp_path: Path):
    """The second question is answered as the first: the model's connections outlive a question."""
    store = make_store(tmp_path / "store")
    questions = tmp_path / "questions.jsonl"
    questions.write_text("\n".join(json.dumps(row) for row in [*ROWS[:2], ROWS[0]]), encoding="utf-8")
    with openai_server(honest) as server:
        model = {"RALLY_MODEL": f"openai:{MODEL}", "RALLY_OPENAI_BASE_URL": server.base_url, "RALLY_FALLBACK": "false"}
        done = rally(store, "eval", str(questions), **model)

    assert done.returncode == 0, done.stdout + done.stderr
