"""What a cart costs to one province: a parcel a maker with its fee and day, before anything is committed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from catalog.models import Product, Variant
from core import times
from programme.models import Facility
from shop import delivery, deposits, fees, outlook, promotions, rulebook, sending, shipping, slots, vat, ways
from shop.cards import rules
from shop.carriers import prices
from shop.carriers.packages import Item
from shop.carriers.prices import Said
from shop.cart import by_facility
from shop.deposits import Deposit
from shop.models import Cart, CartLine, DeliverySlot, FeeRule, Voucher
from shop.orders import days
from shop.promotions import Reckoned
from shop.rulebook import Rulebook


class Chosen(Protocol):
    """Where goods are fetched, as a form reads it."""

    @property
    def fetched_from(self) -> tuple[int, ...]: ...

    @property
    def points(self) -> tuple[tuple[int, int], ...]: ...

    @property
    def sending(self) -> tuple[tuple[int, str], ...]: ...


@dataclass(frozen=True, slots=True)
class BillParcel:
    """One maker's lines. Those that can no longer be had are listed but not counted."""

    facility: Facility
    lines: list[CartLine]
    goods: int
    shipping: shipping.Quote
    ready: dict[int, date] = field(default_factory=dict)  # by variant id, of what is made to order
    barred: dict[int, str] = field(default_factory=dict)  # by variant id: why it cannot be had, or not there
    fetching: ways.Fetching | None = None  # where she fetches it
    offers: Sequence[ways.Fetching] = ()  # where it may be fetched
    sendings: Sequence[sending.Sending] = ()  # the ways in which it may be sent
    sent: sending.Sending | None = None  # the one of them that is reckoned with
    asked: Said = Said()  # of her carriers
    slots: Sequence[DeliverySlot] = ()  # the times to choose from
    discounts: Sequence[tuple[Voucher, int]] = ()  # what each voucher or rule takes off it
    fees: Sequence[tuple[FeeRule, int]] = ()  # by kind
    left: Sequence[tuple[Product, int, int]] = ()  # (product, variant id, what it costs, vouchers off)
    off_delivery: int = 0
    deposit: Deposit = deposits.NONE  # of what is made to order

    @property
    def is_fetched(self) -> bool:
        return self.fetching is not None

    @property
    def has_choice(self) -> bool:
        return bool(self.offers) or len(self.sendings) > 1 or self.asked != Said()

    @property
    def chosen(self) -> str:
        """As a form names it."""
        return self.fetching.value if self.fetching else self.sent.value if self.sent else sending.USUAL

    @property
    def total(self) -> int:
        return self.goods + self.shipping.fee + self.fee_total - sum(amount for _voucher, amount in self.discounts)

    @property
    def fee_total(self) -> int:
        return sum(amount for _rule, amount in self.fees)

    @property
    def tax_inside(self) -> int | None:
        """Value-added tax in its total; None where its maker tells none apart. Line by line, as it will be billed."""
        rates = {kind: vat.rate(self.facility.kind, kind, times.today()) for kind in ("goods", "service", "transport")}
        sent = rates["transport"]
        if sent is None:
            return None
        kinds = [("service" if product.mode == "service" else "goods", price) for product, _id, price in self.left]
        goods = sum(rate.inside(price) for kind, price in kinds if (rate := rates[kind]))
        return (
            goods + sent.inside(self.shipping.fee - self.off_delivery) + sum(sent.inside(one) for _r, one in self.fees)
        )

    @property
    def ahead(self) -> int:
        """What is to be paid before its maker begins; 0 where nothing is."""
        return min(self.deposit.ahead, self.total)

    @property
    def over(self) -> int:
        """By how much the scales may raise it at most without the buyer's word."""
        return sum(line.most - line.total for line in self.lines if line.counts)

    @property
    def is_estimate(self) -> bool:
        return any(line.variant.is_weighed for line in self.lines if line.counts)


@dataclass(frozen=True, slots=True)
class Bill:
    parcels: list[BillParcel]
    reckoned: Reckoned = Reckoned()
    rules: Rulebook = Rulebook()  # it was reckoned by these

    @property
    def lines(self) -> list[CartLine]:
        return [line for parcel in self.parcels for line in parcel.lines]

    @property
    def goods(self) -> int:
        return sum(parcel.goods for parcel in self.parcels)

    @property
    def shipping(self) -> int:
        return sum(parcel.shipping.fee for parcel in self.parcels)

    @property
    def total(self) -> int:
        return self.goods + self.shipping + self.fee_total - self.reckoned.amount

    @property
    def fee_total(self) -> int:
        return sum(parcel.fee_total for parcel in self.parcels)

    @property
    def deposit(self) -> Deposit:
        return sum((parcel.deposit for parcel in self.parcels), deposits.NONE)

    @property
    def by_card(self) -> int:
        """What a card would be asked for."""
        return sum(parcel.ahead or parcel.total for parcel in self.parcels)

    @property
    def wants_freight(self) -> bool:
        """Whether the delivery of some goods is quoted first."""
        return any("quote" in parcel.barred.values() for parcel in self.parcels)

    @property
    def has_table_fee(self) -> bool:
        """Whether some delivery is reckoned by the market's own sample table."""
        return any(one.sent and one.sent.value == sending.USUAL for one in self.parcels)

    @property
    def is_all_fetched(self) -> bool:
        """Nothing of it is sent: no address is asked for."""
        return bool(self.parcels) and all(parcel.is_fetched for parcel in self.parcels)

    @property
    def is_estimate(self) -> bool:
        return any(parcel.is_estimate for parcel in self.parcels)

    @property
    def most(self) -> int:
        """What is never exceeded without the buyer's word."""
        return self.total + sum(parcel.over for parcel in self.parcels)

    @property
    def has_trouble(self) -> bool:
        return any(line.trouble for line in self.lines)

    @property
    def is_barred(self) -> bool:
        return any(parcel.barred for parcel in self.parcels)

    @property
    def shown_days(self) -> str:
        """The promised days, to be sent back with the order."""
        return days({one: day for parcel in self.parcels for one, day in parcel.ready.items()})

    @property
    def methods(self) -> tuple[str, ...]:
        """On delivery always; by transfer only where every maker takes one; by card where the sum is known, once on."""
        by_transfer = all(p.facility.takes_transfers for p in self.parcels)
        by_card = rules.are_on() and not self.is_estimate and rules.today().takes(self.by_card)
        return ("cod", *(("vietqr",) if by_transfer else ()), *(("stripe",) if by_card else ()))


def bill(
    cart: Cart | None,
    province_code: str,
    commune_code: str = "",
    fetched_from: Collection[int] = (),
    phone: str = "",
    *,
    points: Iterable[tuple[int, int]] = (),
    sent_by: Iterable[tuple[int, str]] = (),
) -> Bill:
    """What it costs, when it is ready and what does not go there; a commune that is not said yet bars nothing.
    `fetched_from`: the makers at whose workshops the buyer fetches, where they hand over there; `points`: (maker,
    venue), where she fetches the others; `sent_by`: (maker, way), how the rest is sent; `phone`: hers, if known."""
    groups = by_facility(cart.lines) if cart else []
    ready, barred = outlook.of(cart.lines if cart else [])
    offered = ways.offers(maker for maker, _lines in groups)
    wanted = dict.fromkeys(fetched_from, "workshop") | {one: f"diem-{venue}" for one, venue in points}
    found = {maker: ways.chosen(of, wanted.get(maker, "")) for maker, of in offered.items()}
    fetched = {maker: fetching for maker, fetching in found.items() if fetching}
    for line in cart.lines if cart else []:
        if line.product.facility_id not in fetched and (
            code := delivery.trouble(line.product, province_code, commune_code)
        ):
            barred[line.variant_id] = code
    rules = rulebook.read((maker.id for maker, _lines in groups), commune_code)
    to = sending.Place(province_code, commune_code)
    told = [_parcel(one, lines, ready, barred, offered[one.id], fetched.get(one.id)) for one, lines in groups]
    chosen = dict(sent_by)
    parcels = [_sent(parcel, rules.sending, to, chosen.get(parcel.facility.id, "")) for parcel in told]
    coming = slots.coming(maker.id for maker, _lines in groups)
    parcels = [replace(one, slots=_timed(one, coming.get(one.facility.id, ()), province_code)) for one in parcels]
    return _lowered(parcels, rules, cart.voucher if cart else "", phone)


def chosen(cart: Cart | None, wish: Chosen) -> Bill:
    """As she wants it fetched or sent, wherever that is."""
    return bill(cart, delivery.HOME, "", wish.fetched_from, points=wish.points)


def to_be_priced(bill: Bill) -> list[prices.Wanted]:
    """What carriers may be asked about: goods that are sent, and that may go there."""
    found = []
    for one in bill.parcels:
        sent = shipping.sent_of(pieces_of(one))
        if sent and not one.fetching and not one.barred:
            items = tuple(Item(v.full_name, v.sku, n, v.price_now or 0, shipping.weight_of([(v, 1)])) for v, n in sent)
            found.append(prices.Wanted(one.facility, items, shipping.weight_of(sent), one.goods))
    return found


def needs_address(told: Bill) -> bool | None:
    """Whether something of it is sent; None where the cart is empty: ordered already, its order is told again."""
    return not told.is_all_fetched if told.parcels else None


def _lowered(parcels: list[BillParcel], rules: Rulebook, code: str, phone: str) -> Bill:
    """With what vouchers and rules take off each parcel, and the deposit that is asked for what is left."""
    pieces = promotions.of_cart([line for parcel in parcels for line in parcel.lines])
    sent = {one.facility.id: one.shipping.fee for one in parcels}
    got = promotions.reckon(pieces, sent, code, phone, given=rules.promotions)
    asked = deposits.rules_of(line.product for parcel in parcels for line in parcel.lines)
    return Bill([_whole(one, got, asked, rules.fees) for one in parcels], got, rules)


def _whole(parcel: BillParcel, got: Reckoned, asked: deposits.Rules, rules: Sequence[FeeRule]) -> BillParcel:
    count = sum(line.counts for line in parcel.lines)
    left = _left(parcel, got)
    return replace(
        parcel,
        discounts=_off(parcel, got),
        fees=fees.reckon(rules, parcel.facility.id, parcel.goods, count),
        left=left,
        off_delivery=sum(one.delivery.get(parcel.facility.id, 0) for one in got.cuts),
        deposit=deposits.reckon(left, asked),
    )


def _left(parcel: BillParcel, got: Reckoned) -> list[tuple[Product, int, int]]:
    """What its goods cost, vouchers off; what is weighed is paid when it is."""
    counted = [line for line in parcel.lines if line.counts and not line.variant.is_weighed]
    off = {line.variant_id: sum(one.goods.get(line.variant_id, 0) for one in got.cuts) for line in counted}
    return [(line.product, line.variant_id, line.total - off[line.variant_id]) for line in counted]


def _off(parcel: BillParcel, got: Reckoned) -> list[tuple[Voucher, int]]:
    mine = [line.variant_id for line in parcel.lines if line.counts]
    sums = [(one.voucher, sum(one.of(parcel.facility.id, mine))) for one in got.cuts]
    return [(voucher, amount) for voucher, amount in sums if amount]


def _parcel(  # noqa: PLR0913 (what was read for the whole cart)
    facility: Facility,
    lines: list[CartLine],
    ready: dict[int, date],
    barred: dict[int, str],
    offers: Sequence[ways.Fetching],
    fetching: ways.Fetching | None,
) -> BillParcel:
    """Without what sending it costs."""
    counted = [line for line in lines if line.counts]
    mine = {line.variant_id: ready[line.variant_id] for line in counted if line.variant_id in ready}
    stopped = {line.variant_id: barred[line.variant_id] for line in lines if line.variant_id in barred}
    goods = sum(line.total for line in counted)
    return BillParcel(facility, lines, goods, shipping.NOTHING, mine, stopped, fetching, offers)


def _sent(parcel: BillParcel, read: sending.Book, to: sending.Place, value: str) -> BillParcel:
    """With the ways of sending it, and the fee and day of the chosen one; of one that is not offered, the usual."""
    soonest = max(parcel.ready.values(), default=None)
    asked = sending.Asked(parcel.facility, pieces_of(parcel), to, soonest, parcel.goods, value)
    offered = read.offers(asked)
    if parcel.fetching or not offered:
        quote = shipping.quote(parcel.facility, asked.pieces, to.province_code, soonest, fetching=parcel.fetching)
        return replace(parcel, shipping=quote, sendings=offered)
    if "quote" in parcel.barred.values():  # nobody knows yet what sending it costs
        return replace(parcel, shipping=replace(asked.usual, fee=0))
    sent = sending.chosen(offered, value) or offered[0]
    return replace(parcel, shipping=sent.quote, sendings=offered, sent=sent, asked=read.said(asked))


def _timed(parcel: BillParcel, coming: Iterable[DeliverySlot], province_code: str) -> list[DeliverySlot]:
    """Those that fit how and where it goes, and when its maker has it."""
    ready = parcel.shipping.ready_on
    return [one for one in coming if slots.fits(one, parcel.facility, parcel.fetching, province_code, ready)]


def pieces_of(parcel: BillParcel) -> list[tuple[Variant, int]]:
    return [(line.variant, line.quantity) for line in parcel.lines if line.counts]
