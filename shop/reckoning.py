"""What a voucher takes off a cart, in whole đồng: reckoned over the goods it covers and spread over them exactly."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from shop.models import Voucher


@dataclass(frozen=True, slots=True)
class Piece:
    """So many of one variant at one price, and the stand of an open fair it was picked from."""

    variant_id: int
    facility_id: int
    unit_price: int
    quantity: int
    fair_id: int | None = None
    booth_id: int | None = None
    product_id: int | None = None

    @property
    def total(self) -> int:
        return self.unit_price * self.quantity


@dataclass(frozen=True, slots=True)
class Cut:
    """What one voucher takes: by variant, and off the delivery by maker."""

    voucher: Voucher
    goods: Mapping[int, int] = field(default_factory=dict)
    delivery: Mapping[int, int] = field(default_factory=dict)

    @property
    def amount(self) -> int:
        return sum(self.goods.values()) + sum(self.delivery.values())

    def of(self, facility_id: int, variant_ids: Iterable[int]) -> tuple[int, int]:
        """(off the goods, off the delivery) of one maker's parcel."""
        return sum(self.goods.get(one, 0) for one in variant_ids), self.delivery.get(facility_id, 0)


def spread(amount: int, over: Sequence[int]) -> list[int]:
    """Shares that sum to the amount and follow `over`, none above its own: whole đồng, the largest remainders first."""
    whole = sum(over)
    if not 0 <= amount <= whole:
        raise ValueError("more than there is to take from")
    shares = [amount * one // whole if whole else 0 for one in over]
    remainders = sorted(range(len(over)), key=lambda n: (-(amount * over[n] % whole) if whole else 0, n))
    for n in remainders[: amount - sum(shares)]:
        shares[n] += 1
    return shares


def cut(voucher: Voucher, covered: Sequence[Piece], left: Mapping[int, int], fees: Mapping[int, int]) -> Cut | None:
    """What it takes off the goods it covers; None where it does not fit. `left`: what each still costs by variant,
    other vouchers off; `fees`: what sending costs by maker, likewise."""
    bought = sum(one.total for one in covered)
    stands = {one.booth_id for one in covered if one.booth_id}
    if not covered or bought < voucher.least or len(stands) < voucher.stands_least:
        return None
    if voucher.effect == "delivery":
        by_maker = {one: fees.get(one, 0) for one in sorted({piece.facility_id for piece in covered})}
        taken = spread(min(sum(by_maker.values()), voucher.ceiling or sum(by_maker.values())), [*by_maker.values()])
        made = Cut(voucher, delivery={one: off for one, off in zip(by_maker, taken, strict=True) if off})
    else:
        made = Cut(voucher, goods=_goods(voucher, covered, left))
    return made if made.amount else None


def _goods(voucher: Voucher, covered: Sequence[Piece], left: Mapping[int, int]) -> dict[int, int]:
    """Spread over what each covered piece may give: all of it, or where the second is cheaper its own share."""
    percent = voucher.percent or 0
    may = [left[one.variant_id] for one in covered]
    if voucher.effect == "second":
        may = [min(r, one.quantity // 2 * one.unit_price * percent // 100) for r, one in zip(may, covered, strict=True)]
        wanted = sum(may)
    else:
        wanted = voucher.amount if voucher.amount is not None else sum(may) * percent // 100
    shares = spread(min(wanted, sum(may), voucher.ceiling or wanted), may)
    return {one.variant_id: share for one, share in zip(covered, shares, strict=True) if share}


def best(rules: Iterable[tuple[Voucher, Sequence[Piece]]], left: dict[int, int], fees: dict[int, int]) -> list[Cut]:
    """Of rules that apply by themselves: the one that brings the buyer most first, and each thing takes part in one.

    `left` and `fees` are lowered by what is taken.
    """
    open_rules, taken, made = list(rules), set[int](), list[Cut]()
    while True:
        free = [(rule, [one for one in goods if one.variant_id not in taken]) for rule, goods in open_rules]
        cuts = [one for rule, goods in free if (one := cut(rule, goods, left, fees))]
        if not cuts:
            return made
        top = min(cuts, key=lambda one: (-one.amount, one.voucher.id))
        take(top, left, fees)
        taken |= set(top.goods)
        made.append(top)
        open_rules = [(rule, goods) for rule, goods in open_rules if rule is not top.voucher]


def take(one: Cut, left: dict[int, int], fees: dict[int, int]) -> None:
    for variant_id, off in one.goods.items():
        left[variant_id] -= off
    for facility_id, off in one.delivery.items():
        fees[facility_id] -= off
