"""What people in the demo wish for: the buyer's list, with goods that became cheaper, dearer, sold out and put away."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select

from accounts.models import User
from catalog.models import Product
from core import times
from core.db import db
from demo.tables import rows
from shop import wishes
from shop.wished import Wish


def keep(products: Mapping[str, Product], email: str) -> None:
    """Each was kept so many days ago at a price that is so many per cent of today's."""
    hers = wishes.begin(db.session.scalars(select(User.id).where(User.email == email)).one())
    for row in rows("wishes"):
        product, at = products[row["sku"]], times.now() - timedelta(days=int(row["days"]))
        price = product.price and round(product.price * int(row["percent"]) // 100, -3)
        db.session.add(Wish(list_id=hers.id, product_id=product.id, price=price, kept_at=at))
