from datetime import timedelta

import pytest

from catalog import lots
from catalog.models import Lot, MakingStep
from core import jobs, times
from core.db import db
from core.jobs import Job
from insight import tally
from insight.models import VisitCount
from shop import packing, parcels
from tests.factories import (
    make_facility,
    make_hamper,
    make_lot,
    make_member,
    make_ocop,
    make_parcel,
    make_picture,
    make_product,
    make_staff,
    make_step,
    picture_bytes,
)

TODAY = times.today()


@pytest.fixture
def tea(app):
    return make_product(name="Trà ướp sen")


def mails():
    return [job.payload for job in db.session.query(Job).filter_by(kind="mail")]


def test_the_printed_code_tells_what_happened_to_the_lot(tea, browser):
    lot = make_lot(tea, use_by=TODAY + timedelta(days=30), note="Mẻ đầu tháng, sen Tây Hồ")
    make_step(lot=lot, name="Ướp lần một", picture_id=make_picture().id)
    make_step(product=tea, name="Hái sen")
    make_ocop(tea, stars=4)
    page = browser.get(f"/q/{lot.code}").text
    for said in ("Trà ướp sen", "Mẻ đầu tháng", "Ướp lần một", tea.facility.name, "OCOP 4 sao", "Còn hạn dùng"):
        assert said in page


def test_the_code_may_be_typed_as_people_type(tea, browser):
    code = make_lot(tea).code
    assert browser.get(f"/q/{code[:4].lower()}-{code[4:].lower()}").status_code == 200


def test_a_lot_lapses_by_itself_after_its_last_day(tea, browser):
    lot = make_lot(tea, use_by=TODAY)
    code = lot.code
    with times.frozen(times.end_of(TODAY)):
        assert "đã hết hạn dùng" not in browser.get(f"/q/{code}").text
    with times.frozen(times.start_of(TODAY + timedelta(days=1))):
        assert "đã hết hạn dùng" in browser.get(f"/q/{code}").text


def test_the_paper_is_the_one_of_the_day_of_making(tea, browser):
    lot = make_lot(tea, made_on=TODAY - timedelta(days=1500))
    make_ocop(tea, stars=5, issued_on=TODAY - timedelta(days=100))
    assert "OCOP 5 sao" not in browser.get(f"/q/{lot.code}").text
    make_ocop(tea, stars=3, issued_on=TODAY - timedelta(days=1600))
    page = browser.get(f"/q/{lot.code}").text
    assert "OCOP 3 sao" in page
    assert "nay đã hết hiệu lực" in page


def test_the_page_of_a_lot_costs_few_statements_however_many_steps(tea, browser, query_count):
    lot = make_lot(tea)
    for _ in range(12):
        make_step(lot=lot, picture_id=make_picture().id)
        make_step(product=tea, picture_id=make_picture().id)
    code = lot.code
    with query_count() as run:
        assert browser.get(f"/q/{code}").status_code == 200
    assert len(run) <= 12


def test_an_unknown_code_is_not_there(app, browser):
    assert browser.get("/q/ABCDEFGH").status_code == 404


def test_scans_are_counted_like_visits(tea, browser):
    lot = make_lot(tea)
    code, number = lot.code, lot.id
    assert f'data-visit="lot:{number}"' in browser.get(f"/q/{code}").text
    browser.send("POST", "/dem", data={"kind": "lot", "id": number}, headers={"User-Agent": "Mozilla/5.0"})
    tally.settle()
    assert db.session.query(VisitCount).one().kind == "lot"


def test_its_maker_records_a_lot_once(tea, browser):
    number = tea.id
    browser.sign_in(make_member(tea.facility, "editor"))
    lot = {"product_id": str(number), "number": "L2611-03", "made_on": TODAY.isoformat(), "note": "lò số hai"}
    assert browser.post("/quan-ly/lo", **lot).status_code == 303
    again = browser.post("/quan-ly/lo", **lot)
    assert again.status_code == 422
    assert "lò số hai" in again.text
    wrong = browser.post("/quan-ly/lo", **lot | {"number": "L2", "use_by": "2020-01-01"})
    assert "Hạn dùng phải sau ngày làm." in wrong.text
    assert db.session.query(Lot).count() == 1


def test_steps_enter_with_their_pictures(tea, browser):
    lot = make_lot(tea)
    number = lot.id
    browser.sign_in(make_member(tea.facility, "editor"))
    photo = (__import__("io").BytesIO(picture_bytes()), "uop.jpg")
    answer = browser.post(f"/quan-ly/lo/{number}/buoc", name="Ướp", text="Ba đêm", photo=photo)
    assert answer.status_code == 303
    step = db.session.query(MakingStep).one()
    assert (step.lot_id, step.picture_id is not None) == (number, True)
    browser.post(f"/quan-ly/lo/{number}/buoc/{step.id}/bo")
    assert db.session.query(MakingStep).count() == 0


def test_labels_carry_the_code(tea, browser):
    lot = make_lot(tea, use_by=TODAY)
    number, code = lot.id, lot.code
    browser.sign_in(make_member(tea.facility, "packer"))
    sheet = browser.get(f"/quan-ly/lo/{number}/tem").text
    assert (sheet.count('class="lot-label"'), f"/q/{code}" in sheet) == (24, True)
    assert browser.get(f"/quan-ly/lo/{number}/tem?kho=a6").text.count('class="lot-label"') == 4
    assert browser.get(f"/quan-ly/lo/{number}/tem?kho=b5").status_code == 404


def test_a_recall_finds_the_orders_and_writes_to_their_buyers(tea, browser):
    lot = make_lot(tea)
    had = make_parcel(tea, email="ngan@example.vn")
    make_parcel(tea, email="khac@example.vn")
    packing.note(had, had.lines[0].id, lot.id)
    db.session.commit()
    number, code = lot.id, lot.code
    browser.sign_in(make_member(tea.facility, "editor"))
    path = f"/quan-ly/lo/{number}/thu-hoi"
    assert browser.post(path, reason="Có ẩm").status_code == 422
    assert db.session.get(Lot, number).recalled_at is None
    db.session.query(Job).delete()
    db.session.commit()
    assert browser.post(path, reason="Có ẩm", advice="Đừng pha, gửi lại").status_code == 303
    jobs.work_off()
    assert [mail["to"] for mail in mails()] == ["ngan@example.vn"]
    assert "Đừng pha, gửi lại" in mails()[0]["text"]
    assert "Lô này bị thu hồi" in browser.get(f"/q/{code}").text
    assert browser.post(path, reason="Có ẩm", advice="Đừng pha").status_code == 409
    browser.sign_in(make_staff("moderate"))
    assert "Có ẩm" in browser.get("/can-bo/thu-hoi").text


def test_its_maker_writes_to_those_who_got_it(tea, browser):
    lot, parcel = make_lot(tea), make_parcel(tea, email="ngan@example.vn")
    packing.note(parcel, parcel.lines[0].id, lot.id)
    db.session.query(Job).delete()
    db.session.commit()
    number = lot.id
    browser.sign_in(make_member(tea.facility, "owner"))
    assert "Đặng Thị Thu Ngân" in browser.get(f"/quan-ly/lo/{number}/nguoi-mua").text
    assert browser.post(f"/quan-ly/lo/{number}/nguoi-mua", text="").status_code == 422
    browser.post(f"/quan-ly/lo/{number}/nguoi-mua", text="Pha nước 80 độ sẽ ngon hơn.")
    assert [mail["to"] for mail in mails()] == ["ngan@example.vn"]


@pytest.mark.parametrize("why", ["lapsed", "recalled", "gone", "of other goods"])
def test_what_must_not_leave_is_not_packed(tea, browser, why):
    parcel = make_parcel(tea, state="confirmed")
    lot = make_lot(make_product(facility=tea.facility) if why == "of other goods" else tea)
    if why == "lapsed":
        lot.use_by = TODAY - timedelta(days=1)
    if why == "recalled":
        lots.recall(lot, "Có ẩm", "Gửi lại")
    if why == "gone":
        lots.close(lot)
    db.session.commit()
    path, number = f"/quan-ly/don/{parcel.id}/lo/{parcel.lines[0].id}", lot.id
    browser.sign_in(make_member(tea.facility, "packer"))
    assert browser.post(path, lot_id=str(number)).status_code == 409
    assert packing.parcels_with(number) == []


def test_a_lot_that_lapsed_after_it_was_noted_stops_the_packing(tea):
    lot, parcel = make_lot(tea, use_by=TODAY), make_parcel(tea, state="confirmed")
    packing.note(parcel, parcel.lines[0].id, lot.id)
    with times.frozen(times.start_of(TODAY + timedelta(days=1))), pytest.raises(parcels.LotNotGood):
        parcels.pack(parcel)
    assert parcel.state == "confirmed"


def test_a_hamper_may_hold_lots_of_its_parts(tea):
    parcel, lot = make_parcel(make_hamper(tea.facility, [(tea, 1)])), make_lot(tea)
    assert [one.id for one in packing.open_lots(parcel)[parcel.lines[0].id]] == [lot.id]


def test_a_packer_notes_the_lot_and_takes_it_back(tea, browser):
    parcel, lot = make_parcel(tea), make_lot(tea)
    path, page, number = f"/quan-ly/don/{parcel.id}/lo/{parcel.lines[0].id}", f"/quan-ly/don/{parcel.id}", lot.id
    name = lot.number
    browser.sign_in(make_member(tea.facility, "packer"))
    assert name in browser.get(page).text
    browser.post(path, lot_id=str(number))
    assert len(packing.parcels_with(number)) == 1
    browser.post(path, lot_id=str(number), go="away")
    assert packing.parcels_with(number) == []


def test_somebody_elses_lot_is_not_there(tea, browser):
    number = make_lot(tea).id
    browser.sign_in(make_member(make_facility(), "owner"))
    for path in ("", "/tem", "/nguoi-mua"):
        assert browser.get(f"/quan-ly/lo/{number}{path}").status_code == 404
    for path in ("/buoc", "/het", "/thu-hoi", "/nguoi-mua"):
        assert browser.post(f"/quan-ly/lo/{number}{path}", name="x", reason="x", advice="x").status_code == 404
    assert db.session.get(Lot, number).recalled_at is None
