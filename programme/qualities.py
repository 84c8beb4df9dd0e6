"""What a facility says of its way of working; each of its products inherits it, with how far it has been checked."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from core import audit, jobs, times
from core.access import must_reach
from core.i18n import current_locale
from programme import facilities
from programme.models import Facility

_FILE = Path(__file__).parent / "data" / "qualities.csv"


@dataclass(frozen=True, slots=True)
class Held:
    """Declared by the maker; verified while the paper holds that staff have seen."""

    quality: str  # a code of data/qualities.csv
    paper: str
    verified_on: str
    until: str  # the last day of the paper, empty where it names none

    @property
    def label(self) -> str:
        return name_of(self.quality)

    @property
    def until_on(self) -> date | None:
        return date.fromisoformat(self.until) if self.until else None

    @property
    def is_verified(self) -> bool:
        return bool(self.verified_on) and holds_on(self.until, times.today())


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


def holds_on(until: str, day: date) -> bool:
    """Whether a paper that holds until then, its last day included, holds on that day."""
    return not until or until >= day.isoformat()


def name_of(code: str) -> str:
    known = every().get(code)
    return known.label if known else code


def of(facility: Facility) -> list[Held]:
    """What it declares, in the order of the list. They stand in the facility's own row, so that no page asks more."""
    held = facility.qualities
    return [
        Held(code, one["paper"], one["verified_on"], one.get("until", ""))
        for code in every()
        if (one := held.get(code))
    ]


def checked(facility: Facility) -> list[tuple[str, str]]:
    """The codes that staff have seen a paper for, each with the last day of the paper, lapsed ones too."""
    return [(one.quality, one.until) for one in of(facility) if one.verified_on]


def declare(facility: Facility, codes: Sequence[str]) -> None:
    """Exactly these are declared from now on; what stays keeps its check."""
    held = facility.qualities
    wanted = {
        code: held.get(code) or {"paper": "", "verified_on": "", "until": ""} for code in every() if code in codes
    }
    facilities.revise(facility, qualities=wanted)


def verify(facility: Facility, code: str, paper: str, until: date | None = None) -> bool:
    """Whether the maker had declared it; then it is noted with the paper and the paper's last day."""
    must_reach(facility.commune_code)
    if code not in facility.qualities:
        return False
    seen = {"paper": paper, "verified_on": times.today().isoformat(), "until": until.isoformat() if until else ""}
    facility.qualities = facility.qualities | {code: seen}
    audit.record(facility, "facility.quality_verified", quality=code, paper=paper, until=seen["until"])
    jobs.enqueue("facility.revised", facility_id=facility.id)  # search counts its goods among those that have it
    return True
