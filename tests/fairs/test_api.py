"""Fairs and facilities as JSON."""

import pytest

from core import times
from tests.factories import (
    make_booth,
    make_facility,
    make_fair,
    make_hall,
    make_product,
    make_scheme,
    make_stand,
    make_support,
)


def test_lists_fairs_with_state_and_dates(browser):
    fair = make_fair(slug="cuoi-thu", name="Chợ phiên cuối Thu")
    opens_at = times.local(fair.opens_at).isoformat()

    item = browser.get("/api/v1/fairs").json["items"][0]

    assert (item["slug"], item["name"], item["state"]) == ("cuoi-thu", "Chợ phiên cuối Thu", "open")
    assert item["opens_at"] == opens_at


def test_a_fair_has_halls_and_booths(browser):
    fair = make_fair(slug="cuoi-thu")
    scheme = make_scheme(code="KC-2026-007")
    stand = make_stand(make_hall(fair, code="A"), number="G07")
    make_booth(fair, make_facility(slug="tam-sen"), stand, slug="gian-7", scheme_id=scheme.id)
    make_booth(fair, published_at=None)

    answer = browser.get("/api/v1/fairs/cuoi-thu").json

    assert [(hall["code"], hall["stands"]) for hall in answer["halls"]] == [("A", 1)]
    (booth,) = answer["booths"]
    shown = {name: booth[name] for name in ("stand", "slug", "facility", "group", "scheme")}
    assert shown == {
        "stand": "G07", "slug": "gian-7", "facility": "tam-sen", "group": "gom-su", "scheme": "KC-2026-007",
    }  # fmt: skip


def test_a_facility_has_products_booths_and_supports(browser):
    facility = make_facility(slug="tam-sen")
    make_product(facility=facility, slug="chen-tong")
    make_booth(facility=facility, code="TAMSEN7")
    make_support(make_scheme(code="KC-1"), facility, local=7_200_000)

    answer = browser.get("/api/v1/facilities/tam-sen").json

    assert answer["products"] == ["chen-tong"]
    assert answer["booths"] == ["TAMSEN7"]
    assert (answer["supports"][0]["scheme"], answer["supports"][0]["local"]) == ("KC-1", 7_200_000)
    assert "bank_account" not in answer


@pytest.mark.parametrize("path", ["/api/v1/fairs/khong-co", "/api/v1/facilities/khong-co"])
def test_an_unknown_one_is_a_problem(browser, path):
    answer = browser.get(path)

    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"


def test_search_knows_which_open_fair_shows_a_product(browser):
    shown, elsewhere = make_product(sku="A1"), make_product(sku="B2")
    make_booth(make_fair(slug="cuoi-thu"), products=[shown])
    make_booth(
        make_fair(slug="da-tan", opens_at=shown.created_at.replace(year=2020), closes_at=shown.created_at),
        products=[elsewhere],
    )

    items = browser.get("/api/v1/products?fair=cuoi-thu").json["items"]

    assert [item["sku"] for item in items] == ["A1"]


@pytest.mark.parametrize("many", [1, 30])
def test_runs_the_same_queries_however_many_booths(browser, query_count, many):
    fair = make_fair(slug="cuoi-thu")
    hall = make_hall(fair)
    for _ in range(many):
        make_booth(fair, stand=make_stand(hall))

    with query_count() as run:
        browser.get("/api/v1/fairs/cuoi-thu")

    assert sum("SELECT" in statement for statement in run) == 4
