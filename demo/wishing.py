"""What people in the demo wish for: the buyer's list, and a line for what is sold out."""

from collections.abc import Mapping
from datetime import timedelta
from secrets import token_urlsafe

from sqlalchemy import select

from accounts.models import User
from catalog.models import Product, Waiting
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


def wait(products: Mapping[str, Product]) -> None:
    """All that is left of it is promised; so many people stand in line, an hour apart."""
    for row in rows("waiting"):
        variant = products[row["sku"]].main
        variant.on_hand = variant.held
        for n in range(int(row["people"])):
            at = times.now() - timedelta(days=int(row["days"]), hours=n)
            line = {"email": f"cho-hang-{n + 1}@example.vn", "language": "vi", "token": token_urlsafe(24)}
            db.session.add(Waiting(variant_id=variant.id, asked_at=at, confirmed_at=at, **line))
