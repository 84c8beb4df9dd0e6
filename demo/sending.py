"""Invented ways of sending of two makers of the demo, marked as sample by their names."""

from core.db import db
from programme.models import Facility
from shop.models import SendingRate, SendingWay

# Zone, days, fees by step of weight, and what fragile goods add.
OWN = (
    ("noi_tinh", 1, (20_000, 35_000), 5_000),
    ("gan", 2, (30_000, 55_000), 10_000),
    ("xa", 4, (38_000, 80_000), 15_000),
)
SAME_DAY = (("noi_thanh", 0, (45_000, 70_000), 10_000),)
STEPS_G = (2_000, 10_000)


def keep(makers: dict[str, Facility]) -> None:
    """Of the first two who have a commune."""
    for maker in [one for one in makers.values() if one.commune_code][:2]:
        db.session.add(_way(maker, "Nhà gửi xe khách (mẫu)", OWN, free_from=1_000_000))
        db.session.add(_way(maker, "Xe ôm trong ngày (mẫu)", SAME_DAY))
    db.session.flush()


def _way(maker: Facility, name: str, zones: tuple, free_from: int | None = None) -> SendingWay:
    rates = [
        SendingRate(zone=zone, up_to_g=grams, fee=fee, fee_per_extra_kg=6_000, fragile_fee=fragile, days=days)
        for zone, days, fees, fragile in zones
        for grams, fee in zip(STEPS_G, fees, strict=True)
    ]
    return SendingWay(facility_id=maker.id, name=name, free_from=free_from, rates=rates)
