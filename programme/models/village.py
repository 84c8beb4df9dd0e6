"""Craft villages."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, primary_key
from core.pictures import Picture


class CraftVillage(Model):
    """A craft village. Never looked up by name: several repeat."""

    __table_args__ = (CheckConstraint("(recognised_number = '') = (recognised_on IS NULL)", "whole_recognition"),)

    id: Mapped[primary_key]
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    craft: Mapped[str]
    known_for: Mapped[str] = mapped_column(default="")
    former_commune: Mapped[str] = mapped_column(default="")  # as written before 1/7/2025
    former_district: Mapped[str] = mapped_column(default="")
    commune_code: Mapped[str | None] = mapped_column(index=True)  # key of programme/places.py
    commune_name: Mapped[str]
    is_split: Mapped[bool] = mapped_column(default=False)  # its former unit was divided: see commune_candidates
    commune_candidates: Mapped[str] = mapped_column(default="")
    confidence: Mapped[str] = mapped_column(default="M")  # H seen in a source, M well known, L to be checked
    aliases: Mapped[str] = mapped_column(default="")  # separated by "; "
    note: Mapped[str] = mapped_column(default="")
    intro: Mapped[str] = mapped_column(default="")
    intro_en: Mapped[str] = mapped_column(default="")
    visit: Mapped[str] = mapped_column(default="")
    recognised_number: Mapped[str] = mapped_column(default="")  # the province's decision; none known: not yet verified
    recognised_on: Mapped[date | None]
    recognised_title: Mapped[str] = mapped_column(default="")
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"))

    picture: Mapped[Picture | None] = relationship()

    @property
    def is_place_known(self) -> bool:
        """Whether its commune is more than a guess: its former unit was not divided, or a source says in which part."""
        return not self.is_split or self.confidence == "H"

    def was_recognised(self, on: date) -> bool | None:
        """Whether it was recognised on a day; None where no decision is on record."""
        return self.recognised_on <= on if self.recognised_on else None
