"""How much people are interested in a product lately: four steps by which search orders equal matches, once a day.

A step is ten times the one before, so a place cannot be had by numbers. Visits of sixty days count, at most fifty of
one day, and what different buyers ordered, each as ten visits; not what was ordered through a booth, a fair or a chosen
slot: who was given a place there is not given one here as well.
"""

from collections import Counter, defaultdict
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, distinct, func, select, update

from catalog import search
from catalog.models import Product
from core import times
from core.db import db
from insight.models import VisitCount
from shop.models import CAME_TO_NOTHING, Order, OrderLine, Parcel

DAYS = 60
MOST_OF_A_DAY, AN_ORDER = 50, 10  # visits
STEPS = (10, 100, 1_000)
_CHUNK = 500


def settle() -> int:
    """Bring every product's step up to date and tell search of those that moved; how many did. Three reads."""
    points = _points()
    rows = db.session.execute(select(Product.id, Product.interest).where(Product.state == "published"))
    moved: defaultdict[int, list[int]] = defaultdict(list)
    for product_id, before in rows:
        step = step_of(points[product_id])
        if step != before:
            moved[step].append(product_id)
    for step, product_ids in moved.items():
        for start in range(0, len(product_ids), _CHUNK):
            chunk = product_ids[start : start + _CHUNK]
            values = {"interest": step, "updated_at": Product.updated_at}  # nobody wrote the product
            db.session.execute(update(Product).where(Product.id.in_(chunk)).values(**values))
    every = [one for product_ids in moved.values() for one in product_ids]
    search.touch(*every)
    return len(every)


def step_of(points: int) -> int:
    return sum(points >= least for least in STEPS)


def _points() -> Counter[int]:
    found: Counter[int] = Counter()
    for statement, worth in ((_visits(), 1), (_orders(), AN_ORDER)):
        for product_id, count in db.session.execute(statement):
            found[product_id] += int(count) * worth
    return found


def _visits() -> Any:
    damped: ColumnElement[int] = case((VisitCount.visits > MOST_OF_A_DAY, MOST_OF_A_DAY), else_=VisitCount.visits)
    since = times.today() - timedelta(days=DAYS)
    wanted = select(VisitCount.subject_id, func.sum(damped)).where(VisitCount.kind == "product", VisitCount.day > since)
    return wanted.group_by(VisitCount.subject_id)


def _orders() -> Any:
    """Different buyers by product, of what was not cancelled and came through no promotion."""
    return (
        select(OrderLine.product_id, func.count(distinct(Order.buyer_phone)))
        .join(Parcel, Parcel.id == OrderLine.parcel_id)
        .join(Order, Order.id == Parcel.order_id)
        .where(
            Order.placed_at >= times.now() - timedelta(days=DAYS),
            Parcel.state.not_in(CAME_TO_NOTHING),
            OrderLine.booth_id.is_(None),
            OrderLine.fair_id.is_(None),
            OrderLine.feature_id.is_(None),
        )
        .group_by(OrderLine.product_id)
    )
