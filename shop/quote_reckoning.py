"""What belongs to a quote beside goods and delivery: fees by kind, what is paid ahead, the tax inside, how it is paid.

Fees and deposit are reckoned as at a checkout when the version is sent, and frozen with it: what its buyer accepts is
what she read.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from catalog.models import Product
from core import times
from core.db import db
from programme.models import Facility
from shop import deposits, fees, vat
from shop.cards import rules
from shop.deposits import Deposit
from shop.models import Enquiry, ParcelFee, Quote, QuoteFee
from shop.quote_terms import Line, Terms

FROZEN = ("rule_id", "is_market", "kind", "title", "basis", "rate", "amount")


def fees_of(facility: Facility, lines: Sequence[Line]) -> list[QuoteFee]:
    """The maker's and the market's that hold now."""
    goods = sum(one.quantity * one.unit_price for one in lines)
    sums = fees.reckon(fees.rules_for([facility.id]), facility.id, goods, len(lines))
    return [
        QuoteFee(
            rule_id=rule.id,
            is_market=rule.facility_id is None,
            kind=rule.kind,
            title=rule.title,
            basis=rule.basis,
            rate=rule.rate,
            amount=amount,
        )
        for rule, amount in sums
    ]


def deposit_of(enquiry: Enquiry, terms: Terms) -> Deposit:
    """The share of the goods that its maker said for this quote; else what she asks on each thing made to order."""
    if not enquiry.facility.takes_transfers:
        return deposits.NONE
    if terms.ahead_percent is not None:
        ahead = sum(one.quantity * one.unit_price for one in terms.lines) * terms.ahead_percent // 100
        return Deposit(ahead, ahead * terms.kept_percent // 100)
    known = _products(one.product_id for one in terms.lines)
    goods = [
        (known[one.product_id], one.variant_id or 0, one.quantity * one.unit_price)
        for one in terms.lines
        if one.product_id
    ]
    return deposits.reckon(goods, deposits.rules_of(known.values()))


def methods(quote: Quote) -> tuple[str, ...]:
    """As at a checkout: on delivery, by transfer where its maker takes one, by card once cards are on. A deposit is
    never paid at the door: without an account it is paid by card or not at all."""
    maker = quote.enquiry.facility
    by_card = rules.are_on() and rules.today().takes(quote.ahead or quote.total)
    at_the_door = maker.takes_transfers or not quote.ahead
    by_transfer = ("vietqr",) if maker.takes_transfers else ()
    return (*(("cod",) if at_the_door else ()), *by_transfer, *(("stripe",) if by_card else ()))


def tax_inside(quote: Quote) -> int | None:
    """Value-added tax in its total, line by line as it will be billed; None where its maker tells none apart."""
    kind, today = quote.enquiry.facility.kind, times.today()
    sent = vat.rate(kind, "transport", today)
    if sent is None:
        return None
    found = sum(sent.inside(amount) for amount in (quote.delivery_fee, *(one.amount for one in quote.fees)))
    for line in quote.lines:
        rate = vat.rate(kind, "service" if line.product and line.product.mode == "service" else "goods", today)
        found += rate.inside(line.total) if rate else 0
    return found


def frozen(quote: Quote) -> list[ParcelFee]:
    """Its fees as those of its parcel."""
    return [ParcelFee(**{name: getattr(one, name) for name in FROZEN}) for one in quote.fees]


def _products(ids: Iterable[int | None]) -> dict[int | None, Product]:
    asked = {one for one in ids if one}
    rows = db.session.scalars(select(Product).where(Product.id.in_(asked)).options(joinedload(Product.facility)))
    return {one.id: one for one in rows} if asked else {}
