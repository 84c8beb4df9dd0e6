"""`flask shop <verb>`: the shop's books looked over from the command line."""

from datetime import date, datetime

import click
from flask import Flask
from flask.cli import AppGroup

from core import times
from core.db import db
from shop.cards import door, reconciling, rules

group = AppGroup("shop", help="Đơn hàng và tiền.")


def init_app(app: Flask) -> None:
    app.cli.add_command(group)


@group.command("reconcile")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Từ ngày nào; không ghi: ba ngày trước.")
def reconcile(since: datetime | None) -> None:
    """Hỏi Stripe đã thu, đã hoàn gì, so với đơn và sổ cái, sửa những gì thông báo bị lạc để lại."""
    if not rules.are_on():
        click.echo("Chưa nhận thẻ: cài đặt STRIPE_SECRET_KEY còn trống.")
        return
    day: date = since.date() if since else times.today() - reconciling.LOOKS_BACK
    try:
        seen = reconciling.look(times.start_of(day))
    except (door.Unreachable, door.Refused) as trouble:
        raise click.ClickException(f"Stripe không trả lời: {trouble}") from trouble
    said = reconciling.heal(seen)
    db.session.commit()
    for line in said:
        click.echo(line)
    counted = f"Đã xem {len(seen.intents)} khoản trả, {len(seen.refunds)} khoản hoàn từ {day:%d/%m/%Y}"
    click.echo(f"{counted}: {len(said)} chỗ khác." if said else f"{counted}: khớp hết.")
