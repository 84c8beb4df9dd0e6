"""The rows behind people: who they are, which facility they work in, what staff may do."""

from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, one_of, primary_key, stamped

FACILITY_ROLES = ("packer", "editor", "owner")  # each may do all that those before it may
STAFF_RIGHTS = ("moderate", "curate", "allot", "programme", "report")


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

    @property
    def is_active(self) -> bool:
        return self.closed_at is None

    @property
    def is_staff(self) -> bool:
        return bool(self.rights)

    def may(self, right: str) -> bool:
        return any(held.right == right for held in self.rights)


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
