"""A maker offers a product for standing orders, or no longer does."""

from catalog import products
from catalog.models import Product
from core import audit
from core.db import db
from shop import standing_queries
from shop.models import StandingOffer

ANY_DAY = "0123456"


def offer(product: Product, least: int, weekdays: str) -> StandingOffer:
    """From now on; orders that stand keep their day and number."""
    found = standing_queries.offer_of(product.id)
    if found is None:
        found = StandingOffer(product=product)
        db.session.add(found)
    found.least, found.weekdays = least, weekdays
    products.touched(product)
    audit.record(product, "standing.offered", least=least, weekdays=weekdays)
    return found


def stop(found: StandingOffer) -> None:
    """Nothing more is ordered so: the next date of each order asks its buyer."""
    products.touched(found.product)
    audit.record(found.product, "standing.offer_stopped")
    db.session.delete(found)
