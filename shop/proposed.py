"""What a maker proposes instead of what was ordered: fewer of a line, or another of her goods in its place."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, exists, select, text
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from catalog.models import Product, Variant, on_show
from core import times
from core.db import Model, db, one_of, optional_dong, primary_key
from shop.models import OrderLine

STATES = ("open", "agreed", "refused", "withdrawn", "lapsed")
_OPEN = text("state = 'open'")


class ParcelProposal(Model):
    """One proposal about one line. Open until its clock runs out: then all stays as it was ordered."""

    __table_args__ = (
        CheckConstraint(one_of("state", STATES), "known_state"),
        CheckConstraint("quantity > 0 OR (quantity = 0 AND variant_id IS NULL)", "some_or_none"),
        CheckConstraint("(variant_id IS NULL) = (unit_price IS NULL)", "substitute_has_price"),
        CheckConstraint("unit_price IS NULL OR unit_price > 0", "price_positive"),
        CheckConstraint("until > made_at", "lasts"),
        CheckConstraint("(state = 'open') = (answered_at IS NULL)", "answered_when"),
        Index("uq_parcel_proposal_open", "line_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[primary_key]
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"), index=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), index=True)
    quantity: Mapped[int]  # none: the line is left out
    variant_id: Mapped[int | None] = mapped_column(ForeignKey("variant.id"), index=True)  # the substitute
    name: Mapped[str] = mapped_column(default="")  # of the substitute, as it was then
    unit_price: Mapped[optional_dong]
    note: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="open")
    made_at: Mapped[datetime]
    until: Mapped[datetime]
    actor_id: Mapped[int | None]
    answered_at: Mapped[datetime | None]

    line: Mapped[OrderLine] = relationship()
    variant: Mapped[Variant | None] = relationship()

    @property
    def is_open(self) -> bool:
        return self.state == "open" and self.until > times.now()

    @property
    def total(self) -> int:
        return self.quantity * (self.unit_price or self.line.unit_price)

    @property
    def difference(self) -> int:
        """Đồng that the parcel costs more, or less where negative, once she agrees: what vouchers took off goes too."""
        return self.total - self.line.total + self.line.forfeit(self.left)

    @property
    def left(self) -> int:
        """Pieces of the line itself that are still sent."""
        return 0 if self.variant_id is not None else self.quantity


def of(parcel_ids: Iterable[int]) -> dict[int, list[ParcelProposal]]:
    """By parcel, oldest first, in one query."""
    found: dict[int, list[ParcelProposal]] = {one: [] for one in parcel_ids}
    query = select(ParcelProposal).where(ParcelProposal.parcel_id.in_(found)).options(joinedload(ParcelProposal.line))
    for row in db.session.scalars(query.order_by(ParcelProposal.id)) if found else ():
        found[row.parcel_id].append(row)
    return found


def waits_in(parcel_id: int) -> bool:
    """Whether the buyer is still to answer."""
    mine = (ParcelProposal.parcel_id == parcel_id, ParcelProposal.state == "open", ParcelProposal.until > times.now())
    return bool(db.session.scalar(select(exists().where(*mine))))


def waits_for(line_id: int) -> bool:
    """Whether the buyer is still to answer about this line."""
    mine = (ParcelProposal.line_id == line_id, ParcelProposal.state == "open", ParcelProposal.until > times.now())
    return bool(db.session.scalar(select(exists().where(*mine))))


def is_about_pieces(line: OrderLine) -> bool:
    """Only of what is counted in pieces can there be fewer: not of a weight, nor of a place on a day."""
    return not line.is_weighed and line.session_id is None and line.dropped_at is None


def substitutes(facility_id: int, most: int = 200) -> Sequence[Variant]:
    """What a maker can send at once in place of something: her goods on show, in pieces, in stock, no hampers."""
    query = select(Variant).join(Variant.product).where(Product.facility_id == facility_id, on_show())
    query = query.where(Product.mode == "sale", Variant.price.is_not(None), Variant.retired_at.is_(None))
    query = query.where(Variant.price_per_kg.is_(None), ~Variant.is_bundle)
    query = query.options(joinedload(Variant.product).joinedload(Product.facility), selectinload(Variant.tiers))
    return [one for one in db.session.scalars(query.order_by(Product.name, Variant.id).limit(most)) if one.is_in_stock]
