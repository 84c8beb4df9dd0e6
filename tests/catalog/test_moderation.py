"""Staff look at products: /can-bo/san-pham…"""

import re
from datetime import timedelta

import pytest

from catalog import products
from core import times
from core.db import db
from tests.catalog.test_manage_products import draft
from tests.factories import make_facility, make_member, make_product, make_staff


@pytest.fixture
def officer(browser):
    return browser.sign_in(make_staff("moderate"))


@pytest.fixture
def facility(app):
    return make_facility()


def waiting(facility, **columns):
    return draft(facility, **{"state": "submitted", "submitted_at": times.now()} | columns)


def test_the_longest_waiting_stands_first(officer, facility):
    waiting(facility, name="Món gửi sau")
    waiting(facility, name="Món gửi trước", submitted_at=times.now() - timedelta(days=3))
    draft(facility, name="Món nháp")

    page = officer.get("/can-bo/san-pham").text

    assert page.index("Món gửi trước") < page.index("Món gửi sau")
    assert "3 ngày" in page
    assert "Món nháp" not in page


def test_narrows_by_group(officer, facility):
    waiting(facility, name="Ấm gốm")
    waiting(facility, name="Giỏ mây", browse_category="may-tre-dan")

    page = officer.get("/can-bo/san-pham?nhom=may-tre-dan").text

    assert "Giỏ mây" in page
    assert "Ấm gốm" not in page


def test_shows_what_was_revised_after_approval(officer, facility):
    product = draft(facility, name="Ấm", state="published", published_at=times.now() - timedelta(days=2))
    products.revise(product, {"price": 120_000})
    db.session.commit()

    assert f"/can-bo/san-pham/{product.id}" in officer.get("/can-bo/san-pham?loai=revised").text
    assert f"/can-bo/san-pham/{product.id}" not in officer.get("/can-bo/san-pham").text


@pytest.mark.parametrize("goods", [1, 20])
def test_the_queue_runs_the_same_queries_however_long(officer, facility, query_count, goods):
    for _n in range(goods):
        waiting(facility)

    with query_count() as run:
        assert officer.get("/can-bo/san-pham").status_code == 200

    assert len(run) <= 12


def test_shows_the_page_as_visitors_will_see_it_beside_its_fields(officer, facility):
    product = waiting(facility, name="Ấm trà men lam")

    page = officer.get(f"/can-bo/san-pham/{product.id}").text

    assert "Người đi chợ sẽ thấy" in page
    assert 'name="remark.price"' in page
    assert 'name="remark.label.thanh_phan"' in page
    assert "Đất sét trắng" in page


def test_approves_and_goes_to_the_next(officer, facility):
    product, following = waiting(facility), waiting(facility)

    response = officer.post(f"/can-bo/san-pham/{product.id}/duyet")

    assert product.state == "published"
    assert response.location == f"/can-bo/san-pham/{following.id}"


def test_sends_back_with_remarks(officer, facility):
    product = waiting(facility)

    officer.post(
        f"/can-bo/san-pham/{product.id}/tra-lai", **{"remark.name": "Ghi rõ dung tích.", "remark.": "Ảnh tối."}
    )

    assert product.state == "sent_back"
    assert products.remarks_by_field(product) == {"name": "Ghi rõ dung tích.", "": "Ảnh tối."}


def test_wants_a_remark_before_it_sends_back(officer, facility):
    product = waiting(facility)

    response = officer.post(f"/can-bo/san-pham/{product.id}/tra-lai", **{"remark.name": "  "})

    assert response.status_code == 422
    assert "Ghi ít nhất một lời nhắn" in response.text
    assert product.state == "submitted"


def test_takes_down_with_a_reason_and_can_undo_it(officer, facility):
    product = draft(facility, state="published")
    path = f"/can-bo/san-pham/{product.id}"

    assert officer.post(f"{path}/go", reason="").status_code == 422
    assert product.state == "published"

    officer.post(f"{path}/go", reason="Nhãn ghi sai xuất xứ.")
    assert product.state == "taken_down"
    assert "Nhãn ghi sai xuất xứ." in officer.get(path).text

    officer.post(f"{path}/bay-lai")
    assert product.state == "published"


@pytest.mark.parametrize("state", ["draft", "published", "sent_back", "taken_down"])
def test_what_another_has_just_decided_is_not_decided_again(officer, facility, state):
    product = draft(facility, state=state)

    assert officer.post(f"/can-bo/san-pham/{product.id}/tra-lai", **{"remark.name": "Sửa."}).status_code == 409
    assert product.state == state


@pytest.mark.parametrize("state", ["draft", "submitted", "published", "sent_back", "withdrawn", "taken_down"])
def test_opens_in_every_state(officer, facility, state):
    assert officer.get(f"/can-bo/san-pham/{draft(facility, state=state).id}").status_code == 200


@pytest.mark.parametrize("path", ["", "/1"])
def test_is_for_those_who_moderate(browser, facility, path):
    product = make_product(facility=facility)
    address = "/can-bo/san-pham" + path.replace("1", str(product.id))

    assert browser.get(address).location.startswith("/tai-khoan/dang-nhap")
    assert browser.sign_in(make_staff("report")).get(address).status_code == 403
    assert browser.sign_in(make_member(facility)).get(address).status_code == 403


def test_a_maker_does_not_approve_his_own(browser, facility):
    product = waiting(facility)
    browser.sign_in(make_member(facility))

    assert browser.post(f"/can-bo/san-pham/{product.id}/duyet").status_code == 403
    assert product.state == "submitted"


def test_an_unknown_product_is_not_found(officer):
    assert officer.get("/can-bo/san-pham/999999").status_code == 404
    assert officer.post("/can-bo/san-pham/999999/duyet").status_code == 404


def test_what_was_edited_since_the_page_was_opened_is_not_approved(officer, facility):
    product = waiting(facility, name="Ấm trà")
    seen = re.search(r'name="seen" value="([^"]+)"', officer.get(f"/can-bo/san-pham/{product.id}").text)[1]
    products.revise(product, {"name": "Rượu thuốc"})
    db.session.commit()

    answer = officer.post(f"/can-bo/san-pham/{product.id}/duyet", seen=seen)

    assert answer.status_code == 409
    assert product.state == "submitted"
