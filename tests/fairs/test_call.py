"""Staff keep the criteria of a call and read its applications."""

import csv
import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy.exc import IntegrityError

from core import audit, times
from core.db import db
from fairs.calls import criteria
from fairs.models import Application, Criterion
from tests.factories import (
    make_application,
    make_booth,
    make_criterion,
    make_facility,
    make_fair,
    make_product,
    make_staff,
)

CRITERIA, CALL = "/can-bo/hoi-cho/tet/tieu-chi", "/can-bo/hoi-cho/tet/don"
DAY = timedelta(days=1)
TYPED = {"name": "Hàng đặc trưng", "measures": "Làm tay.", "points": "30", "key": "phieu-nay-chi-mot-lan"}


@pytest.fixture
def staff(browser):
    return browser.sign_in(make_staff("allot"))


@pytest.fixture
def fair(app):
    now = times.now()
    call = {"applications_open_at": now - DAY, "applications_close_at": now + DAY}
    return make_fair(slug="tet", opens_at=now + 9 * DAY, closes_at=now + 12 * DAY, **call)


def names(fair):
    return [one.name for one in criteria.of_fair(fair.id)]


def test_a_criterion_is_added_once_and_visitors_read_it(staff, fair):
    for _ in range(2):
        assert staff.post(CRITERIA, **TYPED).status_code == 303

    assert names(fair) == ["Hàng đặc trưng"]
    assert "Làm tay." in staff.get("/hoi-cho/tet").text
    assert audit.history_of(fair)[0].action == "criterion.added"


@pytest.mark.parametrize(("field", "value"), [("name", ""), ("points", "0"), ("points", "101"), ("measures", "")])
def test_a_criterion_with_a_fault_is_not_kept_and_says_so(staff, fair, field, value):
    answer = staff.post(CRITERIA, **TYPED | {field: value})

    assert answer.status_code == 422
    assert 'class="field__error"' in answer.text
    assert names(fair) == []


def test_two_of_one_name_are_refused_by_the_rule_and_by_the_database(staff, fair):
    first, second = make_criterion(fair, name="Hàng đặc trưng"), make_criterion(fair, name="Làng nghề")
    path, fair_id = f"{CRITERIA}/{second.id}", fair.id

    assert staff.post(CRITERIA, **TYPED).status_code == 422
    assert staff.post(path, **TYPED).status_code == 422
    with pytest.raises(IntegrityError):
        make_criterion(first.id and fair, name="Hàng đặc trưng")
    db.session.rollback()
    assert db.session.query(Criterion).filter_by(fair_id=fair_id).count() == 2


def test_criteria_are_changed_moved_and_removed(staff, fair):
    first, second = (make_criterion(fair, name=name, position=n).id for n, name in enumerate(("Một", "Hai")))

    staff.post(f"{CRITERIA}/{second}/len")
    assert names(fair) == ["Hai", "Một"]
    staff.post(f"{CRITERIA}/{second}/len")
    assert names(fair) == ["Hai", "Một"]
    staff.post(f"{CRITERIA}/{first}", **TYPED | {"name": "Ba"})
    assert names(fair) == ["Hai", "Ba"]
    staff.post(f"{CRITERIA}/{second}/bo")
    assert names(fair) == ["Ba"]


def test_criteria_follow_into_the_copy_of_a_fair(staff, fair):
    make_criterion(fair, name="Hàng đặc trưng", points=30)

    answer = staff.post("/can-bo/hoi-cho/tet/chep", name="Chợ Tết sau", first_day="2027-12-20", key="mot-phieu")

    assert answer.status_code == 303
    assert [(one.name, one.points) for one in db.session.query(Criterion).order_by(Criterion.id)] == [
        ("Hàng đặc trưng", 30)
    ] * 2
    assert db.session.query(Criterion.fair_id).distinct().count() == 2


def test_anothers_criterion_is_not_found(staff, fair):
    other = make_criterion(make_fair()).id

    assert staff.post(f"{CRITERIA}/{other}/bo").status_code == 404
    assert db.session.query(Criterion).count() == 1


def test_the_list_sifts_and_counts(staff, fair):
    old = make_fair(opens_at=times.now() - 9 * DAY, closes_at=times.now() - 8 * DAY)
    known, first, gone = (make_facility(name=name) for name in ("Nhà đã dự", "Nhà lần đầu", "Nhà đã rút"))
    make_booth(old, known)
    make_application(fair, known, [make_product(facility=known, browse_category="may-tre-dan")])
    make_application(fair, first, [make_product(facility=first, browse_category="gom-su")], wish="Cạnh cửa.")
    make_application(fair, gone, withdrawn_at=times.now())

    def shown(query=""):
        page = staff.get(CALL + query).text
        return [name for name in ("Nhà đã dự", "Nhà lần đầu", "Nhà đã rút") if f">{name}</a>" in page]

    assert shown() == ["Nhà đã dự", "Nhà lần đầu"]
    assert shown("?xem=lan-dau") == ["Nhà lần đầu"]
    assert shown("?xem=rut") == ["Nhà đã rút"]
    assert shown("?nhom=may-tre-dan") == ["Nhà đã dự"]
    assert shown("?xem=du") == []


def test_the_page_of_one_tells_its_wishes_and_anothers_fair_has_none(staff, fair):
    made = make_application(fair, make_facility(), wish="Cạnh cửa.", power="380")
    other = make_application(make_fair(), make_facility()).id

    page = staff.get(f"{CALL}/{made.id}").text

    assert "Cạnh cửa." in page
    assert "380 V" in page
    assert staff.get(f"{CALL}/{other}").status_code == 404


def test_the_files_hold_the_rows_as_they_are_sifted(staff, fair):
    first, second = make_facility(name="=1+1"), make_facility(name="Nhà hai")
    make_application(fair, first, [make_product(facility=first, browse_category="gom-su")])
    make_application(fair, second, [make_product(facility=second, browse_category="may-tre-dan")])

    sheet = load_workbook(io.BytesIO(staff.get(f"{CALL}/tai.xlsx?nhom=gom-su").data)).active
    rows = list(csv.reader(io.StringIO(staff.get(f"{CALL}/tai.csv").data.decode("utf-8-sig"))))

    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["=1+1"]
    assert [row[1] for row in rows[1:]] == ["'=1+1", "Nhà hai"]


def test_the_database_keeps_the_needs_within_their_range(app, fair):
    with pytest.raises(IntegrityError):
        make_application(fair, make_facility(), units=5)
    db.session.rollback()
    with pytest.raises(IntegrityError):
        make_application(fair, make_facility(), power="12")
    db.session.rollback()
    assert db.session.query(Application).count() == 0


@pytest.mark.parametrize("many", [1, 20])
def test_the_list_runs_the_same_queries_however_many_apply(staff, fair, query_count, many):
    for _ in range(many):
        facility = make_facility()
        make_application(fair, facility, [make_product(facility=facility)])

    with query_count() as run:
        assert staff.get(CALL).status_code == 200

    assert sum("SELECT" in statement for statement in run) <= 16
