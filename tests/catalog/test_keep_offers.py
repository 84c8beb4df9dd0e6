"""A maker keeps the forms of a product: cỡ, màu, hộp."""

from datetime import timedelta

import pytest

from catalog import sales, unit_price
from catalog.models import Variant
from core import times
from core.audit import AuditEntry
from core.db import db
from tests.factories import make_facility, make_member, make_order, make_product, make_variant
from tests.forms import forms_of as read_forms


@pytest.fixture
def tea(app):
    return make_product(name="Trà ướp sen", sku="TRA", price=120_000)


@pytest.fixture
def maker(browser, tea):
    browser.sign_in(make_member(tea.facility, "editor"))
    return browser


def forms_of(product):
    db.session.expire_all()
    return [(one.sku, one.name, one.price, one.on_hand) for one in product.variants]


def path(product, rest=""):
    return f"/quan-ly/san-pham/{product.id}/loai{rest}"


def test_adds_one_under_a_code_made_up_for_it(maker, tea):
    answer = maker.post(path(tea), name="Hộp 250 g", price="280k", on_hand="12", content_amount="250", content_unit="g")

    assert answer.status_code == 303
    assert forms_of(tea) == [("TRA", "", 120_000, 5), ("TRA-2", "Hộp 250 g", 280_000, 12)]
    assert db.session.query(AuditEntry).filter_by(action="product.variant_added").count() == 1


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", {"name": ""}),
        ("name", {"name": "hộp nhỏ"}),
        ("price", {"price": "từ 100 đến 200"}),
        ("sku", {"sku": "TRA"}),
        ("sku", {"sku": "có dấu"}),
        ("on_hand", {"on_hand": "-1"}),
        ("content_amount", {"content_amount": "250", "content_unit": ""}),
        ("content_unit", {"content_amount": "250", "content_unit": "thùng"}),
    ],
)
def test_refuses_what_cannot_be_and_keeps_what_was_typed(maker, tea, field, typed):
    make_variant(tea, name="Hộp nhỏ", sku="TRA-NHO")
    before = forms_of(tea)

    answer = maker.post(path(tea), **{"name": "Hộp to", "price": "280.000", "name_en": "Big box"} | typed)

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "Big box" in answer.text
    assert forms_of(tea) == before


def test_revises_price_and_count_at_once(maker, tea):
    large = make_variant(tea, name="Hộp to", price=280_000, on_hand=5)

    maker.post(path(tea, f"/{large.id}"), name="Hộp to", price="300.000", on_hand="9", on_hand_was="5")

    assert forms_of(tea)[1][1:] == ("Hộp to", 300_000, 9)


def test_a_count_left_as_shown_takes_nothing_back(maker, tea):
    """Orders may have moved it since the page was opened."""
    large = make_variant(tea, name="Hộp to", on_hand=3)

    maker.post(path(tea, f"/{large.id}"), name="Hộp to", price="300.000", on_hand="9", on_hand_was="9")

    assert forms_of(tea)[1][3] == 3


def test_less_than_is_promised_is_refused(maker, tea):
    large = make_variant(tea, name="Hộp to", on_hand=5)
    make_order(large, quantity=3)

    answer = maker.post(path(tea, f"/{large.id}"), name="Hộp to", price="300.000", on_hand="2", on_hand_was="5")

    assert answer.status_code == 422
    assert "Đang giữ 3" in answer.text
    assert forms_of(tea)[1][2:] == (150_000, 5)


def test_one_no_longer_offered_is_kept_for_its_orders_and_comes_back(maker, tea):
    large = make_variant(tea, name="Hộp to")
    make_order(large)

    maker.post(path(tea, f"/{large.id}/thoi-ban"))
    db.session.expire_all()
    assert [one.sku for one in tea.offers] == ["TRA"]
    assert db.session.get(Variant, large.id).held == 1

    maker.post(path(tea, f"/{large.id}/ban-lai"))
    db.session.expire_all()
    assert len(tea.offers) == 2


def test_the_last_one_offered_stays(maker, tea):
    assert maker.post(path(tea, f"/{tea.main.id}/thoi-ban")).status_code == 409
    db.session.expire_all()
    assert tea.main.retired_at is None


def test_the_order_is_the_makers_and_the_first_stays_first(maker, tea):
    small, large = make_variant(tea, name="Nhỏ", sku="NHO"), make_variant(tea, name="To", sku="TO")

    maker.post(path(tea, "/thu-tu"), move=f"{large.id}:-1")
    assert [one[0] for one in forms_of(tea)] == ["TRA", "TO", "NHO"]

    maker.post(path(tea, "/thu-tu"), move=f"{large.id}:-1")
    assert [one[0] for one in forms_of(tea)] == ["TRA", "TO", "NHO"]
    maker.post(path(tea, "/thu-tu"), move=f"{small.id}:1")
    assert [one[0] for one in forms_of(tea)] == ["TRA", "TO", "NHO"]


def test_others_forms_are_not_there(maker, tea):
    theirs = make_variant(make_product(facility=make_facility()))

    assert maker.get(path(theirs.product)).status_code == 404
    assert maker.post(path(tea, f"/{theirs.id}"), name="Của tôi", price="1.000").status_code == 404
    assert maker.post(path(tea, f"/{theirs.id}/thoi-ban")).status_code == 404
    db.session.expire_all()
    assert theirs.price == 150_000


@pytest.mark.parametrize(
    ("price", "amount", "unit", "expected"),
    [
        (120_000, 250, "g", (480_000, "kg")),
        (98_000, 500, "ml", (196_000, "l")),
        (350_000, 90, "cm", (388_889, "m")),
        (60_000, 10, "piece", (6_000, "piece")),
        (10_000, 3, "piece", (3_333, "piece")),
        (120_000, 1000, "g", None),
        (120_000, None, None, None),
        (None, 250, "g", None),
    ],
)
def test_a_kilogram_a_litre_and_a_metre_have_their_price(app, price, amount, unit, expected):
    variant = make_product(price=price).main
    variant.content_amount, variant.content_unit = amount, unit

    found = unit_price.of(variant)
    assert (found and (found.amount, found.per)) == expected


def test_the_page_and_the_api_say_the_price_per_unit(browser):
    product = make_product(price=120_000)
    product.main.content_amount, product.main.content_unit = 250, "g"
    db.session.commit()

    assert "480.000 ₫/kg" in browser.get(f"/san-pham/{product.slug}").text.replace("\xa0", " ")
    one = browser.get(f"/api/v1/products/{product.slug}").json["variants"][0]
    assert one["unit_price"] == {"amount": 480_000, "per": "kg"}


def test_the_parcels_weight_is_never_taken_for_what_it_holds(browser):
    product = make_product(price=120_000, weight_g=300)

    assert "/kg)" not in browser.get(f"/san-pham/{product.slug}").text


@pytest.fixture
def on_sale(tea):
    now = times.now()
    sales.begin(tea.main, 100_000, now - timedelta(days=1), now + timedelta(days=3))
    db.session.commit()


@pytest.fixture
def with_a_second(tea):
    make_variant(tea, name="Hộp nhỏ", sku="TRA-NHO", price=70_000)


@pytest.mark.parametrize("made", ["on_sale", "with_a_second"])
def test_a_step_saved_as_it_was_shown_changes_no_price_and_no_count(maker, tea, made, request):
    request.getfixturevalue(made)
    before, address = forms_of(tea), f"/quan-ly/san-pham/{tea.id}/buoc/2"
    form = next(one for one in read_forms(maker.get(address).text, address) if "mode" in one.fields)

    fields = {name: sent for name, sent in form.untouched().items() if name != "csrf_token"}
    assert maker.post(address, **fields).status_code == 303
    assert forms_of(tea) == before


def test_of_several_the_list_counts_none_at_once(maker, tea, with_a_second):
    page = maker.get("/quan-ly/san-pham").text
    assert "2 loại, đang có 10" in page
    assert f"/quan-ly/san-pham/{tea.id}/ton-kho" not in page
