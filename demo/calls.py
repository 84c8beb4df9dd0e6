"""The call of the fair to come: its criteria, and the facilities that have applied."""

from datetime import timedelta

from core.db import db
from demo.tables import rows
from fairs.models import Application, Criterion, Fair
from programme.models import Facility

APPLICANTS = 34
WISHES = ("Xin gian gần cửa, có ổ cắm cho lò nướng.", "Muốn trình nghề buổi sáng.", "Gian cạnh cùng làng.", "")
POWERS = ("220", "220", "", "380")


def take(fair: Fair, facilities: dict[str, Facility], goods: dict[str, list[int]]) -> None:
    """Criteria and applications of a fair that calls; `goods` are the ids that each maker means to show."""
    if fair.applications_open_at is None:
        return
    db.session.flush()
    for position, row in enumerate(rows("fair_criteria"), 1):
        told = {name: row[name] for name in ("name", "name_en", "measures", "measures_en")}
        db.session.add(Criterion(fair_id=fair.id, position=position, points=int(row["points"]), **told))
    for n, (maker, facility) in enumerate(list(facilities.items())[:APPLICANTS]):
        needs = {"power": POWERS[n % 4], "needs_water": n % 5 == 0, "wants_corner": n % 7 == 0}
        asked = {"wish": WISHES[n % 4], "product_ids": goods.get(maker, [])[:4], "units": 2 if n % 11 == 0 else 1}
        at = fair.applications_open_at + timedelta(minutes=37 * n)
        db.session.add(Application(fair=fair, facility=facility, made_at=at, **asked, **needs))
