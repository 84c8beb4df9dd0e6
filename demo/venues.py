"""Invented places to see and buy of the demo: a design centre, two points of sale, two workshops in villages."""

from collections.abc import Iterable
from datetime import timedelta

from catalog.models import Product
from core import times
from core.db import db
from demo.goods import rows
from fairs.models import Feature, Shelf, Venue, VenueHours, VenueVisit
from programme import places
from programme.models import Facility, Scheme

CENTRE = "Không gian mẫu do nhà chợ dựng để trình diễn: thiết kế mới của các làng nghề, đổi theo mùa."
POINT = "Điểm mẫu do nhà chợ dựng để trình diễn: hàng OCOP của các xã quanh đây."


def keep(makers: dict[str, Facility], products: dict[str, Product], scheme: Scheme | None, decided_by: int) -> None:
    """Each with hours and what is on show, charged to the scheme; workshops and the centre with visits to book."""
    picks = list(rows("shelf_reasons"))
    made = [
        _venue("trung-tam-thiet-ke-mau", "design_centre", "Trung tâm thiết kế sáng tạo (mẫu)", "Cửa Nam", CENTRE),
        _venue("diem-ocop-gia-lam-mau", "ocop_point", "Điểm OCOP Gia Lâm (mẫu)", "Gia Lâm", POINT),
        _venue("diem-ocop-ha-dong-mau", "ocop_point", "Điểm OCOP Hà Đông (mẫu)", "Hà Đông", POINT),
        *(_workshop(maker) for maker in _in_villages(makers.values())[:2]),
    ]
    db.session.add_all(made)
    db.session.flush()
    for n, venue in enumerate(made):
        own = [row for row in picks if venue.facility in (None, products[row["sku"]].facility)]
        _shelf(venue, [(row, products[row["sku"]]) for row in (own or picks)[n : n + 5]], scheme, decided_by)
        if venue.kind != "ocop_point":
            _visits(venue)


def _venue(slug: str, kind: str, name: str, commune: str, intro: str) -> Venue:
    place = places.communes_named(places.HANOI, commune)[0]
    hours = [VenueHours(weekday=day, opens=8 * 60, closes=17 * 60 + 30) for day in range(1, 7)]
    return Venue(slug=slug, kind=kind, name=name, intro=intro, commune_code=place.code, is_sample=True, hours=hours)


def _in_villages(makers: Iterable[Facility]) -> list[Facility]:
    return [one for one in makers if one.village and one.commune_code]


def _workshop(maker: Facility) -> Venue:
    hours = [VenueHours(weekday=day, opens=8 * 60, closes=16 * 60) for day in range(6)]
    return Venue(
        slug=f"xuong-{maker.slug}",
        kind="workshop",
        name=f"Xưởng của {maker.name}",
        intro="Xưởng mẫu ở làng nghề: xem làm, thử tay một buổi.",
        commune_code=maker.commune_code,
        facility=maker,
        village=maker.village,
        phone=maker.phone,
        is_sample=True,
        hours=hours,
    )


def _shelf(venue: Venue, chosen: list[tuple[dict[str, str], Product]], scheme: Scheme | None, decided_by: int) -> None:
    now = times.now()
    shelf = Shelf(key=f"diem-{venue.id}", place="venue", venue_id=venue.id, title=f"Đang bày ở {venue.name}")
    shelf.features = [
        Feature(
            product=product,
            position=position,
            reason=row["reason"],
            reason_en=row["reason_en"],
            signed=row["by"],
            starts_at=now - timedelta(days=5),
            ends_at=now + timedelta(days=60),
            scheme=scheme,
            decided_by=decided_by,
            decided_at=now - timedelta(days=6),
        )
        for position, (row, product) in enumerate(chosen)
    ]
    db.session.add(shelf)


def _visits(venue: Venue) -> None:
    for days, kind, title, title_en, price in (
        (3, "visit", "Đi một vòng xem làm", "A walk through the workshop", 0),
        (6, "workshop", "Thử tay một buổi", "Try your hand", 150_000),
    ):
        starts = times.start_of(times.today() + timedelta(days=days)) + timedelta(hours=9)
        db.session.add(
            VenueVisit(
                venue_id=venue.id,
                kind=kind,
                title=title,
                title_en=title_en,
                places=12,
                price=price,
                starts_at=starts,
                ends_at=starts + timedelta(hours=2),
            )  # fmt: skip
        )
