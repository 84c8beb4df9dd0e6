"""A product seen from all sides: photos from a turntable, in the order of the numbers in their file names."""

import re

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload, raiseload

from catalog import photos, products
from catalog.models import Frame, Product
from catalog.photos import Batch
from core import audit
from core.db import db

LEAST, MOST = 8, 36
_NUMBER = re.compile(r"([0-9]{1,6})\D*$")


def frames_of(product_id: int) -> list[Frame]:
    """Every view, with its picture, once around."""
    wanted = select(Frame).where(Frame.product_id == product_id).order_by(Frame.position, Frame.id)
    return list(db.session.scalars(wanted.options(joinedload(Frame.picture), raiseload("*"))))


def turn(product_id: int) -> list[Frame]:
    """The views that visitors see: those that are ready, when they are enough to go around."""
    ready = [frame for frame in frames_of(product_id) if frame.picture.is_ready]
    return ready if len(ready) >= LEAST else []


def add(product: Product, batch: Batch) -> int:
    """Put what was rendered among the views; what does not fit joins the refused. Returns how many were new."""
    here = {frame.picture_id for frame in frames_of(product.id)}
    before = len(here)
    for name, picture in photos.kept_with_names(batch):
        if picture.id in here:
            batch.refused.append((name, _("Ảnh này đã có trong vòng quay.")))
        elif len(here) >= MOST:
            batch.refused.append((name, _("Một vòng quay nhiều nhất %(n)s ảnh.", n=MOST)))
        else:
            db.session.add(Frame(product_id=product.id, picture_id=picture.id, position=_place(name, len(here))))
            here.add(picture.id)
    if len(here) > before:
        audit.record(product, "product.frames_added", count=len(here) - before)
        products.touched(product)
    return len(here) - before


def clear(product: Product) -> int:
    """Take the whole turn away; how many views it had."""
    gone = len(db.session.scalars(delete(Frame).where(Frame.product_id == product.id).returning(Frame.id)).all())
    if gone:
        audit.record(product, "product.frames_removed", count=gone)
        products.touched(product)
    return gone


def _place(file_name: str, behind: int) -> int:
    """goc-07.jpg is the seventh; a name without a number goes behind the others."""
    found = _NUMBER.search(file_name.rpartition(".")[0])
    return int(found[1]) if found else 1_000_000 + behind
