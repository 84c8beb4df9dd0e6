"""Refusals of the interface have one shape: a sentence, and errors of code, message and field."""

import pytest

from tests.factories import make_product, make_scheme

REFUSED = {
    "/api/v1/products?limit=0": "limit",
    "/api/v1/products?sort=x": "sort",
    "/api/v1/products?attr.khong=x": "attr.khong",
    "/api/v1/products?ocop=IX": "ocop",
    "/api/v1/programme/supports?limit=0": "limit",
    "/api/v1/programme/supports?nam=x": "nam",
    "/api/v1/places/former": "q",
}


@pytest.mark.parametrize(("path", "field"), REFUSED.items())
def test_a_bad_value_in_an_address_is_a_422_at_its_field(browser, path, field):
    answer = browser.get(path)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert answer.json["detail"]
    assert [error["field"] for error in answer.json["errors"]] == [field]
    assert all(error["code"] and error["message"] for error in answer.json["errors"])


@pytest.mark.parametrize("path", ["/xac-minh/ZZZZZZZZ.json", "/khong/co.json"])
def test_whoever_asks_for_json_is_refused_in_json(browser, path):
    answer = browser.get(path)
    assert (answer.status_code, answer.mimetype, answer.json["status"]) == (404, "application/problem+json", 404)
    assert answer.json["detail"]


def test_the_document_says_the_shape(browser):
    schemas = browser.get("/api/v1/openapi.json").json["components"]["schemas"]
    assert schemas["Problem"]["properties"]["errors"]["items"] == {"$ref": "#/components/schemas/Fault"}
    assert schemas["Fault"]["required"] == ["code", "message"]


def test_addresses_in_answers_are_whole(browser):
    product, scheme = make_product(), make_scheme()
    for path in (f"/api/v1/products/{product.slug}", f"/api/v1/programme/schemes/{scheme.code}"):
        assert browser.get(path).json["url"].startswith("http://localhost/")
