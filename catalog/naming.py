"""What goes with a product's name: its address, and the words of those pictures that nobody described."""

from sqlalchemy import update

from catalog import slugs
from catalog.models import Photo, Product
from core.db import db


def follow(product: Product, was: str) -> None:
    """The name was `was`: the address follows it, and so does a picture's description that only said the name."""
    slugs.follow_name(product)
    unsaid = update(Photo).where(Photo.product_id == product.id, Photo.alt == was)
    db.session.execute(unsaid.values(alt=product.name))
