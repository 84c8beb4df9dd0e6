"""What goods, makers and villages were recognised as, each as long as it holds, and the papers that show it."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from core import codes, times
from core.db import Model, one_of, primary_key, stamped
from core.text import slugify
from programme.models import CraftVillage, Facility

if TYPE_CHECKING:
    from catalog.models.product import Product

# What each kind of paper may be about.
SUBJECTS = {
    "ocop": ("product",),
    "cnnttb": ("product",),
    "food_safety": ("product", "facility"),
    "trademark": ("product", "facility", "village"),
    "indication": ("product", "facility", "village"),
    "craft": ("product", "facility", "village"),
    "traceability": ("product", "facility"),
}
RECOGNITION_KINDS = tuple(SUBJECTS)
RECOGNITION_STATES = ("proposed", "confirmed", "refused", "withdrawn", "revoked")
LEVELS = ("xa", "huyen", "tinh", "khu_vuc", "quoc_gia")  # rising; "huyen" until 30/6/2025
EVIDENCE_TYPES = ("application/pdf", "image/jpeg")
_ABOUT_ONE = " OR ".join(
    "(" + " AND ".join(f"{other}_id IS {'NOT ' if other == one else ''}NULL" for other in SUBJECTS["craft"]) + ")"
    for one in SUBJECTS["craft"]
)
_FITTING = " AND ".join(
    f"(kind NOT IN ({', '.join(repr(kind) for kind, allowed in SUBJECTS.items() if one not in allowed)})"
    f" OR {one}_id IS NULL)"
    for one in ("facility", "village")
)
_BANDS = (
    "points IS NULL OR (stars = 5 AND points >= 90 AND points <= 100) OR (stars = 3 AND points >= 50 AND points < 70)"
    " OR (stars = 4 AND ((NOT is_potential_five AND points >= 70 AND points < 90)"
    " OR (is_potential_five AND points >= 90 AND points <= 100)))"
)
_BARRED = "kind <> 'cnnttb' OR state NOT IN ('proposed', 'confirmed')"


def _key_of_number(context: Any) -> str:
    return slugify(context.get_current_parameters()["decision_number"])


def _series_mark(context: Any) -> bool | None:
    """False where a live CNNTTB title is written: the foreign key then wants a product that is made in series."""
    row = context.get_current_parameters()
    return False if row["kind"] == "cnnttb" and row["state"] in ("proposed", "confirmed") else None


class Recognition(Model):
    """One paper: OCOP stars, a CNNTTB title, food safety, a mark, a craft title. A renewal is a new row."""

    __table_args__ = (
        CheckConstraint(one_of("kind", RECOGNITION_KINDS), "known_kind"),
        CheckConstraint(one_of("state", RECOGNITION_STATES), "known_state"),
        CheckConstraint(_ABOUT_ONE, "about_one_thing"),
        CheckConstraint(_FITTING, "about_what_it_can_be"),
        CheckConstraint(
            "kind <> 'ocop' OR (stars BETWEEN 3 AND 5 AND issued_on IS NOT NULL AND expires_on IS NOT NULL)",
            "ocop_is_whole",
        ),
        CheckConstraint("kind = 'ocop' OR (stars IS NULL AND points IS NULL)", "stars_are_ocop"),
        CheckConstraint(_BANDS, "points_fit_stars"),
        CheckConstraint("NOT is_potential_five OR (kind = 'ocop' AND stars = 4)", "potential_five_has_four"),
        CheckConstraint(
            f"kind <> 'cnnttb' OR ({one_of('level', LEVELS)} AND year IS NOT NULL AND expires_on IS NULL)",
            "cnnttb_is_whole",
        ),
        CheckConstraint("kind = 'cnnttb' OR level IS NULL", "levels_are_cnnttb"),
        CheckConstraint("level IS NULL OR level <> 'huyen' OR year <= 2025", "districts_ended"),
        CheckConstraint(
            "kind <> 'food_safety' OR (decision_number <> '' AND expires_on IS NOT NULL)", "food_safety_is_whole"
        ),
        CheckConstraint("kind NOT IN ('trademark', 'indication', 'craft') OR title <> ''", "has_its_title"),
        CheckConstraint("kind <> 'traceability' OR decision_number <> ''", "code_is_there"),
        CheckConstraint("issued_on IS NULL OR expires_on IS NULL OR issued_on <= expires_on", "ends_after_it_begins"),
        CheckConstraint("state <> 'revoked' OR (revoked_on IS NOT NULL AND reason <> '')", "revoked_with_reason"),
        CheckConstraint("state <> 'refused' OR reason <> ''", "refused_with_reason"),
        CheckConstraint("renews_id IS NULL OR renews_id <> id", "renews_another"),
        # A title of a product made once only: no row can be written, and the product's mark cannot be set, while
        # this points at (id, false). See docs/decisions/0022-certificates.md.
        ForeignKeyConstraint(
            ["product_id", "of_one_of_a_kind"],
            ["product.id", "product.one_of_a_kind"],
            name="fk_recognition_made_in_series",
        ),
        CheckConstraint(
            f"({_BARRED} OR of_one_of_a_kind IS NOT NULL) AND (of_one_of_a_kind IS NULL OR NOT of_one_of_a_kind)",
            "title_is_of_a_series",
        ),
        Index("ix_recognition_state_expires", "state", "expires_on"),
    )

    id: Mapped[primary_key]
    code: Mapped[str] = mapped_column(unique=True, default=codes.public_code)  # printed beside the QR
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="proposed")
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"), index=True)
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"), index=True)
    village_id: Mapped[int | None] = mapped_column(ForeignKey("craft_village.id"), index=True)
    stars: Mapped[int | None]
    points: Mapped[float | None]  # of 100
    is_potential_five: Mapped[bool] = mapped_column(default=False)  # rated 90 and more, put forward to the nation
    level: Mapped[str | None]
    year: Mapped[int | None]
    title: Mapped[str] = mapped_column(default="")  # the mark, the indication, the title given
    holder: Mapped[str] = mapped_column(default="")  # the person a craft title names
    decision_number: Mapped[str] = mapped_column(default="")
    number_key: Mapped[str] = mapped_column(default=_key_of_number, index=True)  # as it is looked up
    issuer: Mapped[str] = mapped_column(default="")
    issued_on: Mapped[date | None]
    expires_on: Mapped[date | None] = mapped_column(index=True)  # the last day it may be shown; None: no end is known
    renews_id: Mapped[int | None] = mapped_column(ForeignKey("recognition.id"), index=True)
    replaced_on: Mapped[date | None]  # the day from which a renewal stands in its place
    reason: Mapped[str] = mapped_column(default="")  # why it was refused or revoked
    revoked_on: Mapped[date | None]
    revoked_by: Mapped[str] = mapped_column(default="")  # number of the decision that took it back
    of_one_of_a_kind: Mapped[bool | None] = mapped_column(default=_series_mark)
    proposed_by: Mapped[int | None]  # the maker's person, where a maker brought it
    confirmed_at: Mapped[datetime | None]  # None: carried over from before the register, never compared
    created_at: Mapped[stamped]
    updated_at: Mapped[stamped] = mapped_column(onupdate=times.now)

    product: Mapped["Product | None"] = relationship(
        back_populates="recognitions",
        primaryjoin="Recognition.product_id == Product.id",
        foreign_keys="Recognition.product_id",
    )
    facility: Mapped[Facility | None] = relationship()
    village: Mapped[CraftVillage | None] = relationship()
    renews: Mapped["Recognition | None"] = relationship(remote_side="Recognition.id")
    evidence: Mapped[list["Evidence"]] = relationship(back_populates="recognition", order_by="Evidence.id")

    @validates("decision_number")
    def _keep_key(self, _: str, number: str) -> str:
        self.number_key = slugify(number)
        return number

    @property
    def is_confirmed(self) -> bool:
        return self.state == "confirmed"

    @property
    def is_public(self) -> bool:
        """Whether it may be told of: what staff confirmed, also when it has lapsed or was taken back."""
        return self.state in ("confirmed", "revoked")

    @property
    def ends_on(self) -> date | None:
        """The last day it holds: its own end, or the day before a renewal took its place."""
        before = self.replaced_on - timedelta(days=1) if self.replaced_on else None
        return min((day for day in (self.expires_on, before) if day), default=None)

    @property
    def is_valid(self) -> bool:
        """Whether it holds today, by the day it is in Hanoi: no job has to end it."""
        return self.is_confirmed and (self.ends_on is None or times.today() <= self.ends_on)

    @property
    def verdict(self) -> str:
        """valid, lapsed, replaced, revoked, or unverified while nobody has confirmed it."""
        if not self.is_public:
            return "unverified"
        if self.state == "revoked":
            return "revoked"
        if self.is_valid:
            return "valid"
        return "lapsed" if self.ends_on == self.expires_on else "replaced"

    @property
    def days_left(self) -> int | None:
        return (self.expires_on - times.today()).days if self.expires_on else None

    @property
    def subject_kind(self) -> str:
        return "product" if self.product_id else "facility" if self.facility_id else "village"

    @property
    def subject(self) -> Any:
        """The product, facility or village it is about."""
        return getattr(self, self.subject_kind)

    @property
    def commune_code(self) -> str | None:
        """Where its owner works, or its village lies."""
        place = self.owner or self.village
        return place.commune_code if place else None

    @property
    def owner(self) -> Facility | None:
        """The facility it belongs to; a village's paper belongs to none."""
        return self.product.facility if self.product else self.facility

    @property
    def since(self) -> date | None:
        """When it was given, as far as is known: the day, or the first of its year."""
        return self.issued_on or (date(self.year, 1, 1) if self.year else None)


class Evidence(Model):
    """A scan of a paper: for the facility's people and staff alone, until staff release it."""

    __table_args__ = (
        UniqueConstraint("recognition_id", "digest"),
        CheckConstraint(one_of("mimetype", EVIDENCE_TYPES), "known_type"),
        CheckConstraint("byte_count > 0", "has_content"),
    )

    id: Mapped[primary_key]
    recognition_id: Mapped[int] = mapped_column(ForeignKey("recognition.id"), index=True)
    digest: Mapped[str]  # of what is stored
    mimetype: Mapped[str]
    file_name: Mapped[str]
    byte_count: Mapped[int]
    added_by: Mapped[int | None]
    added_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]  # when its maker asked to have it shown to everybody
    released_at: Mapped[datetime | None]

    recognition: Mapped[Recognition] = relationship(back_populates="evidence")

    @property
    def is_released(self) -> bool:
        return self.released_at is not None


class Reminder(Model):
    """A letter that was sent about a paper's last day, so that it is never sent twice."""

    __table_args__ = (UniqueConstraint("recognition_id", "days", "expires_on"),)

    id: Mapped[primary_key]
    recognition_id: Mapped[int] = mapped_column(ForeignKey("recognition.id"))
    days: Mapped[int]
    expires_on: Mapped[date]  # a corrected day is another deadline
    sent_at: Mapped[datetime]


def in_force(day: date) -> ColumnElement[bool]:
    """The condition that a recognition holds on that day, as `is_valid` says of one row."""
    return (
        (Recognition.state == "confirmed")
        & (Recognition.expires_on.is_(None) | (Recognition.expires_on >= day))
        & (Recognition.replaced_on.is_(None) | (Recognition.replaced_on > day))
    )
