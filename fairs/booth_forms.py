"""What a maker types at the steps of its booth."""

from collections.abc import Mapping, Sequence
from typing import Any

from catalog.forms import PriceForm
from catalog.models import Variant


class FairPricesForm(PriceForm):
    """A price of the fair for each form of what a booth shows; empty where it is the usual one."""

    def __init__(self, raw: Mapping[str, Any], forms: Sequence[Variant]) -> None:
        super().__init__(raw)
        self.forms = forms

    def clean(self) -> None:
        names = {one.id: field_of(one.id) for one in self.forms}
        self.wanted = {one: self._amount(name, self.text(name, at_most=60)) for one, name in names.items()}


def field_of(variant_id: int) -> str:
    return f"gia-{variant_id}"
