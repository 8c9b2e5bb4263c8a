"""Applies the numbered migrations. Only `assistant.database` calls it, inside its own transaction."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory

from assistant.errors import StoreError


def migrate(connection: sa.Connection, folder: Path) -> None:
    """Brings the database from wherever it is to the newest migration.

    Raises:
        StoreError: it was written by a newer program, or a step failed (then nothing has changed).
    """
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    target = script.get_current_head()
    found = MigrationContext.configure(connection).get_current_revision()
    if found == target:
        return
    known = {step.revision for step in script.walk_revisions()}
    if found is not None and found not in known:
        raise StoreError(
            f"The database was written by a newer version of this program (its layout is {found!r}, the newest known"
            f" here is {target!r}). Update the program, or point RALLY_DATA_DIR at another folder."
        )

    def upgrade(revision: Any, _context: Any) -> Any:
        return script._upgrade_revs(str(target), revision)

    with EnvironmentContext(config, script, fn=upgrade) as environment:
        environment.configure(connection=connection)
        try:
            environment.run_migrations()
        except sa.exc.SQLAlchemyError as exc:
            raise StoreError(f"The database could not be brought to layout {target!r}; it is as it was.") from exc
