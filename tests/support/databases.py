"""Databases for tests: a fresh one in a folder."""

from pathlib import Path

from assistant.database import Database, open_database


def open_store_database(folder: Path) -> Database:
    """An empty database, migrated, in that folder."""
    return open_database(f"sqlite:///{folder / 'rally.sqlite'}")
