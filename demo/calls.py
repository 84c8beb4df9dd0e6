"""The call of the fair to come, and the ledger of the stands of the fair that is open."""

from collections.abc import Sequence
from datetime import timedelta

from core import times
from core.db import db
from demo.tables import rows
from fairs import ledger
from fairs.models import Application, Booth, Criterion, Fair, FairFunding
from programme.models import Facility, Funding

APPLICANTS = 34
JUDGED = 18  # where the applications are scored already
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
    most = JUDGED if fair.state == "allotment" else APPLICANTS
    for n, (maker, facility) in enumerate(list(facilities.items())[:most]):
        needs = {"power": POWERS[n % 4], "needs_water": n % 5 == 0, "wants_corner": n % 7 == 0}
        asked = {"wish": WISHES[n % 4], "product_ids": goods.get(maker, [])[:4], "units": 2 if n % 11 == 0 else 1}
        at = fair.applications_open_at + timedelta(minutes=37 * n)
        db.session.add(Application(fair=fair, facility=facility, made_at=at, **asked, **needs))


def charge(fair: Fair, booths: Sequence[Booth]) -> None:
    """The scheme bears its share of the stands that it supports, facilities bear the others whole; most have paid."""
    for booth in booths:
        if booth.stand and booth.support is None:
            booth.stand.subsidised = 0
    line = db.session.query(Funding).filter_by(scheme_id=fair.scheme_id, source="local").one()
    fair.paid_by = [FairFunding(funding_id=line.id)]
    db.session.flush()
    ledger.charge_all(fair, line.id)
    db.session.flush()
    for n, account in enumerate(ledger.of_fair(fair.id)):
        if n % 4 and account.owed:
            part = account.owed if n % 3 else account.owed // 2
            ledger.pay(account, part, times.today() - timedelta(days=20), f"FT26309{n:04}")
