"""What schemes did: entered, its roll kept, approved for good, withdrawn with a copy; a calendar to sign up in."""

import io
from datetime import date, timedelta

import pytest
from openpyxl import Workbook
from sqlalchemy.exc import IntegrityError

from core import access, times
from core.db import db
from programme.activities import queries, records, roll, sign_ups
from programme.activities.models import Activity, ActivitySignUp, FollowUp, Participant
from programme.activities.queries import ActivityCriteria
from programme.activities.roll import Attendee
from tests.factories import make_activity, make_facility, make_scheme, make_staff, make_support

DESK, CALENDAR = "/can-bo/hoat-dong", "/khuyen-cong/lich"
DAY = timedelta(days=1)


@pytest.fixture
def desk(browser):
    return browser.sign_in(make_staff("programme"))


def typed(**fields):
    usual = {"kind": "class", "name": "Lớp khâu nón", "starts_on": "2026-03-01", "ends_on": "2026-03-20", "key": "k"}
    return usual | {"province_code": "ha-noi", "commune": "Bát Tràng", "planned": "35"} | fields


def a_sheet(*rows):
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    out.seek(0)
    return out


def send(desk, activity_id, sheet):
    return desk.post(f"{DESK}/{activity_id}/bang", file=(sheet, "danh-sach.xlsx"))


def names_on(activity_id):
    rows = db.session.query(Participant.name).filter_by(activity_id=activity_id, removed_at=None)
    return [name for (name,) in rows.order_by(Participant.id)]


def coming(**columns):
    day = times.today() + 3 * DAY
    return make_activity(**{"starts_on": day, "ends_on": day, "announced_at": times.now(), "places": 2} | columns)


def test_staff_enter_an_activity_on_an_approved_scheme(desk):
    scheme = make_scheme(code="KC-1", lead_unit="Trung tâm")

    answer = desk.post(f"{DESK}/moi", scheme="KC-1", **typed())

    (activity,) = db.session.query(Activity)
    assert answer.location == f"{DESK}/{activity.id}"
    assert (activity.scheme_id, activity.unit, activity.planned, activity.commune_code, activity.ends_on) == (
        scheme.id, "Trung tâm", 35, "ha-noi/xa-bat-trang", date(2026, 3, 20),
    )  # fmt: skip
    assert activity.state == "draft"
    assert "Lớp khâu nón" in desk.get(DESK).text


@pytest.mark.parametrize(
    ("field", "value"),
    [("scheme", "KC-2"), ("kind", "party"), ("name", ""), ("ends_on", "2026-02-28"), ("commune", "Bát Tràn"),
     ("closes", "7:00"), ("planned", "-1"), ("places", "501")],
)  # fmt: skip
def test_refuses_what_cannot_be_at_its_field_and_keeps_the_rest(desk, field, value):
    make_scheme(code="KC-1")
    make_scheme(code="KC-2", state="nhap")

    answer = desk.post(f"{DESK}/moi", **typed() | {"scheme": "KC-1", "opens": "8:00", "closes": "11:30", field: value})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert field == "name" or "Lớp khâu nón" in answer.text
    assert db.session.query(Activity).count() == 0


def test_a_person_stands_on_a_roll_once_and_is_known_again_in_the_next_class(desk):
    first, second = make_activity(), make_activity()
    first_id, second_id = first.id, second.id
    said = {"name": "Nguyễn Thị Mơ", "birth_year": "1990", "phone": "0912 000 345", "is_woman": "1"}

    desk.post(f"{DESK}/{first_id}/nguoi-du", **said)
    again = desk.post(f"{DESK}/{first_id}/nguoi-du", **said | {"name": "NGUYỄN THỊ MƠ"})
    desk.post(f"{DESK}/{second_id}/nguoi-du", **said)
    desk.post(f"{DESK}/{second_id}/nguoi-du", **said | {"birth_year": "1991"})

    assert again.status_code == 422
    assert names_on(first_id) == ["Nguyễn Thị Mơ"]
    lines = queries.lines(ActivityCriteria())
    assert sorted((one.turns, one.distinct) for one in lines) == [(1, 1), (2, 2)]
    assert db.session.query(Participant.who_key).distinct().count() == 2


def test_the_database_too_keeps_one_row_of_a_person_in_a_class(app):
    activity = make_activity(people=["Mơ"])
    key = db.session.query(Participant.who_key).scalar()

    db.session.add(Participant(activity_id=activity.id, name="Mơ", who_key=key))

    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_machines_come_from_the_register_of_supports_with_their_quantities(desk):
    scheme, maker = make_scheme(), make_facility(name="Lò sen")
    support_id = make_support(scheme, maker, quantity=6).id
    make_support()
    activity = make_activity(scheme, kind="equipment").id

    for _again in range(2):
        desk.post(f"{DESK}/{activity}/tu-ho-tro")

    (row,) = db.session.query(Participant)
    assert (row.facility_id, row.quantity, row.support_id) == (maker.id, 6, support_id)


def test_what_is_approved_is_locked_and_counts_by_its_day(desk):
    activity = make_activity(people=["Mơ", "Mận"]).id
    row = db.session.query(Participant.id).filter_by(name="Mơ").scalar()

    assert desk.post(f"{DESK}/{activity}/duyet").status_code == 303

    assert db.session.get_one(Activity, activity).state == "approved"
    for path in ("nguoi-du", "sua", f"nguoi-du/{row}/bo", "huy"):
        fields = typed(scheme=db.session.get_one(Activity, activity).scheme.code, why="Nhầm")
        assert desk.post(f"{DESK}/{activity}/{path}", **fields).status_code == 409, path
    assert names_on(activity) == ["Mơ", "Mận"]


def test_a_draft_is_changed_and_says_so(desk):
    activity = make_activity()
    activity_id, scheme = activity.id, activity.scheme.code

    desk.get(f"{DESK}/{activity_id}/sua")
    answer = desk.post(f"{DESK}/{activity_id}/sua", scheme=scheme, **typed(name="Lớp đã đổi"))

    assert answer.status_code == 303
    assert db.session.get_one(Activity, activity_id).name == "Lớp đã đổi"


def test_places_never_go_below_those_taken(desk):
    activity = coming(places=5, taken=3)
    activity_id, scheme = activity.id, activity.scheme.code

    answer = desk.post(f"{DESK}/{activity_id}/sua", scheme=scheme, **typed(places="2"))

    assert answer.status_code == 422
    assert 'id="places-error"' in answer.text
    assert db.session.get_one(Activity, activity_id).places == 5


def test_an_empty_roll_or_a_day_to_come_is_not_approved(desk):
    empty, early = make_activity(), make_activity(people=["Mơ"], ends_on=times.today() + DAY)
    for one, words in ((empty.id, "Danh sách còn trống"), (early.id, "chưa xong")):
        answer = desk.post(f"{DESK}/{one}/duyet")
        assert answer.status_code == 422
        assert words in answer.text
        assert db.session.get_one(Activity, one).approved_at is None


def test_withdrawing_keeps_what_was_and_leaves_a_copy_to_mend(desk):
    activity = make_activity(people=["Mơ", "Mận"]).id
    desk.post(f"{DESK}/{activity}/duyet")
    row = db.session.query(Participant.id).filter_by(name="Mơ").scalar()
    desk.post(f"{DESK}/{activity}/nguoi-du/{row}/co-viec")

    answer = desk.post(f"{DESK}/{activity}/rut", why="Ghi thừa một người")

    copy = int(answer.location.rpartition("/")[2])
    old, new = db.session.get_one(Activity, activity), db.session.get_one(Activity, copy)
    assert (old.state, old.withdrawn_why) == ("withdrawn", "Ghi thừa một người")
    assert (new.state, new.replaces_id) == ("draft", activity)
    assert names_on(activity) == names_on(copy) == ["Mơ", "Mận"]
    assert db.session.query(FollowUp).count() == 2
    assert desk.post(f"{DESK}/{activity}/rut", why="Lần nữa").status_code == 409


def test_work_found_later_is_noted_with_its_day_and_never_overwritten(desk):
    activity = make_activity(people=["Mơ"]).id
    row = db.session.query(Participant.id).scalar()
    early = desk.post(f"{DESK}/{activity}/nguoi-du/{row}/co-viec")
    desk.post(f"{DESK}/{activity}/duyet")

    for move in ("co-viec", "co-viec", "khong-viec"):
        desk.post(f"{DESK}/{activity}/nguoi-du/{row}/{move}")

    assert early.status_code == 409
    assert [one.works for one in db.session.query(FollowUp).order_by(FollowUp.id)] == [True, False]


def test_a_sheet_is_read_whole_and_sent_again_adds_nobody(desk):
    make_facility(name="Lò sen", tax_code="0101234567")
    activity = make_activity().id
    rows = [["Họ tên", "Năm sinh", "Nữ", "Điện thoại", "Cơ sở"], ["Mơ", 1990, "Nữ", 912000345, "Lò sen"],
            ["Mận", 1985, "Nam", "", "0101234567"]]  # fmt: skip

    for _again in range(2):
        assert send(desk, activity, a_sheet(*rows)).status_code == 303

    first = db.session.query(Participant).filter_by(name="Mơ").one()
    assert names_on(activity) == ["Mơ", "Mận"]
    assert (first.phone, first.is_woman, first.facility.name) == ("+84912000345", True, "Lò sen")


def test_one_bad_row_and_none_is_taken_each_fault_by_its_row(desk):
    activity = make_activity().id
    rows = [["Họ tên", "Năm sinh", "Cơ sở"], ["Mơ", 1990, ""], ["Mận", 1890, ""], ["Đào", 1991, "Lò không có"]]

    answer = send(desk, activity, a_sheet(*rows))

    assert answer.status_code == 422
    assert "Dòng 3" in answer.text
    assert "Dòng 4" in answer.text
    assert "Dòng 2" not in answer.text
    assert names_on(activity) == []


def test_the_model_sheet_is_one_that_can_be_read(desk):
    activity = make_activity().id
    model = desk.get(f"{DESK}/{activity}/mau.xlsx").data
    assert send(desk, activity, io.BytesIO(model)).status_code == 303
    assert names_on(activity) == ["Nguyễn Thị Mẫu"]


def test_the_calendar_shows_what_is_announced_of_approved_schemes(browser):
    coming(name="Lớp sắp mở")
    make_activity(name="Lớp chưa đưa ra")
    coming(name="Lớp của đề án nháp", scheme=make_scheme(state="nhap"))

    page, file = browser.get(CALENDAR).text, browser.get(f"{CALENDAR}.ics").text

    for text in (page, file):
        assert "Lớp sắp mở" in text
        assert "Lớp chưa đưa ra" not in text
        assert "đề án nháp" not in text


def test_signs_up_once_a_phone_gives_back_and_comes(browser):
    activity = coming(slug="lop")
    activity_id, said = activity.id, {"name": "Cô Vân", "phone": "0912000345", "key": "a"}

    first, again = (browser.post(f"{CALENDAR}/lop/dang-ky", **said) for _ in range(2))
    other = browser.post(f"{CALENDAR}/lop/dang-ky", **said | {"key": "b"})

    assert first.location == again.location
    assert other.status_code == 409
    assert "đã ghi danh rồi" in other.text
    assert "Cô Vân" in browser.get(first.location).text
    row = db.session.query(ActivitySignUp.id).scalar()
    browser.sign_in(make_staff("programme")).post(f"{DESK}/{activity_id}/dang-ky/{row}")
    assert names_on(activity_id) == ["Cô Vân"]
    for _again in range(2):
        browser.post(f"{first.location}/huy")
    assert db.session.get_one(Activity, activity_id).taken == 0


def test_the_last_place_goes_to_one(app):
    activity = coming(places=1)
    sign_ups.sign_up(activity, Attendee(name="A", phone="+84912000001"), "")

    with pytest.raises(sign_ups.Full):
        sign_ups.sign_up(activity, Attendee(name="B", phone="+84912000002"), "")


@pytest.mark.parametrize("changed", [{"cancelled_at": "now", "cancelled_why": "Mưa"}, {"starts_on": "yesterday"}])
def test_nobody_signs_up_for_what_is_off_or_begun(browser, changed):
    words = {"now": times.now(), "yesterday": times.today() - DAY}
    coming(slug="lop", **{name: words.get(value, value) for name, value in changed.items()})
    answer = browser.post(f"{CALENDAR}/lop/dang-ky", name="Vân", phone="0912000345", key="a")
    assert answer.status_code == 409
    assert db.session.query(ActivitySignUp).count() == 0


def test_handouts_are_for_everybody_and_rolls_for_nobody_else(desk, browser):
    activity = coming(slug="lop").id
    pdf = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
    desk.post(f"{DESK}/{activity}/tai-lieu", file=(io.BytesIO(pdf), "b.pdf"), title="Bài giảng", is_public="1")
    desk.post(f"{DESK}/{activity}/tai-lieu", file=(io.BytesIO(pdf + b"x"), "d.pdf"), title="Danh sách ký")
    refused = desk.post(f"{DESK}/{activity}/tai-lieu", file=(io.BytesIO(b"MZ"), "a.exe"), title="A")
    files = {one.title: one.digest for one in db.session.get_one(Activity, activity).files}

    page = browser.get(f"{CALENDAR}/lop").text

    assert refused.status_code == 422
    assert "Bài giảng" in page
    assert "Danh sách ký" not in page
    assert browser.get(f"{CALENDAR}/lop/tai-lieu/{files['Bài giảng']}").data == pdf
    assert browser.get(f"{CALENDAR}/lop/tai-lieu/{files['Danh sách ký']}").status_code == 404


def test_who_is_narrowed_to_other_communes_neither_sees_nor_changes_it(app):
    scheme, activity = make_scheme(), make_activity(people=["Mơ"])
    access.narrow_to(frozenset({"ha-noi/xa-gia-lam"}))
    try:
        with pytest.raises(access.OutOfArea):
            queries.activity(activity.id)
        with pytest.raises(access.OutOfArea):
            records.enter(scheme, {"name": "Lớp", "commune_code": activity.commune_code})
        assert queries.lines(ActivityCriteria()) == []
        for act in (records.approve, records.announce, lambda one: roll.put(one, Attendee(name="Mận"))):
            with pytest.raises(access.OutOfArea):
                act(activity)
    finally:
        access.narrow_to(None)


@pytest.mark.parametrize("rows", [1, 20])
def test_the_list_takes_the_same_queries_however_long(desk, query_count, rows):
    for _ in range(rows):
        make_activity(people=["Mơ", "Mận"])
    with query_count() as run:
        desk.get(DESK)
    assert len(run) <= 12
