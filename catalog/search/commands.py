"""`flask search rebuild`: the index anew from the database, while the site answers."""

import click
from flask.cli import AppGroup

from catalog.search import store
from catalog.search.writing import rebuild

_STEP = 1_000

group = AppGroup("search", help="Chỉ mục tìm kiếm.")


@group.command("rebuild")
@click.option("--if-needed", is_flag=True, help="Chỉ dựng khi chưa có hoặc chỉ mục hỏng.")
def rebuild_index(if_needed: bool) -> None:
    """Dựng lại chỉ mục từ cơ sở dữ liệu; chợ vẫn chạy trong lúc dựng."""
    if if_needed and _is_readable():
        click.echo("Chỉ mục còn dùng được.")
        return
    click.echo(f"Đã dựng chỉ mục: {rebuild(_tell)} món.")


def _tell(count: int) -> None:
    if count % _STEP == 0:
        click.echo(f"… {count} món", err=True)


def _is_readable() -> bool:
    try:
        store.load()
    except store.NoIndex:
        return False
    return True
