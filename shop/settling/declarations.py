"""What was withheld in a month, maker by maker, for whoever declares it: refunds of the month are offset in it.

The columns are what a declaration is filled in from; the form of the tax office itself is not copied (chưa xác minh).
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from core import workbooks
from core.db import db
from programme.models import Facility
from shop.models import LedgerEntry, WithheldTax
from shop.settling import months

HEADINGS = (
    "Mã số thuế",
    "Số đăng ký hộ",
    "Cơ sở",
    "Người đại diện",
    "Địa chỉ",
    "Số khoản",
    "Doanh thu",
    "Thuế GTGT",
    "Thuế TNCN",
)


@dataclass(frozen=True, slots=True)
class Withheld:
    facility: Facility
    count: int
    revenue: int
    vat: int
    pit: int


def of(month: date) -> list[Withheld]:
    """By name. One query."""
    begins, ends = months.bounds(month)
    sums = [func.sum(one) for one in (WithheldTax.revenue, WithheldTax.vat, WithheldTax.pit)]
    query = (
        select(Facility, func.count(), *sums)
        .join(WithheldTax, WithheldTax.facility_id == Facility.id)
        .join(LedgerEntry, LedgerEntry.id == WithheldTax.entry_id)
        .where(LedgerEntry.at >= begins, LedgerEntry.at < ends)
        .group_by(Facility.id)
        .order_by(Facility.name, Facility.id)
    )
    return [Withheld(row[0], row[1], int(row[2]), int(row[3]), int(row[4])) for row in db.session.execute(query)]


def csv(month: date) -> bytes:
    return workbooks.as_csv(HEADINGS, rows(month))


def xlsx(month: date) -> bytes:
    return workbooks.write(f"{month:%m-%Y}", HEADINGS, rows(month))


def rows(month: date) -> list[tuple[workbooks.Cell, ...]]:
    """One a maker, and the sums, which are what the ledger withheld in the month."""
    found = of(month)
    made = [_row(one) for one in found]
    sums = (sum(one.count for one in found), sum(one.revenue for one in found))
    last = (*sums, sum(one.vat for one in found), sum(one.pit for one in found))
    return [*made, ("", "", "Cộng", "", "", *last)]


def _row(one: Withheld) -> tuple[workbooks.Cell, ...]:
    of_whom = one.facility
    where = ", ".join(filter(None, (of_whom.address, of_whom.commune_name)))
    who = (of_whom.tax_code or "", of_whom.household_number or "", of_whom.name, of_whom.representative, where)
    return (*who, one.count, one.revenue, one.vat, one.pit)
