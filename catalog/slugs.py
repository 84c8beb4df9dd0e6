"""Addresses of products: made from names, kept for ever, and never given to another product."""

from collections import Counter
from collections.abc import Iterable, Iterator

from sqlalchemy import bindparam, select

from catalog.models import Product, ProductSlug
from core import times
from core.db import db, insert_many
from core.text import slugify


def free(wanted: list[tuple[str, str]]) -> dict[str, str]:
    """An address by SKU for each (name, sku): the name, with the SKU behind where the name is taken. A few queries.

    Taken is what any product has or ever had.
    """
    plain = {sku: slugify(name) or slugify(sku) for name, sku in wanted}
    taken, found = _taken(list(plain.values())), dict[str, str]()
    often = taken | {slug for slug, count in Counter(plain.values()).items() if count > 1}
    longer = {sku: f"{slug}-{slugify(sku)}" for sku, slug in plain.items() if slug in often}
    taken |= _taken(list(longer.values()))
    for sku, slug in plain.items():
        if slug in taken and sku not in longer:  # another's longer one
            longer[sku] = f"{slug}-{slugify(sku)}"
            taken |= _taken([longer[sku]])
        found[sku] = next(one for one in _candidates(slug, longer.get(sku, slug)) if one not in taken)
        taken.add(found[sku])
    return found


def take(products: Iterable[Product]) -> None:
    """Enter the addresses of new products; a twin that took one meanwhile fails on the key."""
    db.session.flush()
    enter((product.slug, product.id) for product in products)


def enter(addresses: Iterable[tuple[str, int]]) -> None:
    """The same for (address, product id) of rows that are written in bulk."""
    now = times.now()
    insert_many(ProductSlug, [{"slug": slug, "product_id": one, "since": now} for slug, one in addresses])


def follow_name(product: Product) -> None:
    """A new name gives a new address, the old one leads on. An address that still fits its name stays,
    and a product that gets an earlier name back gets that address back.
    """
    wanted = slugify(product.name) or slugify(product.sku)
    if product.slug in (wanted, f"{wanted}-{slugify(product.sku)}"):
        return
    _enter(product)
    known = select(ProductSlug.slug).where(ProductSlug.product_id == product.id, ProductSlug.slug == wanted)
    product.slug = db.session.scalar(known) or free([(product.name, product.sku)])[product.sku]
    _enter(product)


def present(slug: str) -> str | None:
    """The address that a former one leads to, in one step; None where it is nobody's or the present one."""
    query = select(Product.slug).join(ProductSlug, ProductSlug.product_id == Product.id)
    found = db.session.scalar(query.where(ProductSlug.slug == slug))
    return found if found != slug else None


def _enter(product: Product) -> None:
    if db.session.get(ProductSlug, product.slug) is None:
        take([product])


def _taken(slugs: list[str]) -> set[str]:
    """In parts: a database takes so many values in one statement only, and a sheet has thousands of names."""
    taken: set[str] = set()
    for at in range(0, len(slugs), 10_000):
        part = slugs[at : at + 10_000]
        for column in (ProductSlug.slug, Product.slug):
            meant = select(column).where(column.in_(bindparam("slugs", expanding=True)))
            taken |= set(db.session.scalars(meant, {"slugs": part}))
    return taken


def _candidates(plain: str, longer: str) -> Iterator[str]:
    yield plain
    yield longer
    for n in range(2, 1000):
        yield f"{longer}-{n}"
