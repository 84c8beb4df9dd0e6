"""Addresses of products: made from names, kept for ever, and never given to another product."""

from collections.abc import Iterable, Iterator

from sqlalchemy import insert, select

from catalog.models import Product, ProductSlug
from core import times
from core.db import db
from core.text import slugify


def free(wanted: list[tuple[str, str]]) -> dict[str, str]:
    """An address by SKU for each (name, sku): the name, with the SKU behind where the name is taken. Two queries.

    Taken is what any product has or ever had.
    """
    plain = {sku: slugify(name) or slugify(sku) for name, sku in wanted}
    longer = {sku: f"{slug}-{slugify(sku)}" for sku, slug in plain.items()}
    taken = _taken([*plain.values(), *longer.values()])
    found = {}
    for _name, sku in wanted:
        slug = next(slug for slug in _candidates(plain[sku], longer[sku]) if slug not in taken)
        found[sku] = slug
        taken.add(slug)
    return found


def take(products: Iterable[Product]) -> None:
    """Enter the addresses of new products; a twin that took one meanwhile fails on the key."""
    db.session.flush()
    enter((product.slug, product.id) for product in products)


def enter(addresses: Iterable[tuple[str, int]]) -> None:
    """The same for (address, product id) of rows that are written in bulk."""
    rows = [{"slug": slug, "product_id": product_id, "since": times.now()} for slug, product_id in addresses]
    if rows:
        db.session.execute(insert(ProductSlug), rows)


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
        taken |= set(db.session.scalars(select(ProductSlug.slug).where(ProductSlug.slug.in_(part))))
        taken |= set(db.session.scalars(select(Product.slug).where(Product.slug.in_(part))))
    return taken


def _candidates(plain: str, longer: str) -> Iterator[str]:
    yield plain
    yield longer
    for n in range(2, 1000):
        yield f"{longer}-{n}"
