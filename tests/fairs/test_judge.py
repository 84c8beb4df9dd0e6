"""Applications are scored by several, ranked, decided, and made known at one moment."""

import io
from datetime import timedelta
from fractions import Fraction

import pytest
from openpyxl import load_workbook
from sqlalchemy.exc import IntegrityError

from accounts import people
from core import audit, times
from core.db import db
from core.jobs import Job
from fairs.calls import criteria, judging, ranking
from fairs.models import Application, Assessment, Booth, Decision, Objection, Ruling
from tests.factories import (
    make_application,
    make_booth,
    make_criterion,
    make_facility,
    make_fair,
    make_hall,
    make_judge,
    make_member,
    make_staff,
    make_stand,
)

DAY = timedelta(days=1)
DESK = "/can-bo/hoi-cho/tet"
MINE = "/quan-ly/hoi-cho/tet/dang-ky"


@pytest.fixture
def fair(app):
    """Its call is closed, it opens in some days."""
    now = times.now()
    call = {"applications_open_at": now - 9 * DAY, "applications_close_at": now - DAY}
    made = make_fair(slug="tet", opens_at=now + 9 * DAY, closes_at=now + 12 * DAY, **call)
    make_judge(made, name="Bác Cả")  # with whom any one makes two
    return made


@pytest.fixture
def two(fair):
    """Two criteria, of 30 and of 20 points."""
    return [make_criterion(fair, points, position=n).id for n, points in enumerate((30, 20))]


def points(two, first, second, remark="Hàng làm tay."):
    return {f"points.{two[0]}": str(first), f"points.{two[1]}": str(second), "remark": remark}


def scored(fair, two, *pairs):
    """Applications, each with these points of one scorer and of another; scoring is closed."""
    scorers = [make_judge(fair), make_judge(fair)]
    made = []
    for n, (first, second) in enumerate(pairs):
        made_at = times.now() - timedelta(hours=40 - n)
        facility = make_facility(name=f"Nhà {n}", email=f"nha{n}@example.vn")
        one = make_application(fair, facility, made_at=made_at)
        for scorer in scorers:
            judging.score(one, scorer.id, {two[0]: first, two[1]: second}, "Được.")
        made.append(one.id)
    judging.close(fair)
    db.session.commit()
    return made


def publish(staff, accepted=1, waiting=1, days=7):
    reasons = {f"reason.{one}": f"Lý do {one}." for one in ("accepted", "waiting", "refused")}
    assert staff.post(f"{DESK}/xep-hang", accepted=str(accepted), waiting=str(waiting), **reasons).status_code == 303
    return staff.post(f"{DESK}/xep-hang/cong-bo", until=(times.today() + days * DAY).isoformat())


@pytest.fixture
def staff(browser, fair):
    return browser.sign_in(make_judge(fair))


def test_nobody_reads_anothers_points_before_her_own_are_in(browser, fair, two):
    one = make_application(fair, make_facility()).id
    first, second = make_judge(fair, name="Chị Một"), make_judge(fair, name="Anh Hai")
    path = f"{DESK}/don/{one}"
    browser.sign_in(first).post(path + "/diem", **points(two, 29, 17, "Bàn xoay quay thật."))

    browser.sign_in(second)
    before = browser.get(path).text
    assert "Bàn xoay quay thật." not in before
    assert "1 người đã chấm" in before
    sheet = load_workbook(io.BytesIO(browser.get(f"{DESK}/xep-hang/tai.xlsx").data)).active
    assert sheet.max_row == 1
    assert judging.open_to(second.id, [one], None) == []

    browser.post(path + "/diem", **points(two, 10, 10))
    assert "Bàn xoay quay thật." in browser.get(path).text


def test_who_declared_an_interest_reads_no_points_either(browser, fair, two):
    one = make_application(fair, make_facility()).id
    browser.sign_in(make_judge(fair)).post(f"{DESK}/don/{one}/diem", **points(two, 29, 17, "Bàn xoay quay thật."))
    browser.sign_in(make_judge(fair))

    assert browser.post(f"{DESK}/don/{one}/xung-dot", conflict="Em ruột là chủ.").status_code == 303

    assert "Bàn xoay quay thật." not in browser.get(f"{DESK}/don/{one}").text
    assert browser.post(f"{DESK}/don/{one}/diem", **points(two, 1, 1)).status_code == 409
    assert judging.counts(fair.id) == {one: 1}


def test_an_interest_declared_later_takes_the_points_out(staff, fair, two):
    one = make_application(fair, make_facility()).id
    staff.post(f"{DESK}/don/{one}/diem", **points(two, 5, 5))

    staff.post(f"{DESK}/don/{one}/xung-dot", conflict="Mới nhớ ra là họ hàng.")

    assert judging.counts(fair.id) == {}
    kept = db.session.query(Assessment).one()
    assert (kept.marks, kept.conflict) == ([], "Mới nhớ ra là họ hàng.")


def test_a_member_of_the_facility_does_not_score_it(browser, fair, two):
    facility = make_facility()
    person = make_judge(fair)
    one_id = make_application(fair, facility).id
    people.join(person, facility.id, "owner")
    db.session.commit()

    assert browser.sign_in(person).post(f"{DESK}/don/{one_id}/diem", **points(two, 30, 20)).status_code == 409
    assert db.session.query(Assessment).count() == 0


@pytest.mark.parametrize(("first", "remark"), [("31", "Được."), ("", "Được."), ("-1", "Được."), ("30", "")])
def test_points_out_of_range_or_without_a_remark_are_not_taken(staff, fair, two, first, remark):
    one = make_application(fair, make_facility()).id

    answer = staff.post(f"{DESK}/don/{one}/diem", **points(two, first, 20, remark))

    assert answer.status_code == 422
    assert 'value="20"' in answer.text
    assert db.session.query(Assessment).count() == 0


def test_points_handed_in_stay_and_criteria_with_them(staff, fair, two):
    one = make_application(fair, make_facility()).id
    staff.post(f"{DESK}/don/{one}/diem", **points(two, 5, 5))

    assert staff.post(f"{DESK}/don/{one}/diem", **points(two, 30, 20)).status_code == 409
    assert db.session.query(Assessment).one().total == 10
    for path in (f"{two[0]}/bo", f"{two[1]}/len"):
        assert staff.post(f"{DESK}/tieu-chi/{path}").status_code == 409
    typed = {"name": "Thêm", "measures": "Thêm.", "points": "10", "key": "k"}
    assert staff.post(f"{DESK}/tieu-chi", **typed).status_code == 409
    assert staff.post(f"{DESK}/tieu-chi/{two[0]}", **typed).status_code == 409
    assert [one.id for one in criteria.of_fair(fair.id)] == two


def test_scoring_closes_only_with_two_scores_each(staff, fair, two):
    one = make_application(fair, make_facility())
    make_application(fair, make_facility(), withdrawn_at=times.now())
    judging.score(one, make_judge(fair).id, {two[0]: 1, two[1]: 1}, "Được.")
    db.session.commit()

    assert staff.post(f"{DESK}/xep-hang/dong").status_code == 409
    assert db.session.query(Ruling).count() == 0

    judging.score(db.session.merge(one), make_judge(fair).id, {two[0]: 1, two[1]: 1}, "Được.")
    db.session.commit()
    assert staff.post(f"{DESK}/xep-hang/dong").status_code == 303
    assert staff.post(f"{DESK}/don/{one.id}/diem", **points(two, 1, 1)).status_code == 409


def test_no_points_while_the_call_is_open(staff, fair, two):
    one = make_application(fair, make_facility()).id
    fair.applications_close_at = times.now() + DAY
    db.session.commit()

    assert staff.post(f"{DESK}/don/{one}/diem", **points(two, 1, 1)).status_code == 409
    assert db.session.query(Assessment).count() == 0


def test_ranks_by_mean_then_first_criterion_then_first_timers_then_time(fair, two):
    low, high, evener, known, fresh, later = scored(fair, two, (5, 5), (20, 10), (12, 12), (14, 10), (14, 10), (14, 10))
    old = make_fair(opens_at=times.now() - 9 * DAY, closes_at=times.now() - 8 * DAY)
    make_booth(old, db.session.get(Application, known).facility)

    found = ranking.of_fair(fair)

    assert [one.application_id for one in found] == [high, fresh, later, known, evener, low]
    assert [one.mean for one in found][:2] == [Fraction(30), Fraction(24)]
    assert [one.place for one in found] == [1, 2, 3, 4, 5, 6]


def test_all_are_told_at_one_moment_and_not_before(browser, fair, two):
    best, middle, last = scored(fair, two, (30, 20), (20, 10), (5, 5))
    maker = make_member(db.session.get(Application, last).facility)
    staff = make_staff("allot")
    browser.sign_in(staff)
    reasons = {f"reason.{one}": f"Lý do {one}." for one in ("accepted", "waiting", "refused")}
    browser.post(f"{DESK}/xep-hang", accepted="1", waiting="1", **reasons)
    browser.sign_in(maker)
    assert "Lý do refused." not in browser.get(MINE).text
    assert "Nhà 0" not in browser.get("/hoi-cho/tet/xet-chon").text

    browser.sign_in(staff)
    assert publish(browser).status_code == 303

    assert "Lý do refused." in browser.sign_in(maker).get(MINE).text
    public = browser.get("/hoi-cho/tet/xet-chon").text
    assert "Nhà 0" in public
    assert "<b>1.</b>" in public
    assert "Nhà 2" not in public
    assert [f"Lý do {one}." in public for one in ("accepted", "waiting", "refused")] == [True, True, False]
    letters = [job.payload for job in db.session.query(Job).filter_by(kind="mail").order_by(Job.id)]
    assert sorted(letter["to"] for letter in letters) == [f"nha{n}@example.vn" for n in range(3)]
    outcomes = {one.application_id: (one.outcome, one.turn) for one in db.session.query(Decision)}
    assert outcomes == {best: ("accepted", None), middle: ("waiting", 1), last: ("refused", None)}
    assert audit.history_of(fair)[0].action == "fair.ruled"


def test_a_draft_is_changed_by_hand_until_it_is_published(staff, fair, two):
    best, last = scored(fair, two, (30, 20), (5, 5))
    assert staff.post(f"{DESK}/xep-hang/cong-bo", until=(times.today() + DAY).isoformat()).status_code == 409
    staff.post(f"{DESK}/don/{best}/quyet-dinh", outcome="refused", reason="Không làm tay.")
    assert staff.post(f"{DESK}/xep-hang/cong-bo", until=(times.today() + DAY).isoformat()).status_code == 409
    staff.post(f"{DESK}/don/{last}/quyet-dinh", outcome="accepted", reason="Nghề hiếm.")

    assert staff.post(f"{DESK}/don/{last}/quyet-dinh", outcome="accepted", reason="").status_code == 422
    assert staff.post(f"{DESK}/xep-hang/cong-bo", until=times.today().isoformat()).status_code == 422
    assert staff.post(f"{DESK}/xep-hang/cong-bo", until=(times.today() + DAY).isoformat()).status_code == 303

    assert staff.post(f"{DESK}/don/{best}/quyet-dinh", outcome="accepted", reason="Đổi ý.").status_code == 409
    assert {one.application_id: one.outcome for one in db.session.query(Decision)} == {
        best: "refused",
        last: "accepted",
    }


def test_an_objection_is_made_once_in_its_days_and_its_answer_may_change_the_decision(browser, fair, two):
    best, last = scored(fair, two, (30, 20), (5, 5))
    maker = make_member(db.session.get(Application, last).facility, "editor")
    staff = make_staff("allot")
    browser.sign_in(maker)
    assert browser.post(MINE + "/khieu-nai", words="Hàng tôi làm tay.").status_code == 409
    publish(browser.sign_in(staff), waiting=0)

    browser.sign_in(maker)
    assert browser.post(MINE + "/khieu-nai", words="").status_code == 422
    assert browser.post(MINE + "/khieu-nai", words="Hàng tôi làm tay.").status_code == 303
    assert browser.post(MINE + "/khieu-nai", words="Lần nữa.").status_code == 409
    browser.sign_in(staff)
    assert "Hàng tôi làm tay." in browser.get(f"{DESK}/don/{last}").text
    answer = {"answer": "Đã xem lại xưởng.", "outcome": "waiting"}
    assert browser.post(f"{DESK}/don/{last}/tra-loi", **answer).status_code == 303
    assert browser.post(f"{DESK}/don/{last}/tra-loi", **answer).status_code == 409

    changed = db.session.query(Decision).filter_by(application_id=last).one()
    assert (changed.outcome, changed.turn, changed.reason) == ("waiting", 1, "Đã xem lại xưởng.")
    assert "Đã xem lại xưởng." in browser.sign_in(maker).get(MINE).text


def test_after_its_days_no_objection_is_taken(browser, fair, two):
    (one,) = scored(fair, two, (5, 5))
    maker = make_member(db.session.get(Application, one).facility)
    publish(browser.sign_in(make_staff("allot")), days=1)
    browser.sign_in(maker)

    with times.frozen(times.now() + 3 * DAY):
        assert browser.post(MINE + "/khieu-nai", words="Muộn rồi.").status_code == 409
    assert db.session.query(Objection).count() == 0


def test_a_stand_given_back_goes_to_who_waits_first_with_a_letter(browser, fair, two):
    best, second, third = scored(fair, two, (30, 20), (20, 10), (5, 5))
    stand = make_stand(make_hall(fair), number="G07")
    holder = db.session.get(Application, best).facility
    booth_id, stand_id, maker = make_booth(fair, holder, stand).id, stand.id, make_member(holder)
    publish(browser.sign_in(make_staff("allot")), waiting=2)
    waits = db.session.get(Application, second).facility_id

    browser.sign_in(maker)
    assert browser.post(f"{MINE}/tra-gian/{booth_id}").status_code == 303

    assert db.session.query(Booth).filter_by(stand_id=stand_id).one().facility_id == waits
    moved = db.session.query(Decision).filter_by(application_id=second).one()
    assert (moved.outcome, moved.turn) == ("accepted", None)
    assert db.session.query(Decision).filter_by(application_id=third).one().turn == 2
    assert db.session.get(Application, best).withdrawn_at is not None
    letters = [
        job.payload["text"] for job in db.session.query(Job).filter_by(kind="mail") if "nha1" in job.payload["to"]
    ]
    assert any("từ danh sách chờ" in text for text in letters)
    assert any("G07" in text for text in letters)


def test_who_declines_without_a_stand_yet_makes_room(browser, fair, two):
    best, second = scored(fair, two, (30, 20), (20, 10))
    maker = make_member(db.session.get(Application, best).facility)
    browser.sign_in(maker)
    assert browser.post(MINE + "/khong-du").status_code == 409
    publish(browser.sign_in(make_staff("allot")))

    assert browser.sign_in(maker).post(MINE + "/khong-du").status_code == 303
    assert browser.post(MINE + "/khong-du").status_code == 409

    assert db.session.query(Decision).filter_by(application_id=second).one().outcome == "accepted"


def test_staff_record_that_a_stand_is_given_back_and_none_waits(staff, fair):
    stand = make_stand(make_hall(fair), number="G07")
    make_booth(fair, make_facility(), stand)
    stand_id = stand.id

    assert staff.post(f"/can-bo/gian/{stand_id}/tra").status_code == 303
    assert staff.post(f"/can-bo/gian/{stand_id}/tra").status_code == 409
    assert db.session.query(Booth).one().stand_id is None


def test_an_open_fair_gives_nothing_back(browser, fair):
    stand = make_stand(make_hall(fair))
    facility = make_facility()
    booth_id, maker = make_booth(fair, facility, stand).id, make_member(facility)
    fair.opens_at = times.now() - timedelta(hours=1)
    db.session.commit()

    assert browser.sign_in(maker).post(f"{MINE}/tra-gian/{booth_id}").status_code == 409
    assert db.session.query(Booth).one().stand_id is not None


def test_anothers_stand_is_not_given_back(browser, fair):
    booth_id = make_booth(fair, make_facility(), make_stand(make_hall(fair))).id
    browser.sign_in(make_member(make_facility()))

    assert browser.post(f"{MINE}/tra-gian/{booth_id}").status_code == 404
    assert db.session.query(Booth).one().stand_id is not None


def test_the_database_keeps_turns_apart_and_every_decision_a_reason(app, fair):
    one, two = (make_application(fair, make_facility()).id for _ in range(2))
    usual = {"fair_id": fair.id, "decided_at": times.now(), "reason": "Được."}
    rows = [
        [
            {"application_id": one, "outcome": "waiting", "turn": 1},
            {"application_id": two, "outcome": "waiting", "turn": 1},
        ],
        [{"application_id": one, "outcome": "accepted", "turn": 1}],
        [{"application_id": one, "outcome": "accepted", "reason": ""}],
        [{"application_id": one, "outcome": "accepted"}, {"application_id": one, "outcome": "refused"}],
    ]
    for some in rows:
        db.session.add_all(Decision(**usual | row) for row in some)
        with pytest.raises(IntegrityError):
            db.session.commit()
        db.session.rollback()


@pytest.mark.parametrize("many", [2, 12])
def test_the_ranking_runs_the_same_queries_however_many(staff, fair, two, query_count, many):
    scored(fair, two, *[(n, n) for n in range(many)])

    with query_count() as run:
        assert staff.get(f"{DESK}/xep-hang").status_code == 200

    assert sum("SELECT" in statement for statement in run) <= 21
