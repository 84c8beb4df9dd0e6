"""The label facts asked of each kind of goods, against the list of the rules (tests/data/label_requirements.csv)."""

import csv
from pathlib import Path

import pytest

from catalog import labels, products, revisions
from catalog.models import Product
from core.db import db
from tests.catalog.test_manage_products import FACTS, draft
from tests.factories import make_facility, make_member

_FILE = Path(__file__).parents[1] / "data" / "label_requirements.csv"
LISTED = list(csv.DictReader(_FILE.read_text(encoding="utf-8").splitlines()))
CATEGORIES = sorted({row["category"] for row in LISTED})


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_row_of_the_list_is_asked_and_nothing_else(category):
    asked = [(one.field, one.is_required, one.on_page) for one in labels.fields_of(category)]
    rows = [row for row in LISTED if row["category"] == category]
    assert asked == [(row["field"], row["required"] == "yes", row["on_page"] == "yes") for row in rows]


@pytest.mark.parametrize("category", CATEGORIES)
def test_each_required_fact_alone_is_missed_by_name(category):
    required = [one for one in labels.fields_of(category) if one.is_required]
    whole = {one.field: "có" for one in required} | {labels.KINDS: list(labels.conditions_of(category))}
    assert labels.lacking(category, "Món", whole) == []
    for one in required:
        assert labels.lacking(category, "Món", whole | {one.field: ""}) == [one]


def test_a_fact_for_some_goods_is_asked_of_those_only():
    conditional = [row for row in LISTED if ", chỉ với " in row["label_vi"]]
    assert conditional
    for row in conditional:
        plain = {one.field for one in labels.lacking(row["category"], "Món", {labels.KINDS: []})}
        kinds = list(labels.conditions_of(row["category"]))
        assert row["field"] not in plain
        assert row["field"] in {one.field for one in labels.lacking(row["category"], "Món", {labels.KINDS: kinds})}


@pytest.fixture
def facility(app):
    return make_facility()


def test_the_page_names_each_missing_fact_and_leads_to_its_field(browser, facility):
    product = draft(facility, label={})
    browser.sign_in(make_member(facility, "editor"))
    answer = browser.post(f"/quan-ly/san-pham/{product.id}/gui-duyet")
    assert answer.status_code == 422
    for one in labels.missing(product):
        assert f'href="#label.{one.field}"' in answer.text
        assert f'id="label.{one.field}"' in answer.text
    db.session.expire_all()
    assert db.session.get(Product, product.id).state == "draft"


def test_what_is_on_show_cannot_lose_a_fact(browser, facility):
    product = draft(facility, state="published")
    browser.sign_in(make_member(facility, "editor"))
    sent = FACTS | {"label.thong_so": ""}
    assert browser.post(f"/quan-ly/san-pham/{product.id}/buoc/3", **sent).status_code == 422
    db.session.expire_all()
    assert db.session.get(Product, product.id).label["thong_so"]


def test_an_edit_to_another_kind_is_not_approved_without_its_facts(facility):
    product = draft(facility, state="published")
    revisions.revise(product, {"browse_category": "thuc-pham"})
    db.session.commit()
    with pytest.raises(products.NotComplete) as refused:
        revisions.approve(product, revisions.open_of(product).version)
    assert {item.code for item in refused.value.items} >= {"label.han_su_dung"}
