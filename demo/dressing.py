"""How booths of the open fair are dressed: hours of answering; the sign-in maker's own steps, room and draft."""

from collections.abc import Iterable
from datetime import timedelta

from core.db import db
from fairs import booths, looks, workspace
from fairs.models import Booth, BoothGuest
from programme.models import Facility

WEEKDAYS = {str(n): ["08:00", "17:30"] for n in range(5)}
SATURDAY = {"5": ["08:00", "11:30"]}


def dress(every: Iterable[Booth], own: Facility) -> None:
    here = [one for one in every if one.sells]
    for n, booth in enumerate(here):
        booth.contact_hours = WEEKDAYS | (SATURDAY if n % 2 else {})
    mine = next((one for one in here if one.facility_id == own.id), None)
    db.session.flush()
    if mine is not None:
        _share(mine, next(one.facility for one in here if one.facility.village_id not in (None, own.village_id)))
        mine.room_url = "https://phong.example.vn/gom-tam-sen"
        mine.steps = [{"name_en": "", "text_en": "", "picture_id": None} | one for one in own.steps]
        looks.change(mine, wholesale="Từ 20 bộ bớt một phần mười, gói rơm từng chiếc")


def _share(booth: Booth, maker: Facility) -> None:
    """A stall of two houses: the guest agreed before the fair, and two of its goods stand beside the holder's."""
    asked = booth.fair.opens_at - timedelta(days=5)
    row = {"invited_at": asked, "accepted_at": asked + timedelta(days=1), "accepted_by": 0}
    db.session.add(BoothGuest(booth_id=booth.id, facility_id=maker.id, **row))
    db.session.flush()
    theirs = [one.id for one in workspace.goods_for(booth) if one.facility_id == maker.id][:2]
    booths.show(booth, [line.product_id for line in booth.goods] + theirs)
