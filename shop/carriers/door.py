"""The one door to carriers: what each can do, by its code. Nothing here is called inside a transaction."""

from types import ModuleType
from typing import Any

from shop.carriers import ghn, ghtk, viettelpost
from shop.carriers.packages import Keys, Label, Made, Package, Told

ADAPTERS: dict[str, ModuleType] = {"ghn": ghn, "ghtk": ghtk, "viettelpost": viettelpost}
CARRIERS = tuple(ADAPTERS)


def name_of(carrier: str) -> str:
    return str(ADAPTERS[carrier].NAME)


def fields_of(carrier: str) -> tuple[str, ...]:
    """The keys it wants of an account."""
    return tuple(ADAPTERS[carrier].FIELDS)


def is_safe_to_repeat(carrier: str) -> bool:
    """Whether an order that was asked for and never answered may be asked for again without making a second one."""
    return bool(ADAPTERS[carrier].IS_SAFE_TO_REPEAT)


def quote(carrier: str, keys: Keys, package: Package) -> int:
    """What it would cost, in đồng. Raises Unreachable, Refused."""
    return int(ADAPTERS[carrier].quote(keys, package))


def make(carrier: str, keys: Keys, package: Package, *, is_again: bool) -> Made:
    """Raises Unreachable, Refused."""
    made: Made = ADAPTERS[carrier].make(keys, package, is_again=is_again)
    return made


def cancel(carrier: str, keys: Keys, code: str) -> None:
    """Raises Unreachable, Refused."""
    ADAPTERS[carrier].cancel(keys, code)


def label(carrier: str, keys: Keys, code: str) -> Label:
    """Raises Unreachable, Refused."""
    made: Label = ADAPTERS[carrier].label(keys, code)
    return made


def read(carrier: str, said: dict[str, Any]) -> Told:
    """A notice. Raises KeyError, ValueError, TypeError where it is none."""
    told: Told = ADAPTERS[carrier].read(said)
    return told
