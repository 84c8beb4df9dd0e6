"""`flask worker` and the few commands that belong to no package."""

import click
from flask import Flask

from core import config, jobs, schedule


def init_app(app: Flask) -> None:
    app.cli.add_command(worker)
    app.cli.add_command(settings)


@click.command("worker")
@click.option("--once", is_flag=True, help="Làm hết việc đang chờ rồi thôi.")
def worker(once: bool) -> None:
    """Làm những việc đang chờ: thư, ảnh, chỉ mục."""
    if once:
        schedule.ask_for_today()
        click.echo(f"Đã làm {jobs.work_off()} việc.")
    else:
        jobs.work_forever(between=schedule.ask_for_today)


@click.command("settings")
def settings() -> None:
    """In mọi cài đặt, giá trị mặc định và ý nghĩa."""
    for setting in config.SETTINGS:
        click.echo(f"{setting.name:24} {setting.default or '(trống)':40} {setting.meaning}")
