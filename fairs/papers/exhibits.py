"""The booths of a fair with their goods, as they are printed: along the halls, those without a stand last."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, raiseload

import catalog.queries
from catalog import taxonomy
from catalog.models import Product, on_show
from core.db import db
from core.pictures import Picture, shelf
from fairs.models import Booth, BoothProduct, FairPrice, Hall, Stand
from programme.models import Facility


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A booth and its goods in the order of the booth; `prices` of the fair by product, where it has any."""

    booth: Booth
    goods: list[Product]
    prices: dict[int, int]

    @property
    def place(self) -> str:
        """Its hall and number, in Vietnamese."""
        stand = self.booth.stand
        return f"{stand.hall.name}, gian {stand.number}" if stand else ""

    @property
    def address(self) -> str:
        return f"{current_app.config['SITE_URL']}/q/{self.booth.code}"

    def address_of(self, product: Product) -> str:
        """What its price card opens: the product, as met at this booth."""
        return f"{current_app.config['SITE_URL']}/q/{product.sku}?gian={self.booth.code}"


def of_fair(fair_id: int) -> list[Exhibit]:
    """Every published booth. Seven statements, however many."""
    return _with_goods(_booths().where(Booth.fair_id == fair_id, Booth.published_at.is_not(None)))


def are_there(fair_id: int) -> bool:
    query = select(Booth.id).where(Booth.fair_id == fair_id, Booth.published_at.is_not(None))
    return db.session.scalar(query.limit(1)) is not None


def of_maker(booth_id: int, facility_id: int) -> Exhibit | None:
    """One booth of a maker's own, published or not."""
    found = _with_goods(_booths().where(Booth.id == booth_id, Booth.facility_id == facility_id))
    return found[0] if found else None


def _booths() -> Any:
    query = select(Booth).outerjoin(Stand, Stand.id == Booth.stand_id).outerjoin(Hall, Hall.id == Stand.hall_id)
    options = (
        joinedload(Booth.fair), joinedload(Booth.stand).joinedload(Stand.hall), joinedload(Booth.banner),
        joinedload(Booth.facility).joinedload(Facility.village), raiseload("*"),
    )  # fmt: skip
    return query.options(*options).order_by(Hall.id.is_(None), Hall.position, Hall.id, Stand.walk, Booth.id)


def _with_goods(query: Any) -> list[Exhibit]:
    booths = list(db.session.scalars(query).unique())
    ids = [booth.id for booth in booths]
    shown: defaultdict[int, list[int]] = defaultdict(list)
    rows = select(BoothProduct.booth_id, BoothProduct.product_id).join(BoothProduct.product)
    rows = rows.where(BoothProduct.booth_id.in_(ids), on_show()).order_by(BoothProduct.position, BoothProduct.id)
    for booth_id, product_id in db.session.execute(rows):
        shown[booth_id].append(product_id)
    every = list(dict.fromkeys(one for goods in shown.values() for one in goods))
    products = {one.id: one for one in catalog.queries.products_by_ids(every)}
    prices = _prices(ids)
    return [Exhibit(one, [products[id] for id in shown[one.id] if id in products], prices[one.id]) for one in booths]


def _prices(booth_ids: Sequence[int]) -> defaultdict[int, dict[int, int]]:
    """The lowest of each product's forms, by booth."""
    found: defaultdict[int, dict[int, int]] = defaultdict(dict)
    query = select(FairPrice.booth_id, FairPrice.product_id, func.min(FairPrice.price))
    query = query.where(FairPrice.booth_id.in_(booth_ids)).group_by(FairPrice.booth_id, FairPrice.product_id)
    for booth_id, product_id, price in db.session.execute(query):
        found[booth_id][product_id] = price
    return found


def by_hall(exhibits: Sequence[Exhibit]) -> list[tuple[str, str, list[Exhibit]]]:
    """Name and English name of each hall with its booths; those without a stand under a name of their own."""
    found = []
    for hall, members in groupby(exhibits, lambda one: one.booth.stand.hall if one.booth.stand else None):
        name, name_en = (hall.name, hall.name_en) if hall else ("Gian trên trang", "Booths online")
        found.append((name, name_en, list(members)))
    return found


def marks_of(product: Product) -> list[str]:
    """The certificates that hold today, as a mark on paper: OCOP 4 sao; CNNTTB, level and year."""
    levels = taxonomy.level_names()
    marks = [f"OCOP {product.stars} sao"] if product.stars else []
    for paper in product.recognitions:
        if paper.kind == "cnnttb" and paper.is_valid:
            marks.append(f"CNNT tiêu biểu {levels.get(paper.level or '', '')} {paper.year or ''}")
    return [" ".join(mark.split()) for mark in marks]


def picture_of(picture: Picture | None) -> bytes | None:
    """The JPEG to print: the largest there is."""
    if picture is None or not picture.is_ready:
        return None
    return shelf.rendition(picture.digest, picture.widths[-1], "jpg")


def both(vietnamese: str, english: str) -> str:
    """Both, or the one there is."""
    return f"{vietnamese} / {english}" if english and english != vietnamese else vietnamese
