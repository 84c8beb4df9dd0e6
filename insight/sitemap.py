"""Every public address worth finding, with the day of its last change where that is known."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select

from catalog import collections, groups
from catalog.models import Product, on_show
from core import times
from core.db import db
from fairs import regions
from fairs.models import Booth, Fair, FairSession, Venue
from programme.models import APPROVED_STATES, CraftVillage, Facility, Scheme

MOST = 50_000  # one file of the sitemap protocol
FIXED = (
    "/",
    "/san-pham",
    "/nhom",
    "/lang-nghe",
    "/co-so",
    "/hoi-cho",
    "/noi-xem-mua",
    "/khuyen-cong",
    "/khuyen-cong/de-an",
    "/khuyen-cong/ho-tro",
    "/xac-minh",
    "/dia-danh",
)

Entry = tuple[str, str]  # path, and the day or nothing


def entries(pages: Sequence[str]) -> list[Entry]:
    """Ten queries, whatever the size; the oldest products go first where one file cannot hold all."""
    fixed = [(path, "") for path in (*FIXED, *pages)]
    return [
        *fixed,
        *_groups(),
        *_collections(),
        *_schemes(),
        *_fairs(),
        *_booths(),
        *_sessions(),
        *_venues(),
        *_villages(),
        *_facilities(),
        *_regions(),
        *_products(),
    ][:MOST]


def _groups() -> Iterator[Entry]:
    """Of the classifications, the entries that have goods."""
    for group in groups.filled():
        yield f"/nhom/{group.slug}", ""


def _collections() -> Iterator[Entry]:
    for one, _ids in collections.on_show():
        yield f"/bo-suu-tap/{one.slug}", ""


def _products() -> Iterator[Entry]:
    query = select(Product.slug, Product.updated_at).where(on_show())
    for slug, at in db.session.execute(query.order_by(Product.published_at.desc()).limit(MOST)):
        yield f"/san-pham/{slug}", _day(at)


def _facilities() -> Iterator[Entry]:
    for slug in db.session.scalars(select(Facility.slug).order_by(Facility.slug)):
        yield f"/co-so/{slug}", ""


def _regions() -> Iterator[Entry]:
    """The communes that have something to tell."""
    for code in regions.with_somebody():
        yield f"/xa-phuong/{code}", ""


def _villages() -> Iterator[Entry]:
    for slug in db.session.scalars(select(CraftVillage.slug).order_by(CraftVillage.slug)):
        yield f"/lang-nghe/{slug}", ""


def _fairs() -> Iterator[Entry]:
    for slug, at in db.session.execute(select(Fair.slug, Fair.opens_at).order_by(Fair.opens_at.desc())):
        yield f"/hoi-cho/{slug}", _day(min(at, times.now()))


def _booths() -> Iterator[Entry]:
    query = select(Fair.slug, Booth.slug, Booth.published_at).join(Booth.fair).where(Booth.published_at.is_not(None))
    for fair, slug, at in db.session.execute(query.order_by(Booth.id)):
        yield f"/hoi-cho/{fair}/{slug}", _day(at)


def _sessions() -> Iterator[Entry]:
    """Called off ones too: who meant to come reads it there."""
    query = select(Fair.slug, FairSession.slug, FairSession.changed_at).join(FairSession.fair)
    for fair, slug, at in db.session.execute(query.order_by(FairSession.id)):
        yield f"/hoi-cho/{fair}/chuong-trinh/{slug}", _day(at)


def _venues() -> Iterator[Entry]:
    """Places to see and buy that have not closed for good."""
    for slug in db.session.scalars(select(Venue.slug).where(Venue.closed_at.is_(None)).order_by(Venue.slug)):
        yield f"/noi-xem-mua/{slug}", ""


def _schemes() -> Iterator[Entry]:
    for code in db.session.scalars(select(Scheme.code).where(Scheme.state.in_(APPROVED_STATES)).order_by(Scheme.code)):
        yield f"/khuyen-cong/de-an/{code}", ""


def _day(at: datetime | None) -> str:
    return times.local(at).date().isoformat() if at else ""
