"""What people in the demo wish for: the buyer's list, lines for what is sold out, and what is looked for in vain."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from secrets import token_urlsafe

from sqlalchemy import select

from accounts.models import User
from catalog import demand, digests
from catalog.models import DemandDigest, DemandTerm, Product, SearchCount, Waiting, Wanted
from core import times
from core.db import db
from demo.tables import Row, rows
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


def miss() -> None:
    """Words by day, some that staff have looked at, and the digests of this month: written, and no letter is left."""
    to_tell: dict[str, list[digests.Word]] = defaultdict(list)
    for row in rows("demand"):
        word = _missed(row)
        if row["state"] == "go":
            to_tell[row["shelf"]].append(word)
    db.session.flush()
    waited, period = digests.waited_for(), digests.rule().period(times.today())
    for maker in digests.makers({*to_tell, *waited}, period):
        parts = digests.parts_for(digests.shelves_of(maker), to_tell, waited, maker.id)
        told = {"parts": [asdict(part) for part in parts], "made_at": times.now() - timedelta(hours=5)}
        db.session.add(DemandDigest(facility_id=maker.id, period=period, **told))


def _missed(row: Row) -> digests.Word:
    """One row's searches and wishes, spread over so many days."""
    key, written = demand.countable(row["written"])
    days, count = int(row["days"]), int(row["count"])
    for n in range(days):
        on = {"key": key, "written": written, "day": times.today() - timedelta(days=1 + 5 * n)}
        db.session.add(SearchCount(count=count, empty=count if row["shelf"] else 0, **on))
        if row["asked"]:
            db.session.add(Wanted(count=int(row["asked"]), **on))
    if row["state"]:
        term = {"shelf": row["shelf"] if row["state"] == "go" else "", "state": row["state"]}
        db.session.add(DemandTerm(key=key, written=written, decided_at=times.now(), **term))
    return digests.Word(key, written, days * (count + int(row["asked"] or 0)), days, None)
