"""What a cart costs to one province: a parcel a maker with its fee and day, before anything is committed."""

from dataclasses import dataclass

from programme.models import Facility
from shop import shipping
from shop.models import Cart, CartLine
from shop.orders import by_facility


@dataclass(frozen=True, slots=True)
class BillParcel:
    """One maker's lines. Those that can no longer be had are listed but not counted."""

    facility: Facility
    lines: list[CartLine]
    goods: int
    shipping: shipping.Quote

    @property
    def total(self) -> int:
        return self.goods + self.shipping.fee


@dataclass(frozen=True, slots=True)
class Bill:
    parcels: list[BillParcel]

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
        return self.goods + self.shipping

    @property
    def has_trouble(self) -> bool:
        return any(line.trouble for line in self.lines)

    @property
    def methods(self) -> tuple[str, ...]:
        """On delivery always; by transfer only where every maker takes one."""
        return ("cod", "vietqr") if all(p.facility.takes_transfers for p in self.parcels) else ("cod",)


def bill(cart: Cart | None, province_code: str) -> Bill:
    groups = by_facility(cart.lines) if cart else []
    return Bill([_parcel(facility, lines, province_code) for facility, lines in groups])


def _parcel(facility: Facility, lines: list[CartLine], province_code: str) -> BillParcel:
    counted = [line for line in lines if line.counts]
    quote = shipping.quote(facility, [(line.variant, line.quantity) for line in counted], province_code)
    return BillParcel(facility, lines, sum(line.total for line in counted), quote)
