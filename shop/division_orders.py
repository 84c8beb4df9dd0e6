"""What a shared order costs its buyer, and accepting it: one order, a parcel a maker, each drawn on her own goods."""

from collections.abc import Sequence
from dataclasses import dataclass

from core import audit
from shop import deposits, division_letters, divisions, enquiries, fees, offered, orders, payments, refused
from shop.cards import rules
from shop.deposits import Deposit
from shop.models import Division, FeeRule, Order, Share


@dataclass(frozen=True, slots=True)
class SharePart:
    """One maker's part of the bill."""

    share: Share
    fees: Sequence[tuple[FeeRule, int]]
    deposit: Deposit

    @property
    def total(self) -> int:
        return self.share.goods + self.share.delivery_fee + sum(amount for _rule, amount in self.fees)

    @property
    def ahead(self) -> int:
        return min(self.deposit.ahead, self.total)


@dataclass(frozen=True, slots=True)
class DivisionBill:
    parts: Sequence[SharePart]

    @property
    def quantity(self) -> int:
        return sum(one.share.quantity for one in self.parts)

    @property
    def total(self) -> int:
        return sum(one.total for one in self.parts)

    @property
    def deposit(self) -> Deposit:
        return sum((one.deposit for one in self.parts), deposits.NONE)

    @property
    def methods(self) -> tuple[str, ...]:
        """As of a cart: a transfer needs the account of every maker."""
        by_transfer = all(one.share.facility.takes_transfers for one in self.parts)
        by_card = rules.are_on() and rules.today().takes(sum(one.ahead or one.total for one in self.parts))
        return ("cod", *(("vietqr",) if by_transfer else ()), *(("stripe",) if by_card else ()))


def bill(division: Division) -> DivisionBill:
    """At today's fees and deposits, as a checkout reckons them."""
    taken = division.taken
    held = fees.rules_for(one.facility_id for one in taken)
    asked = deposits.rules_of(one.variant.product for one in taken if one.variant)
    return DivisionBill([_part(one, held, asked) for one in taken])


def accept(division: Division, buyer: orders.Buyer, *, shown_total: int | None, shown_deposit: str) -> Order:
    """One order of all shares, or raise divisions.NotOpen, offered.Short, orders.TotalMoved, orders.NoCash or
    payments.NoTransfers and change nothing. Claimed first: of two who accept at once one makes the order."""
    divisions.end(division, "accepted", ("offered",), only_if_valid=True)
    shares = sorted(division.taken, key=lambda one: one.id)
    lines = offered.hold(shares)
    order = orders.begin(buyer)
    for share, line in zip(shares, lines, strict=True):
        share.parcel = orders.add_parcel(order, share.facility, [line], share.delivery_fee)
    fees.freeze(order, fees.rules_for(one.facility_id for one in shares))
    deposit = _expect(order, buyer, shares, lines)
    if shown_deposit != deposit or shown_total != order.total:
        raise orders.TotalMoved(order.total, deposit)
    orders.finish(order)
    division.order = order
    enquiries.heard(division.enquiry)
    audit.record(division, "division.accepted", order=order.number, total=order.total)
    division_letters.accepted(division)
    return order


def _expect(order: Order, buyer: orders.Buyer, shares: Sequence[Share], lines: Sequence) -> str:
    asked = deposits.rules_of(one.variant.product for one in shares if one.variant)
    found = deposits.NONE
    for share in shares:
        assert share.parcel is not None  # added above
        deposit = _deposit(share, asked)
        payments.expect(share.parcel, share.facility, buyer.payment, deposit)
        found += deposit
    if any(one.payment.method == "cod" for one in order.parcels) and refused.stops_cash(buyer.phone):
        raise orders.NoCash
    return found.said


def _part(share: Share, held: Sequence[FeeRule], asked: deposits.Rules) -> SharePart:
    return SharePart(share, fees.reckon(held, share.facility_id, share.goods, 1), _deposit(share, asked))


def _deposit(share: Share, asked: deposits.Rules) -> Deposit:
    goods = [(share.variant.product, share.variant.id, share.goods)] if share.variant else []
    return deposits.reckon(goods, asked)
