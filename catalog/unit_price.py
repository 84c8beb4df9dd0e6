"""The price of a kilogram, a litre, a metre or a piece, so that a tin of 100 g and one of 250 g can be compared.

Only where the maker says what one holds: the weight of a parcel counts the box and the straw.
"""

from dataclasses import dataclass

from catalog.models import Variant

# Of each unit of content: what a price is given for, and how many make it.
_WHOLE = {"g": ("kg", 1000), "ml": ("l", 1000), "cm": ("m", 100), "piece": ("piece", 1)}


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """Whole đồng for one `per`: kg, l, m or piece; rounded to the nearest đồng, halves up."""

    amount: int
    per: str


def of(variant: Variant) -> UnitPrice | None:
    """None where it has no price, where nobody says what it holds, and where it would say the price once more."""
    price = variant.price_now
    if price is None or not variant.content_amount or not variant.content_unit:
        return None
    per, whole = _WHOLE[variant.content_unit]
    if variant.content_amount == whole:
        return None
    return UnitPrice((2 * price * whole + variant.content_amount) // (2 * variant.content_amount), per)
