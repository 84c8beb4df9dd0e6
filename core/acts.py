"""What acts of the audit log are called in plain words, as each package tells of its own."""

from collections.abc import Mapping
from typing import Any

_names: dict[str, Any] = {}


def told(names: Mapping[str, Any]) -> None:
    """By action, lazily translated; told once, where a package begins."""
    _names.update(names)


def name_of(action: str) -> str:
    """The action itself where nobody told: a test finds every one that people can come to read."""
    return str(_names.get(action, action))
