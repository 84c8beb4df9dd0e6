"""How booths of the open fair are dressed: hours of answering, the sign-in maker's own steps, and a draft of hers."""

from collections.abc import Iterable

from core.db import db
from fairs import looks
from fairs.models import Booth
from programme.models import Facility

WEEKDAYS = {str(n): ["08:00", "17:30"] for n in range(5)}
SATURDAY = {"5": ["08:00", "11:30"]}


def dress(booths: Iterable[Booth], own: Facility) -> None:
    here = [one for one in booths if one.sells]
    for n, booth in enumerate(here):
        booth.contact_hours = WEEKDAYS | (SATURDAY if n % 2 else {})
    mine = next((one for one in here if one.facility_id == own.id), None)
    db.session.flush()
    if mine is not None:
        mine.steps = [{"name_en": "", "text_en": "", "picture_id": None} | one for one in own.steps]
        looks.change(mine, wholesale="Từ 20 bộ bớt một phần mười, gói rơm từng chiếc")
