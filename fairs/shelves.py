"""The shelf that staff curate: what is featured, in which order, why, from when until when, and who pays.

Every change names the revision it was made on. Two people at one shelf never overwrite each other unseen:
the second is refused with ShelfChanged and told what the first has done.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from catalog.models import Product
from core import audit, times
from core.access import must_reach
from core.db import db
from fairs.models import Fair, Feature, Shelf

FRONT = "front"


class ShelfChanged(Exception):
    """Somebody else changed the shelf since this revision; nothing was done."""

    def __init__(self, shelf_id: int, revision: int) -> None:
        super().__init__(shelf_id, revision)
        self.shelf_id, self.revision = shelf_id, revision


class AlreadyOnShelf(Exception):
    """The product stands on this shelf already."""


class NotOnShow(Exception):
    """Only what is published can be featured."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How a product is featured. `ends_at` is the first moment at which it is no longer."""

    reason: str
    reason_en: str
    signed: str
    starts_at: datetime
    ends_at: datetime
    scheme_id: int | None


def of_fair(fair: Fair) -> Shelf:
    """The front shelf of a fair, made when first asked for."""
    shelf = db.session.scalar(select(Shelf).where(Shelf.fair_id == fair.id, Shelf.place == FRONT))
    if shelf is None:
        shelf = Shelf(fair_id=fair.id, place=FRONT, title=_("Kệ của chợ phiên này"), revision=0)
        db.session.add(shelf)
        db.session.flush()
    return shelf


def feature(shelf: Shelf, product: Product, terms: Terms, *, revision: int) -> Feature:
    """Put a product at the end of the shelf; one that was taken off comes back as the same row."""
    must_reach(product.facility.commune_code)
    if not product.is_on_show:
        raise NotOnShow(product.id)
    slot = db.session.scalar(select(Feature).where(Feature.shelf_id == shelf.id, Feature.product_id == product.id))
    if slot is not None and slot.removed_at is None:
        raise AlreadyOnShelf(product.id)
    _turn(shelf, revision)
    slot = slot or Feature(shelf_id=shelf.id, product_id=product.id)
    slot.position, slot.removed_at = _last_place(shelf) + 1, None
    _set(slot, terms)
    db.session.add(slot)
    db.session.flush()
    _note(shelf, "shelf.featured", slot, product, reason=terms.reason)
    return slot


def revise(slot: Feature, terms: Terms, *, revision: int) -> None:
    must_reach(slot.product.facility.commune_code)
    _turn(slot.shelf, revision)
    was = slot.reason
    _set(slot, terms)
    _note(slot.shelf, "shelf.revised", slot, slot.product, reason=terms.reason, was=was)


def remove(slot: Feature, *, revision: int) -> None:
    """Take it off; the row stays, so that what was sold through it still knows."""
    must_reach(slot.product.facility.commune_code)
    _turn(slot.shelf, revision)
    slot.removed_at = times.now()
    _note(slot.shelf, "shelf.removed", slot, slot.product)


def restore(slot: Feature, *, revision: int) -> None:
    """Undo a removal: back to the place it had."""
    must_reach(slot.product.facility.commune_code)
    _turn(slot.shelf, revision)
    slot.removed_at = None
    _note(slot.shelf, "shelf.restored", slot, slot.product)


def move(shelf: Shelf, feature_ids: Sequence[int], *, revision: int) -> None:
    """Put the slots named into this order, the first in front. Those not named follow as they stood."""
    _turn(shelf, revision)
    on_it = db.session.scalars(
        select(Feature)
        .where(Feature.shelf_id == shelf.id, Feature.removed_at.is_(None))
        .order_by(Feature.position, Feature.id)
    ).all()
    wanted = {feature_id: place for place, feature_id in enumerate(feature_ids)}
    for place, slot in enumerate(sorted(on_it, key=lambda one: wanted.get(one.id, len(wanted)))):
        slot.position = place
    audit.record(shelf, "shelf.moved", revision=shelf.revision, order=list(feature_ids))


def changes_since(shelf: Shelf, revision: int) -> list[audit.AuditEntry]:
    """What others did after this revision, the latest first."""
    return [entry for entry in audit.history_of(shelf) if entry.detail.get("revision", 0) > revision]


def _turn(shelf: Shelf, revision: int) -> None:
    """Take the next revision, by one conditional UPDATE: of two who hold the same one, only the first may go on."""
    taken = db.session.execute(
        update(Shelf)
        .where(Shelf.id == shelf.id, Shelf.revision == revision)
        .values(revision=Shelf.revision + 1)
        .returning(Shelf.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    if taken is None:
        raise ShelfChanged(shelf.id, revision)
    db.session.refresh(shelf)


def _set(slot: Feature, terms: Terms) -> None:
    for name, value in asdict(terms).items():
        setattr(slot, name, value)
    slot.decided_by, slot.decided_at = audit.actor_id(), times.now()


def _last_place(shelf: Shelf) -> int:
    return db.session.scalar(select(func.max(Feature.position)).where(Feature.shelf_id == shelf.id)) or 0


def _note(shelf: Shelf, action: str, slot: Feature, product: Product, **detail: str) -> None:
    audit.record(shelf, action, revision=shelf.revision, feature=slot.id, product=product.name, **detail)
