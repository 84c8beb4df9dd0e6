"""The views of a turntable as one value: [digest, place] in their order, so that an edit of them can wait."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm.attributes import set_committed_value

from catalog import veils
from catalog.models import Frame, Product, ProductRevision
from core.db import db
from core.pictures import Picture


def of(product: Product) -> list[list[Any]]:
    query = select(Picture.digest, Frame.position).join(Frame.picture).where(Frame.product_id == product.id)
    return [[digest, place] for digest, place in db.session.execute(query.order_by(Frame.position, Frame.id))]


def put(product: Product, views: Iterable[list[Any]]) -> None:
    """Exactly these from now on; a picture that is no more is left out. One that stays keeps its mark."""
    views = list(views)
    known = _known(views)
    mine = select(Frame.picture_id, Frame.source, Frame.mark).where(Frame.product_id == product.id)
    marks = {picture_id: {"source": source, "mark": mark} for picture_id, source, mark in db.session.execute(mine)}
    db.session.execute(delete(Frame).where(Frame.product_id == product.id))
    for digest, place in views:
        if digest in known:
            mark = marks.get(known[digest].id, {})
            db.session.add(Frame(product_id=product.id, picture_id=known[digest].id, position=place, **mark))
    veils.cover(select(Frame.picture_id).where(Frame.product_id == product.id))


def rename(product: Product, old: str, new: str) -> None:
    """A view got another picture: an open edit of the turn names that one from now on."""
    query = select(ProductRevision).where(ProductRevision.product_id == product.id, ProductRevision.closed_at.is_(None))
    for revision in db.session.scalars(query):
        if pair := revision.changes.get("frames"):
            renamed = [[[new if one == old else one, place] for one, place in views] for views in pair]
            revision.changes = revision.changes | {"frames": renamed}


def waiting(views: Iterable[list[Any]]) -> list[Frame]:
    """For a page only: they belong to no session, so nothing of them can be written."""
    views = list(views)
    known, shown = _known(views), []
    for digest, place in views:
        if digest in known:
            frame = Frame(id=-known[digest].id, position=place)
            set_committed_value(frame, "picture", known[digest])
            shown.append(frame)
    return shown


def differing(old: Iterable[list[Any]], new: Iterable[list[Any]]) -> tuple[list[Picture], list[Picture]]:
    """What goes and what comes; where only the order differs, both turns whole."""
    old, new = list(old), list(new)
    known = _known([*old, *new])
    before, after = ([one for one, _place in views if one in known] for views in (old, new))
    going, coming = [one for one in before if one not in after], [one for one in after if one not in before]
    if not going and not coming:
        going, coming = before, after
    return [known[one] for one in going], [known[one] for one in coming]


def _known(views: Iterable[list[Any]]) -> dict[str, Picture]:
    query = select(Picture).where(Picture.digest.in_([digest for digest, _place in views]))
    return {picture.digest: picture for picture in db.session.scalars(query)}
