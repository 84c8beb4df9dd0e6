"""What support is given for, in the groups by which people look: training, machines, fairs and so on."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.i18n import current_locale

_FILE = Path(__file__).parent / "data" / "contents.csv"


@dataclass(frozen=True, slots=True)
class Content:
    """`slug` is its piece of an address, `codes` the content codes of schemes that belong to it."""

    slug: str
    name_vi: str
    name_en: str
    codes: tuple[str, ...]

    @property
    def label(self) -> str:
        return self.name_en if current_locale() == "en" else self.name_vi


def contents() -> tuple[Content, ...]:
    return tuple(_by_slug().values())


def content(slug: str) -> Content | None:
    return _by_slug().get(slug)


def content_of(code: str) -> Content | None:
    """The group that a scheme's content code belongs to."""
    return next((group for group in contents() if code in group.codes), None)


def name_of(code: str) -> str:
    """The label for a scheme's content code; the code itself where it is unknown."""
    group = content_of(code)
    return group.label if group else code


@cache
def _by_slug() -> dict[str, Content]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["group"]: Content(row["group"], row["name_vi"], row["name_en"], tuple(row["codes"].split("; ")))
        for row in rows
    }
