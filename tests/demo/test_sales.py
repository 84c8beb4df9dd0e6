"""The invented orders of the demo."""

import random
from datetime import timedelta

import pytest

from catalog.models import Product, Variant
from core import times
from demo.sales import WAITING, _parcel


@pytest.mark.parametrize(("sku", "waits"), [("P01", False), ("D001", True)])
def test_no_order_waits_for_goods_whose_stock_is_given(sku, waits):
    """`products_core.csv` is shown exactly as given: an order still in the house would hold some of it."""
    order = {"placed_at": times.now() - timedelta(hours=5)}
    lines = [(Product(sku=sku, facility_id=1, variants=[Variant(sku=sku, price=85_000)]), 1)]
    states = {_parcel(random.Random(n), 1, order, lines, "")["state"] for n in range(40)}
    assert bool(states & set(WAITING)) is waits
