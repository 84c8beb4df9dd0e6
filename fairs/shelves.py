"""The shelf that staff curate: what is featured, in which order, why, from when until when, and who pays.

Every change names the revision it was made on. Two people at one shelf never overwrite each other unseen:
the second is refused with ShelfChanged and told what the first has done.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from catalog.models import Product
from core import audit, times
from core.access import must_reach
from core.audit import AuditEntry
from core.db import db
from core.text import slugify
from fairs.models import Feature, Shelf
from fairs.shelf_places import Place


class ShelfChanged(Exception):
    """Somebody else changed the shelf since this revision; nothing was done."""

    def __init__(self, shelf_id: int, revision: int) -> None:
        super().__init__(shelf_id, revision)
        self.shelf_id, self.revision = shelf_id, revision


class AlreadyOnShelf(Exception):
    """The product stands on this shelf already."""


class NotOnShow(Exception):
    """Only what is published can be featured."""


class NotLast(Exception):
    """An act can be undone only while nothing was done since to the same slot, or to the same order."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How a product is featured. `ends_at` is the first moment at which it is no longer."""

    reason: str
    reason_en: str
    signed: str
    starts_at: datetime
    ends_at: datetime
    scheme_id: int | None
    is_reserve: bool = False


@dataclass(frozen=True, slots=True)
class Season:
    """What staff call a season's shelf and when it shows."""

    title: str
    title_en: str
    starts_at: datetime
    ends_at: datetime


def at(place: Place) -> Shelf:
    """The shelf of a place, made when first asked for."""
    found = select(Shelf).where(Shelf.key == place.key)
    shelf = db.session.scalar(found)
    return shelf or _made(place) or db.session.scalars(found).one()


def _made(place: Place) -> Shelf | None:
    """None where somebody else has just made it."""
    fair_id = place.fair.id if place.fair else None
    shelf = Shelf(
        key=place.key, place=place.kind, fair_id=fair_id, hall_id=place.hall_id, group_slug=place.group,
        venue_id=place.venue.id if place.venue else None, title=place.title, revision=0,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(shelf)
    except IntegrityError:
        return None
    return shelf


def open_season(season: Season) -> Shelf:
    """A shelf that shows on the front page by its dates."""
    shelf = Shelf(key=_season_key(season.title), place="season", revision=0, **asdict(season))
    db.session.add(shelf)
    audit.record(shelf, "shelf.season_opened", revision=0, title=season.title)
    return shelf


def change_season(shelf: Shelf, season: Season, *, revision: int) -> None:
    _turn(shelf, revision)
    changed = audit.differences(shelf, asdict(season))
    for name, value in asdict(season).items():
        setattr(shelf, name, value)
    audit.record(shelf, "shelf.season_changed", revision=shelf.revision, changed=changed)


def _season_key(title: str) -> str:
    wanted = f"mua-{slugify(title)}"
    taken = set(db.session.scalars(select(Shelf.key).where(Shelf.key.startswith(wanted, autoescape=True))))
    return next(key for n in range(1, len(taken) + 2) if (key := f"{wanted}-{n}" if n > 1 else wanted) not in taken)


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


def revise(slot: Feature, terms: Terms, *, revision: int, **undoing: int) -> None:
    must_reach(slot.product.facility.commune_code)
    _turn(slot.shelf, revision)
    was, before = slot.reason, _terms_of(slot)
    _set(slot, terms)
    _note(slot.shelf, "shelf.revised", slot, slot.product, reason=terms.reason, was=was, before=before, **undoing)


def remove(slot: Feature, *, revision: int, **undoing: int) -> None:
    """Take it off; the row stays, so that what was sold through it still knows."""
    must_reach(slot.product.facility.commune_code)
    _turn(slot.shelf, revision)
    slot.removed_at = times.now()
    _note(slot.shelf, "shelf.removed", slot, slot.product, **undoing)


def restore(slot: Feature, *, revision: int, **undoing: int) -> None:
    """Undo a removal: back to the place it had."""
    must_reach(slot.product.facility.commune_code)
    _turn(slot.shelf, revision)
    slot.removed_at = None
    _note(slot.shelf, "shelf.restored", slot, slot.product, **undoing)


def move(shelf: Shelf, feature_ids: Sequence[int], *, revision: int, **undoing: int) -> None:
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
    before = [slot.id for slot in on_it]
    audit.record(shelf, "shelf.moved", revision=shelf.revision, order=list(feature_ids), order_before=before, **undoing)


def undo(shelf: Shelf, entry_id: int, *, revision: int) -> None:
    """Put back what one act changed; that is an act too, and can itself be undone. Raises NotLast."""
    entry = next((one for one in undoable(history(shelf)) if one.id == entry_id), None)
    if entry is None:
        raise NotLast(entry_id)
    undoes = {"revision": revision, "undoes": entry.id}
    if entry.action == "shelf.moved":
        return move(shelf, entry.detail["order_before"], **undoes)
    slot = db.session.get_one(Feature, entry.detail["feature"], options=[joinedload(Feature.product)])
    if entry.action == "shelf.revised":
        return revise(slot, _read_terms(entry.detail["before"]), **undoes)
    return restore(slot, **undoes) if entry.action == "shelf.removed" else remove(slot, **undoes)


def history(shelf: Shelf, most: int = 60) -> list[AuditEntry]:
    """The last acts on a shelf, the latest first."""
    if shelf.id is None:
        return []
    query = select(AuditEntry).where(AuditEntry.subject_kind == "shelf", AuditEntry.subject_id == shelf.id)
    return list(db.session.scalars(query.order_by(AuditEntry.id.desc()).limit(most)))


def act(shelf: Shelf, entry_id: int) -> AuditEntry | None:
    """One act on a shelf."""
    return next((one for one in history(shelf) if one.id == entry_id), None)


def undoable(entries: Sequence[AuditEntry]) -> list[AuditEntry]:
    """Of the acts given, the latest first, the last one on each slot and the last change of the order."""
    seen: set[Any] = set()
    found = []
    for entry in entries:
        about = "order" if entry.action == "shelf.moved" else entry.detail.get("feature")
        if about is not None and about not in seen and _NEEDS.get(entry.action, "feature") in entry.detail:
            found.append(entry)
        seen.add(about)
    return found


_NEEDS = {"shelf.moved": "order_before", "shelf.revised": "before"}


def _terms_of(slot: Feature) -> dict[str, Any]:
    return {name: audit.plain(getattr(slot, name)) for name in Terms.__dataclass_fields__}


def _read_terms(kept: dict[str, Any]) -> Terms:
    moments = {name: datetime.fromisoformat(kept[name]) for name in ("starts_at", "ends_at")}
    return Terms(**kept | moments)


def changes_since(shelf: Shelf, revision: int) -> list[audit.AuditEntry]:
    """What others did after this revision, the latest first."""
    return [entry for entry in history(shelf) if entry.detail.get("revision", 0) > revision]


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


def _note(shelf: Shelf, action: str, slot: Feature, product: Product, **detail: Any) -> None:
    audit.record(shelf, action, revision=shelf.revision, feature=slot.id, product=product.name, **detail)
