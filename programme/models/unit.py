"""Units that carry the programme, and which officer works in which."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, one_of, primary_key

UNIT_KINDS = ("so", "trung_tam", "xa")  # the department, the promotion centre, a commune


class Unit(Model):
    __table_args__ = (
        CheckConstraint(one_of("kind", UNIT_KINDS), "known_kind"),
        CheckConstraint("(kind = 'xa') = (commune_code IS NOT NULL)", "a_commune_has_its_place"),
        CheckConstraint("name <> ''", "named"),
    )

    id: Mapped[primary_key]
    kind: Mapped[str]
    name: Mapped[str] = mapped_column(unique=True)
    commune_code: Mapped[str | None] = mapped_column(unique=True)


class UnitOfficer(Model):
    """An officer of a unit. Who is in none works in the office that keeps the whole book."""

    user_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
