"""Photos that a sheet names by address: only when asked for, and each with its fate."""

import pytest
from sqlalchemy import select

from catalog import fetching, runs
from catalog.models import ImportRun, Photo, Product
from core import jobs
from core.db import db
from tests.core.test_fetch import Host, host  # noqa: F401  (a real server on this machine)
from tests.factories import make_facility, make_member

HEAD = "Mã SP,Tên sản phẩm,Nhóm hàng,Giá bán,ĐVT,Hình ảnh\n"


@pytest.fixture
def facility(app):
    return make_facility()


@pytest.fixture
def maker(browser, facility):
    return browser.sign_in(make_member(facility, "editor"))


def confirmed(facility, *cells):
    rows = [f'A{n},Ấm số {n},Gốm sứ,90000,chiếc,"{cell}"' for n, cell in enumerate(cells, start=1)]
    run = runs.put_up(facility, "hang.csv", (HEAD + "\n".join(rows) + "\n").encode())
    db.session.commit()
    runs.read(run.id)
    db.session.commit()
    runs.confirm(run.id)
    db.session.commit()
    return db.session.scalar(select(ImportRun))


def photos_of(sku):
    wanted = select(Photo).join(Product, Photo.product_id == Product.id).where(Product.sku == sku)
    return db.session.scalars(wanted).all()


def ask(maker, run):
    return maker.post(f"/quan-ly/nhap/{run.id}/lay-anh")


@pytest.mark.parametrize(("cell", "found"), [
    ("am.jpg; https://a.example/1.jpg", ["https://a.example/1.jpg"]),
    ("https://a.example/1.jpg,https://a.example/2.jpg", ["https://a.example/1.jpg", "https://a.example/2.jpg"]),
    ("https://a.example/1.jpg\nhttps://a.example/1.jpg", ["https://a.example/1.jpg"]),
    ("https://a.example/w_100,h_100/1.jpg", ["https://a.example/w_100,h_100/1.jpg"]),
    ("../1.jpg | ftp://a.example/1.jpg | javascript:alert(1)", []),
])  # fmt: skip
def test_finds_the_addresses_of_a_cell(cell, found):
    assert fetching.addresses_in(cell) == found


def test_fetches_nothing_unless_asked(maker, facility, host):  # noqa: F811
    run = confirmed(facility, f"{host}/anh.jpg")
    jobs.work_off()

    page = maker.get(f"/quan-ly/nhap/{run.id}").text

    assert "Lấy ảnh theo địa chỉ" in page
    assert (Host.asked, photos_of("A1")) == ([], [])


def test_brings_the_photos_and_says_what_became_of_each(maker, facility, host):  # noqa: F811
    run = confirmed(facility, f"{host}/anh.jpg", f"{host}/khong-co.jpg", "http://127.0.0.1/trong.jpg", "am.jpg")

    assert ask(maker, run).status_code == 303
    jobs.work_off()

    page = maker.get(f"/quan-ly/nhap/{run.id}").text
    assert [len(photos_of(sku)) for sku in ("A1", "A2", "A3", "A4")] == [1, 0, 0, 0]
    assert "Đã lấy 1 trên 3 ảnh." in page
    assert "Máy chủ không đưa tệp này ra." in page
    assert "mạng nội bộ" in page


def test_asking_twice_or_working_twice_fetches_once(maker, facility, host):  # noqa: F811
    run = confirmed(facility, f"{host}/anh.jpg")
    ask(maker, run)
    jobs.work_off()
    ask(maker, run)
    fetching.go_on(run.id)
    jobs.work_off()

    assert len(Host.asked) == 1
    assert len(photos_of("A1")) == 1


def test_what_is_no_picture_is_told(maker, facility, host, monkeypatch):  # noqa: F811
    monkeypatch.setattr("tests.core.test_fetch.PICTURE", b"<html>khong phai anh</html>")
    run = confirmed(facility, f"{host}/anh.jpg")
    ask(maker, run)
    jobs.work_off()

    assert fetching.fates(run)[0]["fate"] == "refused"
    assert photos_of("A1") == []


def test_another_makers_sheet_is_not_there(browser, facility):
    run = confirmed(facility, "https://a.example/1.jpg")
    stranger = browser.sign_in(make_member(make_facility(), "editor"))

    assert ask(stranger, run).status_code == 404
    assert fetching.fates(run) == []


def test_a_sheet_that_is_not_confirmed_fetches_nothing(maker, facility):
    run = runs.put_up(facility, "hang.csv", (HEAD + "A1,Ấm,Gốm sứ,9000,chiếc,https://a.example/1.jpg\n").encode())
    db.session.commit()
    runs.read(run.id)
    db.session.commit()

    assert ask(maker, run).status_code == 409
    assert fetching.fates(run) == []


def test_the_command_fetches_where_it_is_told_to(app, facility, host, tmp_path):  # noqa: F811
    sheet = tmp_path / "hang.csv"
    sheet.write_text(HEAD + f"A1,Ấm,Gốm sứ,9000,chiếc,{host}/anh.jpg\n", "utf-8")
    command = ["catalog", "import", str(sheet), "--facility", facility.slug]

    app.test_cli_runner().invoke(args=command)
    assert photos_of("A1") == []
    said = app.test_cli_runner().invoke(args=[*command, "--fetch-pictures"]).output

    assert f"A1 {host}/anh.jpg: đã lấy" in said
    assert len(photos_of("A1")) == 1
