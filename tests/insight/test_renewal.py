"""The renewal pack: three years of what was sold, said and certified, in one file, with nobody's name in it."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from catalog import evidence
from core import jobs, times
from core.audit import AuditEntry
from core.db import db
from core.pictures import Picture, shelf
from insight import renewal, renewal_figures
from insight.models import RenewalPack
from insight.renewal_figures import Cell
from shop import parcels
from shop.models import Order
from tests.factories import (
    make_facility,
    make_member,
    make_ocop,
    make_parcel,
    make_photo,
    make_product,
    make_review,
    make_staff,
)

GIA_LAM, BAT_TRANG, DONG_ANH = "ha-noi/xa-gia-lam", "ha-noi/xa-bat-trang", "ha-noi/xa-dong-anh"


@pytest.fixture
def paper(app):
    return make_ocop(make_product(name="Trà ướp sen", sku="TRA", on_hand=500, price=100_000))


def sold(paper, buyer, commune=GIA_LAM, quantity=1, state="delivered", on=None):
    with times.frozen(on or times.now()):
        return make_parcel(
            paper.product, quantity=quantity, state=state, phone=f"+8491000{buyer:04}", commune_code=commune
        )


def pack_of(paper):
    file = io.BytesIO()
    renewal.write(paper, times.today(), file)
    return zipfile.ZipFile(file)


def table(pack, name):
    return list(csv.DictReader(io.StringIO(pack.read(f"bang/{name}.csv").decode("utf-8-sig"))))


def total(rows, column):
    return sum(int(row[column]) for row in rows)


def test_every_table_adds_up_to_what_was_delivered(paper):
    for n in range(7):
        sold(paper, n, quantity=n + 1, on=times.now() - timedelta(days=40 * n))
    sold(paper, 1, commune=BAT_TRANG)
    delivered = [p for order in db.session.query(Order) for p in order.parcels]
    pack = pack_of(paper)
    for name in ("theo-thang", "theo-noi-giao", "theo-loai"):
        rows = table(pack, name)
        assert total(rows, "Tiền hàng (đồng)") == sum(parcel.goods_total for parcel in delivered), name
        assert total(rows, "Số lượng") == 29, name
    assert total(table(pack, "theo-thang"), "Số đơn") == total(table(pack, "theo-noi-giao"), "Số đơn") == 8
    book = load_workbook(io.BytesIO(pack.read("bang/theo-loai.xlsx"))).active
    assert book.cell(2, 5).value == sum(parcel.goods_total for parcel in delivered)
    assert "2.900.000" in pack.read("HO-SO.html").decode()


def test_what_is_not_delivered_older_or_of_other_goods_is_left_out(paper):
    sold(paper, 1)
    sold(paper, 2, state="packed")
    parcels.cancel(sold(paper, 3, state="placed"))
    old = sold(paper, 4).order
    old.placed_at = times.start_of(times.add_months(times.today(), -36)) - timedelta(hours=1)
    make_parcel(make_product(facility=paper.product.facility), state="delivered")
    db.session.commit()
    assert renewal_figures.sales(paper, times.today()).whole.orders == 1


def test_a_place_with_few_buyers_is_told_with_others_and_the_sum_stays(paper):
    for n in range(6):
        sold(paper, n)
    for n in range(3):
        sold(paper, 10 + n, commune=BAT_TRANG)
    for n in range(2):
        sold(paper, 20 + n, commune=DONG_ANH)
    rows = table(pack_of(paper), "theo-noi-giao")
    assert [(row["Xã, phường"], row["Người mua khác nhau"]) for row in rows] == [("Xã Gia Lâm", "6"), ("", "5")]
    assert total(rows, "Số đơn") == 11


def test_what_is_told_together_is_never_fewer_than_five_while_there_are_others():
    cells = {("a", str(n)): Cell(orders=n, buyers={bytes([n, i]) for i in range(n)}) for n in (1, 6, 9)}
    told = renewal_figures.told_together(cells)
    assert [(key, len(cell.buyers)) for key, cell in told.items()] == [(("a", "9"), 9), (("", ""), 7)]


def test_nobody_is_named_anywhere_in_it(paper):
    parcel = sold(paper, 77)
    make_review(parcel.lines[0], text="Trà thơm", signed="Chị Ngân", stars=5)
    pack = pack_of(paper)
    for name in pack.namelist():
        content = pack.read(name)
        for word in ("Ngân", "910000077", "Số 8 ngõ 27"):
            assert word.encode() not in content, (name, word)
    assert table(pack, "loi-nguoi-mua")[0]["Lời người mua"] == "Trà thơm"


def test_a_text_that_begins_as_a_formula_stays_a_text(paper):
    make_review(sold(paper, 1).lines[0], text="=1+1", stars=5)
    assert table(pack_of(paper), "loi-nguoi-mua")[0]["Lời người mua"] == "'=1+1"


def test_scans_and_photos_are_inside(paper):
    picture = db.session.get(Picture, make_photo(paper.product).picture_id)
    shelf.keep(picture.digest, [(picture.widths[-1], "jpg", b"jpeg")])
    evidence.attach(paper, "a.pdf", ("application/pdf", b"%PDF-1.4 %%EOF"))
    db.session.commit()
    names = pack_of(paper).namelist()
    assert any(name.startswith("giay-to/ocop-") and name.endswith(".pdf") for name in names)
    assert any(name.startswith("anh/") for name in names)


def test_a_maker_asks_waits_and_fetches_and_each_fetch_is_noted(paper, browser):
    sold(paper, 1)
    browser.sign_in(make_member(paper.product.facility, "editor"))
    page = f"/quan-ly/chung-nhan/{paper.id}/ho-so"
    assert "Gom hồ sơ" in browser.get(page).text
    assert browser.post(f"{page}.zip").status_code == 404
    assert browser.post(page).status_code == browser.post(page).status_code == 303
    assert "Đang gom" in browser.get(page).text
    jobs.work_off()
    assert "Tải hồ sơ" in browser.get(page).text
    answer = browser.post(f"{page}.zip")
    assert zipfile.ZipFile(io.BytesIO(answer.data)).testzip() is None
    assert answer.headers["Content-Type"] == "application/zip"
    answer.close()
    assert db.session.query(AuditEntry).filter_by(action="recognition.pack_fetched").count() == 1
    assert db.session.query(RenewalPack).count() == 1


def test_a_newer_one_takes_the_place_of_the_older(paper):
    with times.frozen(times.now() - timedelta(days=1)):
        renewal.ask(paper)
        db.session.commit()
        jobs.work_off()
    renewal.ask(paper)
    db.session.commit()
    jobs.work_off()
    assert [one.as_of for one in db.session.query(RenewalPack)] == [times.today()]


@pytest.mark.parametrize("state", ["proposed", "refused"])
def test_a_paper_nobody_confirmed_has_none(paper, state):
    paper.state, paper.reason = state, "sai"
    db.session.commit()
    with pytest.raises(renewal.NotForThis):
        renewal.ask(paper)


def test_other_makers_and_packers_get_none_and_staff_do(paper, browser):
    page = f"/quan-ly/chung-nhan/{paper.id}/ho-so"
    browser.sign_in(make_member(make_facility(), "owner"))
    assert browser.post(page).status_code == browser.post(f"{page}.zip").status_code == 404
    browser.sign_in(make_member(paper.product.facility, "packer"))
    assert browser.post(page).status_code == 403
    browser.sign_in(make_staff("moderate"))
    assert browser.post(f"/can-bo/chung-nhan/{paper.id}/ho-so").status_code == 303
    assert "Đang gom" in browser.get(f"/can-bo/chung-nhan/{paper.id}/ho-so").text
