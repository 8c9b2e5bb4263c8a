"""How a verb ends when something is wrong: one sentence on stderr, an exit code, never a traceback."""

import functools
import sys
import traceback
from collections.abc import Callable
from typing import ParamSpec

import typer

P = ParamSpec("P")

SOME_FAILED, UNUSABLE, BUSY, INTERRUPTED = 1, 2, 75, 130


def verb(run: Callable[P, int | None]) -> Callable[P, None]:
    """The verb with its failures told; what it returns is the exit code."""

    @functools.wraps(run)
    def told(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            code = run(*args, **kwargs)
        except (typer.Exit, typer.Abort, SystemExit):
            raise
        except KeyboardInterrupt:
            say("Stopped.")
            code = INTERRUPTED
        except BrokenPipeError:  # the reader of our output left, as `head` does
            sys.stderr.close()
            code = 0
        except Exception as exc:
            code = _tell(exc)
        raise typer.Exit(code or 0)

    return told


def say(text: str) -> None:
    """One line for the person, beside the output."""
    typer.echo(text, err=True)


def _tell(error: Exception) -> int:
    from assistant.errors import AssistantError, BadInput, Busy

    if not isinstance(error, AssistantError):
        where = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{type(error).__name__} at {where.filename.rsplit('/', 1)[-1]}:{where.lineno}"
        say(f"rally: Something went wrong inside the program ({place}). Run `rally doctor`; if all is well there, report this.")
        return SOME_FAILED
    say(f"rally: {error.public_message}")
    if isinstance(error, Busy):
        return BUSY
    return UNUSABLE if isinstance(error, BadInput) else SOME_FAILED
