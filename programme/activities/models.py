"""Activities of schemes, who took part row by row, what was found of them later, sign-ups and materials."""

import secrets
from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import times
from core.db import Model, one_of, primary_key, stamped
from programme import places
from programme.models import Facility, Scheme

ACTIVITY_KINDS = ("class", "course", "assessment", "model", "equipment", "fair_support", "information")
OF_PEOPLE = ("class", "course")
OF_FACILITIES = ("assessment", "model", "equipment", "fair_support")
MOST_PLACES, MOST_QUANTITY = 500, 1000
_THERE = text("removed_at IS NULL")
_NOT_GIVEN_BACK = text("cancelled_at IS NULL")


def _secret() -> str:
    return secrets.token_urlsafe(24)


class Activity(Model):
    """One thing a scheme did or will do. Figures count it from the day its results are approved until it is withdrawn.

    What is approved is never changed: it is withdrawn, with a reason, and a copy is approved in its place, so that
    every past day still gives that day's answer.
    """

    __table_args__ = (
        CheckConstraint(one_of("kind", ACTIVITY_KINDS), "known_kind"),
        CheckConstraint("starts_on <= ends_on", "starts_before_it_ends"),
        CheckConstraint(f"places BETWEEN 0 AND {MOST_PLACES}", "places_in_range"),
        CheckConstraint("taken >= 0 AND taken <= places", "taken_within_places"),
        CheckConstraint("planned >= 0", "planned_not_negative"),
        CheckConstraint("opens >= 0 AND opens < closes AND closes <= 1440", "opens_first"),
        CheckConstraint("(opens IS NULL) = (closes IS NULL)", "whole_hours"),
        CheckConstraint("(cancelled_at IS NULL) = (cancelled_why = '')", "cancelled_for_a_reason"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_why = '')", "withdrawn_for_a_reason"),
        CheckConstraint("withdrawn_at IS NULL OR approved_at <= withdrawn_at", "withdrawn_once_approved"),
        CheckConstraint("approved_at IS NULL OR cancelled_at IS NULL", "cancelled_is_never_approved"),
        Index("ix_activity_turn", "ends_on", "kind"),
    )

    id: Mapped[primary_key]
    slug: Mapped[str] = mapped_column(unique=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"), index=True)
    kind: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    opens: Mapped[int | None]  # minutes after midnight in Hanoi, each day
    closes: Mapped[int | None]
    place: Mapped[str] = mapped_column(default="")
    province_code: Mapped[str] = mapped_column(default=places.HANOI)
    commune_code: Mapped[str | None] = mapped_column(index=True)  # key of programme/places.py
    unit: Mapped[str] = mapped_column(default="")  # who carries it out
    planned: Mapped[int] = mapped_column(default=0)  # people or facilities that the plan names
    places: Mapped[int] = mapped_column(default=0)  # to sign up for; 0: nobody signs up
    taken: Mapped[int] = mapped_column(default=0)
    announced_at: Mapped[datetime | None]  # since when it stands in the public calendar
    cancelled_at: Mapped[datetime | None]
    cancelled_why: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[stamped]
    recorded_by: Mapped[int | None]  # persons' numbers
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None]
    withdrawn_why: Mapped[str] = mapped_column(default="")
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"))
    revision: Mapped[int] = mapped_column(default=0)  # goes up with each change of its roll

    scheme: Mapped[Scheme] = relationship()
    files: Mapped[list["ActivityFile"]] = relationship(order_by="ActivityFile.id")

    @property
    def state(self) -> str:
        """draft, approved, withdrawn or cancelled."""
        if self.cancelled_at:
            return "cancelled"
        if self.withdrawn_at:
            return "withdrawn"
        return "approved" if self.approved_at else "draft"

    @property
    def is_draft(self) -> bool:
        return self.state == "draft"

    @property
    def is_over(self) -> bool:
        return self.ends_on < times.today()

    @property
    def left(self) -> int:
        return self.places - self.taken

    @property
    def starts_at(self) -> datetime:
        return times.start_of(self.starts_on) + timedelta(minutes=self.opens if self.opens is not None else 480)

    @property
    def ends_at(self) -> datetime:
        return times.start_of(self.ends_on) + timedelta(minutes=self.closes if self.closes is not None else 1020)

    @property
    def takes_sign_ups(self) -> bool:
        is_coming = self.announced_at is not None and self.is_draft and self.starts_at > times.now()
        return is_coming and self.left > 0

    @property
    def where(self) -> str:
        province = places.province(self.province_code)
        named = province.name if province else ""
        if self.commune_code and places.commune(self.commune_code):
            named = places.full_name(self.commune_code)
        return ", ".join(filter(None, (self.place, named)))


class Participant(Model):
    """A person or a facility that took part, once in an activity. Turns are rows; who_key tells who is the same.

    `quantity`: stands of a fair, machines: what the activity counts beside those who took part.
    """

    __table_args__ = (
        CheckConstraint("facility_id IS NOT NULL OR name <> ''", "somebody"),
        CheckConstraint(f"quantity BETWEEN 1 AND {MOST_QUANTITY}", "quantity_in_range"),
        CheckConstraint("birth_year BETWEEN 1900 AND 2100", "born_in_our_time"),
        Index(
            "uq_participant_once", "activity_id", "who_key", unique=True, sqlite_where=_THERE, postgresql_where=_THERE
        ),
    )

    id: Mapped[primary_key]
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"), index=True)
    support_id: Mapped[int | None] = mapped_column(ForeignKey("support.id"), index=True)  # what it got there
    name: Mapped[str] = mapped_column(default="")  # of a person; staff alone read it
    birth_year: Mapped[int | None]
    is_woman: Mapped[bool | None]
    phone: Mapped[str] = mapped_column(default="")
    who_key: Mapped[str] = mapped_column(index=True)
    quantity: Mapped[int] = mapped_column(default=1)
    recorded_at: Mapped[stamped]
    recorded_by: Mapped[int | None]
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[int | None]

    activity: Mapped[Activity] = relationship()
    facility: Mapped[Facility | None] = relationship()
    follow_ups: Mapped[list["FollowUp"]] = relationship(order_by="FollowUp.id")

    @property
    def works(self) -> bool | None:
        """Whether she works in the craft, as last found; None: nobody has asked yet."""
        return self.follow_ups[-1].works if self.follow_ups else None


class FollowUp(Model):
    """What was found of a participant later. Rows are added, never changed: the latest holds."""

    id: Mapped[primary_key]
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    works: Mapped[bool]
    noted_at: Mapped[stamped]
    noted_by: Mapped[int | None]


class ActivitySignUp(Model):
    """A place asked for in the public calendar; `token` is all that is needed to see it and give it back."""

    __table_args__ = (
        Index(
            "uq_activity_sign_up_phone",
            "activity_id",
            "phone",
            unique=True,
            sqlite_where=_NOT_GIVEN_BACK,
            postgresql_where=_NOT_GIVEN_BACK,
        ),
    )

    id: Mapped[primary_key]
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    token: Mapped[str] = mapped_column(unique=True, default=_secret)
    name: Mapped[str]
    phone: Mapped[str]
    birth_year: Mapped[int | None]
    is_woman: Mapped[bool | None]
    works_at: Mapped[str] = mapped_column(default="")  # the facility as she wrote it
    made_at: Mapped[stamped]
    cancelled_at: Mapped[datetime | None]
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"))  # she came

    activity: Mapped[Activity] = relationship()


class ActivityFile(Model):
    """A paper handed out at an activity, or its roll and pictures, kept under its digest."""

    __table_args__ = (UniqueConstraint("activity_id", "digest"),)

    id: Mapped[primary_key]
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    digest: Mapped[str]
    title: Mapped[str]
    mimetype: Mapped[str]
    byte_count: Mapped[int]
    is_public: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[stamped]
    added_by: Mapped[int | None]
