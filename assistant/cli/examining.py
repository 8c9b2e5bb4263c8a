"""`rally doctor`: one line a check, each problem with its next step."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import typer

from assistant.cli.failures import SOME_FAILED
from assistant.errors import AssistantError, EmbedderChanged
from assistant.resources import folder

if TYPE_CHECKING:
    from assistant.settings import Settings


@dataclass(slots=True)
class Patient:
    """What the checks have opened so far; a later check uses what an earlier one found well."""

    closing: ExitStack
    settings: "Settings | None" = None
    embedder: Any = None
    database: Any = None
    problems: list[str] = field(default_factory=list)


class Problem(Exception):
    """What is wrong, and the next step."""


def run() -> int:
    """Runs every check; the exit code says whether one found a problem."""
    with ExitStack() as closing:
        patient = Patient(closing)
        for name, check in _CHECKS:
            _line(patient, name, check)
        return SOME_FAILED if patient.problems else 0


def _line(patient: Patient, name: str, check: Callable[[Patient], str]) -> None:
    try:
        said, well = check(patient), True
    except Problem as exc:
        said, well = str(exc), False
    except AssistantError as exc:
        said, well = exc.public_message, False
    except Exception as exc:  # the outermost edge: a check that breaks is a problem of its own
        said, well = f"The check itself failed ({type(exc).__name__}). Report this line.", False
    if not well:
        patient.problems.append(name)
    typer.echo(f"{'ok' if well else 'problem':8} {name:9} {said}")


def _settings(patient: Patient) -> str:
    from assistant.api.access import check_exposure
    from assistant.settings import read_settings

    patient.settings = read_settings()
    check_exposure(patient.settings)
    return f"data in {patient.settings.data_dir}"


def _database(patient: Patient) -> str:
    from assistant.database import open_database
    from assistant.knowledge.store import DocumentStore
    from assistant.market.prices import PriceBook

    patient.database = open_database(_read(patient).database_address)
    patient.closing.callback(patient.database.close)
    documents = DocumentStore(patient.database).counts()["documents"]
    if not documents:
        raise Problem("It holds no documents. Run `rally ingest FOLDER`, or `rally demo` for the sample story.")
    return f"{documents:,} documents, {PriceBook(patient.database).count():,} bars"


def _embedder(patient: Patient) -> str:
    from assistant.knowledge.embedders import build_embedder

    patient.embedder = build_embedder(_read(patient))
    return f"{patient.embedder.fingerprint}, {patient.embedder.dimension} dimensions"


def _indexes(patient: Patient) -> str:
    from assistant.knowledge.base import KnowledgeBase

    settings = _read(patient)
    if patient.database is None or patient.embedder is None:
        raise Problem("They cannot be checked before the database and the embedder are well.")
    try:
        base = KnowledgeBase(patient.database, settings.data_dir / "index", patient.embedder, chroma_url=settings.chroma_url)
    except EmbedderChanged as exc:
        raise Problem(exc.public_message) from exc
    patient.closing.callback(base.close)
    ready, reason = base.ready()
    if not ready:
        raise Problem(f"{reason.rstrip('.')}. Start `rally serve`, which makes it, or run `rally reindex`.")
    return "they follow the database"


def _model(patient: Patient) -> str:
    from assistant.agent.models import model_name

    name = model_name(_read(patient))
    return f"{name}, no key needed" if name == "extractive" else f"{name}, a key or an address is set (not called)"


def _page(_: Patient) -> str:
    missing = [
        name for name in ("web/index.html", "prompts") if not (folder(name.partition("/")[0]) / name.partition("/")[2]).exists()
    ]
    if missing:
        raise Problem(f"Files of the program are missing: {', '.join(missing)}. Install it again.")
    return str(folder("web"))


def _read(patient: Patient) -> "Settings":
    if patient.settings is None:
        raise Problem("It cannot be checked before the settings are well.")
    return patient.settings


_CHECKS: tuple[tuple[str, Callable[[Patient], str]], ...] = (
    ("settings", _settings),
    ("database", _database),
    ("embedder", _embedder),
    ("indexes", _indexes),
    ("model", _model),
    ("page", _page),
)
