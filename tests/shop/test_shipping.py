from datetime import timedelta

import pytest

from core import times
from programme import places
from shop import sending, shipping
from tests.factories import make_facility, make_product


def fee(to="ha-noi", **columns):
    product = make_product(facility=make_facility(commune_code="ha-noi/xa-bat-trang"), **columns)
    return shipping.quote(product.facility, [(product.main, 1)], to).fee


@pytest.mark.parametrize(
    ("grams", "expected"), [(500, 20_000), (501, 22_000), (3000, 28_000), (20_000, 60_000), (21_500, 66_000)]
)
def test_grows_with_weight(app, grams, expected):
    assert fee(weight_g=grams) == expected


def test_what_nobody_weighed_counts_as_a_kilogram(app):
    assert fee(weight_g=None) == fee(weight_g=1000)


def test_grows_with_distance(app):
    assert fee("ha-noi") < fee("bac-ninh") < fee("ca-mau")


def test_fragile_things_cost_their_packing(app):
    assert fee(is_fragile=True, weight_g=500) == 28_000


def test_a_service_is_not_sent(app):
    assert fee(mode="service", on_hand=None) == 0


def test_every_province_has_a_rate(app):
    assert all(fee(place.code) > 0 for place in places.provinces())


def test_what_is_made_to_order_arrives_later(app):
    lo = make_facility(commune_code="ha-noi/xa-bat-trang")
    made = make_product(facility=lo, mode="made_to_order", lead_days=20)
    ready = make_product(facility=lo)
    quote = shipping.quote(lo, [(ready.main, 1), (made.main, 1)], "ha-noi")
    assert quote.arrives_on == times.today() + timedelta(days=22)


def test_dearest_is_the_farthest(app):
    product = make_product(facility=make_facility(commune_code="ha-noi/xa-bat-trang"), weight_g=400)
    asked = sending.Asked(product.facility, [(product.main, 1)], sending.Place("ha-noi"))
    assert sending.book([product.facility_id]).dearest(asked) == 30_000
