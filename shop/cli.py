"""`flask shop <verb>`: the shop's books looked over from the command line."""

from datetime import date, datetime

import click
from flask import Flask
from flask.cli import AppGroup

from core import times
from core.db import db
from core.money import vnd
from shop.cards import door, doubts, reconciling, rules
from shop.settling import checks, proofs

group = AppGroup("shop", help="Đơn hàng và tiền.")


def init_app(app: Flask) -> None:
    app.cli.add_command(group)


@group.command("reconcile")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Từ ngày nào; không ghi: ba ngày trước.")
def reconcile(since: datetime | None) -> None:
    """Hỏi Stripe đã thu, đã hoàn gì, soát sổ cái với đơn, khoản chi, niêm phong, tháng đã khóa; sửa những gì sửa được.

    Kết thúc với mã 1 khi sổ cái hoặc tiền thẻ còn chỗ cần người xem.
    """
    if rules.are_on():
        _with_stripe(since.date() if since else times.today() - reconciling.LOOKS_BACK)
    else:
        click.echo("Chưa nhận thẻ: cài đặt STRIPE_SECRET_KEY còn trống.")
    in_doubt = len(doubts.open_ones())
    if in_doubt:
        click.echo(f"{in_doubt} khoản tiền thẻ chờ người xem ở /can-bo/the.")
    if _look_over(heal=True) or in_doubt:
        raise SystemExit(1)


@group.command("ledger")
@click.option("--check", is_flag=True, help="Soát sổ cái mà không sửa gì; mã 1 khi có chỗ không khớp.")
def books(check: bool) -> None:  # noqa: FBT001 (a switch of the command line)
    """Cộng sổ cái; với --check thì soát từng bút toán."""
    trial = proofs.trial_balance()
    click.echo(f"{trial.entries} bút toán, có {vnd(trial.had)}, nợ {vnd(trial.owed)}, lệch {vnd(trial.difference)}")
    if check and _look_over(heal=False):
        raise SystemExit(1)


def _with_stripe(day: date) -> None:
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


def _look_over(*, heal: bool) -> bool:
    """Whether something is left for a person; the desk of staff shows the same."""
    found = proofs.look(heal=heal)
    for one in found:
        click.echo(f"{one.said} Đã sửa." if one.is_healed else one.said)
    open_ones = [one for one in found if not one.is_healed]
    checks.note([one.said for one in open_ones])
    db.session.commit()
    click.echo(f"Sổ cái: {len(found)} chỗ không khớp, {len(open_ones)} còn lại." if found else "Sổ cái khớp hết.")
    return bool(open_ones)
