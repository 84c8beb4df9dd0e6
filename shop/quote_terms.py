"""What one version of a quote says, before it is a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Line:
    """So many of one variant, or of what `name` says; `product_id` is what that comes from, where it is known."""

    name: str
    unit: str
    quantity: int
    unit_price: int
    variant_id: int | None = None
    product_id: int | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """All of it. `ahead_percent` of the goods is paid ahead, None: as its maker set for each thing made to order;
    `kept_percent` of that stays with her where the buyer gives up what was accepted."""

    lines: Sequence[Line]
    delivery_fee: int
    ready_on: date
    valid_until: date
    province_code: str = ""
    words: str = ""
    ahead_percent: int | None = None
    kept_percent: int = 0
