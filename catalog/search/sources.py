"""Catalog's own kinds of named things: facilities, craft villages, schemes. A query each, once a snapshot."""

from collections.abc import Iterator

from sqlalchemy import func, select

from catalog.search.named import Kind, Named
from catalog.search.snapshots import Snapshot
from core.db import db
from programme.models import APPROVED_STATES, CraftVillage, Facility, Scheme, Support


def facilities(snapshot: Snapshot) -> Iterator[Named]:
    rows = db.session.execute(
        select(Facility.slug, Facility.name, Facility.name_en, Facility.commune_name, CraftVillage.name).outerjoin(
            CraftVillage, CraftVillage.id == Facility.village_id
        )
    )
    for slug, name, name_en, commune, village in rows:
        count = snapshot.how_many("facility", slug)
        yield Named(f"/co-so/{slug}", name, name_en, count=count, note=village or commune)


def villages(snapshot: Snapshot) -> Iterator[Named]:
    columns = (CraftVillage.slug, CraftVillage.name, CraftVillage.name_en, CraftVillage.aliases, CraftVillage.craft)
    for slug, name, name_en, aliases, craft in db.session.execute(select(*columns)):
        also = tuple(one.strip() for one in (aliases or "").replace(";", ",").split(",") if one.strip())
        count = snapshot.facet("village", slug).bit_count()
        yield Named(f"/lang-nghe/{slug}", name, name_en, also, count, craft)


def schemes(_snapshot: Snapshot) -> Iterator[Named]:
    """Approved ones, with how many facilities each has helped."""
    rows = db.session.execute(
        select(Scheme.code, Scheme.name, Scheme.name_en, func.count(Support.facility_id.distinct()))
        .outerjoin(Support, Support.scheme_id == Scheme.id)
        .where(Scheme.state.in_(APPROVED_STATES))
        .group_by(Scheme.id)
    )
    for code, name, name_en, helped in rows:
        yield Named(f"/khuyen-cong/de-an/{code}", name, name_en, (code,), helped, code)


VILLAGE = Kind("village", "lang-nghe", villages)
FACILITY = Kind("facility", "co-so", facilities)
SCHEME = Kind("scheme", "de-an", schemes)
