"""`rally search`: passages for one query, or for a file of questions."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from assistant.api.choices import known_tickers
from assistant.api.hits import explained_json, hit_json
from assistant.api.instants import read_instant
from assistant.bootstrap import build_assistant
from assistant.cli.batches import BatchQuestion, run_batch
from assistant.cli.failures import say
from assistant.cli.printing import plain
from assistant.errors import BadInput
from assistant.knowledge.windows import Window
from assistant.settings import read_settings

_LINE = ("doc_id", "chunk_id", "url", "title", "published_at", "score", "text")


def run(
    query: str | None,
    *,
    k: int,
    as_of: str | None,
    window: Window | None,
    tickers: Sequence[str] | None,
    explain: bool,
    as_json: bool,
    batch: Path | None,
    out: Path | None,
) -> int:
    """Searches; the exit code says whether every line could be used."""
    settings = read_settings()
    if (query is None) == (batch is None):
        raise BadInput(
            'Give one query, or a file of questions: rally search "chip makers", or rally search --batch questions.jsonl.'
        )
    if explain and batch is not None:
        raise BadInput("--explain is for one query; leave out --batch.")
    instant = read_instant(as_of, zone=settings.zone) if as_of else None
    with build_assistant(settings) as assistant:
        chosen = known_tickers(tickers, assistant.instruments)

        def find(asked: BatchQuestion) -> Mapping[str, Any]:
            began = time.perf_counter()
            hits = assistant.search(asked.question, k=k, as_of=asked.as_of or instant, window=window, tickers=chosen)
            elapsed_ms = round((time.perf_counter() - began) * 1000, 2)
            found = [hit_json(hit) for hit in hits]
            return {"id": asked.id, "hits": [{name: hit[name] for name in _LINE} for hit in found], "elapsed_ms": elapsed_ms}

        if batch is not None:
            return run_batch(batch, out, zone=settings.zone, answer=find, done="Searched")
        assert query is not None
        if explain:
            told = explained_json(assistant.explain(query, k=k, as_of=instant, window=window, tickers=chosen))
        else:
            hits = assistant.search(query, k=k, as_of=instant, window=window, tickers=chosen)
            told = {"hits": [hit_json(hit) for hit in hits]}
    found = told["hits"]
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    for line in _conditions(told["explained"]) if explain else ():
        typer.echo(plain(line))
    if not found:
        say("Nothing was found. Try other words, or a wider range of days.")
    else:
        for n, hit in enumerate(found, start=1):
            typer.echo(plain(f"{n}. {hit['title']} · {hit['publisher']} · {hit['published_at'] or 'undated'} · {hit['url']}"))
            if explain:
                ranks = (f"{name} {hit[f'{name}_rank'] or '-'}" for name in ("lexical", "dense"))
                typer.echo(f"   score {hit['score']:.3f} · {' · '.join(ranks)}")
            typer.echo(plain(f"   {' '.join(hit['text'].split())[:240]}"))
    return 0


def _conditions(explained: Mapping[str, Any]) -> Iterator[str]:
    """What applied to the search, and for each look what it kept out of the passages held."""
    window = explained["window"]
    part = f", preferring the {window['part']}" if window and window["part"] else ""
    yield f"Words: {explained['query']}"
    yield f"As of: {explained['as_of']}"
    yield f"Window: {window['label']}{part}" if window else "Window: none"
    if explained["note"]:
        yield f"Note: {explained['note']}"
    for look in explained["looks"]:
        removed = look["removed"]
        if look["reranked"] != "off":
            yield f"Reranked: {look['reranked']}"
        yield f"Instruments: {', '.join(look['tickers']) or 'any'}; {look['chunks']} passages held, of which kept out:"
        yield (
            f"   {removed['later_or_replaced']} later or replaced, {removed['outside_window']} outside the window, "
            f"{removed['other_instruments']} of other instruments"
        )
