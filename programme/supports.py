"""The register of supports: by what it is narrowed and ordered, and how a row is written out."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from programme import contents
from programme.models import Support

LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
SOURCES = ("national", "local")
STATES = ("accepted", "running")
ORDERS = ("decided", "-decided", "year", "-year", "name", "-name", "given", "-given", "counterpart", "-counterpart")
COLUMNS = (
    "facility", "facility_kind", "commune", "scheme", "scheme_name", "year", "content_group", "content", "quantity",
    "unit", "national", "local", "counterpart", "decided_on", "accepted_on", "result",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Criteria:
    """What the register is narrowed to; empty means all. Only supports of approved schemes are ever in it (G8)."""

    text: str = ""
    year: int | None = None
    content: str = ""  # slug of programme/contents.py
    commune: str = ""  # code of programme/places.py
    source: str = ""
    state: str = ""
    order: str = "-decided"

    @property
    def content_codes(self) -> tuple[str, ...]:
        group = contents.content(self.content)
        return group.codes if group else ()


def as_record(support: Support) -> dict[str, Any]:
    """A row as open data: no phone, no representative, no account."""
    facility, scheme = support.facility, support.scheme
    return {
        "facility": facility.name,
        "facility_kind": facility.kind,
        "commune": facility.commune_name,
        "scheme": scheme.code,
        "scheme_name": scheme.name,
        "year": scheme.plan.year,
        "content_group": scheme.content_code,
        "content": support.content,
        "quantity": support.quantity,
        "unit": support.unit,
        "national": support.national,
        "local": support.local,
        "counterpart": support.counterpart,
        "decided_on": support.decided_on.isoformat(),
        "accepted_on": _day(support.accepted_on),
        "result": support.result,
    }


def as_csv(supports: Iterable[Support]) -> str:
    """With the mark by which Excel knows UTF-8; no cell can start a formula."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for support in supports:
        writer.writerow({name: neutral(value) for name, value in as_record(support).items()})
    return out.getvalue()


def neutral(value: Any) -> Any:
    """A text cell that a spreadsheet would run as a formula gets an apostrophe before it."""
    starts = isinstance(value, str) and value.lstrip()[:1] in ("=", "+", "-", "@", "|") or _starts_with_control(value)
    return f"'{value}" if starts else value


def _starts_with_control(value: Any) -> bool:
    return isinstance(value, str) and value[:1] in ("\t", "\r", "\n")


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
