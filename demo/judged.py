"""A fair whose call is over: applications scored by three officers, ranked, decided and told; one maker objects.

Everything is done by the functions that staff and makers use, on the days on which they would have done it. Officers,
points and remarks are invented.
"""

import random
import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from accounts import passwords, people
from accounts.models import User
from core import audit, times
from core.db import db
from fairs import ledger, stands
from fairs.calls import criteria, deciding, judging, panel, ranking
from fairs.models import Application, Criterion, Fair, Stand
from fairs.seating import proposing
from fairs.seating.rules import WEIGHTS
from programme.models import Facility

OFFICERS = (("Phạm Quốc Bình", "cham1@example.vn"), ("Đỗ Thị Lan", "cham2@example.vn"))
MOST = {"accepted": 11, "waiting": 4}
REASONS = {
    "accepted": "Điểm trung bình trong số gian của phiên.",
    "waiting": "Đủ điều kiện, điểm sát mức nhận; có gian trả lại thì mời theo số thứ tự.",
    "refused": "Điểm trung bình dưới mức của danh sách chờ.",
}
REMARKS = (
    "Hàng tự làm, hồ sơ đủ.",
    "Có người trình nghề, nên nhận.",
    "Giấy công nhận còn hạn.",
    "Ảnh ít, hàng vừa đủ bày.",
)
OBJECTION = "Cơ sở đã nộp giấy OCOP bốn sao còn hạn, xin xem lại điểm mục Đã được công nhận."
HELD = 4  # of the accepted have their stands and accounts; the others are in the proposal
PRICE = 3_600_000  # đồng a stand; the facilities bear it whole


def judge(fair: Fair, staff: User, objector: Facility) -> None:
    """From the first points to the proposed stands; `objector` does not come in and says why that is wrong."""
    closed = fair.applications_close_at
    if closed is None:
        return
    db.session.flush()
    officers = [staff, *_officers()]
    with times.frozen(closed - timedelta(days=3)), audit.actor(staff.id):
        for officer in officers:
            panel.name(fair, officer.id)
    wanted = select(Application).where(Application.fair_id == fair.id).order_by(Application.id)
    every = db.session.scalars(wanted).all()
    with times.frozen(closed + timedelta(days=2)):
        for officer in officers:
            _score(every, officer, criteria.of_fair(fair.id), objector)
    with audit.actor(staff.id):
        _decide(fair, objector)
        _seat(fair)


def _officers() -> list[User]:
    """They lend their names and do not sign in: nobody knows their password."""
    unknown = passwords.hashed(secrets.token_urlsafe())
    made = [User(name=name, email=email, password_hash=unknown) for name, email in OFFICERS]
    db.session.add_all(made)
    for officer in made:
        people.grant(officer, "allot")
    db.session.flush()
    return made


def _score(every: Sequence[Application], officer: User, asked: Sequence[Criterion], objector: Facility) -> None:
    """One officer declares an interest in the second application; the objector's are low enough to wait."""
    with audit.actor(officer.id):
        for n, application in enumerate(every):
            if n == 1 and officer.name == OFFICERS[-1][0]:
                judging.declare(application, officer.id, "Chị gái là thành viên của cơ sở.")
                continue
            chance = random.Random(f"{application.facility.slug} {officer.name}")
            share = 0.63 if application.facility is objector else 0.55 + 0.4 * _worth(application)
            points = {one.id: round(one.points * min(1, share + chance.uniform(-0.05, 0.05))) for one in asked}
            judging.score(application, officer.id, points, chance.choice(REMARKS))


def _worth(application: Application) -> float:
    """What all officers see alike, from 0 to 1."""
    return random.Random(application.facility.slug).random()


def _decide(fair: Fair, objector: Facility) -> None:
    assert fair.applications_close_at is not None
    with times.frozen(fair.applications_close_at + timedelta(days=6)):
        judging.close(fair)
        db.session.flush()
        deciding.draft(fair, ranking.of_fair(fair), MOST, REASONS)
        db.session.flush()
        deciding.publish(fair, ranking.of_fair(fair), times.now() + timedelta(days=7))
        db.session.flush()
    with times.frozen(fair.applications_close_at + timedelta(days=8)), audit.actor(None):
        mine = Application.fair_id == fair.id, Application.facility_id == objector.id
        deciding.object_to(db.session.scalars(select(Application).where(*mine)).one(), OBJECTION)


def _seat(fair: Fair) -> None:
    """The best have chosen their stands and owe for them; one has paid. The others' stands are proposed."""
    free = db.session.scalars(select(Stand).where(Stand.fair_id == fair.id).order_by(Stand.walk)).all()
    for stand in free:
        stand.list_price, stand.subsidised = PRICE, 0
    for one, stand in zip(proposing.to_seat(fair)[:HELD], free[::5], strict=False):
        stands.allot(stand, one.line.facility)
    db.session.flush()
    ledger.charge_all(fair, None)
    db.session.flush()
    for n, account in enumerate(ledger.of_fair(fair.id)[:2]):
        ledger.pay(account, PRICE if n else PRICE // 2, times.today() - timedelta(days=1), f"FT26330{n:04}")
    proposing.make(fair, WEIGHTS)
