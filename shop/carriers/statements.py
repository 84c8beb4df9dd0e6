"""A carrier's statement of cash it collected and paid out, as a file: compared with what is awaited, never guessed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from sqlalchemy import select

from catalog.sheets import Columns, SheetRow, UnreadableSheet, read
from core import times
from core.db import db
from shop.bank.statements import NoStatement, moment_of, sum_of
from shop.carriers import notices
from shop.models import CarrierAccount, Shipment

MOST_ROWS = 2_000
_HEADINGS = {
    "code": ["mã vận đơn", "mã đơn hàng", "mã đơn", "vận đơn", "order code", "tracking number", "label id"],
    "cod": ["tiền thu hộ", "tiền cod", "cod", "thu hộ", "cod thực thu", "tiền thu hộ (cod)", "cod amount"],
    "day": ["ngày đối soát", "ngày chuyển tiền", "ngày", "transfer date", "date"],
}


@dataclass(slots=True)
class Compared:
    """What a statement did: paid as awaited; paid another sum than was to be collected; known before; not ours."""

    paid: list[Shipment] = field(default_factory=list)
    other: list[Shipment] = field(default_factory=list)
    before: int = 0
    unknown: list[str] = field(default_factory=list)


def take_in(account: CarrierAccount, file: BinaryIO) -> Compared:
    """Raises NoStatement; then nothing is written."""
    rows = list(_lines(file))
    if not rows:
        raise NoStatement("no_lines")
    codes = {code for code, _amount, _day in rows}
    query = select(Shipment).where(Shipment.account_id == account.id, Shipment.code.in_(codes))
    known = {row.code: row for row in db.session.scalars(query)}
    done = Compared()
    for code, amount, day in rows:
        row = known.get(code)
        if row is None or not row.cod:
            done.unknown.append(code)
        elif not notices.settle(row, amount, day):
            done.before += 1
        else:
            (done.paid if amount == row.cod else done.other).append(row)
    return done


def awaited(facility_id: int) -> list[Shipment]:
    """Delivered, collected, not paid out yet; and what was paid out otherwise than collected. Oldest first."""
    query = select(Shipment).join(Shipment.account).where(CarrierAccount.facility_id == facility_id, Shipment.cod > 0)
    waits = Shipment.cod_paid.is_(None) & (Shipment.step == "delivered")
    query = query.where(waits | (Shipment.cod_paid != Shipment.cod)).order_by(Shipment.step_at, Shipment.id)
    return list(db.session.scalars(query.limit(200)))


def _lines(file: BinaryIO) -> Iterator[tuple[str, int, date]]:
    try:
        rows = list(read(file, Columns(_HEADINGS, frozenset({"code", "cod"}))))
    except UnreadableSheet as broken:
        raise NoStatement("no_headings" if broken.code == "no_header" else broken.code) from broken
    if len(rows) > MOST_ROWS:
        raise NoStatement("too_many_lines")
    for row in rows:
        try:
            yield _line(row)
        except (ValueError, KeyError):
            continue  # a total, a footnote, a line without cash


def _line(row: SheetRow) -> tuple[str, int, date]:
    amount = sum_of(row.cells["cod"])
    code = str(row.cells["code"]).strip()
    if amount <= 0 or not code:
        raise ValueError(row.number)
    day = times.local(moment_of(row.cells["day"])).date() if row.cells.get("day") else times.today()
    return code[:60], amount, day
