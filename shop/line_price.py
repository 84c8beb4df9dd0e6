"""Why a line cost what it did: the price of one without sale, tier and fair, and what set the one that was paid."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import one_of, optional_dong

PRICED_BY = ("regular", "sale", "tier", "fair", "quote", "exchange")


class PricedLine:
    """Frozen when it is bought, as its unit price is."""

    list_price: Mapped[optional_dong]  # None: bought before anybody noted it
    price_kind: Mapped[str] = mapped_column(default="regular")
    tier_least: Mapped[int | None]  # the tier's number of pieces


def price_checks() -> tuple[CheckConstraint, ...]:
    return (
        CheckConstraint(one_of("price_kind", PRICED_BY), "known_price_kind"),
        CheckConstraint("list_price IS NULL OR list_price >= unit_price", "list_price_not_lower"),
        CheckConstraint("(price_kind = 'tier') = (tier_least IS NOT NULL)", "tier_is_told"),
    )
