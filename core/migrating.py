"""`flask db`: Alembic is loaded when it is asked for; its 11 MB are of no use to a server or a worker."""

from typing import Any

import click
from flask import Flask

from core.db import db


class Later(click.Group):
    """Gives way to Flask-Migrate's own group as soon as somebody calls it."""

    def __init__(self, app: Flask) -> None:
        super().__init__("db", help="Bảng trong cơ sở dữ liệu: nâng lên, hạ xuống.")
        self._app = app

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        begin(self._app)
        return self._app.cli.commands["db"].make_context(info_name, args, parent, **extra)


def init_app(app: Flask) -> None:
    app.cli.add_command(Later(app))


def begin(app: Flask) -> None:
    """What Flask-Migrate's functions and commands expect of an application; its commands take the place of these."""
    from flask_migrate import Migrate

    Migrate(app, db, render_as_batch=True)
