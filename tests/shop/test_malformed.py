import pytest

from tests.factories import make_product


@pytest.mark.parametrize(
    "path",
    [
        "/san-pham/%00", "/san-pham/%ff", "/san-pham/a%00b?gian=%00&ke=%00", "/q/%00", "/q/%F0%9F%8D%B5",
        "/don-hang/%00",
        "/don-hang/a/qr/%00.png", "/gio-hang?bo=%00", "/gio-hang?bo=P01&so=abc", "/thanh-toan?province_code=%00",
        "/hoi?sp=%00", "/hoi?gian=%00", "/hoi/%00", "/api/v1/carts/%00", "/api/v1/orders/%00",
    ],
)  # fmt: skip
def test_a_malformed_address_is_no_fault(browser, path):
    assert browser.get(path).status_code < 500


@pytest.mark.parametrize("field", ["sku", "gian", "ke", "quantity"])
def test_a_malformed_field_is_no_fault(browser, field):
    fields = {"sku": make_product().sku, "quantity": "1"} | {field: "\x00"}
    assert browser.post("/gio-hang/mon", **fields).status_code < 500


def test_malformed_json_is_no_fault(browser):
    cart = browser.send("POST", "/api/v1/carts").json["id"]
    for body in ('{"sku": "\\u0000", "quantity": 1}', '{"sku": ["a"], "quantity": {}}', "{", "\xff"):
        answer = browser.send("POST", f"/api/v1/carts/{cart}/lines", data=body, content_type="application/json")
        assert 400 <= answer.status_code < 500
    buyer = '{"buyer": "x", "address": [], "payment": {}}'
    answer = browser.send("POST", f"/api/v1/carts/{cart}/checkout", data=buyer, content_type="application/json")
    assert answer.status_code == 422
