"""The drawing board: its forms alone, its script's steps, the sheet; and who may come here."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest

from core import times
from core.db import db
from fairs.floor import sheet
from fairs.floor.steps import PutStand
from fairs.models import Hall, Stand
from tests.factories import make_booth, make_fair, make_hall, make_staff
from tests.fairs.test_draw_floor import AISLE, by_number, draw, drawn_hall, spot

JSON = {"Accept": "application/json"}


@pytest.fixture
def staff(browser):
    return browser.sign_in(make_staff("allot", name="Trần Thu Hằng"))


@pytest.fixture
def hall(app):
    """Two stands in hall A of the fair "tet"."""
    made, _ = drawn_hall(spot("G01", 0, 0), spot("G02", 2, 0), fair=make_fair(slug="tet"), code="A", features=[AISLE])
    return made


BOARD = "/can-bo/hoi-cho/tet/so-do/A"


def send(staff, *steps, revision, path=BOARD):
    with staff.client.session_transaction() as session:
        session["token"] = "token"
    body = {"revision": revision, "steps": list(steps)}
    return staff.send("POST", f"{path}/doi", json=body, headers=JSON | {"X-CSRF-Token": "token"})


def sheet_file(*rows, headings=("Số gian", "Nhóm hàng", "Cột", "Hàng", "Giá niêm yết")):
    text = "\n".join(",".join(map(str, row)) for row in [headings, *rows])
    return (io.BytesIO(text.encode()), "gian.csv")


def numbers():
    return sorted(stand.number for stand in db.session.query(Stand))


def test_a_hall_is_built_and_filled_by_forms_alone(staff):
    make_fair(slug="tet")

    staff.post("/can-bo/hoi-cho/tet/so-do", code="a", name="Nhà A", width="24", height="20")
    staff.post(f"{BOARD}/cho", kind="aisle", label="Lối 1", x="5", y="1", width="2", height="20")
    place = {"x": "3", "y": "2", "width": "2", "height": "2", "across": "1", "down": "3"}
    staff.post(f"{BOARD}/gian", number="g01", group="gom-su", list_price="9000000", subsidised="7200000", **place)

    page = staff.get(BOARD).text
    assert numbers() == ["G01", "G02", "G03"]
    assert {stand.facing for stand in db.session.query(Stand)} == {"right"}
    assert "9.000.000" in page
    assert "Thêm 3 gian" in page
    found = by_number(db.session.query(Hall).one())
    staff.post(f"{BOARD}/gop", numbers="G01, g02")
    staff.post(f"{BOARD}/gian/{found['G03'].id}", act="remove")
    assert numbers() == ["G01"]
    staff.post(f"{BOARD}/gian/{found['G01'].id}", act="split", parts="2")
    assert numbers() == ["G01", "G02"]


def test_a_zone_lends_its_group_and_letter_to_stands_drawn_in_it(staff, hall):
    zone = {"kind": "zone", "x": 8, "y": 8, "width": 8, "height": 4, "group": "son-mai-kham"}
    rows = {"do": "rows", "x": 8, "y": 8, "width": 4, "height": 2, "number": "", "values": {"group": ""}}

    answer = send(staff, {"do": "thing", "values": zone}, rows, revision=hall.revision)

    assert answer.status_code == 200
    assert numbers() == ["G01", "G02", "S01", "S02"]


def test_a_form_says_what_is_wrong_at_its_field_and_keeps_what_was_typed(staff, hall):
    stand_id = by_number(hall)["G01"].id
    values = {"number": "G01", "group": "gom-su", "facing": "down", "x": "1", "y": "1", "width": "2", "height": "2"}

    answer = staff.post(f"{BOARD}/gian/{stand_id}", **values, list_price="5", subsidised="6")
    over = staff.post(f"{BOARD}/gian/{stand_id}", **values | {"x": "2"})

    assert answer.status_code == over.status_code == 422
    assert 'id="s-subsidised-error"' in answer.text
    assert 'value="6"' in answer.text
    assert "Gian G01 đè lên gian G02" in over.text
    assert 'id="s-x" name="x" type="number" value="2"' in over.text


def test_steps_of_the_script_are_answered_with_the_plan_and_can_be_taken_back(staff, hall):
    stand_id = by_number(hall)["G01"].id

    answer = send(staff, {"do": "stand", "id": stand_id, "values": {"y": 6}}, revision=hall.revision).json
    back = staff.send("POST", f"{BOARD}/lui", data={"csrf_token": "token", "act": answer["act"]}, headers=JSON).json

    assert [row[5] for row in answer["plan"]["stands"] if row[0] == stand_id] == [6]
    assert [row[5] for row in back["plan"]["stands"] if row[0] == stand_id] == [0]
    assert staff.get(f"{BOARD}/mat-bang.json?tu={back['plan']['revision']}").status_code == 204


def test_who_comes_second_reads_who_was_first_and_gets_the_present_plan(staff, hall):
    stand_id, seen = by_number(hall)["G01"].id, hall.revision
    send(staff, {"do": "stand", "id": stand_id, "values": {"y": 6}}, revision=seen)

    answer = send(staff, {"do": "stand", "id": stand_id, "values": {"x": 10}}, revision=seen)
    form = staff.post(f"{BOARD}/gian/{stand_id}", revision=str(seen), act="remove")

    assert answer.status_code == form.status_code == 409
    assert "Trần Thu Hằng vừa sửa G01" in answer.json["says"]
    assert [row[5] for row in answer.json["plan"]["stands"] if row[0] == stand_id] == [6]
    assert "Trần Thu Hằng vừa sửa G01" in form.text
    assert numbers() == ["G01", "G02"]


@pytest.mark.parametrize(
    "step",
    [
        {"do": "fly"},
        {"do": "stand", "id": -1, "values": {"number": "G09"}},
        {"do": "stand", "id": 1, "values": {"walk": 3}},
        {"do": "stand", "id": 1, "values": {"x": "2"}},
        {"do": "stand", "id": 1, "values": {"facing": "in"}},
        {"do": "stand", "id": 1 << 70, "values": {}},
        {"do": "rows", "x": 0, "y": 0, "width": 10**9, "height": 10**9, "number": "G01"},
        {"do": "merge", "ids": "12"},
        {"do": "thing", "values": {"kind": "aisle"}},
        "stand",
    ],
)
def test_what_is_no_step_is_refused(staff, hall, step):
    revision = hall.revision

    assert send(staff, step, revision=revision).status_code == 400
    assert db.session.query(Hall).one().revision == revision


def test_a_sheet_changes_what_is_there_and_adds_what_is_new(staff, hall):
    file = sheet_file(("G01", "Gốm sứ", 10, 10, "9.000.000"), ("M01", "may-tre-dan", 12, 10, ""))

    answer = staff.post(f"{BOARD}/nhap", sheet=file)

    assert answer.status_code == 303
    found = by_number(db.session.query(Hall).one())
    assert sorted(found) == ["G01", "G02", "M01"]
    assert (found["G01"].x, found["G01"].y, found["G01"].list_price) == (9, 9, 9_000_000)
    assert found["M01"].group == "may-tre-dan"


def test_every_fault_of_a_sheet_is_told_at_its_row_and_nothing_is_taken(staff, hall):
    file = sheet_file(
        ("G01", "Gốm sứ", 10, 10, ""),
        ("G03", "Gốm xứ lạ", 12, 10, ""),
        ("G04", "Gốm sứ", "mười", 10, "chín triệu"),
        ("G01", "Gốm sứ", 16, 10, ""),
        ("", "Gốm sứ", 16, 10, ""),
    )

    answer = staff.post(f"{BOARD}/nhap", sheet=file)

    assert answer.status_code == 422
    told = dict(re.findall(r'<th scope="row">(\d+)</th><td>[^<]*</td><td>(.*?)</td>', answer.text))
    assert list(told) == ["3", "4", "5", "6"]
    assert "Gốm xứ lạ" in told["3"]
    assert "mười" in told["4"]
    assert "chín triệu" in told["4"]
    assert "dòng 2" in told["5"]
    assert by_number(db.session.query(Hall).one())["G01"].x == 0


def test_rows_that_lie_over_each_other_are_told_at_their_row(staff, hall):
    file = sheet_file(("G03", "Gốm sứ", 10, 10, ""), ("G04", "Gốm sứ", 11, 10, ""), ("G05", "Gốm sứ", 20, 20, ""))

    answer = staff.post(f"{BOARD}/nhap", sheet=file)

    told = dict(re.findall(r'<th scope="row">(\d+)</th><td>[^<]*</td><td>(.*?)</td>', answer.text))
    assert list(told) == ["3", "4"]
    assert "G03" in told["3"]
    assert numbers() == ["G01", "G02"]


def test_stands_the_sheet_does_not_name_go_if_one_says_so_but_never_one_with_a_booth(staff, hall):
    make_booth(hall.fair, stand=by_number(hall)["G02"])
    refused = staff.post(f"{BOARD}/nhap", sheet=sheet_file(("G01", "Gốm sứ", 1, 1, "")), others_go="1")
    assert refused.status_code == 422
    assert "Gian G02 đã có người giữ" in refused.text
    assert numbers() == ["G01", "G02"]

    staff.post(f"{BOARD}/nhap", sheet=sheet_file(("G02", "Gốm sứ", 3, 1, "")), others_go="1")

    assert numbers() == ["G02"]


@pytest.mark.parametrize(
    ("content", "says"), [(b"", "trống"), (b"a,b\n1,2\n", "Số gian"), (b"\xd0\xcf\x11\xe0", ".xls")]
)
def test_a_file_that_is_no_sheet_of_stands_says_why(staff, hall, content, says):
    answer = staff.post(f"{BOARD}/nhap", sheet=(io.BytesIO(content), "gian.csv"))

    assert answer.status_code == 422
    assert says in answer.text


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_goes_out_comes_back_and_changes_nothing(staff, hall, ending):
    draw(hall, PutStand(-1, spot("S01", 8, 8, group="son-mai-kham", width=4, list_price=9, subsidised=7, facing="up")))
    revision, count = hall.revision, len(by_number(hall))

    content = staff.get(f"{BOARD}/gian.{ending}").data
    taken = sheet.take_in(db.session.query(Hall).one(), io.BytesIO(content), others_go=True)

    assert (len(taken.rows), taken.faulty, taken.fault) == (count, [], "")
    assert taken.drawn.act_id is None
    db.session.rollback()
    assert db.session.query(Hall).one().revision == revision


def test_a_formula_and_a_hidden_row_are_told(app, hall):
    book = openpyxl.Workbook()
    rows = book.active
    rows.append(["Số gian", "Nhóm hàng", "Cột", "Hàng"])
    rows.append(["G05", "Gốm sứ", "=5+5", 10])
    rows.append(["G06", "Gốm sứ", 12, 12])
    rows.row_dimensions[3].hidden = True
    file = io.BytesIO()
    book.save(file)

    taken = sheet.take_in(hall, file)

    assert [row.line for row in taken.faulty] == [2, 3]
    assert "công thức" in taken.faulty[0].faults[0]


def test_a_hall_of_the_fair_needs_a_code_of_its_own_and_goes_only_empty(staff, hall):
    fields = {"code": "A", "name": "Nhà", "width": "20", "height": "20"}

    assert staff.post("/can-bo/hoi-cho/tet/so-do", **fields).status_code == 422
    assert staff.post(f"{BOARD}/bo").status_code == 409
    assert staff.post(f"{BOARD}/nha", **fields | {"width": "5", "height": "1"}).status_code == 422
    assert staff.post(f"{BOARD}/nha", **fields | {"name": "Nhà gốm", "width": "30"}).status_code == 303
    assert (db.session.query(Hall).one().name, db.session.query(Hall).one().width) == ("Nhà gốm", 30)
    staff.post("/can-bo/hoi-cho/tet/so-do", **fields | {"code": "B"})
    assert staff.post("/can-bo/hoi-cho/tet/so-do/B/bo").status_code == 303
    assert db.session.query(Hall).count() == 1


def test_a_stand_of_another_hall_is_not_found_here(staff, hall):
    other, there = drawn_hall(spot("M01", 0, 0), fair=hall.fair, code="B")

    assert staff.post(f"{BOARD}/gian/{there['M01'].id}", act="remove").status_code == 404
    assert numbers() == ["G01", "G02", "M01"]


def test_only_those_who_allot_may_draw(browser, hall):
    browser.sign_in(make_staff("curate"))

    assert browser.get(BOARD).status_code == 403
    assert browser.get("/can-bo/hoi-cho/tet/so-do").status_code == 403
    assert browser.post(f"{BOARD}/gop", numbers="G01, G02").status_code == 403
    assert numbers() == ["G01", "G02"]


@pytest.mark.parametrize("many", [1, 700])
def test_the_board_asks_no_more_of_the_database_for_many_stands(staff, query_count, many):
    hall = make_hall(make_fair(slug="tet"), code="A", width=80, height=80)
    draw(hall, *(PutStand(-n - 1, spot(f"G{n:03}", n % 38 * 2, n // 38 * 3)) for n in range(many)))

    with query_count() as page:
        assert staff.get(BOARD).status_code == 200
    with query_count() as plan:
        assert staff.get(f"{BOARD}/mat-bang.json").status_code == 200

    assert sum("SELECT" in one for one in page) <= 10
    assert sum("SELECT" in one for one in plan) <= 7


def test_the_halls_of_a_fair_that_is_over_stay_as_they_were_drawn(staff, hall):
    hall.fair.opens_at, hall.fair.closes_at = times.now() - timedelta(days=9), times.now() - timedelta(days=5)
    db.session.commit()
    stand_id, revision = by_number(hall)["G01"].id, hall.revision

    answers = [
        send(staff, {"do": "remove", "id": stand_id}, revision=revision),
        staff.post(f"{BOARD}/gian/{stand_id}", act="remove"),
        staff.post(f"{BOARD}/nhap", sheet=sheet_file(("G03", "Gốm sứ", 10, 10, ""))),
    ]

    assert [answer.status_code for answer in answers] == [409] * 3
    assert "Hội chợ đã tan" in answers[1].text
    assert numbers() == ["G01", "G02"]


@pytest.mark.parametrize("numbers", ["G01, G99", "G01", ""])
def test_numbers_that_cannot_be_merged_are_refused_and_stay_typed(staff, hall, numbers):
    answer = staff.post(f"{BOARD}/gop", numbers=numbers)

    assert answer.status_code == 422
    assert f'value="{numbers}"' in answer.text
    assert db.session.query(Stand).count() == 2
