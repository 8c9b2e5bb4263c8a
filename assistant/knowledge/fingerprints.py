"""Which embedder a store was made with, and which store this is: two facts in the database."""

import secrets

import sqlalchemy as sa

from assistant.errors import EmbedderChanged
from assistant.schema import facts

_EMBEDDER = "embedder"
_STORE = "store_id"
_VALUE = sa.select(facts.c.value).where(facts.c.name == sa.bindparam("name"))
EMBEDDER = sa.select(facts.c.value).where(facts.c.name == _EMBEDDER)


def claim_embedder(connection: sa.Connection, fingerprint: str) -> None:
    """Makes the store this embedder's, if it is nobody's yet.

    Raises:
        EmbedderChanged: it is another embedder's.
    """
    if not check_embedder(connection, fingerprint):
        _set(connection, _EMBEDDER, fingerprint)


def check_embedder(connection: sa.Connection, fingerprint: str) -> bool:
    """Whether the store is this embedder's; False where it is nobody's yet.

    Raises:
        EmbedderChanged: it is another embedder's; both are named, and the way out.
    """
    return check_fingerprint(_get(connection, _EMBEDDER), fingerprint)


def check_fingerprint(kept: str | None, fingerprint: str) -> bool:
    """The same, of the fingerprint that was read.

    Raises:
        EmbedderChanged: it is another embedder's; both are named, and the way out.
    """
    if kept is not None and kept != fingerprint:
        raise EmbedderChanged(
            f"The store was made with the embedder {kept!r}, and the settings now name {fingerprint!r}."
            " Set RALLY_EMBEDDER to the store's and start again, or run `rally reindex` to embed its texts with the other."
        )
    return kept is not None


def set_embedder(connection: sa.Connection, fingerprint: str) -> None:
    """Says whose vectors the store holds from now on."""
    _set(connection, _EMBEDDER, fingerprint)


def store_id(connection: sa.Connection) -> str | None:
    """The store's own random name: an index made from another store is not this one's."""
    return _get(connection, _STORE)


def name_store(connection: sa.Connection) -> str:
    """The store's name, given now if it has none."""
    kept = store_id(connection)
    if kept is None:
        kept = secrets.token_hex(8)
        _set(connection, _STORE, kept)
    return kept


def _get(connection: sa.Connection, name: str) -> str | None:
    return connection.execute(_VALUE, {"name": name}).scalar()


def _set(connection: sa.Connection, name: str, value: str) -> None:
    if connection.execute(sa.update(facts).where(facts.c.name == name).values(value=value)).rowcount == 0:
        connection.execute(sa.insert(facts).values(name=name, value=value))
