"""What a facility says of its way of working; each of its products inherits it, with how far it has been checked."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from core import audit, jobs, times
from core.db import Model, db, primary_key
from core.i18n import current_locale
from programme.models import Facility

_FILE = Path(__file__).parent / "data" / "qualities.csv"


class FacilityQuality(Model):
    """Declared by the maker; verified when staff have seen the paper that says so."""

    __table_args__ = (UniqueConstraint("facility_id", "quality"),)

    id: Mapped[primary_key]
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    quality: Mapped[str]  # a code of data/qualities.csv
    declared_at: Mapped[datetime]
    verified_at: Mapped[datetime | None]
    verified_by: Mapped[int | None]
    paper: Mapped[str] = mapped_column(default="")

    @property
    def label(self) -> str:
        return name_of(self.quality)

    @property
    def is_verified(self) -> bool:
        return self.verified_at is not None


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


def of(facility_id: int) -> Sequence[FacilityQuality]:
    query = select(FacilityQuality).where(FacilityQuality.facility_id == facility_id)
    return db.session.scalars(query.order_by(FacilityQuality.quality)).all()


def declare(facility: Facility, codes: Sequence[str]) -> None:
    """Exactly these are declared from now on; what stays keeps its check."""
    held = {one.quality: one for one in of(facility.id)}
    wanted = [code for code in every() if code in codes]
    if set(held) == set(wanted):
        return
    for code, row in held.items():
        if code not in wanted:
            db.session.delete(row)
    db.session.add_all(
        FacilityQuality(facility_id=facility.id, quality=code, declared_at=times.now())
        for code in wanted
        if code not in held
    )
    audit.record(facility, "facility.qualities_declared", qualities=[sorted(held), sorted(wanted)])
    jobs.enqueue("facility.revised", facility_id=facility.id)


def verify(facility: Facility, code: str, paper: str) -> bool:
    """Whether the maker had declared it; then it is noted with the paper."""
    row = next((one for one in of(facility.id) if one.quality == code), None)
    if row is None:
        return False
    row.verified_at, row.verified_by, row.paper = times.now(), audit.actor_id(), paper
    audit.record(facility, "facility.quality_verified", quality=code, paper=paper)
    return True
