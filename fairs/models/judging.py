"""How applications were judged: by whom, their points, the decision on each, when all were told, and objections."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import User
from core.db import Model, one_of, primary_key
from fairs.models.application import Application

OUTCOMES = ("accepted", "waiting", "refused")


class CallJudge(Model):
    """That this person scores the applications to a fair."""

    __table_args__ = (
        UniqueConstraint("fair_id", "person_id"),
        UniqueConstraint("id", "person_id"),  # what an assessment was made from
    )

    id: Mapped[primary_key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    named_at: Mapped[datetime]
    named_by: Mapped[int | None]  # a plain number, as in the log

    person: Mapped[User] = relationship()


class Assessment(Model):
    """What one judge makes of an application: points with a remark, or the interest for which she does not judge."""

    __table_args__ = (
        UniqueConstraint("application_id", "scorer_id"),
        ForeignKeyConstraint(
            ["judge_id", "scorer_id"], ["call_judge.id", "call_judge.person_id"], "fk_assessment_by_a_judge"
        ),
        CheckConstraint("(remark = '') <> (conflict = '')", "remark_or_conflict"),
    )

    id: Mapped[primary_key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    scorer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    judge_id: Mapped[int] = mapped_column(index=True)  # her seat in the panel
    remark: Mapped[str] = mapped_column(default="")
    conflict: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]

    scorer: Mapped[User] = relationship()
    marks: Mapped[list["PointMark"]] = relationship(cascade="all, delete-orphan")

    @property
    def total(self) -> int:
        return sum(mark.points for mark in self.marks)

    def points_for(self, criterion_id: int) -> int | None:
        return next((mark.points for mark in self.marks if mark.criterion_id == criterion_id), None)


class PointMark(Model):
    """The points of one assessment for one criterion."""

    __table_args__ = (
        UniqueConstraint("assessment_id", "criterion_id"),
        CheckConstraint("points BETWEEN 0 AND 100", "points_in_range"),
    )

    id: Mapped[primary_key]
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"), index=True)
    points: Mapped[int]


class Ruling(Model):
    """A fair's judging: when scoring closed, and when every decision was made known at once."""

    __table_args__ = (
        UniqueConstraint("fair_id"),
        CheckConstraint("(published_at IS NULL) = (objections_until IS NULL)", "publishing_opens_objections"),
        CheckConstraint("published_at >= scored_at", "scored_before_published"),
        CheckConstraint("objections_until > published_at", "time_to_object"),
    )

    id: Mapped[primary_key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    scored_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    objections_until: Mapped[datetime | None]

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class Decision(Model):
    """What becomes of an application. A draft until the fair's ruling is published; `turn` is its place in the
    waiting list, given when that is.
    """

    __table_args__ = (
        UniqueConstraint("application_id"),
        UniqueConstraint("fair_id", "turn"),
        CheckConstraint(one_of("outcome", OUTCOMES), "known_outcome"),
        CheckConstraint("reason <> ''", "has_a_reason"),
        CheckConstraint("turn IS NULL OR (turn > 0 AND outcome = 'waiting')", "turn_of_who_waits"),
    )

    id: Mapped[primary_key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    outcome: Mapped[str]
    reason: Mapped[str]
    turn: Mapped[int | None]
    decided_at: Mapped[datetime]
    decided_by: Mapped[int | None]
    moved_at: Mapped[datetime | None]  # when it came up from the waiting list

    application: Mapped[Application] = relationship()


class Objection(Model):
    """A facility's objection to the decision on its application, and what staff answer."""

    __table_args__ = (
        UniqueConstraint("application_id"),
        CheckConstraint("words <> ''", "has_words"),
        CheckConstraint("(answered_at IS NULL) = (answer = '')", "whole_answer"),
    )

    id: Mapped[primary_key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    words: Mapped[str]
    made_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None]
