"""What the page of a product says before one buys: what is inside, when it is ready, on which dates, how it is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from catalog import bundles, capacity, delivery, making, sessions
from catalog.models import BundlePart, DeliveryRange, MakingStep, Product, Session
from core import times
from shop import deposits, sending, shipping
from shop.models import DepositRule


@dataclass(frozen=True, slots=True)
class Told:
    price: int | None
    contents: Sequence[BundlePart]
    worth: int | None  # of the contents one by one, in đồng
    ready_on: date | None  # of what is made to order
    is_full: bool  # no week within the horizon takes one more
    sessions: Sequence[Session]
    steps: Sequence[MakingStep]
    reach: DeliveryRange | None
    near: shipping.Quote
    deposit: DepositRule | None
    far_fee: int  # to the farthest place, by the usual way

    @property
    def saved(self) -> int:
        """Đồng that the hamper costs less than its parts."""
        price = self.price
        return max(0, (self.worth or 0) - price) if self.contents and price else 0


def told_of(product: Product) -> Told:
    """One statement for the steps, and one or two for what its way of selling asks."""
    mine = [variant.id for variant in product.offers if variant.is_bundle]
    contents = bundles.parts_of(mine).get(mine[0], []) if mine else []
    ready, is_full = _ready(product)
    read, home = sending.book([product.facility_id]), sending.Place(shipping.HOME)
    one = sending.Asked(product.facility, [(product.main, 1)], home, ready, product.main.price_now or 0)
    return Told(
        price=product.main.price_now,
        contents=contents,
        worth=bundles.worth(contents),
        ready_on=ready,
        is_full=is_full,
        sessions=sessions.coming(product.id) if product.mode == "service" else (),
        steps=making.steps_of(product),
        reach=delivery.range_of(product),
        near=read.quote(one),
        far_fee=read.dearest(one),
        deposit=deposits.of_product(product),
    )


def _ready(product: Product) -> tuple[date | None, bool]:
    if product.mode != "made_to_order":
        return None, False
    try:
        return capacity.ready_on(product, 1, capacity.calendars_of([product]).get(product.id, ())), False
    except capacity.Full:
        return times.today() + timedelta(weeks=capacity.HORIZON_WEEKS), True
