"""Last year's fair as the start of the next."""

from datetime import date, datetime, timedelta

import pytest

from core import audit, times
from core.db import db
from fairs import copying
from fairs.models import Application, Booth, Fair, FairDay, FairSession, FairSponsor, Hall, Stand
from tests.factories import (
    make_application,
    make_booth,
    make_facility,
    make_fair,
    make_fair_session,
    make_hall,
    make_scheme,
    make_sponsor,
    make_staff,
    make_stand,
)

HERE = "/can-bo/hoi-cho/tet-2026"
OF_ITS_OWN = {"id", "fair_id", "hall_id"}


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=times.HANOI)


@pytest.fixture
def old(app):
    fair = make_fair(
        slug="tet-2026", name="Chợ Tết 2026", opens_at=at("2026-02-01T08:00"), closes_at=at("2026-02-02T21:00"),
        applications_open_at=at("2025-12-01T08:00"), applications_close_at=at("2025-12-20T17:00"),
        setup_at=at("2026-01-30T07:00"), place="Hàng Đẫy", results="Bán hết mứt.", scheme_id=make_scheme().id,
        reported_at=at("2026-03-01T08:00"), report_number="12/QĐ",
    )  # fmt: skip
    db.session.add(FairDay(fair_id=fair.id, day=date(2026, 2, 1), opens_at=fair.opens_at, closes_at=fair.closes_at))
    hall = make_hall(fair, code="A", features=[{"kind": "stage", "x": 1, "y": 1, "width": 2, "height": 2}])
    facility = make_facility()
    for n in range(3):
        stand = make_stand(hall, number=f"G0{n}", list_price=9_000_000, subsidised=7_200_000)
    booth = make_booth(fair, facility, stand)
    make_application(fair, facility)
    make_sponsor(fair)
    make_fair_session(
        fair, slug="khai-mac", title="Khai mạc", starts_at=at("2026-02-01T09:00"), ends_at=at("2026-02-01T10:00"),
        speaker="Ông Ba", booth_id=booth.id, stream_url="https://a.vn/x", replay_url="https://a.vn/y",
    )  # fmt: skip
    make_fair_session(fair, starts_at=at("2026-02-01T11:00"), ends_at=at("2026-02-01T12:00"), cancelled_at=times.now())
    db.session.commit()
    return fair


def row(one, but=OF_ITS_OWN):
    return {column.key: getattr(one, column.key) for column in one.__table__.columns if column.key not in but}


def test_takes_halls_stands_prices_and_the_outline_but_nobody(browser, old):
    desk = browser.sign_in(make_staff("allot"))
    assert "3 gian với giá" in desk.get(f"{HERE}/chep").text
    for _ in range(2):
        answer = desk.post(f"{HERE}/chep", name="Chợ Tết 2027", first_day="2027-01-20", key="mot")
        assert answer.headers["Location"] == "/can-bo/hoi-cho/cho-tet-2027"

    new = db.session.query(Fair).filter_by(slug="cho-tet-2027").one()
    assert (new.opens_at, new.closes_at) == (at("2027-01-20T08:00"), at("2027-01-21T21:00"))
    assert new.setup_at == at("2027-01-18T07:00")
    assert (new.place, new.results, new.scheme_id, new.reported_at) == ("Hàng Đẫy", "", None, None)
    assert [day.day for day in new.days] == [date(2027, 1, 20)]
    for model in (Hall, Stand):
        rows = db.session.query(model).order_by(model.id)
        copied, before = ([row(one) for one in rows.filter_by(fair_id=f.id)] for f in (new, old))
        assert copied == before
        assert copied
    (outline,) = db.session.query(FairSession).filter_by(fair_id=new.id)
    assert (outline.title, outline.starts_at) == ("Khai mạc", at("2027-01-20T09:00"))
    assert (outline.speaker, outline.booth_id, outline.stream_url, outline.replay_url) == ("", None, "", "")
    for model in (Booth, Application, FairSponsor):
        assert db.session.query(model).filter_by(fair_id=new.id).count() == 0
    assert audit.history_of(new)[0].detail["stands"] == 3
    assert desk.get("/hoi-cho/cho-tet-2027").status_code == 200


def test_asks_for_a_name_and_a_day(browser, old):
    desk = browser.sign_in(make_staff("allot"))
    answer = desk.post(f"{HERE}/chep", name="", first_day="20/1")

    assert answer.status_code == 422
    assert "Chọn một ngày." in answer.text
    assert db.session.query(Fair).count() == 1


@pytest.mark.parametrize("many", [3, 60])
def test_costs_the_same_however_many_stands(old, query_count, many):
    hall = db.session.query(Hall).filter_by(fair_id=old.id).one()
    for n in range(many):
        make_stand(hall, number=f"T{n}")
    fair = db.session.get_one(Fair, old.id)
    with query_count() as run:
        copying.copy(fair, "moi-2027", "Chợ mới", date(2027, 1, 20))
        db.session.flush()
    assert len(run) <= 20
    assert db.session.query(Stand).join(Hall).filter(Hall.fair_id != old.id).count() == many + 3
    assert timedelta(0) < db.session.query(Fair).filter_by(slug="moi-2027").one().closes_at - fair.closes_at
