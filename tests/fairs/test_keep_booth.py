"""A facility keeps its booth: words, banner, goods in order, and how full it is."""

import io

import pytest

from core.db import db
from fairs import completeness, workspace
from fairs.models import Booth
from tests.factories import (
    make_booth,
    make_facility,
    make_fair,
    make_member,
    make_ocop,
    make_photo,
    make_product,
)


@pytest.fixture
def facility(app):
    return make_facility(name="Gốm Tâm Sen", story="Ba đời giữ lò.")


@pytest.fixture
def maker(browser, facility):
    return browser.sign_in(make_member(facility, "editor"))


def a_booth(facility, products=()):
    """Ids only, so that nothing is read while a request needs the database."""
    return make_booth(make_fair(slug="cuoi-thu"), facility, slug="tam-sen", products=products).id


def test_lists_own_booths_with_how_full_they_are(maker, facility):
    a_booth(facility)
    make_booth(make_fair(), title="Gian người khác")

    page = maker.get("/quan-ly/gian").text

    assert "Gốm Tâm Sen" in page
    assert "Đã đầy" in page
    assert "Gian người khác" not in page


def test_what_happens_today_is_read_at_once(maker, facility):
    booth_id = a_booth(facility)

    answer = maker.post(f"/quan-ly/gian/{booth_id}", today="15:00 vẽ chén")

    assert answer.status_code == 303
    page = maker.get("/hoi-cho/cuoi-thu/tam-sen").text
    assert "15:00 vẽ chén" in page
    assert "Ba đời giữ lò." in page


def test_too_many_words_for_today_are_refused_and_kept(maker, facility):
    booth_id = a_booth(facility)

    answer = maker.post(f"/quan-ly/gian/{booth_id}", today="x" * 141)

    assert answer.status_code == 422
    assert "x" * 141 in answer.text
    assert db.session.get(Booth, booth_id).today == ""


@pytest.mark.parametrize("path", ["", "/anh", "/hang", "/loi", "/cong-bo", "/giay", "/cach-lam", "/gio"])
def test_anothers_booth_is_not_found(maker, path):
    booth_id = make_booth(make_fair(), make_facility(), tagline="Của người khác").id

    answer = maker.post(f"/quan-ly/gian/{booth_id}{path}", tagline="Chiếm", banner=(io.BytesIO(b"x"), "x.jpg"))

    assert answer.status_code == 404
    assert db.session.get(Booth, booth_id).tagline == "Của người khác"


def test_a_packer_may_look_but_not_change(browser, facility):
    booth_id = a_booth(facility)
    browser.sign_in(make_member(facility, "packer"))

    assert browser.get("/quan-ly/gian").status_code == 200
    assert browser.post(f"/quan-ly/gian/{booth_id}", tagline="Đổi").status_code == 403


def test_signed_out_is_sent_to_sign_in(browser):
    assert browser.get("/quan-ly/gian").status_code == 302


def test_an_empty_booth_lacks_nearly_everything(app):
    bare = make_facility(name="Mới", phone="", bank_bin=None, bank_account=None)
    booth = workspace.booth_of(bare.id, make_booth(make_fair(), bare).id)

    complete = completeness.of(booth, [])

    assert complete.score == 6 + 3  # its name and its kind
    assert complete.next[0].code == "san_pham"


def test_a_full_booth_scores_a_hundred(app):
    label = {"chat_lieu": "sứ", "kich_thuoc": "9 cm", "huong_dan_su_dung": "rửa tay", "ma_lo": "L07"}
    full = make_facility(
        tax_code="0109999123", commune_code="ha-noi/bat-trang", representative="Vũ Thị Lý", returns="Đổi trong 7 ngày",
        delivery_note="Gửi toàn quốc", steps=[{"name": n, "text": n} for n in ("Chuốt", "Vẽ", "Nung")],
    )  # fmt: skip
    product = make_product(facility=full, label=label)
    for _ in range(3):
        make_photo(product)
    make_ocop(product)
    told = {
        "hours": "8:30",
        "artisan": "Bà Lý",
        "wholesale": "Có",
        "video_url": "https://x.example",
        "tagline_en": "Hi. Come in.",
    }
    booth_id = make_booth(make_fair(), full, products=[product], story="chữ " * 150, **told).id
    booth = workspace.booth_of(full.id, booth_id)

    complete = completeness.of(booth, workspace.goods_of([booth])[booth_id])

    assert [point.code for point in complete.next] == []
    assert complete.score == 100
