"""The terms of a sale, written down when the order is made: whatever changes later does not touch them."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from core import times
from core.db import db
from shop import terms
from shop.models import CommissionRule, LineTerms, Order, OrderLine, Parcel, ParcelTerms
from shop.settling import commissions, taxes


def freeze(order: Order) -> None:
    """Of a new order, all of it. Its rows have ids."""
    day = times.local(order.placed_at).date()
    rules = commissions.on(day, [parcel.facility_id for parcel in order.parcels])
    for parcel in order.parcels:
        db.session.add(_of_parcel(parcel, day))
        db.session.add_all(_of_line(line, parcel, rules, day) for line in parcel.lines)


def freeze_line(line: OrderLine, parcel: Parcel) -> None:
    """Of a line that took another's place: as if it had been ordered with the rest."""
    day = times.local(parcel.order.placed_at).date()
    db.session.add(_of_line(line, parcel, commissions.on(day, [parcel.facility_id]), day))


def of(parcel: Parcel) -> tuple[ParcelTerms, dict[int, LineTerms]] | None:
    """What it was sold under, by line id; None of one that is older than this."""
    whole = db.session.get(ParcelTerms, parcel.id)
    if whole is None:
        return None
    lines = select(LineTerms).where(LineTerms.line_id.in_([line.id for line in parcel.lines]))
    return whole, {one.line_id: one for one in db.session.scalars(lines)}


def _of_parcel(parcel: Parcel, day: date) -> ParcelTerms:
    by_card = parcel.payment.method == "stripe"
    tax = _tax(parcel, "transport", day)
    return ParcelTerms(
        parcel_id=parcel.id,
        fee_rate=terms.value("card_fee_rate", day) if by_card else 0,
        fee_fixed=terms.value("card_fee_fixed", day) if by_card else 0,
        vat=tax.vat,
        pit=tax.pit,
        tax_source=tax.source,
        frozen_at=times.now(),
    )


def _of_line(line: OrderLine, parcel: Parcel, rules: Iterable[CommissionRule], day: date) -> LineTerms:
    rule = commissions.fitting(rules, parcel.facility_id, line.product.browse_category)
    tax = _tax(parcel, "service" if line.product.mode == "service" else "goods", day)
    taken = {"commission": rule.rate if rule else 0, "rule_id": rule.id if rule else None}
    return LineTerms(line_id=line.id, vat=tax.vat, pit=tax.pit, **taken)


def _tax(parcel: Parcel, kind: str, day: date) -> taxes.Rate:
    is_taxed = taxes.applies(parcel.facility.kind, parcel.payment.method, day)
    return taxes.rate(kind, day) if is_taxed else taxes.FREE
