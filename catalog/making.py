"""The story of making: who, by which technique, in which steps with which pictures, and how pieces differ."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from catalog import revisions, values
from catalog.models import Lot, MakingStep, Product, Promise
from core import audit
from core.db import db
from core.pictures import Picture

MOST_STEPS = 12
TOLD = ("variance", "variance_en", "artisan", "artisan_title", "artisan_title_en", "technique", "technique_en")


class TooManySteps(Exception):
    """A story has twelve steps at most."""


def steps_of(product: Product) -> Sequence[MakingStep]:
    """Its own steps; where it has none, those that its facility tells of all it makes."""
    own = product.promise.steps if product.promise else []
    return own or [
        MakingStep(name=str(step.get("name", "")), text=str(step.get("text", "")), name_en="", text_en="")
        for step in product.facility.steps
    ]


def own_steps(subject: Product | Lot) -> Sequence[MakingStep]:
    mine = MakingStep.lot_id if isinstance(subject, Lot) else MakingStep.product_id
    query = select(MakingStep).where(mine == subject.id).order_by(MakingStep.position, MakingStep.id)
    return db.session.scalars(query.options(joinedload(MakingStep.picture))).all()


def promise_of(product: Product) -> Promise:
    """Its row, made when something is first told."""
    if product.promise is None:
        product.promise = Promise(product_id=product.id)
        db.session.flush()
    return product.promise


def tell(product: Product, told: Mapping[str, str]) -> None:
    """What differs; of a product that staff approved it waits for them. Empty texts are not shown."""
    revisions.revise(product, {f"making.{name}": text for name, text in told.items() if name in TOLD})


def told_of(product: Product) -> dict[str, str]:
    """What its maker last told, whether or not it still waits."""
    told = {name: values.of(product, f"making.{name}") for name in TOLD}
    waiting = revisions.open_of(product)
    changes = waiting.changes if waiting else {}
    return {name: changes[f"making.{name}"][1] if f"making.{name}" in changes else told[name] for name in TOLD}


def add_step(subject: Product | Lot, picture: Picture | None, **told: Any) -> MakingStep:
    """One more step, behind the others. Raises TooManySteps."""
    there = own_steps(subject)
    if len(there) >= MOST_STEPS:
        raise TooManySteps(subject.id)
    if isinstance(subject, Product):
        promise_of(subject)  # by which its page finds the steps
    owner = {"lot_id": subject.id} if isinstance(subject, Lot) else {"product_id": subject.id}
    step = MakingStep(position=len(there), picture_id=picture.id if picture else None, **owner, **told)
    db.session.add(step)
    audit.record(subject, "making.step_added", name=step.name)
    return step


def change_step(step: MakingStep, picture: Picture | None, **told: Any) -> None:
    for name, value in told.items():
        setattr(step, name, value)
    if picture:
        step.picture_id = picture.id
    audit.record(step, "making.step_changed", name=step.name)


def move_step(steps: Sequence[MakingStep], step_id: int, by: int) -> None:
    """One place up or down."""
    order = [step.id for step in steps]
    place = order.index(step_id)
    order.insert(max(0, place + by), order.pop(place))
    for step in steps:
        step.position = order.index(step.id)


def remove_step(step: MakingStep) -> None:
    audit.record(step, "making.step_removed", name=step.name)
    db.session.delete(step)
