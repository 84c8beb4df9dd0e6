from datetime import timedelta

import pytest

from core import times, vietqr
from core.answers import KEPT_FOR, KeptAnswer
from core.db import db
from shop.models import Cart, CartLine, Order
from tests.factories import make_booth, make_cart, make_facility, make_product

GOOD = {
    "buyer": {"name": "Đặng Thị Thu Ngân", "phone": "0912345678"},
    "address": {"province_code": "ha-noi", "commune_code": "ha-noi/xa-gia-lam", "street": "Số 8 ngõ 27"},
    "payment": "vietqr",
}


def call(browser, method, path, body=None, **headers):
    return browser.send(
        method, f"/api/v1{path}", json=body, headers={k.replace("_", "-"): v for k, v in headers.items()}
    )


def is_problem(answer, status):
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.json["status"] == status
    return answer.json["errors"]


def new_cart(browser, *products, quantity=1):
    cart = call(browser, "POST", "/carts").json["id"]
    for product in products:
        call(browser, "POST", f"/carts/{cart}/lines", {"sku": product.sku, "quantity": quantity})
    return cart


def test_opens_fills_changes_and_empties_a_cart(browser):
    product = make_product(price=100_000)
    opened = call(browser, "POST", "/carts")
    assert opened.status_code == 201
    cart = opened.json["id"]
    added = call(browser, "POST", f"/carts/{cart}/lines", {"sku": product.sku, "quantity": 2})
    assert added.status_code == 201
    line = added.json["id"]
    assert call(browser, "GET", f"/carts/{cart}").json["total"] == 200_000
    assert call(browser, "PATCH", f"/carts/{cart}/lines/{line}", {"quantity": 3}).json["total"] == 300_000
    assert call(browser, "DELETE", f"/carts/{cart}/lines/{line}").status_code == 204
    assert call(browser, "GET", f"/carts/{cart}").json["lines"] == []


def test_refuses_a_booth_that_is_not_there_and_puts_nothing_in(browser):
    product, cart = make_product(), new_cart(browser)
    body = {"sku": product.sku, "quantity": 1, "booth": "KHONG-CO"}
    (error,) = is_problem(call(browser, "POST", f"/carts/{cart}/lines", body), 422)
    assert (error["field"], error["code"]) == ("booth", "no_such_booth")
    assert db.session.query(CartLine).count() == 0


@pytest.mark.parametrize("named", ["code", "slug"])
def test_remembers_the_booth(browser, named):
    product = make_product()
    booth = make_booth(facility=product.facility, products=[product])
    cart = new_cart(browser)
    body = {"sku": product.sku, "quantity": 1, "booth": getattr(booth, named)}
    call(browser, "POST", f"/carts/{cart}/lines", body)
    assert db.session.query(CartLine).one().booth_id == booth.id


@pytest.mark.parametrize(
    "body",
    [{"sku": "KHONG-CO", "quantity": 1}, {"quantity": 1}, {"sku": "T", "quantity": 0}, {"sku": "T", "quantity": 1.5}],
)
def test_a_bad_line_names_its_field(browser, body):
    cart = new_cart(browser)
    assert is_problem(call(browser, "POST", f"/carts/{cart}/lines", body), 422)[0]["field"] in ("sku", "quantity")
    assert db.session.query(CartLine).count() == 0


def test_what_is_not_for_sale_is_refused(browser):
    cart = new_cart(browser)
    answer = call(browser, "POST", f"/carts/{cart}/lines", {"sku": make_product(mode="showcase").sku, "quantity": 1})
    assert is_problem(answer, 422)[0]["code"] == "not_for_sale"


@pytest.mark.parametrize("body", [None, [], "chuỗi", 3])
def test_a_body_that_is_no_object_is_refused(browser, body):
    is_problem(call(browser, "POST", f"/carts/{new_cart(browser)}/lines", body), 400)


def test_another_cart_and_its_lines_are_not_there(browser):
    others = make_cart(make_product())
    cart = new_cart(browser)
    is_problem(call(browser, "PATCH", f"/carts/{cart}/lines/{others.lines[0].id}", {"quantity": 9}), 404)
    is_problem(call(browser, "DELETE", f"/carts/{cart}/lines/{others.lines[0].id}"), 404)
    is_problem(call(browser, "POST", f"/carts/{others.id}/checkout", GOOD), 404)  # known by token, not by number
    assert others.lines[0].quantity == 1


def test_checks_out_with_a_code_to_pay_a_parcel(browser):
    lo, may = make_facility(), make_facility()
    cart = new_cart(browser, make_product(facility=lo), make_product(facility=may))
    answer = call(browser, "POST", f"/carts/{cart}/checkout", GOOD)
    assert answer.status_code == 201
    order = answer.json["order"]
    assert order["state"] == "placed"
    assert order["total"] == sum(parcel["total"] for parcel in order["parcels"])
    assert [parcel["facility"]["slug"] for parcel in order["parcels"]] == [lo.slug, may.slug]
    for parcel in order["parcels"]:
        asked = parcel["payment"]["vietqr"]
        assert vietqr.parse(asked["payload"]).amount == asked["amount"] == parcel["total"]
    assert call(browser, "GET", f"/orders/{order['token']}").json["order"] == order


def test_out_of_stock_names_the_lines_and_holds_nothing(browser):
    plenty, few = make_product(on_hand=9), make_product(on_hand=1)
    cart = new_cart(browser, plenty, few, quantity=2)
    errors = is_problem(call(browser, "POST", f"/carts/{cart}/checkout", GOOD), 409)
    assert [(e["sku"], e["asked"], e["left"], e["code"]) for e in errors] == [(few.sku, 2, 1, "out_of_stock")]
    assert (plenty.held, few.held, db.session.query(Order).count()) == (0, 0, 0)


def test_an_empty_cart_cannot_be_checked_out(browser):
    is_problem(call(browser, "POST", f"/carts/{new_cart(browser)}/checkout", GOOD), 409)


def test_wrong_fields_are_named_as_they_were_sent(browser):
    cart = new_cart(browser, make_product())
    wrong = {"buyer": {"name": "", "phone": "12"}, "address": {"province_code": "x"}, "payment": "vang"}
    errors = is_problem(call(browser, "POST", f"/carts/{cart}/checkout", wrong), 422)
    fields = {error["field"] for error in errors}
    assert fields == {"buyer.name", "buyer.phone", "address.province_code", "address.street", "payment"}
    assert db.session.query(Order).count() == 0


def test_the_same_key_gives_the_same_order_and_another_body_is_refused(browser):
    cart = new_cart(browser, make_product())
    first = call(browser, "POST", f"/carts/{cart}/checkout", GOOD, Idempotency_Key="k1")
    again = call(browser, "POST", f"/carts/{cart}/checkout", GOOD, Idempotency_Key="k1")
    assert (again.status_code, again.json) == (201, first.json)
    other = call(browser, "POST", f"/carts/{cart}/checkout", GOOD | {"note": "khác"}, Idempotency_Key="k1")
    assert is_problem(other, 422) == []
    assert other.json["title"] == "key_reused"
    assert db.session.query(Order).count() == 1


def test_two_carts_may_use_the_same_key(browser):
    for _ in range(2):
        cart = new_cart(browser, make_product())
        assert call(browser, "POST", f"/carts/{cart}/checkout", GOOD, Idempotency_Key="k1").status_code == 201
    assert db.session.query(Order).count() == 2


def test_a_line_sent_again_under_its_key_is_added_once(browser):
    product, cart = make_product(), new_cart(browser)
    body = {"sku": product.sku, "quantity": 2}
    first = call(browser, "POST", f"/carts/{cart}/lines", body, Idempotency_Key="k1")
    again = call(browser, "POST", f"/carts/{cart}/lines", body, Idempotency_Key="k1")
    assert (again.status_code, again.json) == (201, first.json)
    other = call(browser, "POST", f"/carts/{cart}/lines", body | {"quantity": 3}, Idempotency_Key="k1")
    assert is_problem(other, 422) == []
    assert db.session.query(CartLine).one().quantity == 2
    call(browser, "POST", f"/carts/{cart}/lines", body, Idempotency_Key="k2")
    assert db.session.query(CartLine).one().quantity == 4


def test_a_refused_line_leaves_its_key_free(browser):
    product, cart = make_product(mode="showcase"), new_cart(browser)
    body = {"sku": product.sku, "quantity": 1}
    is_problem(call(browser, "POST", f"/carts/{cart}/lines", body, Idempotency_Key="k1"), 422)
    assert db.session.query(KeptAnswer).count() == 0


def test_a_cart_opened_again_under_its_key_is_the_same_cart(browser):
    first = call(browser, "POST", "/carts", Idempotency_Key="k1").json
    assert call(browser, "POST", "/carts", Idempotency_Key="k1").json == first
    assert call(browser, "POST", "/carts").json != first
    assert db.session.query(Cart).count() == 2


def test_a_key_is_forgotten_after_a_day(browser):
    first = call(browser, "POST", "/carts", Idempotency_Key="k1").json
    db.session.query(KeptAnswer).one().kept_at = times.now() - KEPT_FOR - timedelta(minutes=1)
    db.session.commit()
    assert call(browser, "POST", "/carts", Idempotency_Key="k1").json != first
    assert db.session.query(KeptAnswer).count() == 1


def test_unknown_orders_are_not_found(browser):
    is_problem(call(browser, "GET", "/orders/khong-co"), 404)


def test_everything_is_in_the_openapi_document(app):
    from core import openapi

    paths = openapi.document(app)["paths"]
    assert {"get", "post"} <= {m for p in ("/carts", "/carts/{token}") for m in paths[p]}
    assert set(paths["/carts/{token}/lines/{line}"]) == {"patch", "delete"}
    assert paths["/carts/{token}/checkout"]["post"]["responses"].keys() >= {"201", "409", "422"}
    assert "get" in paths["/orders/{token}"]
