"""Three years of sales of what a paper is about, by month, place and form: delivered parcels only, nobody's name."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select

from catalog.models import Product, Recognition
from core import times
from core.db import db
from programme import places
from shop.models import Order, OrderLine, Parcel, Review

FEWEST = 5  # buyers: a place with fewer is told together with others
ELSEWHERE = ("", "")


@dataclass(slots=True)
class Cell:
    """What was sold in one month, to one place, or of one form. `buyers` are digests, to be counted only."""

    orders: int = 0
    units: int = 0
    dong: int = 0
    buyers: set[bytes] = field(default_factory=set)
    last_parcel: int = 0

    def add(self, sold: "Sold") -> None:
        self.orders += sold.parcel_id != self.last_parcel
        self.last_parcel = sold.parcel_id
        self.units += sold.units
        self.dong += sold.dong
        self.buyers.add(sold.buyer)

    def join(self, other: "Cell") -> None:
        """Of places, where no order is in two."""
        self.orders += other.orders
        self.units += other.units
        self.dong += other.dong
        self.buyers |= other.buyers


class Sold(NamedTuple):
    placed_at: datetime
    province_code: str
    commune_code: str
    buyer: bytes
    parcel_id: int
    sku: str
    name: str
    units: int
    dong: int


@dataclass(slots=True)
class Figures:
    whole: Cell = field(default_factory=Cell)
    months: dict[str, Cell] = field(default_factory=dict)
    places: dict[tuple[str, str], Cell] = field(default_factory=dict)
    forms: dict[tuple[str, str], Cell] = field(default_factory=dict)


class Opinion(NamedTuple):
    """A review without its writer."""

    written_at: datetime
    product: str
    stars: int
    text: str
    reply: str


def period(as_of: date) -> tuple[datetime, datetime]:
    """From three years before a day until its end, in Hanoi."""
    return times.start_of(times.add_months(as_of, -36)), times.end_of(as_of)


def goods_of(paper: Recognition) -> ColumnElement[bool]:
    """The products a paper is about: the one, or all of the facility's."""
    if paper.product_id is not None:
        return Product.id == paper.product_id
    return Product.facility_id == paper.facility_id


def sales(paper: Recognition, as_of: date) -> Figures:
    """Added up row by row, so that memory grows with months, places and forms only."""
    figures = Figures()
    for sold in _rows(paper, as_of):
        figures.whole.add(sold)
        figures.months.setdefault(f"{times.local(sold.placed_at):%Y-%m}", Cell()).add(sold)
        figures.places.setdefault((sold.province_code, sold.commune_code), Cell()).add(sold)
        figures.forms.setdefault((sold.sku, sold.name), Cell()).add(sold)
    figures.months = dict(sorted(figures.months.items()))
    figures.places = told_together(figures.places)
    figures.forms = dict(sorted(figures.forms.items(), key=lambda pair: (-pair[1].dong, pair[0])))
    return figures


def told_together(cells: dict[tuple[str, str], Cell]) -> dict[tuple[str, str], Cell]:
    """Places with few buyers become one line, and that one takes in the next smallest until it has enough itself."""
    ordered = sorted(cells.items(), key=lambda pair: (-len(pair[1].buyers), -pair[1].dong, pair[0]))
    kept = [pair for pair in ordered if len(pair[1].buyers) >= FEWEST]
    rest = [cell for _, cell in ordered[len(kept) :]]
    others = Cell()
    for cell in rest:
        others.join(cell)
    while rest and kept and len(others.buyers) < FEWEST:
        others.join(kept.pop()[1])
    return dict(kept) | ({ELSEWHERE: others} if rest else {})


def place_name(key: tuple[str, str]) -> tuple[str, str]:
    """Province and commune in words."""
    province, commune = places.province(key[0]), places.commune(key[1])
    return (province.name if province else ""), (commune.name if commune else "")


def opinions(paper: Recognition, as_of: date) -> list[Opinion]:
    """What buyers wrote and the maker answered, the latest first."""
    since, until = period(as_of)
    query = (
        select(Review.written_at, Product.name, Review.stars, Review.text, Review.reply)
        .join(Product, Product.id == Review.product_id)
        .where(goods_of(paper), Review.state == "shown", Review.written_at.between(since, until))
        .order_by(Review.written_at.desc(), Review.id.desc())
    )
    return [Opinion(*row) for row in db.session.execute(query)]


def _rows(paper: Recognition, as_of: date) -> Iterator[Sold]:
    since, until = period(as_of)
    mine = select(Product.id).where(goods_of(paper))
    query = (
        select(
            Order.placed_at, Order.province_code, Order.commune_code, Order.buyer_phone, Parcel.id,
            OrderLine.sku, OrderLine.name, OrderLine.quantity, OrderLine.total,
        )
        .join(Parcel, Parcel.order_id == Order.id)
        .join(OrderLine, OrderLine.parcel_id == Parcel.id)
        .where(Parcel.state == "delivered", OrderLine.product_id.in_(mine), OrderLine.dropped_at.is_(None))
        .where(Order.placed_at.between(since, until))
        .order_by(Parcel.id, OrderLine.id)
    )  # fmt: skip
    found: Iterable[Any] = db.session.execute(query.execution_options(yield_per=1_000))
    for placed_at, province, commune, phone, *rest in found:
        yield Sold(placed_at, province, commune, hashlib.sha256(phone.encode()).digest()[:8], *rest)
