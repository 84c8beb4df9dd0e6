"""`flask catalog <verb>`: sheets, stock and the search index from the command line."""

from flask import Flask
from flask.cli import AppGroup

group = AppGroup("catalog", help="Hàng hóa: nhập bảng kê, đặt tồn kho.")


def init_app(app: Flask) -> None:
    app.cli.add_command(group)
