"""A facility's sheets in its workspace: /quan-ly/nhap…"""

import csv
import io

import pytest
from sqlalchemy import select

from catalog.models import ImportRun, Photo, Product, Variant
from core import jobs
from core.audit import AuditEntry
from core.db import db
from tests.catalog.sheet_files import NAMES, SAMPLE, TODAY, table, workbook
from tests.catalog.test_manage_products import upload
from tests.factories import make_facility, make_member, make_product, picture_bytes

ROW = ["GS1", "Ấm trà", "Gốm sứ", 450_000, "chiếc"]


@pytest.fixture
def facility(app, monkeypatch):
    monkeypatch.setattr("core.times.today", lambda: TODAY)
    return make_facility()


@pytest.fixture
def maker(browser, facility):
    return browser.sign_in(make_member(facility, "editor"))


def put_up(browser, content, name="bang-ke.xlsx"):
    with browser.client.session_transaction() as session:
        session["token"] = "token"
    sent = {"csrf_token": "token", "sheet": (io.BytesIO(content), name)}
    return browser.send("POST", "/quan-ly/nhap", data=sent)


def sheet(*rows, headings=()):
    return workbook([*NAMES, *headings], *rows)


def confirm(browser, path):
    digest = db.session.scalar(select(ImportRun.file_key)).rpartition("/")[2]
    return browser.post(f"{path}/xac-nhan", digest=digest)


def test_shows_every_row_before_anything_is_written(maker):
    page = maker.get(put_up(maker, SAMPLE).location)

    assert page.status_code == 200
    assert "Ấm trà men lam vẽ trúc" in page.text
    assert "Có sao OCOP mà thiếu số quyết định" in page.text
    assert f"mọi dòng <b>{len(table('messy_import_expected.csv'))}</b>" in page.text
    assert db.session.query(Product).count() == 0


def test_tells_old_and_new_of_what_will_change(maker, facility):
    make_product(facility=facility, sku="GS1", name="Ấm", price=100_000)

    page = maker.get(put_up(maker, sheet(ROW)).location).text

    assert '<b>Giá bán</b>: <del class="soft">100.000</del> <ins>450.000</ins>' in page
    assert db.session.scalar(select(Variant.price)) == 100_000


def test_writes_when_confirmed_under_the_name_of_who_did(maker, facility):
    path = put_up(maker, sheet(ROW)).location

    confirm(maker, path)

    product = db.session.scalar(select(Product))
    assert (product.sku, product.state, product.facility_id) == ("GS1", "draft", facility.id)
    run = db.session.scalar(select(ImportRun))
    assert (run.counts["created"], run.counts["lacks_label"]) == (1, 1)
    actor = db.session.scalar(select(AuditEntry.actor_id).where(AuditEntry.action == "product.created"))
    assert actor == run.made_by
    assert "Đã ghi lúc" in maker.get(path).text


def test_confirming_twice_or_sending_again_doubles_nothing(maker):
    path = put_up(maker, sheet(ROW)).location
    confirm(maker, path)
    confirm(maker, path)

    again = put_up(maker, sheet(ROW)).location

    assert db.session.query(Product).count() == 1
    assert "Không có gì để ghi" in maker.get(again).text


def test_takes_in_only_the_file_that_was_shown(maker):
    path = put_up(maker, sheet(ROW)).location

    assert maker.post(f"{path}/xac-nhan", digest="khac").status_code == 409
    assert db.session.query(Product).count() == 0


def test_narrows_to_one_kind_of_row(maker):
    path = put_up(maker, SAMPLE).location

    page = maker.get(f"{path}?loai=rejected").text

    rejected = [row for row in table("messy_import_expected.csv") if row["status"] == "rejected"]
    assert page.count('<th scope="row">') == len(rejected)


def test_gives_the_report_as_csv_with_reasons_in_words(maker):
    path = put_up(maker, SAMPLE).location

    text = maker.get(f"{path}/ket-qua.csv").text

    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    refused = next(row for row in rows if row["status"] == "rejected")
    assert len(rows) == len(table("messy_import_expected.csv"))
    assert refused["message"]
    assert rows[0]["change"] == "created"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "Tệp trống"), (b"khong phai bang tinh", "Không thấy dòng tiêu đề"), (SAMPLE[:3000], "Tệp bị hỏng")],
)
def test_says_why_a_whole_file_cannot_be_read(maker, content, sentence):
    page = maker.get(put_up(maker, content).location)

    assert page.status_code == 422
    assert sentence in page.text


def test_asks_for_a_file_when_none_came(maker):
    response = maker.post("/quan-ly/nhap")

    assert response.status_code == 422
    assert "Chọn một tệp" in response.text


def test_a_large_sheet_is_read_and_written_by_the_worker(maker, monkeypatch):
    monkeypatch.setattr("catalog.runs.AT_ONCE", 10)
    path = put_up(maker, sheet(ROW)).location
    assert "Đang đọc bảng kê" in maker.get(path).text

    jobs.work_off()
    assert "Xác nhận thì chợ ghi" in maker.get(path).text
    confirm(maker, path)
    assert "Đang ghi bảng kê" in maker.get(path).text

    jobs.work_off()
    assert "Đã ghi lúc" in maker.get(path).text
    assert db.session.query(Product).count() == 1


def test_photos_find_their_products_by_the_names_in_the_sheet(maker):
    rows = [[*ROW, "am-truc.jpg"], ["GS2", "Chén", "Gốm sứ", 45_000, "chiếc", "chen.png; chen-2.jpg"]]
    confirm(maker, put_up(maker, sheet(*rows, headings=["Ảnh"])).location)
    assert "am-truc.jpg" in maker.get("/quan-ly/nhap").text

    upload(
        maker,
        "/quan-ly/nhap/anh",
        ("AM-TRUC.JPG", picture_bytes(colour="#111111")),
        ("chen.jpg", picture_bytes(colour="#222222")),  # a phone turned .png into .jpg
        ("la.jpg", picture_bytes(colour="#333333")),
    )

    assert sorted(db.session.scalars(select(Product.sku).join(Photo))) == ["GS1", "GS2"]
    front = maker.get("/quan-ly/nhap").text
    assert "Không có món nào đang chờ ảnh mang tên này" in front
    assert "am-truc.jpg" not in front
    assert "chen-2.jpg" in front


def test_the_model_sheet_can_be_read_back(maker):
    text = maker.get("/quan-ly/nhap/mau.csv").text
    heading = next(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))

    row = ["GS1" if name == "Mã SP" else "Ấm" if name == "Tên sản phẩm" else "" for name in heading]
    page = maker.get(put_up(maker, (text + ",".join(row)).encode(), "mau.csv").location)

    assert "Còn thiếu, cần điền." in page.text


def test_somebody_elses_sheet_is_not_there(maker, browser):
    path = put_up(maker, sheet(ROW)).location
    browser.sign_in(make_member(make_facility(), "editor"))

    assert browser.get(path).status_code == 404
    assert browser.get(f"{path}/ket-qua.csv").status_code == 404
    assert confirm(browser, path).status_code == 404
    assert db.session.query(Product).count() == 0


@pytest.mark.parametrize("path", ["/quan-ly/nhap", "/quan-ly/nhap/1", "/quan-ly/nhap/mau.csv"])
def test_asks_to_sign_in_and_is_not_for_packers(browser, facility, path):
    assert browser.get(path).location.startswith("/tai-khoan/dang-nhap")
    assert browser.sign_in(make_member(facility, "packer")).get(path).status_code == 403
