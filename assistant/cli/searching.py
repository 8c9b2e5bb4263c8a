"""`rally search`: passages for one query, or for a file of questions."""

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from assistant.api.hits import hit_json
from assistant.api.instants import read_instant
from assistant.bootstrap import build_assistant
from assistant.cli.batches import BatchQuestion, run_batch
from assistant.cli.failures import say
from assistant.cli.printing import plain
from assistant.errors import BadInput
from assistant.settings import read_settings

_LINE = ("doc_id", "chunk_id", "url", "title", "published_at", "score", "text")


def run(query: str | None, *, k: int, as_of: str | None, as_json: bool, batch: Path | None, out: Path | None) -> int:
    """Searches; the exit code says whether every line could be used."""
    settings = read_settings()
    if (query is None) == (batch is None):
        raise BadInput(
            'Give one query, or a file of questions: rally search "chip makers", or rally search --batch questions.jsonl.'
        )
    instant = read_instant(as_of, zone=settings.zone) if as_of else None
    with build_assistant(settings) as assistant:

        def find(asked: BatchQuestion) -> Mapping[str, Any]:
            began = time.perf_counter()
            hits = assistant.search(asked.question, k=k, as_of=asked.as_of or instant)
            elapsed_ms = round((time.perf_counter() - began) * 1000, 2)
            found = [hit_json(hit) for hit in hits]
            return {"id": asked.id, "hits": [{name: hit[name] for name in _LINE} for hit in found], "elapsed_ms": elapsed_ms}

        if batch is not None:
            return run_batch(batch, out, zone=settings.zone, answer=find, done="Searched")
        assert query is not None
        found = [hit_json(hit) for hit in assistant.search(query, k=k, as_of=instant)]
    if as_json:
        typer.echo(json.dumps({"hits": found}, ensure_ascii=False, indent=2))
    elif not found:
        say("Nothing was found. Try other words, or a wider range of days.")
    else:
        for n, hit in enumerate(found, start=1):
            typer.echo(plain(f"{n}. {hit['title']} · {hit['publisher']} · {hit['published_at'] or 'undated'} · {hit['url']}"))
            typer.echo(plain(f"   {' '.join(hit['text'].split())[:240]}"))
    return 0
