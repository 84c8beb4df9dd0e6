"""`flask programme <verb>`: records taken in from the command line."""

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from core.db import db
from programme import indicators

group = AppGroup("programme", help="Hồ sơ khuyến công.")


def init_app(app: Flask) -> None:
    app.cli.add_command(group)


@group.command("figures")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def figures(file: Path) -> None:
    """Nhận số liệu đã công bố từ tệp CSV; nạp lại không nhân đôi."""
    try:
        added, corrected = indicators.take_in(file)
    except (KeyError, ValueError) as error:
        raise click.ClickException(
            f"Không đọc được {file.name}: {error}. Cần đủ các cột như demo/data/indicators.csv."
        ) from error
    db.session.commit()
    click.echo(f"{added} số mới, {corrected} số sửa lại.")
