"""The places that have a shelf: front page, fairs and halls, groups of goods, seasons, places to see and buy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, raiseload

from catalog import taxonomy
from core import times
from core.db import db
from core.i18n import in_locale
from fairs.models import Fair, Hall, Shelf, Venue

HOME = "trang-chinh"
KINDS = ("home", "front", "hall", "season", "venue", "group")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a shelf shows. `ends_at`: the first moment at which it shows no more; None: it never ends."""

    key: str
    kind: str
    title: str
    address: str
    fair: Fair | None = None
    hall_id: int | None = None
    group: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    venue: Venue | None = None


def home() -> Place:
    return Place(HOME, "home", _("Chợ chọn hôm nay"), "/")


def of_fair(fair: Fair) -> Place:
    title = _("Kệ của %(fair)s", fair=in_locale(fair, "name"))
    return Place(key_of_fair(fair.id), "front", title, f"/hoi-cho/{fair.slug}", fair, ends_at=fair.closes_at)


def of_hall(fair: Fair, hall: Hall) -> Place:
    title = _("Kệ của %(hall)s, %(fair)s", hall=in_locale(hall, "name"), fair=in_locale(fair, "name"))
    address = f"/hoi-cho/{fair.slug}?nha={hall.code}"
    return Place(key_of_hall(hall.id), "hall", title, address, fair, hall.id, ends_at=fair.closes_at)


def of_group(group: taxonomy.Group) -> Place:
    title = _("Kệ của nhóm %(name)s", name=group.label)
    return Place(key_of_group(group.slug), "group", title, f"/nhom/{group.slug}", group=group.slug)


def of_season(shelf: Shelf) -> Place:
    return Place(shelf.key, "season", in_locale(shelf, "title"), "/", starts_at=shelf.starts_at, ends_at=shelf.ends_at)


def of_venue(venue: Venue) -> Place:
    title = _("Đang bày ở %(place)s", place=in_locale(venue, "name"))
    return Place(key_of_venue(venue.id), "venue", title, f"/noi-xem-mua/{venue.slug}", venue=venue)


def key_of_venue(venue_id: int) -> str:
    return f"diem-{venue_id}"


def key_of_fair(fair_id: int) -> str:
    return f"phien-{fair_id}"


def key_of_hall(hall_id: int) -> str:
    return f"nha-{hall_id}"


def key_of_group(slug: str) -> str:
    return f"nhom-{slug}"


def every() -> list[Place]:
    """Every place whose shelf can still be curated, by kind. Three queries."""
    found = [home()]
    for fair in fairs_to_curate():
        found += [of_fair(fair), *(of_hall(fair, hall) for hall in fair.halls)]
    found += [of_season(shelf) for shelf in seasons()]
    venues = select(Venue).where(Venue.closed_at.is_(None)).order_by(Venue.name, Venue.id).options(raiseload("*"))
    found += [of_venue(venue) for venue in db.session.scalars(venues)]
    found += [of_group(group) for group in taxonomy.browse_groups()]
    return sorted(found, key=lambda place: KINDS.index(place.kind))


def find(places: Sequence[Place], key: str, fair_slug: str = "") -> Place | None:
    """The place asked for; of none in particular the first fair's front, else the front page."""
    if key:
        return next((one for one in places if one.key == key), None)
    fronts = [one for one in places if one.kind == "front" and one.fair]
    if fair_slug:
        return next((one for one in fronts if one.fair and one.fair.slug == fair_slug), None)
    return next(iter(fronts), None) or next(iter(places), None)


def fairs_to_curate() -> list[Fair]:
    """Those that have not closed, the one that opens first in front."""
    wanted = select(Fair).where(Fair.closes_at > times.now()).order_by(Fair.opens_at)
    found = db.session.scalars(wanted.options(joinedload(Fair.scheme), joinedload(Fair.halls), raiseload("*")))
    return list(found.unique())


def seasons() -> Sequence[Shelf]:
    """Shelves of a season that is not over, the first to begin in front."""
    wanted = select(Shelf).where(Shelf.place == "season", Shelf.ends_at > times.now())
    return db.session.scalars(wanted.order_by(Shelf.starts_at, Shelf.id).options(raiseload("*"))).all()
