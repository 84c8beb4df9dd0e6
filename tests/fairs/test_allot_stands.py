"""Staff allot the stands of a fair."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from core import audit, times
from core.db import db
from core.jobs import Job
from fairs import stands
from fairs.models import Booth
from tests.factories import (
    make_application,
    make_booth,
    make_facility,
    make_fair,
    make_hall,
    make_product,
    make_staff,
    make_stand,
)

BOARD = "/can-bo/gian"


@pytest.fixture
def staff(browser):
    return browser.sign_in(make_staff("allot"))


def a_stand(number="G07", **columns):
    fair = make_fair(slug="tet", **columns)
    return make_stand(make_hall(fair, code="A", name="Nhà A"), number=number, x=2, y=2)


def test_shows_the_hall_on_the_plan_and_as_a_table(staff):
    stand = a_stand()
    make_booth(stand.hall.fair, stand=stand, title="Gốm Tâm Sen")
    make_stand(stand.hall, number="G08")

    page = staff.get(f"{BOARD}?fair=tet&nha=A").text

    assert "Gốm Tâm Sen" in page
    assert 'data-stand="G07"' in page
    assert '<th scope="row">G08</th>' in page


def test_a_stand_is_drawn_taken_before_its_booth_is_published(staff):
    stand = a_stand()
    make_booth(stand.hall.fair, stand=stand, title="Gốm Tâm Sen", published_at=None)

    page = staff.get(f"{BOARD}?fair=tet&nha=A").text

    assert 'aria-label="Gian G07, Gốm Tâm Sen"' in page


def test_gives_a_free_stand_to_an_applicant_who_then_has_a_booth(staff):
    stand = a_stand()
    facility = make_facility(name="Gốm Tâm Sen", slug="gom-tam-sen")
    product_id = make_product(facility=facility).id
    make_application(stand.hall.fair, facility, wish="Xin gian gần cửa.")
    stand_id, facility_id = stand.id, facility.id
    assert "Xin gian gần cửa." in staff.get(BOARD).text

    answer = staff.post(f"{BOARD}/{stand_id}/giao", facility_id=str(facility_id))

    assert answer.status_code == 303
    booth = db.session.query(Booth).one()
    assert (booth.stand_id, booth.facility_id, booth.slug) == (stand_id, facility_id, "gom-tam-sen")
    assert [line.product_id for line in booth.goods] == [product_id]
    assert {entry.action for entry in audit.history_of(booth)} >= {"booth.begun", "stand.allotted"}


def test_the_facility_hears_of_it_by_mail(staff):
    stand = a_stand()
    stand_id, facility_id = stand.id, make_facility(email="lo@example.vn").id

    staff.post(f"{BOARD}/{stand_id}/giao", facility_id=str(facility_id))
    staff.post(f"{BOARD}/{stand_id}/thu-lai")

    letters = [job.payload for job in db.session.query(Job).filter_by(kind="mail").order_by(Job.id)]
    assert [letter["to"] for letter in letters] == ["lo@example.vn"] * 2
    assert "G07" in letters[0]["text"]
    assert "thu lại" in letters[1]["text"]


def test_a_booth_that_waits_for_a_stand_gets_it(staff):
    stand = a_stand()
    facility = make_facility()
    waiting = make_booth(stand.hall.fair, facility, slug="dang-cho")
    stand_id, facility_id, waiting_id = stand.id, facility.id, waiting.id

    staff.post(f"{BOARD}/{stand_id}/giao", facility_id=str(facility_id))

    assert db.session.query(Booth).one().id == waiting_id
    assert db.session.get(Booth, waiting_id).stand_id == stand_id


def test_a_second_stand_makes_a_second_booth_with_its_own_address(staff):
    first, second = a_stand("G07"), None
    second = make_stand(first.hall, number="G08")
    facility = make_facility(slug="gom-tam-sen")
    ids, facility_id = (first.id, second.id), facility.id

    for stand_id in ids:
        staff.post(f"{BOARD}/{stand_id}/giao", facility_id=str(facility_id))

    assert sorted(booth.slug for booth in db.session.query(Booth)) == ["gom-tam-sen", "gom-tam-sen-2"]


def test_a_taken_stand_is_refused_and_says_who_has_it(staff):
    stand = a_stand()
    make_booth(stand.hall.fair, stand=stand, title="Sứ Nhà Cả")
    stand_id, facility_id = stand.id, make_facility().id

    answer = staff.post(f"{BOARD}/{stand_id}/giao", facility_id=str(facility_id))

    assert answer.status_code == 409
    assert "Sứ Nhà Cả" in answer.text
    assert db.session.query(Booth).count() == 1


def test_two_who_saw_it_free_cannot_both_have_it(app, monkeypatch):
    stand = a_stand()
    stands.allot(stand, make_facility(name="Người trước"))
    seen = iter([None])  # the second one looked before the first had written
    look = stands.holder_of
    monkeypatch.setattr(stands, "holder_of", lambda stand_id: next(seen, look(stand_id)))

    with pytest.raises(stands.StandTaken) as taken:
        stands.allot(stand, make_facility())

    assert taken.value.holder == "Người trước"
    assert db.session.query(Booth).filter_by(stand_id=stand.id).count() == 1


def test_the_database_itself_keeps_one_booth_a_stand(app):
    stand = a_stand()
    make_booth(stand.hall.fair, stand=stand)

    with pytest.raises(IntegrityError):
        make_booth(stand.hall.fair, stand=stand)
    db.session.rollback()


def test_a_stand_taken_back_is_free_and_the_booth_keeps_its_page(staff):
    stand = a_stand()
    booth_id = make_booth(stand.hall.fair, stand=stand, slug="tam-sen").id
    stand_id = stand.id

    staff.post(f"{BOARD}/{stand_id}/thu-lai")

    assert db.session.get(Booth, booth_id).stand_id is None
    assert staff.get("/hoi-cho/tet/tam-sen").status_code == 200


@pytest.mark.parametrize("act", ["giao", "thu-lai"])
def test_a_closed_fair_keeps_its_book(staff, act):
    now = times.now()
    stand = a_stand(opens_at=now - timedelta(days=3), closes_at=now - timedelta(days=1))
    make_booth(stand.hall.fair, stand=stand)
    free_id = make_stand(stand.hall, number="G09").id
    stand_id, facility_id = (free_id if act == "giao" else stand.id), make_facility().id

    assert staff.post(f"{BOARD}/{stand_id}/{act}", facility_id=str(facility_id)).status_code == 409
    assert db.session.query(Booth).filter(Booth.stand_id.is_not(None)).count() == 1


@pytest.mark.parametrize("facility_id", ["", "999999", "x"])
def test_an_unknown_facility_is_refused(staff, facility_id):
    stand_id = a_stand().id

    assert staff.post(f"{BOARD}/{stand_id}/giao", facility_id=facility_id).status_code == 422
    assert db.session.query(Booth).count() == 0


def test_unknown_places_are_not_found(staff):
    a_stand()

    assert staff.post(f"{BOARD}/999999/giao", facility_id="1").status_code == 404
    assert staff.get(f"{BOARD}?fair=khong-co").status_code == 404
    assert staff.get(f"{BOARD}?fair=tet&nha=Z").status_code == 404


def test_only_those_who_allot_may(browser):
    stand_id, facility_id = a_stand().id, make_facility().id
    assert browser.get(BOARD).status_code == 302
    browser.sign_in(make_staff("curate"))

    assert browser.get(BOARD).status_code == 403
    assert browser.post(f"{BOARD}/{stand_id}/giao", facility_id=str(facility_id)).status_code == 403
    assert db.session.query(Booth).count() == 0


def test_without_any_fair_says_so(staff):
    assert "Chưa có hội chợ nào" in staff.get(BOARD).text


@pytest.mark.parametrize("many", [1, 20])
def test_runs_the_same_queries_however_many_stands(staff, query_count, many):
    hall = a_stand().hall
    for _ in range(many):
        facility = make_facility()
        make_booth(hall.fair, facility, make_stand(hall))
        make_application(hall.fair, facility)

    with query_count() as run:
        assert staff.get(BOARD).status_code == 200

    assert sum("SELECT" in statement for statement in run) <= 10
