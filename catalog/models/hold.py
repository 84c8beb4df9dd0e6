"""Stock kept for somebody for a while: what a cart at its checkout is promised, with the moment at which that ends."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, FromClause, ScalarSelect, UniqueConstraint, bindparam, func, select
from sqlalchemy.orm import Mapped, column_property, mapped_column

from catalog.models.variant import Variant
from core import times
from core.db import Instant, Model, primary_key


class Hold(Model):
    """So many of one variant for one holder. They are counted in Variant.held, also when lapsed, until swept."""

    __tablename__ = "stock_hold"
    __table_args__ = (UniqueConstraint("holder", "variant_id"), CheckConstraint("units > 0", "units_positive"))

    id: Mapped[primary_key]
    holder: Mapped[str]  # the token of a cart
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"), index=True)
    units: Mapped[int]
    until: Mapped[datetime]

    @property
    def is_live(self) -> bool:
        return self.until > times.now()


def lapsed_of(variant: FromClause) -> ScalarSelect[int]:
    """SQL: the units of this variant that are still counted as held, though their clock has run out."""
    now = bindparam("lapsed_now", callable_=times.now, type_=Instant())
    units = func.coalesce(func.sum(Hold.__table__.c.units), 0)
    mine = Hold.__table__.c.variant_id == variant.c.id
    return select(units).where(mine, Hold.__table__.c.until <= now).correlate(variant).scalar_subquery()


# Known with every variant, in the same statement: a hold that has lapsed is free at the next read, without any job.
Variant.lapsed = column_property(lapsed_of(Variant.__table__))
