"""Lots: what was made together, how long it keeps, and what to do when it must come back."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, raiseload, selectinload

from catalog import steps
from catalog.models import Lot, MakingStep, Photo, Product, Promise
from core import audit, codes, jobs, pictures, times
from core.db import db
from core.pictures import Picture
from programme.models import Facility

SHOWN = 100
MOST_STEPS = 12
MOST_LABELS = 240


class NumberTaken(Exception):
    """This product has a lot of this number."""


class TooManySteps(Exception):
    """Twelve steps tell what happened to one lot."""


class AlreadyRecalled(Exception):
    """It was recalled before; buyers have been told."""


def of_facility(facility_id: int, product_id: int | None = None) -> Sequence[Lot]:
    """A maker's lots, latest first."""
    query = select(Lot).join(Lot.product).where(Product.facility_id == facility_id)
    if product_id:
        query = query.where(Lot.product_id == product_id)
    query = query.order_by(Lot.made_on.desc(), Lot.id.desc()).limit(SHOWN)
    return db.session.scalars(query.options(contains_eager(Lot.product), raiseload("*", sql_only=True))).all()


def find(facility_id: int, lot_id: int) -> Lot | None:
    """One of a maker's own lots, with its product and steps."""
    query = select(Lot).join(Lot.product).where(Lot.id == lot_id, Product.facility_id == facility_id)
    return db.session.scalar(query.options(contains_eager(Lot.product).joinedload(Product.facility), _steps()))


def with_code(code: str) -> Lot | None:
    """What a printed code stands for, with all that its page tells: product, maker, village, papers, steps."""
    product = joinedload(Lot.product)
    query = select(Lot).where(Lot.code == codes.typed(code))
    return db.session.scalar(
        query.options(
            product.joinedload(Product.facility).joinedload(Facility.village),
            product.joinedload(Product.village),
            product.joinedload(Product.promise).selectinload(Promise.steps).joinedload(MakingStep.picture),
            product.selectinload(Product.photos).joinedload(Photo.picture),
            product.selectinload(Product.recognitions),
            joinedload(Lot.variant),
            _steps(),
            raiseload("*", sql_only=True),
        )
    )


def open_lots(product_ids: Sequence[int]) -> Sequence[Lot]:
    """Those a packer may choose from; what has lapsed or was recalled is not among them."""
    fresh = Lot.use_by.is_(None) | (Lot.use_by >= times.today())
    query = select(Lot).where(Lot.product_id.in_(product_ids), fresh, Lot.recalled_at.is_(None))
    query = query.where(Lot.closed_at.is_(None)).order_by(Lot.use_by, Lot.made_on, Lot.id)
    return db.session.scalars(query.limit(SHOWN).options(raiseload("*", sql_only=True))).all()


def record(product: Product, number: str, made_on: date, use_by: date | None, **told: Any) -> Lot:
    """Raises NumberTaken."""
    if db.session.scalar(select(Lot.id).where(Lot.product_id == product.id, Lot.number == number)):
        raise NumberTaken(number)
    lot = Lot(product_id=product.id, number=number, made_on=made_on, use_by=use_by, **told)
    db.session.add(lot)
    audit.record(lot, "lot.recorded", product=product.id, number=number)
    return lot


def add_step(lot: Lot, picture: Picture | None, **told: Any) -> MakingStep:
    """What happened to it next: its maker's word at once, like the lot itself. Raises TooManySteps."""
    if len(lot.steps) >= MOST_STEPS:
        raise TooManySteps(lot.id)
    step = MakingStep(lot_id=lot.id, position=len(lot.steps), picture_id=picture.id if picture else None, **told)
    db.session.add(step)
    db.session.flush()
    db.session.expire(lot, ["steps"])
    audit.record(lot, "making.step_added", name=step.name, back={f"step.{step.key}": [None, plain(step)]})
    return step


def remove_step(lot: Lot, step: MakingStep) -> None:
    audit.record(lot, "making.step_removed", name=step.name, back={f"step.{step.key}": [plain(step), None]})
    db.session.delete(step)
    db.session.flush()
    db.session.expire(lot, ["steps"])


def bring_back_step(lot: Lot, key: str, told: Mapping[str, Any]) -> None:
    """A step that was removed, as plain() told of it, behind the others. Raises TooManySteps."""
    happened = date.fromisoformat(told["happened_on"]) if told["happened_on"] else None
    picture = pictures.known(told["picture"]) if told["picture"] else None
    add_step(lot, picture, key=key, happened_on=happened, **{word: told[word] for word in steps.WORDS})


def plain(step: MakingStep) -> dict[str, Any]:
    """As the log keeps it."""
    words = {word: getattr(step, word) or "" for word in steps.WORDS}
    return words | {
        "happened_on": audit.plain(step.happened_on),
        "picture": step.picture.digest if step.picture else None,
    }


def close(lot: Lot) -> None:
    """All of it is gone."""
    if lot.closed_at is None:
        lot.closed_at = times.now()
        audit.record(lot, "lot.closed", closed_at=[None, lot.closed_at.isoformat()])


def reopen(lot: Lot) -> None:
    """Some of it is left after all."""
    lot.closed_at = None
    audit.record(lot, "lot.reopened")


def recall(lot: Lot, reason: str, advice: str) -> None:
    """Call it back: its page says so at once, everybody whose parcel had it is written to. Raises AlreadyRecalled."""
    if lot.is_recalled:
        raise AlreadyRecalled(lot.id)
    lot.recalled_at, lot.recall_reason, lot.recall_advice = times.now(), reason, advice
    audit.record(lot, "lot.recalled", reason=reason)
    jobs.enqueue("lot.recalled", lot_id=lot.id)


def papers_on(product: Product, day: date) -> list[Any]:
    """Its certificates as they stood on a day."""
    return [
        paper
        for paper in product.recognitions
        if paper.kind == "ocop"
        and paper.issued_on
        and paper.issued_on <= day
        and (paper.expires_on is None or day <= paper.expires_on)
    ]


def _steps() -> Any:
    return selectinload(Lot.steps).joinedload(MakingStep.picture)
