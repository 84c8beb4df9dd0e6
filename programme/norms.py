"""How much the programme may give for a content: dated rows of data/norms.csv with the instrument they stand in.

Rows that are examples bind nobody; of a row that still has to be confirmed the warning says so. A row without a first
day is held to apply on any.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from flask_babel import gettext as _

from core.i18n import current_locale
from core.money import vnd
from programme.models import Scheme, Support

STATE_MONEY = ("national", "local")
_FILE = Path(__file__).parent / "data" / "norms.csv"
_PER_FACILITY = "cơ sở"


@dataclass(frozen=True, slots=True)
class Norm:
    code: str
    content_code: str
    name_vi: str
    name_en: str
    instrument: str
    valid_from: date | None
    valid_to: date | None
    max_percent: int | None
    max_vnd: int | None
    per: str
    is_confirmed: bool

    @property
    def name(self) -> str:
        return self.name_en if current_locale() == "en" else self.name_vi

    @property
    def ground(self) -> str:
        return self.instrument if self.is_confirmed and self.instrument else _("chưa xác minh văn bản")

    def holds_on(self, day: date) -> bool:
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)

    def most_for(self, quantity: int) -> int | None:
        """What one facility may get: a norm by facility does not grow with the number of machines."""
        return self.max_vnd if self.max_vnd is None or self.per == _PER_FACILITY else self.max_vnd * quantity


def of(content_code: str, on: date) -> Norm | None:
    """The norm of a content on a day: the latest that holds."""
    held = [one for one in _norms() if one.content_code == content_code and one.holds_on(on)]
    return max(held, key=lambda one: one.valid_from or date.min, default=None)


def beyond(scheme: Scheme, supports: Sequence[Support], on: date) -> list[str]:
    """What of a scheme is beyond its norm, in sentences; a group without beneficiaries has no amount to hold to it."""
    norm = of(scheme.content_code, on)
    if norm is None:
        return []
    given = sum(scheme.planned(source) for source in STATE_MONEY)
    faults = _percent(norm, given, scheme.total)
    for one in supports:
        faults += beyond_for(norm, one.facility.name, one.given, one.quantity)
    if not supports and scheme.kind != "KQG_NHOM":
        faults += beyond_for(norm, scheme.name, given, 1)
    return faults


def beyond_for(norm: Norm, name: str, given: int, quantity: int) -> list[str]:
    most = norm.most_for(quantity)
    if most is None or given <= most:
        return []
    return [
        _(
            "%(name)s: %(given)s vượt định mức %(most)s (%(ground)s).",
            name=name, given=vnd(given), most=vnd(most), ground=norm.ground,
        )
    ]  # fmt: skip


def beyond_cost(norm: Norm, given: int, total: int) -> list[str]:
    return _percent(norm, given, total)


def _percent(norm: Norm, given: int, total: int) -> list[str]:
    """In whole đồng on both sides: no rounding lets anything through."""
    if norm.max_percent is None or given * 100 <= total * norm.max_percent:
        return []
    return [
        _(
            "Phần khuyến công %(given)s vượt %(percent)s %% chi phí %(total)s (%(ground)s).",
            given=vnd(given), percent=norm.max_percent, total=vnd(total), ground=norm.ground,
        )
    ]  # fmt: skip


@cache
def _norms() -> tuple[Norm, ...]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(_norm(row) for row in csv.DictReader(file) if row["status"] != "example")


def _norm(row: dict[str, str]) -> Norm:
    return Norm(
        row["code"],
        row["content_code"],
        row["content_vi"],
        row["content_en"],
        row["instrument"],
        _day(row["valid_from"]),
        _day(row["valid_to"]),
        int(row["max_percent"]) if row["max_percent"] else None,
        int(row["max_vnd"]) if row["max_vnd"] else None,
        row["per"],
        row["status"] == "reference",
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
