"""Attributes: defined by staff, filled in by makers and staff, used as filters with counts."""

import pytest
from sqlalchemy.exc import IntegrityError

from catalog import attributes, revisions
from catalog.models import Attribute, Product, ProductAttribute
from catalog.search.snapshots import band
from core import audit
from core.db import db
from tests.catalog.test_manage_products import FACTS, draft
from tests.factories import make_attribute, make_facility, make_member, make_product, make_staff, make_value

GLAZE = {"name": "Kiểu men", "name_en": "Glaze", "kind": "one", "choices": "Men lam | Blue glaze\nMen rạn | Crackle"}


@pytest.fixture
def officer(browser):
    return browser.sign_in(make_staff("moderate"))


@pytest.fixture
def facility(app):
    return make_facility()


@pytest.fixture
def maker(browser, facility):
    return browser.sign_in(make_member(facility, "editor"))


def values(product, code):
    db.session.expire_all()
    return attributes.values_of(db.session.get(Product, product.id), code)


def test_staff_define_one_with_its_choices(officer):
    assert officer.post("/can-bo/dac-tinh", **GLAZE).status_code == 303
    made = db.session.query(Attribute).one()
    assert (made.code, made.kind) == ("kieu-men", "one")
    assert [(one.code, one.name_en) for one in made.choices] == [("men-lam", "Blue glaze"), ("men-ran", "Crackle")]
    assert audit.history_of(made)[-1].action in ("attribute.defined", "attribute.choices")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Đặt tên cho đặc tính."),
        ({"name_en": ""}, "Đặt tên tiếng Anh."),
        ({"kind": "colour"}, "Chọn kiểu."),
        ({"choices": ""}, "Ghi ít nhất một lựa chọn."),
        ({"choices": "Men lam"}, "viết tên, dấu |"),
    ],
)
def test_refuses_a_bad_definition_and_makes_nothing(officer, wrong, said):
    answer = officer.post("/can-bo/dac-tinh", **GLAZE | wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert db.session.query(Attribute).count() == 0


def test_refuses_a_second_of_one_name(officer):
    officer.post("/can-bo/dac-tinh", **GLAZE)
    assert "Đã có đặc tính tên này." in officer.post("/can-bo/dac-tinh", **GLAZE).text
    assert db.session.query(Attribute).count() == 1


def test_staff_change_words_and_choices(officer):
    one = make_attribute(name="Men", code="men")
    fields = {"name": "Kiểu men", "name_en": "Glaze", "choices": "Tím | Purple", "archive": "do"}
    assert officer.post(f"/can-bo/dac-tinh/{one.id}", **fields).status_code == 303
    db.session.expire_all()
    assert one.name == "Kiểu men"
    assert [choice.code for choice in one.offered] == ["xanh", "trang", "tim"]


def test_archived_it_leaves_every_page_and_keeps_its_values(officer, facility):
    one = make_attribute(name="Màu")
    for colour in ("do", "xanh"):
        make_value(make_product(facility=facility), one, colour)
    assert "Màu" in officer.get("/san-pham").text
    officer.post(f"/can-bo/dac-tinh/{one.id}/luu-tru")
    assert "Màu" not in officer.get("/san-pham").text
    assert db.session.query(ProductAttribute).count() == 2
    officer.post(f"/can-bo/dac-tinh/{one.id}/mo-lai")
    assert "Màu" in officer.get("/san-pham").text


def test_only_moderators_keep_them(browser):
    browser.sign_in(make_staff("curate"))
    assert browser.get("/can-bo/dac-tinh").status_code == 403
    assert browser.post("/can-bo/dac-tinh", **GLAZE).status_code == 403
    assert db.session.query(Attribute).count() == 0


def test_its_maker_fills_in_every_kind(maker, facility):
    product = draft(facility)
    colour, trait, width = make_attribute("one"), make_attribute("several"), make_attribute("number", unit="cm")
    microwave = make_attribute("flag")
    sent = {
        f"attr.{colour.code}": "do", f"attr.{trait.code}": ["xanh", "trang"], f"attr.{width.code}": "12,5",
        f"attr.{microwave.code}": "yes", "attributes_shown": "1",
    }  # fmt: skip
    answer = maker.post(f"/quan-ly/san-pham/{product.id}/buoc/3", **FACTS, **sent)
    assert answer.status_code == 303
    assert values(product, colour.code) == ["do"]
    assert values(product, trait.code) == ["trang", "xanh"]
    assert values(product, width.code) == ["12.5"]
    assert values(product, microwave.code) == ["yes"]
    assert 'value="12,5"' in maker.get(f"/quan-ly/san-pham/{product.id}/buoc/3").text


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("one", "tim", "Chọn trong các mục có sẵn."),
        ("number", "to", "Điền một số lớn hơn 0"),
        ("number", "-3", "Điền một số lớn hơn 0"),
        ("number", "1e5", "Điền một số lớn hơn 0"),
        ("flag", "maybe", "Chọn trong các mục có sẵn."),
    ],
)
def test_refuses_a_value_it_cannot_have_and_keeps_what_was(maker, facility, kind, typed, said):
    product, one = draft(facility), make_attribute(kind)
    sent = {f"attr.{one.code}": typed, "attributes_shown": "1"}
    answer = maker.post(f"/quan-ly/san-pham/{product.id}/buoc/3", **FACTS, **sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert values(product, one.code) == []


def test_a_form_without_the_fields_leaves_the_values(maker, facility):
    product, one = draft(facility), make_attribute()
    make_value(product, one, "do")
    maker.post(f"/quan-ly/san-pham/{product.id}/buoc/3", **FACTS)
    assert values(product, one.code) == ["do"]


def test_asked_only_of_its_shelf(maker, facility):
    product = draft(facility)
    make_attribute(name="Kiểu men", browse_category="gom-su")
    make_attribute(name="Vị", browse_category="thuc-pham")
    page = maker.get(f"/quan-ly/san-pham/{product.id}/buoc/3").text
    assert "Kiểu men" in page
    assert ">Vị<" not in page


def test_of_what_staff_approved_a_new_value_waits(app, facility):
    product, one = draft(facility, state="published"), make_attribute(name="Màu")
    make_value(product, one, "do")
    revisions.revise(product, {f"attr.{one.code}": ["xanh"]})
    db.session.commit()
    assert values(product, one.code) == ["do"]
    revision = revisions.open_of(product)
    revisions.lay_over(product, revision)
    assert attributes.shown(product, one.code) == ["xanh"]
    revisions.approve(product, revision.version)
    db.session.commit()
    assert values(product, one.code) == ["xanh"]


def test_staff_correct_a_value_at_once(officer, facility):
    product, one = draft(facility, state="published"), make_attribute()
    place = {"browse_category": "gom-su", f"attr.{one.code}": "do", "attributes_shown": "1"}
    assert officer.post(f"/can-bo/san-pham/{product.id}/phan-loai", **place).status_code == 303
    assert values(product, one.code) == ["do"]


def test_filters_with_counts_where_two_values_have_goods(browser, facility):
    one = make_attribute(name="Màu")
    red, blue = (make_product(facility=facility, name=name) for name in ("Bình đỏ", "Bình xanh"))
    make_value(red, one, "do")
    assert "Màu" not in browser.get("/san-pham").text
    make_value(blue, one, "xanh")
    page = browser.get("/san-pham").text
    assert "<legend>Màu</legend>" in page
    narrowed = browser.get(f"/san-pham?attr.{one.code}=do").text
    assert "Bình đỏ" in narrowed
    assert "Bình xanh" not in narrowed
    assert "Màu: Đỏ" in narrowed


def test_words_that_are_a_value_offer_its_filter(browser, facility):
    one = make_attribute(name="Màu")
    red, blue = (make_product(facility=facility, name=name) for name in ("Bình đỏ", "Bình xanh, nắp đỏ"))
    make_value(red, one, "do")
    make_value(blue, one, "xanh")
    for typed in ("bình đỏ", "binh do"):
        page = browser.get(f"/tim?q={typed}").text
        assert f"&amp;attr.{one.code}=do" in page.replace("&attr", "&amp;attr")
        assert "Màu: Đỏ <b>1</b>" in page
        assert "Màu: Xanh <b>" not in page
    assert "Chỉ xem" not in browser.get("/tim?q=bình").text
    assert "Chỉ xem" not in browser.get(f"/tim?q=bình đỏ&attr.{one.code}=do").text


def test_numbers_are_filtered_by_step(browser, facility):
    one = make_attribute("number", name="Cao", unit="cm")
    for name, number in (("Chén", "6"), ("Bình", "40")):
        make_value(make_product(facility=facility, name=name), one, number)
    page = browser.get("/san-pham").text
    assert page.index("5–10 cm") < page.index("20–50 cm")
    assert "Chén" not in browser.get(f"/san-pham?attr.{one.code}=20-50").text


@pytest.mark.parametrize(("number", "step"), [(0.3, "0-1"), (1, "0-1"), (2, "1-2"), (20, "10-20"), (20.5, "20-50")])
def test_a_step_holds_its_upper_end(number, step):
    assert band(number) == step


def test_the_product_page_and_the_interface_tell_them(browser, facility):
    product, one = make_product(facility=facility), make_attribute(name="Màu", name_en="Colour", code="mau")
    make_value(product, one, "do")
    assert "/san-pham?attr.mau=do" in browser.get(f"/san-pham/{product.slug}").text
    told = browser.get(f"/api/v1/products/{product.slug}").json["attributes"]
    assert told["mau"]["values"] == [{"value": "do", "label": "Đỏ"}]
    found = browser.get("/api/v1/products?attr.mau=do").json
    assert [item["sku"] for item in found["items"]] == [product.sku]
    assert found["facets"]["attr.mau"] == [{"value": "do", "label": "Đỏ", "count": 1}]


@pytest.mark.parametrize("query", ["attr.mau=tim", "attr.khong-co=1"])
def test_the_interface_refuses_what_is_not_there(browser, query):
    make_attribute(code="mau")
    assert browser.get(f"/api/v1/products?{query}").status_code == 422


def test_the_database_keeps_kinds_and_values(facility):
    product, one = make_product(facility=facility), make_attribute()
    make_value(product, one, "do")
    product_id, attribute_id = product.id, one.id
    for kind, value, choice in (
        ("one", "do", "do"),
        ("one", "xanh", "xanh"),
        ("several", "xanh", "xanh"),
        ("one", "tim", "tim"),
    ):
        db.session.add(
            ProductAttribute(product_id=product_id, attribute_id=attribute_id, kind=kind, value=value, choice=choice)
        )
        with pytest.raises(IntegrityError):
            db.session.commit()
        db.session.rollback()
    db.session.add(Attribute(code="x", kind="colour", name="X", name_en="X"))
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


def test_a_product_with_many_costs_its_page_no_statement_more(browser, query_count, facility):
    plain, told = make_product(facility=facility), make_product(facility=facility)
    for _n in range(6):
        make_value(told, make_attribute(), "do")
    counts = []
    for product in (plain, told):
        for path in (f"/san-pham/{product.slug}", f"/api/v1/products/{product.slug}"):
            with query_count() as run:
                assert browser.get(path).status_code == 200
            counts.append(len(run))
    assert counts[:2] == counts[2:]
