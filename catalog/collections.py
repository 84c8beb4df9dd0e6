"""Collections: rules that goods fit, and what staff put in or keep out by hand. Nothing is kept of who fits: a star
that lapses leaves by itself, and so does what is sold out.
"""

from collections.abc import Mapping
from datetime import timedelta
from itertools import islice
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, raiseload, selectinload

from catalog import search
from catalog.attributes import FACET
from catalog.models import Collection, CollectionProduct, Product, Variant
from catalog.search import Selection, Snapshot
from core import audit, times
from core.db import db
from core.text import numbered, slugify

LISTS = ("group", "stars", "level", "village", "commune")
FLAGS = ("supported", "gift", "in_stock")
MOST_BY_HAND = 200


class NoSuchProduct(Exception):
    """No product has this code."""


class TooMany(Exception):
    """As many are put in or kept out by hand as a collection takes."""


def every() -> list[Collection]:
    """All of them in their order, archived ones last."""
    ordered = select(Collection).order_by(Collection.archived_at.is_not(None), Collection.position, Collection.id)
    return list(db.session.scalars(ordered.options(selectinload(Collection.choices), raiseload("*"))))


def with_id(collection_id: int) -> Collection | None:
    wanted = select(Collection).where(Collection.id == collection_id)
    return db.session.scalar(wanted.options(selectinload(Collection.choices)))


def on_show(at_most: int | None = None) -> list[tuple[Collection, list[int]]]:
    """The first that run today and have goods, each with the products in their order. One statement, and search."""
    found = running()
    seen = search.snapshot() if found else None
    pairs = ((one, members(one, seen)) for one in found if seen)
    return list(islice(((one, ids) for one, ids in pairs if ids), at_most))


def running() -> list[Collection]:
    """Those that run today, in their order."""
    wanted = select(Collection).where(Collection.archived_at.is_(None)).order_by(Collection.position, Collection.id)
    rows = db.session.scalars(wanted.options(joinedload(Collection.choices), raiseload("*"))).unique()
    return [one for one in rows if one.is_running]


def with_slug(slug: str) -> Collection | None:
    """One that runs today."""
    wanted = select(Collection).where(Collection.slug == slug)
    found = db.session.scalar(wanted.options(selectinload(Collection.choices), raiseload("*")))
    return found if found and found.is_running else None


def members(collection: Collection, seen: Snapshot) -> list[int]:
    """Ids of the products on show: by hand first, then those that fit, best first; what is kept out never."""
    first = [one for one in collection.ids(is_in=True) if one in seen.facts]
    left_out = {*first, *collection.ids(is_in=False)}
    return first + [one for one in fitting(collection.rules, seen) if one not in left_out]


def fitting(rules: Mapping[str, Any], seen: Snapshot) -> list[int]:
    """Ids of what fits every rule; without a rule nothing does."""
    if not any(rules.values()):
        return []
    answer = search.find(rules.get("words", ""), _selection(rules), seen)
    ids = answer.ids[: answer.exact]
    if not rules.get("new_days"):
        return ids
    since = (times.now() - timedelta(days=rules["new_days"])).timestamp()
    newest = seen.sort_key("newest")
    return [one for one in ids if -newest(one)[0] >= since]


def make(columns: Mapping[str, Any]) -> Collection:
    """A new collection, last of all."""
    position = db.session.scalar(select(func.coalesce(func.max(Collection.position), 0))) or 0
    collection = Collection(slug=_free_slug(columns["title"]), position=position + 1, choices=[], **columns)
    db.session.add(collection)
    audit.record(collection, "collection.made", title=collection.title, rules=collection.rules)
    return collection


def change(collection: Collection, columns: Mapping[str, Any]) -> list[str]:
    """Other words, rules or days; its address stays. Returns what differed."""
    detail = audit.differences(collection, columns)
    if detail:
        for name in detail:
            setattr(collection, name, columns[name])
        audit.record(collection, "collection.changed", **detail)
    return [*detail]


def choose(collection: Collection, sku: str, reason: str, *, is_in: bool) -> CollectionProduct:
    """Put a product in, or keep it out, and say why; the last word counts. Raises NoSuchProduct, TooMany."""
    product_id = db.session.scalar(select(Variant.product_id).where(Variant.sku == sku))
    if product_id is None:
        raise NoSuchProduct(sku)
    chosen = next((one for one in collection.choices if one.product_id == product_id), None)
    if chosen is None:
        if len(collection.choices) >= MOST_BY_HAND:
            raise TooMany(collection.id)
        last = max((one.position for one in collection.choices), default=0)
        chosen = CollectionProduct(product_id=product_id, position=last + 1)
        collection.choices.append(chosen)
    chosen.is_in, chosen.reason = is_in, reason
    chosen.decided_by, chosen.decided_at = audit.actor_id(), times.now()
    audit.record(collection, "collection.chosen", sku=sku, is_in=is_in, reason=reason)
    return chosen


def forget(collection: Collection, product_id: int) -> bool:
    """Leave a product to the rules again."""
    chosen = next((one for one in collection.choices if one.product_id == product_id), None)
    if chosen is None:
        return False
    collection.choices.remove(chosen)
    audit.record(collection, "collection.forgotten", product_id=product_id, was_in=chosen.is_in)
    return True


def move(collection: Collection, by: int) -> None:
    """One place up (-1) or down (1) among those that are not archived."""
    row = [one for one in every() if one.archived_at is None]
    at = next((place for place, one in enumerate(row) if one.id == collection.id), None)
    if at is None or not 0 <= at + by < len(row):
        return
    row[at], row[at + by] = row[at + by], row[at]
    for place, one in enumerate(row, start=1):
        one.position = place
    audit.record(collection, "collection.moved", to=at + by + 1)


def archive(collection: Collection) -> None:
    if collection.archived_at is None:
        collection.archived_at = times.now()
        audit.record(collection, "collection.archived")


def bring_back(collection: Collection) -> None:
    if collection.archived_at is not None:
        collection.archived_at = None
        audit.record(collection, "collection.brought_back")


def products_by_hand(collection: Collection) -> dict[int, Product]:
    """The products put in or kept out, by id, on show or not."""
    ids = [one.product_id for one in collection.choices]
    wanted = select(Product).where(Product.id.in_(ids)).options(raiseload("*", sql_only=True))
    return {product.id: product for product in db.session.scalars(wanted)}


def _selection(rules: Mapping[str, Any]) -> Selection:
    chosen = {name: tuple(rules[name]) for name in LISTS if rules.get(name)}
    flags = tuple(name for name in FLAGS if rules.get(name))
    chosen |= {"flag": flags} if flags else {}
    chosen |= {FACET + code: tuple(values) for code, values in rules.get("attributes", {}).items()}
    return Selection(chosen, rules.get("price_min"), rules.get("price_max"))


def _free_slug(title: str) -> str:
    base = slugify(title) or "bo-suu-tap"
    return numbered(base, set(db.session.scalars(select(Collection.slug).where(Collection.slug.startswith(base)))))
