"""Where a product belongs: its maker chooses among three classifications, staff correct."""

import pytest

from catalog import products
from catalog.models import Product
from core import audit
from core.db import db
from tests.catalog.test_manage_products import BASICS, draft
from tests.factories import make_facility, make_member, make_product, make_staff

PLACE = {"browse_category": "gom-su", "ocop_group": "IV.1", "cnnttb_group": "tcmn"}


@pytest.fixture
def facility(app):
    return make_facility()


@pytest.fixture
def maker(browser, facility):
    return browser.sign_in(make_member(facility, "editor"))


@pytest.fixture
def officer(browser):
    return browser.sign_in(make_staff("moderate"))


def again(product):
    db.session.expire_all()
    return db.session.get(Product, product.id)


def test_a_new_product_is_given_the_groups_usual_for_its_shelf(maker):
    maker.post("/quan-ly/san-pham/moi", **BASICS)
    made = db.session.query(Product).one()
    assert (made.ocop_group, made.cnnttb_group) == ("IV.1", "tcmn")


def test_its_maker_chooses_all_three(maker, facility):
    product = draft(facility)
    answer = maker.post(f"/quan-ly/san-pham/{product.id}/buoc/1", **{**BASICS, **PLACE})
    assert answer.status_code == 303
    kept = again(product)
    assert (kept.browse_category, kept.ocop_group, kept.cnnttb_group) == ("gom-su", "IV.1", "tcmn")


def test_its_maker_may_say_it_belongs_to_none(maker, facility):
    product = draft(facility, ocop_group="IV.1", cnnttb_group="tcmn")
    maker.post(f"/quan-ly/san-pham/{product.id}/buoc/1", **{**BASICS, "ocop_group": "", "cnnttb_group": ""})
    assert (again(product).ocop_group, again(product).cnnttb_group) == (None, None)


def test_a_form_that_does_not_speak_of_them_leaves_them(maker, facility):
    product = draft(facility, ocop_group="IV.1", cnnttb_group="tcmn")
    maker.post(f"/quan-ly/san-pham/{product.id}/buoc/1", **BASICS)
    assert again(product).ocop_group == "IV.1"


def test_refuses_a_group_that_is_not_there(maker, facility):
    product = draft(facility)
    answer = maker.post(f"/quan-ly/san-pham/{product.id}/buoc/1", **{**BASICS, **PLACE, "ocop_group": "IX.9"})
    assert answer.status_code == 422
    assert again(product).ocop_group is None


def test_the_editor_suggests_what_the_shelf_usually_has(maker, facility):
    product = draft(facility)
    page = maker.get(f"/quan-ly/san-pham/{product.id}/buoc/1").text
    assert "Hàng cùng nghề thường thuộc: Thủ công mỹ nghệ gia dụng, trang trí." in page


def test_staff_correct_what_is_on_show_at_once_and_it_is_written_down(officer, facility):
    product = draft(facility, state="published", ocop_group="I.1.a")
    answer = officer.post(f"/can-bo/san-pham/{product.id}/phan-loai", **PLACE)
    assert answer.status_code == 303
    assert again(product).ocop_group == "IV.1"
    entry = audit.history_of(product)[0]
    assert (entry.action, entry.detail["ocop_group"]) == ("product.corrected", ["I.1.a", "IV.1"])


def test_staff_cannot_move_it_to_a_shelf_whose_label_facts_it_lacks(officer, facility):
    product = draft(facility, state="published")
    answer = officer.post(f"/can-bo/san-pham/{product.id}/phan-loai", **{**PLACE, "browse_category": "thuc-pham"})
    assert answer.status_code == 303
    assert again(product).browse_category == "gom-su"
    assert "còn thiếu" in officer.get(f"/can-bo/san-pham/{product.id}").text


def test_refuses_a_wrong_shelf_of_staff(officer, facility):
    product = draft(facility)
    assert officer.post(f"/can-bo/san-pham/{product.id}/phan-loai", browse_category="x").status_code == 422
    assert again(product).browse_category == "gom-su"


def test_only_moderators_correct(browser, facility):
    product = make_product(facility=facility)
    browser.sign_in(make_staff("curate"))
    assert browser.post(f"/can-bo/san-pham/{product.id}/phan-loai", **PLACE).status_code == 403
    assert again(product).ocop_group is None


def test_staff_do_not_approve_what_lacks_a_label_fact(officer, facility):
    product = draft(facility, state="submitted", label={})
    answer = officer.post(f"/can-bo/san-pham/{product.id}/duyet")
    assert answer.status_code == 303
    assert again(product).state == "submitted"
    assert "Chưa duyệt được, còn thiếu" in officer.get(f"/can-bo/san-pham/{product.id}").text


def test_staff_do_not_put_back_what_lost_a_label_fact_meanwhile(officer, facility):
    product = draft(facility, state="taken_down")
    product.label = {}
    db.session.commit()
    officer.post(f"/can-bo/san-pham/{product.id}/bay-lai")
    assert again(product).state == "taken_down"


@pytest.mark.parametrize("verb", [products.publish, products.restore, products.put_back, products.submit])
def test_no_way_leads_to_the_market_without_the_label(facility, verb):
    origin = {"publish": "submitted", "restore": "taken_down", "put_back": "withdrawn", "submit": "draft"}
    product = draft(facility, state=origin[verb.__name__], label={})
    with pytest.raises(products.NotComplete) as refused:
        verb(product)
    assert "label.thong_so" in [item.field for item in refused.value.items]
