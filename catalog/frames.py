"""The views of a turntable as one value: [original, place] in their order, so that an edit of them can wait.

A view goes by the digest of its original: with its facility's name or without, it stays the same view.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from catalog import veils
from catalog.models import Frame, Product
from core import pictures
from core.db import db
from core.pictures import Picture


def of(product: Product) -> list[list[Any]]:
    original = func.coalesce(Frame.source, Picture.digest)
    query = select(original, Frame.position).join(Frame.picture).where(Frame.product_id == product.id)
    return [[digest, place] for digest, place in db.session.execute(query.order_by(Frame.position, Frame.id))]


def put(product: Product, views: Iterable[list[Any]]) -> None:
    """Exactly these from now on. One that stays keeps its mark; an original that is no more is left out."""
    there, put = _there(product), set()
    db.session.execute(delete(Frame).where(Frame.product_id == product.id))
    for digest, place in views:
        stood = there.get(digest)
        picture = stood.picture if stood else pictures.revived(digest)
        if picture is not None and picture.id not in put:
            mark = {"source": stood.source, "mark": stood.mark} if stood else {}
            db.session.add(Frame(product_id=product.id, picture_id=picture.id, position=place, **mark))
            put.add(picture.id)
    veils.cover(select(Frame.picture_id).where(Frame.product_id == product.id))


def recall(views: Iterable[list[Any]]) -> None:
    """Have what was shown once at hand again, for those who decide whether it shall be shown."""
    for digest, _place in views:
        pictures.revived(digest)


def waiting(product: Product, views: Iterable[list[Any]]) -> list[Frame]:
    """For a page only: they belong to no session, so nothing of them can be written."""
    views = list(views)
    known, shown = _known(product, views), []
    for digest, place in views:
        if digest in known:
            frame = Frame(id=-known[digest].id, position=place, source=digest)
            set_committed_value(frame, "picture", known[digest])
            shown.append(frame)
    return shown


def differing(
    product: Product, old: Iterable[list[Any]], new: Iterable[list[Any]]
) -> tuple[list[Picture], list[Picture]]:
    """What goes and what comes; where only the order differs, both turns whole."""
    old, new = list(old), list(new)
    known = _known(product, [*old, *new])
    before, after = ([one for one, _place in views if one in known] for views in (old, new))
    going, coming = [one for one in before if one not in after], [one for one in after if one not in before]
    if not going and not coming:
        going, coming = before, after
    return [known[one] for one in going], [known[one] for one in coming]


def _there(product: Product) -> dict[str, Frame]:
    """The views by their originals, and by the pictures that are shown: an edit made before went by these."""
    rows = db.session.scalars(
        select(Frame).where(Frame.product_id == product.id).options(joinedload(Frame.picture))
    ).all()  # fmt: skip
    return {frame.picture.digest: frame for frame in rows} | {frame.original: frame for frame in rows}


def _known(product: Product, views: Iterable[list[Any]]) -> dict[str, Picture]:
    """As they are shown, or were before anything was painted on them."""
    query = select(Picture).where(Picture.digest.in_([digest for digest, _place in views]))
    plain = {picture.digest: picture for picture in db.session.scalars(query)}
    return plain | {digest: frame.picture for digest, frame in _there(product).items()}
