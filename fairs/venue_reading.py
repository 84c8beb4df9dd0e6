"""What the pages of places to see and buy need: the places, their coming visits, who booked, and the drawing."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, raiseload, selectinload

from catalog import atlas
from catalog.search.named import Named
from catalog.search.snapshots import Snapshot
from core import times
from core.db import db
from fairs.models import Feature, Shelf, Venue, VenueBooking, VenueVisit
from programme import places, reach
from programme.models import CraftVillage, Facility, Scheme


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the drawing; exact where its own point is known, else the middle of its commune."""

    venue: Venue
    x: float
    y: float


def venues(kind: str = "", *, closed: bool = False) -> Sequence[Venue]:
    """Places with their hours, by kind and name; `closed`: those shown no more too. Two queries."""
    wanted = select(Venue).options(selectinload(Venue.hours), joinedload(Venue.village), raiseload("*"))
    wanted = wanted.where(Venue.kind == kind) if kind else wanted
    wanted = wanted if closed else wanted.where(Venue.closed_at.is_(None))
    return db.session.scalars(wanted.order_by(Venue.kind, Venue.name, Venue.id)).all()


def venue(slug: str, *, closed: bool = False) -> Venue | None:
    wanted = select(Venue).where(Venue.slug == slug)
    wanted = wanted if closed else wanted.where(Venue.closed_at.is_(None))
    options = (selectinload(Venue.hours), joinedload(Venue.village), joinedload(Venue.facility), raiseload("*"))
    return db.session.scalars(wanted.options(*options)).one_or_none()


def coming(venue_id: int, *, called_off: bool = False) -> Sequence[VenueVisit]:
    """Visits that have not begun, the next first."""
    wanted = select(VenueVisit).where(VenueVisit.venue_id == venue_id, VenueVisit.starts_at > times.now())
    wanted = wanted if called_off else wanted.where(VenueVisit.cancelled_at.is_(None))
    return db.session.scalars(wanted.order_by(VenueVisit.starts_at, VenueVisit.id).options(raiseload("*"))).all()


def visit(venue: Venue, visit_id: int) -> VenueVisit | None:
    wanted = select(VenueVisit).where(VenueVisit.id == visit_id, VenueVisit.venue_id == venue.id)
    return db.session.scalars(wanted.options(joinedload(VenueVisit.venue), raiseload("*"))).one_or_none()


def booking(token: str) -> VenueBooking | None:
    wanted = select(VenueBooking).where(VenueBooking.token == token)
    path = joinedload(VenueBooking.visit).joinedload(VenueVisit.venue)
    return db.session.scalars(wanted.options(path, raiseload("*"))).one_or_none()


def bookings(venue_id: int) -> dict[int, list[VenueBooking]]:
    """Who comes, by visit; those who gave their places back are left out. Only of visits that are not over."""
    return _booked(VenueVisit.venue_id == venue_id)


def of_maker(facility_id: int) -> list[tuple[Venue, list[VenueVisit]]]:
    """The places of a maker that are open to visitors, each with its visits to come. Two queries."""
    mine = select(Venue).where(Venue.facility_id == facility_id, Venue.closed_at.is_(None)).options(raiseload("*"))
    shown = db.session.scalars(mine.order_by(Venue.name, Venue.id)).all()
    wanted = select(VenueVisit).join(VenueVisit.venue)
    wanted = wanted.where(Venue.facility_id == facility_id, VenueVisit.ends_at > times.now())
    coming = db.session.scalars(wanted.order_by(VenueVisit.starts_at, VenueVisit.id).options(raiseload("*"))).all()
    return [(venue, [one for one in coming if one.venue_id == venue.id]) for venue in shown]


def booked_at_makers(facility_id: int) -> dict[int, list[VenueBooking]]:
    """Who comes to the places of a maker, by visit. One query."""
    return _booked(Venue.facility_id == facility_id)


def _booked(where: ColumnElement[bool]) -> dict[int, list[VenueBooking]]:
    wanted = (
        select(VenueBooking)
        .join(VenueBooking.visit)
        .join(VenueVisit.venue)
        .where(where, VenueVisit.ends_at > times.now(), VenueBooking.cancelled_at.is_(None))
        .order_by(VenueBooking.made_at, VenueBooking.id)
        .options(raiseload("*"))
    )
    found: dict[int, list[VenueBooking]] = {}
    for one in db.session.scalars(wanted):
        found.setdefault(one.visit_id, []).append(one)
    return found


def venues_by_name(_seen: Snapshot) -> list[Named]:
    """For search: every place that is open to visitors, by its name and that of its commune. One query."""
    now, shown = times.now(), func.count(Feature.id)
    on = (Feature.starts_at <= now) & (Feature.ends_at > now) & Feature.removed_at.is_(None) & ~Feature.is_reserve
    wanted = (
        select(Venue.slug, Venue.name, Venue.name_en, Venue.commune_code, shown)
        .outerjoin(Shelf, Shelf.venue_id == Venue.id)
        .outerjoin(Feature, (Feature.shelf_id == Shelf.id) & on)
        .where(Venue.closed_at.is_(None))
        .group_by(Venue.id)
    )
    return [
        Named(f"/noi-xem-mua/{slug}", name, name_en, also=_also(code), count=count, note=places.full_name(code))
        for slug, name, name_en, code, count in db.session.execute(wanted)
    ]


def _also(commune_code: str) -> tuple[str, ...]:
    found = places.commune(commune_code)
    return (found.name,) if found else ()


def marks(shown: Sequence[Venue]) -> list[Mark]:
    """Each place in the drawing; several at one point are set side by side."""
    found, taken = [], set()
    for one in shown:
        commune = places.commune(one.commune_code)
        if one.lat is not None and one.lon is not None:
            lat, lon = one.lat, one.lon
        elif commune:
            lat, lon = commune.lat, commune.lon
        else:
            continue
        x, y = atlas.place(lon, lat)
        while (round(x / 26), round(y / 26)) in taken:
            x += 26
        taken.add((round(x / 26), round(y / 26)))
        if 0 <= x <= atlas.WIDTH and 0 <= y <= atlas.HEIGHT:
            found.append(Mark(one, round(x, 1), round(y, 1)))
    return found


def makers() -> list[tuple[str, str]]:
    wanted = select(Facility.id, Facility.name).where(reach.within(Facility.id))
    rows = db.session.execute(wanted.order_by(Facility.name))
    return [(str(maker), name) for maker, name in rows]


def villages() -> list[tuple[str, str]]:
    rows = db.session.execute(select(CraftVillage.id, CraftVillage.name).order_by(CraftVillage.name))
    return [(str(one), name) for one, name in rows]


def schemes_of(shelf_features: Sequence[int]) -> list[Scheme]:
    """The schemes that what is on show is charged to."""
    wanted = select(Scheme).where(Scheme.id.in_(shelf_features)).order_by(Scheme.code)
    return list(db.session.scalars(wanted.options(raiseload("*"))))
