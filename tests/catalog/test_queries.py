"""Cards come in the order asked for, whole, in few queries, and only what is on show."""

import pytest
from sqlalchemy.exc import InvalidRequestError

from catalog import queries
from core.db import db
from tests.factories import make_photo, make_product


def test_keeps_the_order_and_leaves_out_what_is_not_on_show(app):
    first, second, hidden = make_product(), make_product(), make_product(state="withdrawn")
    found = queries.products_by_ids([second.id, hidden.id, first.id, 999_999])
    assert [product.id for product in found] == [second.id, first.id]


def test_no_ids_no_query(app, query_count):
    with query_count() as run:
        assert queries.products_by_ids([]) == []
    assert run == []


@pytest.mark.parametrize("count", [1, 20])
def test_a_card_costs_no_query_of_its_own(app, query_count, count):
    ids = [make_photo(make_product()).product_id for _ in range(count)]
    db.session.expunge_all()
    with query_count() as run:
        for product in queries.products_by_ids(ids):
            assert product.cover
            assert product.facility.name
            assert product.stars is None
            assert not product.is_supported
    assert len(run) == 4


def test_what_a_card_does_not_show_is_not_loaded_by_accident(app):
    product_id = make_product().id
    db.session.expunge_all()
    [product] = queries.products_by_ids([product_id])
    with pytest.raises(InvalidRequestError):
        _ = product.remarks
