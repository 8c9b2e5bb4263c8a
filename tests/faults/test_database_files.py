"""Databases that cannot be used: said in words, and left as they were."""

import sqlite3

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from assistant import database, schema
from assistant.database import head, open_database
from assistant.errors import BadSetting, StoreError


def address(folder):
    return f"sqlite:///{folder / 'rally.sqlite'}"


def test_migrations_make_the_tables_of_the_schema(tmp_path):
    """A new database has exactly the schema's tables and columns."""
    opened = open_database(address(tmp_path))
    with opened.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
    opened.close()


def test_settings_that_keep_what_was_acknowledged(tmp_path):
    """Write-ahead log, synced at every commit, waiting for other writers."""
    opened = open_database(address(tmp_path))
    with opened.read() as connection:
        values = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous", "busy_timeout")
        ]
    opened.close()
    assert values == ["wal", 2, 30_000]


def test_a_database_of_a_newer_program_is_refused(tmp_path):
    """And left as it is."""
    open_database(address(tmp_path)).close()
    with sqlite3.connect(tmp_path / "rally.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer version"):
        open_database(address(tmp_path))
    with sqlite3.connect(tmp_path / "rally.sqlite") as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]
    connection.close()


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    """All steps are one transaction."""
    folder = tmp_path / "steps" / "versions"
    folder.mkdir(parents=True)
    (folder / "0001_broken.py").write_text(
        "from alembic import op\nrevision = '0001'\ndown_revision = None\n"
        "def upgrade():\n    op.execute('CREATE TABLE half (x INTEGER)')\n    op.execute('CREATE TABLE half (x INTEGER)')\n"
    )
    monkeypatch.setattr(database, "MIGRATIONS", folder.parent)
    with pytest.raises(StoreError, match="as it was"):
        open_database(address(tmp_path))
    monkeypatch.undo()
    opened = open_database(address(tmp_path))
    with opened.read() as connection:
        assert not sa.inspect(connection).has_table("half")
    opened.close()


@pytest.mark.parametrize(
    "content", [b"this is not a database at all, whatever its name says" * 50, b"SQLite format 3\x00" + b"\xff" * 4096]
)
def test_a_file_that_is_no_database(tmp_path, content):
    """The message says so, and holds no SQL."""
    (tmp_path / "rally.sqlite").write_bytes(content)
    with pytest.raises(StoreError) as caught:
        open_database(address(tmp_path))
    assert "SELECT" not in caught.value.public_message
    assert "PRAGMA" not in caught.value.public_message


@pytest.mark.parametrize("bad", ["nonsense", "sqlite://", "mongodb://x/y"])
def test_an_address_that_is_none(bad):
    """A setting that cannot be used is named."""
    with pytest.raises(BadSetting, match="database"):
        open_database(bad)


def test_a_write_is_whole_or_nothing(tmp_path):
    """What fails halfway leaves no row."""
    opened = open_database(address(tmp_path))
    with pytest.raises(ZeroDivisionError):
        _write_and_fail(opened)
    with opened.read() as connection:
        assert connection.execute(sa.select(schema.facts)).all() == []
    opened.close()


def test_the_newest_migration_is_known_by_its_file_name():
    """So that opening an up-to-date database imports no migration tool."""
    script = ScriptDirectory(str(database.MIGRATIONS))
    assert head() == script.get_current_head()


def _write_and_fail(opened):
    with opened.write() as connection:
        connection.execute(sa.insert(schema.facts).values(name="a", value="b"))
        raise ZeroDivisionError
