"""`flask demo load`: fill an empty installation with the demonstration fair."""

from flask import Flask
from flask.cli import AppGroup

group = AppGroup("demo", help="Dữ liệu mẫu.")


def init_app(app: Flask) -> None:
    app.cli.add_command(group)
