"""`flask demo load`: fill an empty installation with the demonstration fair."""

import click
from flask import Flask, current_app
from flask.cli import AppGroup

group = AppGroup("demo", help="Dữ liệu mẫu.")


def init_app(app: Flask) -> None:
    app.cli.add_command(group)


@group.command("load")
@click.option("--quick", is_flag=True, envvar="DEMO_QUICK", help="Vẽ ít ảnh nhỏ dùng chung: để chạy thử và kiểm thử.")
def load(quick: bool) -> None:
    """Nạp chợ mẫu vào một bản cài đặt còn trống; đã có thì thôi."""
    from demo import load as loading  # with all that draws and writes it: no server needs them

    current_app.config["DEMO_QUICK"] = quick
    password = current_app.config["DEMO_PASSWORD"]
    if not password:
        raise click.ClickException("Đặt DEMO_PASSWORD: mật khẩu cho ba tài khoản mẫu.")
    if loading.is_loaded():
        loading.set_password(password)
        return
    loading.load(password, click.echo)
    click.echo("Đã nạp chợ mẫu.")
