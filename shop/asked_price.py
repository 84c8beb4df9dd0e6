"""What a line of a cart costs at this moment: the lowest of sale, tier and the price of the fair it was picked at."""

from typing import TYPE_CHECKING

from catalog.models import PriceTier, Variant
from fairs.models import Booth, FairPrice

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped

    from shop.models import Cart


class AskedLine:
    """Nothing here is kept: the order line keeps what was asked when it was placed."""

    if TYPE_CHECKING:
        variant: Variant
        quantity: int
        booth: Booth | None
        fair_price: FairPrice | None
        variant_id: Mapped[int]
        cart: Mapped["Cart"]

    @property
    def left(self) -> int | None:
        """Units this buyer can have: what is free and what is kept for her; None where units are not counted."""
        mine = sum(one.units for one in self.cart.holds if one.variant_id == self.variant_id and one.is_live)
        return None if self.variant.available is None else self.variant.available + mine

    @property
    def fair_offer(self) -> int | None:
        """What each costs at the booth it was picked from, while that sells and nothing else is as low."""
        if self.fair_price is None or self.booth is None or not self.booth.sells or self.variant.is_weighed:
            return None
        usual = self.variant.price_for(self.quantity)
        return self.fair_price.price if usual is not None and self.fair_price.price < usual else None

    @property
    def has_lost_fair_price(self) -> bool:
        """Whether it was picked at the price of a fair that has closed since."""
        return self.fair_price is not None and self.booth is not None and self.booth.fair.is_over

    @property
    def unit_price(self) -> int | None:
        """What each costs at this moment, the fair, the sale and the tier that so many reach counted."""
        return self.fair_offer or self.variant.price_for(self.quantity)

    @property
    def next_tier(self) -> PriceTier | None:
        """The nearest number of pieces at which each costs less, where there are so many."""
        left, price = self.left, self.unit_price or 0
        further = [one for one in self.variant.tiers_now if one.least > self.quantity and one.price < price]
        return next((one for one in further if left is None or one.least <= left), None)

    @property
    def total(self) -> int:
        """Of what is weighed, an estimate."""
        if self.variant.is_weighed:
            return self.variant.estimate(self.quantity)
        return (self.unit_price or 0) * self.quantity

    @property
    def most(self) -> int:
        """What it never exceeds without the buyer's word."""
        return self.variant.at_most(self.quantity) if self.variant.is_weighed else self.total
