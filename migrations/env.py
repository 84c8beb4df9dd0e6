"""How Alembic reaches the application's database and its tables."""

from logging.config import fileConfig
from typing import Any

from alembic import context
from flask import current_app

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
    with db.engine.connect() as connection:
        # Transactional on SQLite too: half a migration is none.
        context.configure(connection=connection, transactional_ddl=True, **options())
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_offline()
else:
    run_online()
