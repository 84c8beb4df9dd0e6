"""A facility keeps its booth: words, banner, goods in order, and how full it is."""

import io

import pytest

from core import jobs
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
    picture_bytes,
)


@pytest.fixture
def facility(app):
    return make_facility(name="Gốm Tâm Sen", story="Ba đời giữ lò.")


@pytest.fixture
def maker(browser, facility):
    return browser.sign_in(make_member(facility, "editor"))


def goods_in(booth_id):
    return [line.product_id for line in db.session.get(Booth, booth_id).goods]


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


def test_tells_and_visitors_read_it_at_once(maker, facility):
    booth_id = a_booth(facility)

    answer = maker.post(
        f"/quan-ly/gian/{booth_id}",
        tagline="Men lam vẽ tay",
        today="15:00 vẽ chén",
        wholesale="Từ 20 bộ bớt một phần mười",
    )

    assert answer.status_code == 303
    page = maker.get("/hoi-cho/cuoi-thu/tam-sen").text
    for told in ("Men lam vẽ tay", "15:00 vẽ chén", "Từ 20 bộ bớt một phần mười", "Ba đời giữ lò."):
        assert told in page


@pytest.mark.parametrize(
    ("field", "value"), [("tagline", "x" * 141), ("video_url", "javascript:alert(1)"), ("video_url", "phim của nhà")]
)
def test_refuses_bad_words_keeps_them_and_changes_nothing(maker, facility, field, value):
    booth_id = a_booth(facility)

    answer = maker.post(f"/quan-ly/gian/{booth_id}", **{"today": "15:00 vẽ chén", field: value})

    assert answer.status_code == 422
    assert "15:00 vẽ chén" in answer.text
    assert f'id="{field}-error"' in answer.text
    assert db.session.get(Booth, booth_id).today == ""


def test_shows_goods_in_the_order_sent(maker, facility):
    first, second, third = (make_product(facility=facility).id for _ in range(3))
    booth_id = a_booth(facility)

    maker.post(f"/quan-ly/gian/{booth_id}/hang", order=f"{third},{first}", product_ids=[first, second, third])
    assert goods_in(booth_id) == [third, first, second]

    maker.post(f"/quan-ly/gian/{booth_id}/hang", order=f"{third},{first},{second}", product_ids=[first, second])
    assert goods_in(booth_id) == [first, second]


def test_a_button_moves_one_product_up(maker, facility):
    products = [make_product(facility=facility) for _ in range(3)]
    ids = [product.id for product in products]
    booth_id = a_booth(facility, products)

    maker.post(f"/quan-ly/gian/{booth_id}/hang", order=",".join(map(str, ids)), product_ids=ids, up=str(ids[2]))

    assert goods_in(booth_id) == [ids[0], ids[2], ids[1]]


def test_never_shows_anothers_goods(maker, facility):
    own, other = make_product(facility=facility).id, make_product().id
    booth_id = a_booth(facility)

    maker.post(f"/quan-ly/gian/{booth_id}/hang", product_ids=[other, own])

    assert goods_in(booth_id) == [own]


def test_search_learns_what_came_and_went(maker, facility):
    stays, goes = make_product(facility=facility), make_product(facility=facility)
    stays_id, goes_id, comes_id = stays.id, goes.id, make_product(facility=facility).id
    booth_id = a_booth(facility, [stays, goes])

    maker.post(f"/quan-ly/gian/{booth_id}/hang", product_ids=[stays_id, comes_id])

    asked = db.session.query(jobs.Job).filter_by(kind="search.update").one()
    assert asked.payload["product_ids"] == sorted([goes_id, comes_id])


def test_hangs_a_banner(maker, facility):
    booth_id = a_booth(facility)

    answer = maker.post(f"/quan-ly/gian/{booth_id}/anh", banner=(io.BytesIO(picture_bytes()), "gian.jpg"))

    assert answer.status_code == 303
    assert db.session.get(Booth, booth_id).banner_id is not None


def test_says_why_a_picture_is_refused_and_keeps_the_old_one(maker, facility):
    booth_id = a_booth(facility)

    answer = maker.post(f"/quan-ly/gian/{booth_id}/anh", follow=True, banner=(io.BytesIO(b"not a picture"), "gian.jpg"))

    assert "không phải ảnh" in answer.text
    assert db.session.get(Booth, booth_id).banner_id is None


@pytest.mark.parametrize("path", ["", "/anh", "/hang"])
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
