"""The record of truth: one SQL database, opened at the newest migration."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.compiler import SQLCompiler

from assistant.errors import BadSetting, StoreError

MIGRATIONS = Path(__file__).parent / "migrations"
_BUSY_TIMEOUT_MS = 30_000
_MIGRATION_LOCK = 0x72616C6C79  # "rally": Postgres' advisory locks are numbers


class Database:
    """Connections to the record of truth, for as short as a method needs one."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection that sees one state of the database throughout."""
        with _named_errors(), self.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A transaction that commits as a whole, or not at all."""
        with _named_errors(), self.engine.connect() as connection:
            writer = connection.execution_options(rally_writes=True)
            with writer.begin():
                yield writer

    def close(self) -> None:
        self.engine.dispose()


def insert_plain(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows whose values are texts, numbers and bytes: the driver takes them as they are, in half the time."""
    if not rows:
        return
    statement = _insertion(table, tuple(rows[0]), connection.dialect)
    places = statement.positiontup
    found = [tuple(row[name] for name in places) for row in rows] if places else list(rows)
    connection.exec_driver_sql(str(statement), found)


def open_database(address: str) -> Database:
    """The database at that address (an SQLAlchemy URL), created or migrated where it has to be.

    Raises:
        BadSetting: the address is not one.
        StoreError: it cannot be opened, cannot be migrated, or was written by a newer program.
    """
    database = Database(_engine(address))
    try:
        _bring_to_head(database)
    except BaseException:
        database.close()
        raise
    return database


def head() -> str:
    """The number of the newest migration, read from the files' names."""
    return max(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def _engine(address: str) -> sa.Engine:
    try:
        url = sa.make_url(address)
    except sa.exc.ArgumentError as exc:
        raise BadSetting("RALLY_DATABASE_URL is not a database address, such as sqlite:////home/me/rally.sqlite.") from exc
    if url.get_backend_name() == "postgresql":
        return _postgres(url)
    if url.get_backend_name() != "sqlite":
        raise BadSetting("The database can be SQLite or Postgres: sqlite:////path/rally.sqlite or postgresql://host/name.")
    if not url.database or url.database == ":memory:":
        raise BadSetting("The database has to be a file: several connections share it.")
    try:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise StoreError(f"The folder of the database cannot be made: {exc.strerror}: {exc.filename!r}.") from exc
    engine = sa.create_engine(url, connect_args={"timeout": _BUSY_TIMEOUT_MS / 1000})
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


@lru_cache
def _insertion(table: sa.Table, names: tuple[str, ...], dialect: sa.Dialect) -> SQLCompiler:
    compiled = sa.insert(table).compile(dialect=dialect, column_keys=names)
    assert isinstance(compiled, SQLCompiler)
    return compiled


def _postgres(url: sa.URL) -> sa.Engine:
    driver = url if "+" in url.drivername else url.set(drivername="postgresql+psycopg")
    try:
        return sa.create_engine(driver, pool_pre_ping=True)
    except ImportError as exc:
        raise BadSetting("A Postgres database needs its driver: pip install 'rally-assistant[postgres]'.") from exc


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves: the driver would begin too late, and not for a table's creation
    for pragma in (
        f"busy_timeout={_BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "wal_autocheckpoint=4000",  # pages: 16 MB, so that a large ingest writes its pages once and not at every commit
        "foreign_keys=ON",
        "cache_size=-4000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    if connection.get_execution_options().get("rally_writes", False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:  # it cannot fail, so that it need not go through what names errors: an answer begins some ten times
        connection.connection.cursor().execute("BEGIN")


def _bring_to_head(database: Database) -> None:
    if _revision(database) == head():
        return
    from assistant.migrations.steps import migrate  # Alembic costs 0.2 s: only where there is something to do

    with database.write() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
        migrate(connection, MIGRATIONS)


def _revision(database: Database) -> str | None:
    with database.read() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


@contextmanager
def _named_errors() -> Iterator[None]:
    """Says what is wrong with the database in words; SQL and its parameters stay out of the message."""
    try:
        yield
    except sa.exc.OperationalError as exc:
        reason = str(exc.orig).strip().splitlines()[0] if exc.orig and str(exc.orig).strip() else "no reason given"
        raise StoreError(f"The database cannot be used: {reason}.") from exc
    except sa.exc.DatabaseError as exc:
        if isinstance(exc, sa.exc.IntegrityError | sa.exc.ProgrammingError | sa.exc.DataError):
            raise
        raise StoreError("The database is damaged or is not a database.") from exc
