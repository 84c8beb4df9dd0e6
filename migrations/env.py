"""How Alembic reaches the application's database and its tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from logging.config import fileConfig
from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy.engine import Connection

config = context.config
fileConfig(config.config_file_name, disable_existing_loggers=False)
db = current_app.extensions["migrate"].db


def as_column(kind: str, item: Any, _: Any) -> str | bool:
    """Migrations never import the application: a moment is written as the column it is."""
    return "sa.DateTime(timezone=True)" if type(item).__name__ == "Instant" else False


def skip_empty(_: Any, __: Any, directives: list[Any]) -> None:
    """Where nothing changed, no file is written."""
    if getattr(config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []


def options() -> dict[str, Any]:
    given = dict(current_app.extensions["migrate"].configure_args)
    given.setdefault("render_item", as_column)
    given.setdefault("process_revision_directives", skip_empty)
    return given | {"target_metadata": db.metadata}


def run_offline() -> None:
    url = db.engine.url.render_as_string(hide_password=False)
    context.configure(url=url, literal_binds=True, **options())
    with context.begin_transaction():
        context.run_migrations()


def run_online() -> None:
    with db.engine.connect() as connection, rows_unwatched(connection):
        # Transactional on SQLite too: half a migration is none.
        context.configure(connection=connection, transactional_ddl=True, **options())
        with context.begin_transaction():
            context.run_migrations()
            refuse_orphans(connection)


@contextmanager
def rows_unwatched(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew, and dropping the old one would take the rows that point at it.

    The switch has no effect inside a transaction, so it is thrown on the driver's own connection.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.dbapi_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def refuse_orphans(connection: Connection) -> None:
    """What nobody watched is looked through before it is committed."""
    if connection.dialect.name == "sqlite":
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if orphans:
            raise RuntimeError(f"rows that point at nothing after migrating: {orphans[:5]}")


if context.is_offline_mode():
    run_offline()
else:
    run_online()
