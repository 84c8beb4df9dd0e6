"""What a facility says of its way of working; each of its products inherits it, with how far it has been checked."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core import audit, times
from core.i18n import current_locale
from programme import facilities
from programme.models import Facility

_FILE = Path(__file__).parent / "data" / "qualities.csv"


@dataclass(frozen=True, slots=True)
class Held:
    """Declared by the maker; verified when staff have seen the paper that says so."""

    quality: str  # a code of data/qualities.csv
    paper: str
    verified_on: str

    @property
    def label(self) -> str:
        return name_of(self.quality)

    @property
    def is_verified(self) -> bool:
        return bool(self.verified_on)


@dataclass(frozen=True, slots=True)
class Quality:
    code: str
    name_vi: str
    name_en: str
    note_vi: str

    @property
    def label(self) -> str:
        return self.name_en if current_locale() == "en" else self.name_vi


@cache
def every() -> dict[str, Quality]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: Quality(**row) for row in csv.DictReader(file)}


def name_of(code: str) -> str:
    known = every().get(code)
    return known.label if known else code


def of(facility: Facility) -> list[Held]:
    """What it declares, in the order of the list. They stand in the facility's own row, so that no page asks more."""
    held = facility.qualities
    return [Held(code, held[code]["paper"], held[code]["verified_on"]) for code in every() if code in held]


def declare(facility: Facility, codes: Sequence[str]) -> None:
    """Exactly these are declared from now on; what stays keeps its check."""
    held = facility.qualities
    wanted = {code: held.get(code) or {"paper": "", "verified_on": ""} for code in every() if code in codes}
    facilities.revise(facility, qualities=wanted)


def verify(facility: Facility, code: str, paper: str) -> bool:
    """Whether the maker had declared it; then it is noted with the paper."""
    if code not in facility.qualities:
        return False
    checked = {"paper": paper, "verified_on": times.today().isoformat()}
    facility.qualities = facility.qualities | {code: checked}
    audit.record(facility, "facility.quality_verified", quality=code, paper=paper)
    return True
