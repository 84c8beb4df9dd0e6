"""Rows written in bulk, straight to the driver: the same as the session would have written."""

import pytest
from sqlalchemy import select

from catalog.models import Product
from core import times
from core.db import db, insert_many
from tests.factories import make_facility


def rows(facility, *codes):
    plain = {"facility_id": facility.id, "name": "Ấm", "browse_category": "gom-su", "updated_at": times.now()}
    return [plain | {"sku": code, "slug": code.lower()} for code in codes]


def test_columns_that_nobody_names_get_what_the_model_gives(app):
    insert_many(Product, rows(make_facility(), "A1", "A2"))
    db.session.commit()

    first, second = db.session.scalars(select(Product).order_by(Product.sku))
    assert (first.sku, second.sku, first.unit, first.state, first.label) == ("A1", "A2", "chiếc", "draft", {})
    assert first.created_at.tzinfo is not None
    assert first.ocop_group is None


def test_a_column_that_is_none_is_refused_and_nothing_is_written(app):
    facility = make_facility()
    with pytest.raises(KeyError, match="gone"):
        insert_many(Product, [row | {"gone": 1} for row in rows(facility, "A1")])
    db.session.rollback()
    assert db.session.scalars(select(Product)).all() == []


def test_no_rows_are_no_statement(app):
    insert_many(Product, [])
