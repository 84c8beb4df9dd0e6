"""What a buyer types into a standing order, and a maker into what she offers for them."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _

from catalog.models import Product, Variant
from core import times
from core.forms import Form
from shop import terms
from shop.forms import CheckoutForm
from shop.models import StandingOffer
from shop.models.standing import EVERY
from shop.standing import Wish

METHODS = ("cod", "vietqr")


class StandingForm(CheckoutForm):
    """`goods`: what is offered, with its terms; fields so-<variant id> say how many."""

    def __init__(
        self, raw: Mapping[str, Any], goods: Sequence[tuple[Variant, StandingOffer]], methods: tuple[str, ...] = METHODS
    ) -> None:
        super().__init__(raw, methods)
        self.goods = goods

    def clean(self) -> None:
        super().clean()
        self.email_address = self.email("email", required=True)
        soonest = times.today() + timedelta(days=terms.value("standing_days_before"))
        last = soonest + timedelta(days=366)
        starts_on = self.day("starts_on", at_least=soonest, at_most=last, required=_("Chọn ngày giao đầu tiên."))
        if starts_on and "starts_on" in self.errors:
            self.errors["starts_on"] = _("Sớm nhất là ngày %(day)s.", day=f"{soonest:%d/%m/%Y}")
        ends_on = self.day("ends_on")
        if ends_on and starts_on and ends_on < starts_on:
            self.errors["ends_on"] = _("Ngày cuối phải sau ngày đầu.")
        every = self.choice("every", EVERY, required=_("Chọn bao lâu một lần."))
        self.wish = Wish(self.quantities, every, starts_on or soonest, ends_on)

    @property
    def quantities(self) -> dict[int, int]:
        """As typed, where it is a number; at least what its maker asks."""
        return {one.id: self._many(one, offer) for one, offer in self.goods}

    def _many(self, variant: Variant, offer: StandingOffer) -> int:
        name = f"so-{variant.id}"
        if str(self.raw.get(name) or "").strip() == "":
            return offer.least
        return self.integer(name, at_least=offer.least, at_most=999) or offer.least


class NextForm(Form):
    """How many of each next time: so-<variant id>, 0 leaves it out."""

    def __init__(self, raw: Mapping[str, Any], variants: Sequence[Variant]) -> None:
        super().__init__(raw)
        self.variants = variants

    def clean(self) -> None:
        read = {one.id: self.integer(f"so-{one.id}", at_least=0, at_most=999) for one in self.variants}
        self.quantities = {one: many or 0 for one, many in read.items()}


class OfferForm(Form):
    def __init__(self, raw: Mapping[str, Any], products: Sequence[Product], days: Sequence[str]) -> None:
        super().__init__(raw)
        self.products, self.days = products, days

    def clean(self) -> None:
        known = {str(one.id): one for one in self.products}
        said = self.choice("product", tuple(known), required=_("Chọn một món của bạn."))
        self.product = known.get(said)
        self.least = self.integer("least", at_least=1, at_most=999) or 1
        self.weekdays = "".join(one for one in "0123456" if one in self.days)
        if not self.weekdays:
            self.errors["days"] = _("Chọn ít nhất một ngày trong tuần.")
