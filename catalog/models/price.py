"""What a variant costs by the dozen, and what it cost before: kept whoever changes a price, and however."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, event, insert, inspect
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from catalog.models.variant import Variant
from core import times
from core.db import Model, dong, one_of, primary_key

PRICE_KINDS = ("regular", "sale")


class PriceTier(Model):
    """From so many pieces on, each costs this much."""

    __table_args__ = (
        UniqueConstraint("variant_id", "least"),
        CheckConstraint("least BETWEEN 2 AND 999", "least_in_range"),
        CheckConstraint("price > 0", "price_positive"),
    )

    id: Mapped[primary_key]
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"), index=True)
    least: Mapped[int]
    price: Mapped[dong]


class PastPrice(Model):
    """A price that was asked until a moment: a regular one, or that of a sale."""

    __table_args__ = (
        CheckConstraint("price > 0", "price_positive"),
        CheckConstraint(one_of("kind", PRICE_KINDS), "known_kind"),
        CheckConstraint("kind <> 'sale' OR since IS NOT NULL", "sales_began"),
        CheckConstraint("since IS NULL OR since <= until", "forwards"),
        Index("ix_past_price_until", "variant_id", "until"),
    )

    id: Mapped[primary_key]
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"))
    kind: Mapped[str]
    price: Mapped[dong]
    since: Mapped[datetime | None]  # None: since it has been there, or nobody noted
    until: Mapped[datetime]


Variant.tiers = relationship(
    PriceTier, order_by=PriceTier.least, cascade="all, delete-orphan", foreign_keys=PriceTier.variant_id
)
_SALE = ("sale_price", "sale_from", "sale_until")


@event.listens_for(Variant, "before_update")
def _sale_follows_price(mapper: Mapper[Variant], connection: Connection, variant: Variant) -> None:
    """A sale that is no lower than the price any more is over; one still to come is compared with no more than the
    price that now stands before it.
    """
    if variant.sale_price is None or not inspect(variant).attrs["price"].history.has_changes():
        return
    if variant.is_weighed or variant.price is None or variant.price <= variant.sale_price:
        variant.sale_price = variant.sale_compare = variant.sale_from = variant.sale_until = None
    elif variant.sale_from is not None and times.now() < variant.sale_from:
        variant.sale_compare = min(variant.sale_compare or variant.price, variant.price)


@event.listens_for(Variant, "after_update")
def _keep_what_it_cost(mapper: Mapper[Variant], connection: Connection, variant: Variant) -> None:
    """The price that goes, and the sale that ends or gives way to another, as far as it had begun."""
    now, gone = times.now(), []
    before = {name: _before(variant, name) for name in ("price", *_SALE)}
    if before["price"] is not None and before["price"] != variant.price:
        gone.append({"kind": "regular", "price": before["price"], "since": None, "until": now})
    sale = [before[name] for name in _SALE]
    is_same = all(before[name] == getattr(variant, name) for name in _SALE)
    if sale[0] is not None and not is_same and sale[1] < now:
        gone.append({"kind": "sale", "price": sale[0], "since": sale[1], "until": min(sale[2], now)})
    if gone:
        connection.execute(insert(PastPrice), [{"variant_id": variant.id, **one} for one in gone])


def _before(variant: Variant, name: str) -> Any:
    history = inspect(variant).attrs[name].history
    return history.deleted[0] if history.deleted else getattr(variant, name) if not history.added else None
