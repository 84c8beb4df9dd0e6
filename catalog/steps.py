"""The steps in which a product is made as one value, so that an edit of them can wait: each with its key, its words in
both languages and its picture's digest."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from catalog.models import MakingStep, Product, Promise
from core.db import db
from core.pictures import Picture

WORDS = ("name", "name_en", "text", "text_en")


def of(product: Product) -> list[dict[str, str]]:
    return [_told(step) for step in _rows(product)]


def put(product: Product, wanted: Iterable[Mapping[str, str]]) -> None:
    """Exactly these from now on; one that stood here keeps its row. A picture that is no more is left out."""
    wanted = list(wanted)
    there, known = {step.key: step for step in _rows(product)}, _known(wanted)
    for key in there.keys() - {one["key"] for one in wanted}:
        db.session.delete(there[key])
    for place, one in enumerate(wanted):
        step = there.get(one["key"]) or MakingStep(product_id=product.id, key=one["key"])
        step.position, step.picture = place, known.get(one["picture"])
        for word in WORDS:
            setattr(step, word, one[word])
        db.session.add(step)
    promise = promise_of(product)  # by which its page finds the steps
    db.session.flush()
    db.session.expire(promise, ["steps"])


def waiting(wanted: Iterable[Mapping[str, str]]) -> list[MakingStep]:
    """For a page only: they belong to no session, so nothing of them can be written."""
    wanted = list(wanted)
    known, shown = _known(wanted), []
    for place, one in enumerate(wanted):
        step = MakingStep(position=place, key=one["key"], **{word: one[word] for word in WORDS})
        set_committed_value(step, "picture", known.get(one["picture"]))
        shown.append(step)
    return shown


def picture_of(one: Mapping[str, str]) -> Picture | None:
    return _known([one]).get(one["picture"])


def promise_of(product: Product) -> Promise:
    """Its row, made when something is first told."""
    if product.promise is None:
        product.promise = Promise(product_id=product.id)
        db.session.flush()
    return product.promise


def _told(step: MakingStep) -> dict[str, str]:
    words = {word: getattr(step, word) for word in WORDS}
    return {"key": step.key} | words | {"picture": step.picture.digest if step.picture else ""}


def _rows(product: Product) -> Sequence[MakingStep]:
    query = select(MakingStep).where(MakingStep.product_id == product.id)
    query = query.order_by(MakingStep.position, MakingStep.id)
    return db.session.scalars(query.options(joinedload(MakingStep.picture))).all()


def _known(wanted: Iterable[Mapping[str, str]]) -> dict[str, Picture]:
    query = select(Picture).where(Picture.digest.in_([one["picture"] for one in wanted if one["picture"]]))
    return {picture.digest: picture for picture in db.session.scalars(query)}
