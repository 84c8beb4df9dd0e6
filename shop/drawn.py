"""From which of its maker's places a parcel's goods come: kept with the parcel, given back to the same place."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from catalog import kept
from catalog.models import StockPlace, Variant
from core.db import Model, db, primary_key
from shop.models import Parcel


class ParcelDraw(Model):
    """So many of a variant from one place beside the workshop; what no row names comes from the workshop."""

    __table_args__ = (CheckConstraint("units > 0", "units_positive"),)

    id: Mapped[primary_key]
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("stock_place.id"), index=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"), index=True)
    units: Mapped[int]

    place: Mapped[StockPlace] = relationship()
    variant: Mapped[Variant] = relationship()

    def drawn(self, units: int) -> kept.Drawn:
        return kept.Drawn(self.place_id, self.variant_id, units)


class Wanted(NamedTuple):
    """What was just reserved for a parcel."""

    parcel: Parcel
    variant_id: int
    units: int


def take(wanted: Iterable[Wanted]) -> None:
    """Say from where each comes. No two parcels here draw on the same goods. One query where nothing lies elsewhere."""
    by_variant = {one.variant_id: one for one in wanted if one.units > 0}
    units = {variant_id: one.units for variant_id, one in by_variant.items()}
    for drawn in kept.draw(units, {variant_id: one.parcel.venue_id for variant_id, one in by_variant.items()}):
        db.session.add(ParcelDraw(parcel_id=by_variant[drawn.variant_id].parcel.id, **drawn._asdict()))


def lessen(parcel: Parcel, still: Mapping[int, int]) -> None:
    """It needs no more than these: the rest is free again at the place where it lies."""
    for row, units in _beyond(parcel, still):
        kept.give_back(row.drawn(units))
        _fewer(row, units)


def leave(parcel: Parcel) -> None:
    """All of it was carried away."""
    for row in _rows([parcel.id]):
        kept.leave(row.drawn(row.units))


def divide(parcel: Parcel, rest: Parcel, still: Mapping[int, int]) -> None:
    """What the first journey does not need goes with the second."""
    for row, units in _beyond(parcel, still):
        db.session.add(ParcelDraw(parcel_id=rest.id, **row.drawn(units)._asdict()))
        _fewer(row, units)


def of(parcels: Sequence[Parcel]) -> dict[int, list[ParcelDraw]]:
    """By parcel, what its packer takes from places beside the workshop. One query."""
    found: dict[int, list[ParcelDraw]] = {one.id: [] for one in parcels}
    for row in _rows(list(found)):
        found[row.parcel_id].append(row)
    return found


def _rows(parcel_ids: Sequence[int]) -> Sequence[ParcelDraw]:
    loads = (joinedload(ParcelDraw.place), joinedload(ParcelDraw.variant).joinedload(Variant.product))
    query = select(ParcelDraw).where(ParcelDraw.parcel_id.in_(parcel_ids)).options(*loads)
    return db.session.scalars(query.order_by(ParcelDraw.variant_id, ParcelDraw.id)).all()


def _beyond(parcel: Parcel, still: Mapping[int, int]) -> list[tuple[ParcelDraw, int]]:
    """Rows of which more was drawn than is needed, and how many more: the place drawn on last gives up first."""
    left, over = dict(still), []
    for row in _rows([parcel.id]):
        needed = min(row.units, left.get(row.variant_id, 0))
        left[row.variant_id] = left.get(row.variant_id, 0) - needed
        if needed < row.units:
            over.append((row, row.units - needed))
    return over


def _fewer(row: ParcelDraw, units: int) -> None:
    if units == row.units:
        db.session.delete(row)
    else:
        row.units -= units
    db.session.flush()
