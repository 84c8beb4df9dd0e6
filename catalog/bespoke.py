"""What stands for goods that are in no list: made for one order, as its quote says in words."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from catalog import products, taxonomy
from catalog.models import Product, Variant
from core.db import db
from programme.models import Facility

NAME = "Hàng làm riêng theo báo giá"


def variant_of(facility: Facility) -> Variant:
    """The one thing of a maker under which such goods are ordered: not counted, not on show; made when first needed.

    A twin that makes it at the same moment fails on the code, and runs again.
    """
    sku = f"RIENG-{facility.id}"
    found = db.session.scalar(select(Variant).where(Variant.sku == sku).options(joinedload(Variant.product)))
    if found is None:
        fixed = {"mode": "made_to_order", "state": "archived", "on_hand": None}
        found = products.create(facility, NAME, _shelf(facility), sku, **fixed).main
        db.session.flush()
    return found


def _shelf(facility: Facility) -> str:
    """Where most likely it belongs: with the first thing she put up."""
    query = select(Product.browse_category).where(Product.facility_id == facility.id).order_by(Product.id).limit(1)
    return db.session.scalar(query) or taxonomy.browse_groups()[0].slug
