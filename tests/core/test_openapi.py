"""The OpenAPI document says what the API really has."""

from core import openapi


def test_is_served_whole(browser):
    answer = browser.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    document = answer.get_json()
    assert document["openapi"] == "3.1.0"
    assert "Problem" in document["components"]["schemas"]


def test_every_api_view_describes_itself(app):
    silent = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and not hasattr(app.view_functions[rule.endpoint], "api")
    }
    assert silent <= {"core.api_document"}


def test_every_reference_leads_somewhere(app):
    document = openapi.document(app)
    names = set(document["components"]["schemas"])
    assert set(_references(document)) <= names


def _references(part):
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"].rpartition("/")[2]
        for value in part.values():
            yield from _references(value)
    elif isinstance(part, list):
        for value in part:
            yield from _references(value)
