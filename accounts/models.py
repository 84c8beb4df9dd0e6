"""The rows behind people: who they are, which facility they work in, what staff may do."""

from datetime import date, datetime

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import times
from core.db import Model, one_of, primary_key, stamped

FACILITY_ROLES = ("packer", "editor", "owner")  # each may do all that those before it may
STAFF_RIGHTS = ("moderate", "curate", "allot", "programme", "report", "assist", "pay", "grant")
ACTIONS = ("goods", "prices", "stock", "answers", "orders", "booth", "money")  # what one may do in another's place
CONSENT_WAYS = ("truc_tuyen", "tai_cho", "ban_giay", "dien_thoai")


class User(UserMixin, Model):
    """A person who signs in, by mail address or by phone."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("email IS NOT NULL OR phone IS NOT NULL", "can_be_named"),)

    id: Mapped[primary_key]
    name: Mapped[str]
    email: Mapped[str | None] = mapped_column(unique=True)
    phone: Mapped[str | None] = mapped_column(unique=True)
    password_hash: Mapped[str]
    created_at: Mapped[stamped]
    closed_at: Mapped[datetime | None]

    memberships: Mapped[list["Membership"]] = relationship(back_populates="user")
    rights: Mapped[list["StaffRight"]] = relationship()
    areas: Mapped[list["StaffArea"]] = relationship(order_by="StaffArea.commune_code", cascade="all, delete-orphan")

    @property
    def is_active(self) -> bool:
        return self.closed_at is None

    @property
    def is_staff(self) -> bool:
        return bool(self.rights)

    def may(self, right: str) -> bool:
        return any(held.right == right for held in self.rights)

    @property
    def area(self) -> frozenset[str] | None:
        """The communes that she is narrowed to; None: every one."""
        return frozenset(one.commune_code for one in self.areas) or None

    def reaches(self, commune: str | None) -> bool:
        return self.area is None or commune in self.area


class Membership(Model):
    """A person's role in a facility's team."""

    __table_args__ = (
        UniqueConstraint("user_id", "facility_id"),
        CheckConstraint(one_of("role", FACILITY_ROLES), "known_role"),
    )

    id: Mapped[primary_key]
    user_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    role: Mapped[str]
    created_at: Mapped[stamped]

    user: Mapped[User] = relationship(back_populates="memberships")

    def covers(self, role: str) -> bool:
        return FACILITY_ROLES.index(self.role) >= FACILITY_ROLES.index(role)


class StaffRight(Model):
    __table_args__ = (CheckConstraint(one_of('"right"', STAFF_RIGHTS), "known_right"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    right: Mapped[str] = mapped_column(primary_key=True)


class StaffArea(Model):
    """A commune to which a member of staff is narrowed; who has none of these works in all of them."""

    __table_args__ = (CheckConstraint("commune_code <> ''", "names_commune"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    commune_code: Mapped[str] = mapped_column(primary_key=True)


class Invitation(Model):
    """A link by which one person joins a facility's team, once, within days. Only its digest is kept."""

    __table_args__ = (
        CheckConstraint(one_of("role", FACILITY_ROLES), "known_role"),
        CheckConstraint("(email IS NULL) <> (phone IS NULL)", "one_address"),
        CheckConstraint("(accepted_at IS NULL) = (accepted_by IS NULL)", "whole_acceptance"),
    )

    id: Mapped[primary_key]
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    role: Mapped[str]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    token_digest: Mapped[str] = mapped_column(unique=True)
    made_by: Mapped[int | None]
    made_at: Mapped[datetime]
    lapses_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    cancelled_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.cancelled_at is None and times.now() < self.lapses_at


class Consent(Model):
    """A facility agreed that staff may edit for it: who said so, how, when, and until when. Withdrawn at any time."""

    __table_args__ = (
        CheckConstraint(one_of("way", CONSENT_WAYS), "known_way"),
        CheckConstraint("until_on >= agreed_on", "days_in_order"),
    )

    id: Mapped[primary_key]
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    agreed_by: Mapped[str]
    way: Mapped[str]
    agreed_on: Mapped[date]
    until_on: Mapped[date]
    recorded_by: Mapped[int | None]
    recorded_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    @property
    def holds(self) -> bool:
        return self.withdrawn_at is None and self.agreed_on <= times.today() <= self.until_on


class Mandate(Model):
    """A facility lets another, or one person, do named things in its place: from, until, ended at any time (0095)."""

    __table_args__ = (
        CheckConstraint("(hub_id IS NULL) <> (person_id IS NULL)", "one_who_acts"),
        CheckConstraint("hub_id IS NULL OR hub_id <> facility_id", "never_itself"),
        CheckConstraint("until_on >= from_on", "days_in_order"),
        *(
            Index(
                f"uq_mandate_open_{who}", "facility_id", f"{who}_id", unique=True,
                sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL"),
            )
            for who in ("hub", "person")
        ),
    )  # fmt: skip

    id: Mapped[primary_key]
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    hub_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date]
    given_by: Mapped[int | None]
    given_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    actions: Mapped[list["MandateAction"]] = relationship(order_by="MandateAction.id", cascade="all, delete-orphan")

    @property
    def holds(self) -> bool:
        return self.ended_at is None and self.from_on <= times.today() <= self.until_on

    @property
    def allows(self) -> list[str]:
        """What is allowed now, in the usual order."""
        held = {one.action for one in self.actions if one.taken_at is None}
        return [action for action in ACTIONS if action in held] if self.holds else []


class MandateAction(Model):
    """One thing that is allowed. Taken away it stays on record, and may be given anew as another row."""

    __table_args__ = (
        CheckConstraint(one_of("action", ACTIONS), "known_action"),
        Index(
            "uq_mandate_action_given", "mandate_id", "action", unique=True,
            sqlite_where=text("taken_at IS NULL"), postgresql_where=text("taken_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[primary_key]
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"))
    action: Mapped[str]
    given_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
