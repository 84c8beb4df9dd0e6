"""The demo's fair whose call is over: scored blind by three, decided and told; stands are held and proposed."""

from collections import Counter
from datetime import timedelta

import pytest

from core import times
from core.db import db
from demo import fairground, judged
from fairs.models import Application, Assessment, Decision, Objection, ProposedSeat, StandAccount
from tests.factories import (
    make_application,
    make_criterion,
    make_facility,
    make_fair,
    make_hall,
    make_staff,
)

DAY = timedelta(days=1)
APPLICANTS = 18


@pytest.fixture
def objector(app):
    now = times.now()
    call = {"applications_open_at": now - 40 * DAY, "applications_close_at": now - 14 * DAY}
    fair = make_fair(opens_at=now + 24 * DAY, closes_at=now + 28 * DAY, **call)
    fairground.empty_stands(make_hall(fair, width=fairground.WIDTH, height=fairground.HEIGHT))
    for position, points in enumerate((30, 25, 20), 1):
        make_criterion(fair, points, position=position)
    makers = [make_facility(slug=f"nha-{n}", name=f"Nhà {n}") for n in range(APPLICANTS)]
    for n, maker in enumerate(makers):
        make_application(fair, maker, made_at=now - 39 * DAY + timedelta(hours=n))
    judged.judge(fair, make_staff("allot"), makers[0])
    db.session.commit()
    return makers[0]


def test_every_application_is_scored_and_told_and_one_objects(objector):
    scored = db.session.query(Assessment).filter_by(conflict="").count()
    assert scored == 3 * APPLICANTS - 1  # one officer declared an interest
    told = Counter(one.outcome for one in db.session.query(Decision))
    assert told == judged.MOST | {"refused": APPLICANTS - sum(judged.MOST.values())}
    objection = db.session.query(Objection).one()
    mine = db.session.get(Application, objection.application_id)
    assert mine.facility_id == objector.id
    assert db.session.query(Decision).filter_by(application_id=mine.id).one().outcome != "accepted"


def test_the_first_hold_stands_and_owe_for_them_and_the_others_have_one_proposed(objector):
    accounts = db.session.query(StandAccount).all()
    assert [one.list_price for one in accounts] == [judged.PRICE] * judged.HELD
    assert sorted(one.owed for one in accounts) == [0, judged.PRICE // 2, judged.PRICE, judged.PRICE]
    assert db.session.query(ProposedSeat).count() == judged.MOST["accepted"] - judged.HELD
