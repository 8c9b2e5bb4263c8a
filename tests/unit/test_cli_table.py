"""The command's table: quick help, an example for every verb, failures in one sentence."""

import subprocess
import sys
from importlib.metadata import version

import pytest
import typer
from typer.testing import CliRunner

from assistant.cli.failures import verb
from assistant.cli.verbs import app
from assistant.errors import BadInput, Busy, NotFound

VERBS = ["ingest", "ask", "chat", "search", "serve", "demo", "doctor", "reindex", "export", "prices show"]


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_explains_itself_with_an_example(name):
    """--help says what the verb does and shows a command to copy."""
    result = CliRunner().invoke(app, [*name.split(), "--help"])
    assert 0 == result.exit_code
    assert f"Example: rally {name}" in result.output


def test_the_overview_lists_every_verb():
    """rally --help names them all."""
    output = CliRunner().invoke(app, ["--help"]).output
    assert all(name.split()[0] in output for name in VERBS)


def test_the_version_is_told():
    """rally --version names the version that is installed."""
    output = CliRunner().invoke(app, ["--version"]).output
    assert f"rally {version('rally-assistant')}" == output.strip()


def test_help_is_quick_and_loads_nothing_heavy():
    """The overview loads none of the libraries the verbs need."""
    heavy = "('langchain', 'openai', 'chromadb', 'fastapi', 'sqlalchemy', 'pydantic', 'numpy', 'rich.console')"
    code = f"import sys; import assistant.cli.verbs; print([name for name in {heavy} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]" == ran.stdout.strip()


def test_answering_modules_do_not_load_langchain():
    """The command's and the server's modules can be imported without the model's libraries."""
    modules = "assistant.cli.asking, assistant.cli.serving, assistant.cli.searching, assistant.api.app"
    code = f"import sys; import {modules}; print('langchain' in sys.modules, 'chromadb' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "False False" == ran.stdout.strip()


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (BadInput("The as_of is not a moment."), 2, "rally: The as_of is not a moment."),
        (NotFound("No prices of X are held."), 1, "rally: No prices of X are held."),
        (Busy("Another command is writing."), 75, "rally: Another command is writing."),
        (KeyboardInterrupt(), 130, "Stopped."),
        (ValueError("sk-secret"), 1, "ValueError at test_cli_table.py:"),
    ],
)
def test_a_failure_is_one_sentence_and_an_exit_code(error, code, said):
    """Never a traceback, and never an unforeseen exception's own text."""
    single = typer.Typer()

    @single.command()
    @verb
    def fail() -> int:
        raise error

    result = CliRunner().invoke(single, [])

    assert code == result.exit_code
    assert said in result.stderr
    assert 1 == len(result.stderr.strip().splitlines())
    assert "Traceback" not in result.output
    assert "secret" not in result.output


def test_a_bad_setting_is_named():
    """A variable that cannot be used is told by its name, whatever the verb."""
    result = CliRunner().invoke(app, ["ask", "Why?"], env={"RALLY_PORT": "many"})
    assert 2 == result.exit_code
    assert "RALLY_PORT" in result.stderr


def test_serving_the_network_without_a_key_is_refused():
    """The process does not start, and says how to fix it."""
    for name in ("serve", "demo"):
        result = CliRunner().invoke(app, [name, "--host", "0.0.0.0", "--port", "0"])
        assert 2 == result.exit_code
        assert "RALLY_API_KEYS" in result.stderr
