"""The story of making: who, by which technique, in which steps with which pictures, and how pieces differ."""

from collections.abc import Mapping, Sequence

from catalog import revisions, steps, values
from catalog.models import MakingStep, Product, ProductRevision
from core import codes
from core.pictures import Picture

Told = Mapping[str, str]
MOST_STEPS = 12
TOLD = ("variance", "variance_en", "artisan", "artisan_title", "artisan_title_en", "technique", "technique_en")


class TooManySteps(Exception):
    """A story has twelve steps at most."""


class NoSuchStep(LookupError):
    """It is not among those that its maker last told: somebody took it away."""


def steps_of(product: Product) -> Sequence[MakingStep]:
    """Its own steps; where it has none, those that its facility tells of all it makes."""
    own = product.promise.steps if product.promise else []
    return own or [
        MakingStep(name=str(step.get("name", "")), text=str(step.get("text", "")), name_en="", text_en="")
        for step in product.facility.steps
    ]


def tell(product: Product, told: Mapping[str, str]) -> None:
    """What differs; of a product that staff approved it waits for them. Empty texts are not shown."""
    revisions.revise(product, {f"making.{name}": text for name, text in told.items() if name in TOLD})


def told_of(product: Product) -> dict[str, str]:
    """What its maker last told, whether or not it still waits."""
    told = {name: values.of(product, f"making.{name}") for name in TOLD}
    waiting = revisions.open_of(product)
    changes = waiting.changes if waiting else {}
    return {name: changes[f"making.{name}"][1] if f"making.{name}" in changes else told[name] for name in TOLD}


def steps_told(product: Product) -> list[dict[str, str]]:
    """Its own steps as its maker last told them, whether or not they still wait."""
    return _last_told(product, revisions.open_of(product))


def add_step(product: Product, picture: Picture | None, told: Told) -> None:
    """One more, behind the others; of what staff approved it waits for them, as all below do. Raises TooManySteps."""
    there = _to_change(product)
    if len(there) >= MOST_STEPS:
        raise TooManySteps(product.id)
    _keep(product, [*there, _retold({"key": codes.public_code(), "picture": ""}, picture, told)])


def change_step(product: Product, key: str, picture: Picture | None, told: Told) -> None:
    """Other words; without a new picture the old one stays. Raises NoSuchStep, as the two below do."""
    there = _to_change(product)
    place = _place(there, key)
    there[place] = _retold(there[place], picture, told)
    _keep(product, there)


def move_step(product: Product, key: str, by: int) -> None:
    """One place up or down."""
    there = _to_change(product)
    place = _place(there, key)
    moved = there.pop(place)
    there.insert(max(0, place + by), moved)
    _keep(product, there)


def remove_step(product: Product, key: str) -> None:
    there = _to_change(product)
    there.pop(_place(there, key))
    _keep(product, there)


def _to_change(product: Product) -> list[dict[str, str]]:
    return list(_last_told(product, revisions.open_to_change(product)))


def _last_told(product: Product, waiting: ProductRevision | None) -> list[dict[str, str]]:
    return waiting.changes["steps"][1] if waiting and "steps" in waiting.changes else steps.of(product)


def _keep(product: Product, told: list[dict[str, str]]) -> None:
    revisions.revise(product, {"steps": told})


def _place(there: Sequence[Told], key: str) -> int:
    place = next((n for n, one in enumerate(there) if one["key"] == key), None)
    if place is None:
        raise NoSuchStep(key)
    return place


def _retold(step: Told, picture: Picture | None, told: Told) -> dict[str, str]:
    shown = picture.digest if picture else step["picture"]
    return {"key": step["key"]} | {word: told[word] for word in steps.WORDS} | {"picture": shown}
