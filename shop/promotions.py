"""Vouchers and promotion rules in a cart and in an order: one engine for what needs a code and what applies by itself.

Rules come first, the best for the buyer, each thing in one of them; then the code that was typed, off what is left.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, or_, select, update

from core import codes, times
from core.db import db, insert
from core.rates import digest_of
from programme.models import Support
from shop import ledger, promotion, reckoning
from shop.ledger import Move
from shop.models import (
    CartLine,
    LedgerEntry,
    Movement,
    Order,
    OrderLine,
    Parcel,
    ParcelDiscount,
    Voucher,
    VoucherPhone,
    VoucherProduct,
)
from shop.reckoning import Cut, Piece


class NotGood(Exception):
    """The code that was typed brings nothing, and why, in a word (see `Reckoned.trouble`)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Over(Exception):
    """Somebody took the last use, or the last of the budget, a moment ago."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What applies by itself just now, and by scheme whose vouchers are on the facilities it supports."""

    rules: Sequence[Voucher] = ()
    makers: Mapping[int, set[int]] = field(default_factory=dict)
    products: Mapping[int, set[int]] = field(default_factory=dict)  # by rule that is for some, those


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What is taken off a cart, and what became of the code that was typed: unknown, early, over, used_up, phone_used,
    too_little, stands or not_covered; empty where it counts."""

    cuts: Sequence[Cut] = ()
    code: str = ""
    voucher: Voucher | None = None
    trouble: str = ""
    nearest: tuple[Voucher, int] | None = None  # the rule that would hold if she bought for so much more

    @property
    def amount(self) -> int:
        return sum(one.amount for one in self.cuts)


def typed(text: str) -> str:
    """A code as it is kept: in capitals, without what stands between; empty where no code is written like that."""
    return codes.typed(text, 4, 20)


def is_known(code: str) -> bool:
    """Whether any voucher ever had this code."""
    return bool(code) and db.session.scalar(select(Voucher.id).where(Voucher.code == code)) is not None


def of_cart(lines: Sequence[CartLine]) -> list[Piece]:
    """What can be lowered of a cart: counted, of a known price."""
    return [_of_line(line) for line in lines if line.counts and not line.variant.is_weighed and line.unit_price]


def offered() -> Offered:
    """Two queries; a third where a rule is for some products only."""
    rules = _rules()
    return Offered(rules, _makers_of_schemes(), _named(rules))


def reckon(
    pieces: Sequence[Piece],
    fees: Mapping[int, int],
    code: str = "",
    phone: str = "",
    *,
    given: Offered | None = None,
) -> Reckoned:
    """What a cart gets now. `fees`: what sending costs by maker; `phone`: whose uses are counted, where it is known;
    `given`: what is offered, where it was read."""
    if not pieces:
        return Reckoned(code=code, trouble="not_covered" if code else "")
    left, to_pay = {one.variant_id: one.total for one in pieces}, dict(fees)
    given = given or offered()
    rules = [(one, _covered(one, pieces, given)) for one in given.rules if not _own_trouble(one, phone)]
    nearest = _nearest(rules)
    cuts = [one for one in reckoning.best(rules, left, to_pay) if _affords(one)]
    if not code:
        return Reckoned(cuts, nearest=nearest)
    voucher = db.session.scalar(select(Voucher).where(Voucher.code == code))
    if voucher is None:
        return Reckoned(cuts, code, None, "unknown", nearest)
    covered = _covered(voucher, pieces, given)
    made = reckoning.cut(voucher, covered, left, to_pay)
    trouble = _own_trouble(voucher, phone) or _misfit(voucher, covered)
    if not trouble and (made is None or not _affords(made)):
        trouble = "used_up" if made else "not_covered"
    return Reckoned([*cuts, made] if made and not trouble else cuts, code, voucher, trouble, nearest)


def take(order: Order, code: str, *, insist: bool, given: Offered | None = None) -> None:
    """Freeze what a new order gets on its parcels and lines, and count the uses. Raises Over; NotGood where the code
    brings nothing though it was insisted upon."""
    lines = [line for parcel in order.parcels for line in parcel.lines if not line.is_weighed]
    pieces = [_of_ordered(line) for line in lines]
    fees = {parcel.facility.id: parcel.shipping_fee for parcel in order.parcels}
    got = reckon(pieces, fees, code, order.buyer_phone, given=given)
    if insist and got.trouble:
        raise NotGood(got.trouble)
    for one in sorted(got.cuts, key=lambda one: one.voucher.id):  # in one order, so that two never wait in a circle
        _use(one, order.buyer_phone)
        for parcel in order.parcels:
            _freeze(parcel, one)


def give_back(parcel: Parcel) -> None:
    """The parcel came to nothing, here or at the door: its đồng go back, and the use with the last of its parcels.

    The voucher's row is held first, so that two parcels given up at once are counted one after the other.
    """
    for voucher_id in sorted(one.voucher_id for one in parcel.discounts):
        _quietly(update(Voucher).where(Voucher.id == voucher_id).values(used=Voucher.used))
        mine = (ParcelDiscount.parcel_id == parcel.id, ParcelDiscount.voucher_id == voucher_id)
        given = update(ParcelDiscount).where(*mine, ParcelDiscount.given_back_at.is_(None))
        amount = _quietly(given.values(given_back_at=times.now()).returning(ParcelDiscount.amount)).scalar()
        if amount is None:
            continue
        others = select(func.count()).select_from(ParcelDiscount).join(Parcel, Parcel.id == ParcelDiscount.parcel_id)
        others = others.where(Parcel.order_id == parcel.order_id, ParcelDiscount.voucher_id == voucher_id)
        uses = 0 if db.session.scalar(others.where(ParcelDiscount.given_back_at.is_(None))) else 1
        back = {"spent": Voucher.spent - amount, "used": Voucher.used - uses}
        _quietly(update(Voucher).where(Voucher.id == voucher_id).values(back))
        hers = (VoucherPhone.voucher_id == voucher_id, VoucherPhone.phone == digest_of(parcel.order.buyer_phone))
        _quietly(update(VoucherPhone).where(*hers).values(used=VoucherPhone.used - uses))


def lessen(parcel: Parcel, line: OrderLine, left: int) -> None:
    """Only so many of a line are sent: its share goes with the rest, back to who pays; what came off last first.

    The parcel's row is held. The use stays counted: the voucher was used.
    """
    over = line.forfeit(left)
    line.discount -= over
    parcel.discount -= over
    for one in reversed(parcel.discounts[:]):
        cut = min(over, one.amount - one.off_delivery)
        over -= cut
        if cut:
            _quietly(update(Voucher).where(Voucher.id == one.voucher_id).values(spent=Voucher.spent - cut))
        if cut == one.amount:
            parcel.discounts.remove(one)
            db.session.delete(one)
        else:
            one.amount -= cut


def settle(parcel: Parcel) -> None:
    """Delivered: what a fair or a scheme gave, the platform now owes the maker. Posted once."""
    for one in parcel.discounts:
        if one.payer != "maker":
            owed = ledger.code("facility", facility_id=parcel.facility_id)
            bears = ledger.code("promotion", fair_id=one.fair_id, scheme_id=one.scheme_id)
            moves = [Move(bears, owed, one.amount)]
            ledger.post(_key(one), "promotion", moves, parcel_id=parcel.id, order_id=parcel.order_id, note=one.title)


def take_back(parcel: Parcel, came: Mapping[int, int], cause: str) -> None:
    """Delivered goods came back: their share of what a fair or a scheme gave is owed to the maker no more.

    `came`: by line, how many pieces are back against their price, those of earlier times with them. Reckoned on all, so
    that many small returns take back what one would; the delivery's share goes with the last piece. Once a cause.
    """
    for one in parcel.discounts:
        if one.payer != "maker" and (more := _share_of(parcel, one, came) - _taken_back(one)) > 0:
            owed = ledger.code("facility", facility_id=parcel.facility_id)
            bears = ledger.code("promotion", fair_id=one.fair_id, scheme_id=one.scheme_id)
            moves = [Move(owed, bears, more)]
            key = f"promotion_back:{one.id}:{cause}"
            ledger.post(key, "promotion_back", moves, parcel_id=parcel.id, order_id=parcel.order_id, note=one.title)


def _share_of(parcel: Parcel, one: ParcelDiscount, came: Mapping[int, int]) -> int:
    live = [line for line in parcel.lines if not line.dropped_at]
    if all(came.get(line.id, 0) >= line.quantity for line in live):
        return one.amount
    back = sum(line.discount * min(came.get(line.id, 0), line.quantity) // line.quantity for line in live)
    return (one.amount - one.off_delivery) * back // (sum(line.discount for line in live) or 1)


def _taken_back(one: ParcelDiscount) -> int:
    """So far; one whose entry was reversed as a whole, as it was done once, has nothing left."""
    given = select(LedgerEntry.id).where(LedgerEntry.key == _key(one))
    if db.session.scalar(select(LedgerEntry.id).where(LedgerEntry.reverses_id == given.scalar_subquery())) is not None:
        return one.amount
    back = select(func.coalesce(func.sum(Movement.amount), 0)).join(LedgerEntry, LedgerEntry.id == Movement.entry_id)
    return int(db.session.scalar(back.where(LedgerEntry.key.like(f"promotion_back:{one.id}:%"))) or 0)


def _key(one: ParcelDiscount) -> str:
    return f"promotion:{one.id}"


def _of_line(line: CartLine) -> Piece:
    credit = promotion.credited(line.booth, line.feature)
    price, maker = line.unit_price or 0, line.product.facility_id
    return Piece(line.variant_id, maker, price, line.quantity, credit.fair_id, credit.booth_id, line.product.id)


def _of_ordered(line: OrderLine) -> Piece:
    maker = line.product.facility_id
    return Piece(line.variant.id, maker, line.unit_price, line.quantity, line.fair_id, line.booth_id, line.product.id)


def _rules() -> Sequence[Voucher]:
    now = times.now()
    still = (Voucher.stopped_at.is_(None), Voucher.from_at <= now, Voucher.until_at > now)
    return db.session.scalars(select(Voucher).where(Voucher.code.is_(None), *still).order_by(Voucher.id)).all()


def _makers_of_schemes() -> dict[int, set[int]]:
    """By scheme whose vouchers are on, the facilities it supports. One query."""
    live = select(Voucher.scheme_id).where(Voucher.stopped_at.is_(None), Voucher.until_at > times.now())
    query = select(Support.scheme_id, Support.facility_id).where(Support.scheme_id.in_(live))
    found: dict[int, set[int]] = {}
    for scheme_id, facility_id in db.session.execute(query):
        found.setdefault(scheme_id, set()).add(facility_id)
    return found


def _named(vouchers: Iterable[Voucher]) -> dict[int, set[int]]:
    """By voucher that is for some products only, those. One query where there is any."""
    found: dict[int, set[int]] = {one.id: set() for one in vouchers if one.is_of_some}
    query = select(VoucherProduct.voucher_id, VoucherProduct.product_id).where(VoucherProduct.voucher_id.in_(found))
    for voucher_id, product_id in db.session.execute(query) if found else ():
        found[voucher_id].add(product_id)
    return found


def _covered(voucher: Voucher, pieces: Sequence[Piece], given: Offered) -> list[Piece]:
    """Of what its payer reaches, what it is for."""
    within = _within_reach(voucher, pieces, given.makers)
    if not voucher.is_of_some:
        return within
    named = given.products.get(voucher.id) or _named([voucher])[voucher.id]
    return [one for one in within if one.product_id in named]


def _within_reach(voucher: Voucher, pieces: Sequence[Piece], makers: Mapping[int, set[int]]) -> list[Piece]:
    """Her own goods; goods picked at stands of the fair; goods of the facilities that the scheme supports."""
    if voucher.facility_id:
        return [one for one in pieces if one.facility_id == voucher.facility_id]
    if voucher.fair_id:
        return [one for one in pieces if one.booth_id and one.fair_id == voucher.fair_id]
    return [one for one in pieces if one.facility_id in makers.get(voucher.scheme_id or 0, ())]


def _nearest(rules: Sequence[tuple[Voucher, Sequence[Piece]]]) -> tuple[Voucher, int] | None:
    """Of rules that fit but for the least that is to be bought: the one that lacks least."""
    short = [
        (voucher, voucher.least - sum(one.total for one in covered))
        for voucher, covered in rules
        if covered and _misfit(voucher, covered) == "too_little" and _is_open(voucher)
    ]
    return min(short, key=lambda pair: (pair[1], pair[0].id), default=None)


def _is_open(voucher: Voucher) -> bool:
    """Whether anything of its budget is left."""
    return voucher.budget is None or voucher.spent < voucher.budget


def _own_trouble(voucher: Voucher, phone: str) -> str:
    if voucher.trouble or not (phone and voucher.per_phone):
        return voucher.trouble
    hers = select(VoucherPhone.used).where(VoucherPhone.voucher_id == voucher.id)
    used = db.session.scalar(hers.where(VoucherPhone.phone == digest_of(phone))) or 0
    return "phone_used" if used >= voucher.per_phone else ""


def _misfit(voucher: Voucher, covered: Sequence[Piece]) -> str:
    if not covered:
        return "not_covered"
    if sum(one.total for one in covered) < voucher.least:
        return "too_little"
    return "stands" if len({one.booth_id for one in covered if one.booth_id}) < voucher.stands_least else ""


def _affords(one: Cut) -> bool:
    return one.voucher.budget is None or one.voucher.spent + one.amount <= one.voucher.budget


def _use(one: Cut, phone: str) -> None:
    """Count it by one conditional UPDATE of the voucher, and one of this buyer's uses. Raises Over."""
    now, mine = times.now(), Voucher.id == one.voucher.id
    still = (Voucher.stopped_at.is_(None), Voucher.from_at <= now, Voucher.until_at > now)
    uses = or_(Voucher.uses_most.is_(None), Voucher.used < Voucher.uses_most)
    money = or_(Voucher.budget.is_(None), Voucher.spent + one.amount <= Voucher.budget)
    counted = update(Voucher).where(mine, *still, uses, money)
    counted = counted.values(used=Voucher.used + 1, spent=Voucher.spent + one.amount)
    if _quietly(counted.returning(Voucher.id)).scalar() is None:
        raise Over(one.voucher.id)
    hers = insert(VoucherPhone).values(voucher_id=one.voucher.id, phone=digest_of(phone), used=1)
    most = one.voucher.per_phone
    again = hers.on_conflict_do_update(
        index_elements=["voucher_id", "phone"],
        set_={"used": VoucherPhone.used + 1},
        where=VoucherPhone.used < most if most is not None else None,
    )
    if db.session.execute(again.returning(VoucherPhone.id)).scalar() is None:
        raise Over(one.voucher.id)


def _freeze(parcel: Parcel, one: Cut) -> None:
    goods, delivery = one.of(parcel.facility.id, [line.variant.id for line in parcel.lines])
    if not goods + delivery:
        return
    parcel.discount += goods + delivery
    for line in parcel.lines:
        line.discount += one.goods.get(line.variant.id, 0)
    voucher = one.voucher
    parcel.discounts.append(
        ParcelDiscount(
            voucher_id=voucher.id,
            title=voucher.title,
            code=voucher.code or "",
            payer=voucher.payer,
            fair_id=voucher.fair_id,
            scheme_id=voucher.scheme_id,
            amount=goods + delivery,
            off_delivery=delivery,
        )
    )


def _quietly(statement: Any) -> Any:
    return db.session.execute(statement.execution_options(synchronize_session=False))
