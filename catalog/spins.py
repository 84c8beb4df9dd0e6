"""A product seen from all sides: photos from a turntable, in the order of the numbers in their file names."""

import re
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, raiseload

from catalog import frames, photos, products, revisions
from catalog.models import Frame, Product, ProductRevision
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


def told(product: Product) -> list[Frame]:
    """The views as their maker last wanted them, whether or not they still wait."""
    revision = _open(product)
    if revision is None or "frames" not in revision.changes:
        return frames_of(product.id)
    return frames.waiting(product, revision.changes["frames"][1])


def add(product: Product, batch: Batch) -> int:
    """Put what was rendered among the views; what does not fit joins the refused. Returns how many were new.

    On what staff approved they wait for them.
    """
    views = {frame.original: frame.position for frame in told(product)}
    before = len(views)
    for name, picture in photos.kept_with_names(batch):
        if picture.digest in views:
            batch.refused.append((name, _("Ảnh này đã có trong vòng quay.")))
        elif len(views) >= MOST:
            batch.refused.append((name, _("Một vòng quay nhiều nhất %(n)s ảnh.", n=MOST)))
        else:
            views[picture.digest] = _place(name, len(views))
    if len(views) > before:
        _put(product, views, "product.frames_added")
    return len(views) - before


def clear(product: Product) -> int:
    """Take the whole turn away, or ask for it; how many views it had."""
    gone = len(told(product))
    if gone:
        _put(product, {}, "product.frames_removed")
    return gone


def _put(product: Product, views: dict[str, int], act: str) -> None:
    ordered: list[list[Any]] = [[digest, place] for digest, place in sorted(views.items(), key=lambda view: view[1])]
    if products.is_reviewed(product):
        revisions.propose(product, {"frames": ordered})
        return
    audit.record(product, act, frames=[frames.of(product), ordered])
    frames.put(product, ordered)
    products.touched(product)


def _open(product: Product) -> ProductRevision | None:
    return revisions.open_of(product) if products.is_reviewed(product) else None


def _place(file_name: str, behind: int) -> int:
    """goc-07.jpg is the seventh; a name without a number goes behind the others."""
    found = _NUMBER.search(file_name.rpartition(".")[0])
    return int(found[1]) if found else 1_000_000 + behind
