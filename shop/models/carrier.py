"""A maker's accounts with carriers, what was handed to them, and every notice they gave."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, dong, one_of, optional_dong, primary_key
from shop.models.order import Parcel

CARRIERS = ("ghn", "ghtk", "viettelpost")
SHIPMENT_STATES = ("queued", "made", "failed", "cancelled")
STEPS = (
    "made", "picked", "moving", "delivering", "missed", "delivered", "returning", "returned", "lost",
    "cancelled", "other",
)  # fmt: skip
_LIVE = text("state IN ('queued', 'made')")


class CarrierAccount(Model):
    """A facility's own account: cash collected at the door comes to it. The keys are kept encrypted."""

    __table_args__ = (
        UniqueConstraint("facility_id", "carrier"),
        CheckConstraint(one_of("carrier", CARRIERS), "known_carrier"),
    )

    id: Mapped[primary_key]
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    carrier: Mapped[str]
    keys: Mapped[str]  # encrypted, see carriers/accounts.py; empty once the account was taken off
    salt: Mapped[str]  # the address for notices follows from it
    connected_at: Mapped[datetime]


class Shipment(Model):
    """One parcel handed, or to be handed, to a carrier: at most one of a parcel is live."""

    __table_args__ = (
        UniqueConstraint("account_id", "code"),
        CheckConstraint(one_of("state", SHIPMENT_STATES), "known_state"),
        CheckConstraint(f"step IS NULL OR ({one_of('step', STEPS)})", "known_step"),
        CheckConstraint("state <> 'made' OR code IS NOT NULL", "made_has_a_code"),
        CheckConstraint("state <> 'failed' OR error <> ''", "failed_for_a_reason"),
        CheckConstraint("cod >= 0", "cod_not_negative"),
        CheckConstraint("(cod_paid IS NULL) = (cod_paid_on IS NULL)", "paid_on_a_day"),
        CheckConstraint("cod_paid IS NULL OR cod > 0", "paid_what_was_collected"),
        CheckConstraint("(step IS NULL) = (step_at IS NULL)", "step_of_a_moment"),
        Index("uq_shipment_live", "parcel_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
    )

    id: Mapped[primary_key]
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("carrier_account.id"), index=True)
    our_code: Mapped[str] = mapped_column(unique=True)  # the carrier's idempotency key
    code: Mapped[str | None]  # its own, by which the parcel is followed
    state: Mapped[str] = mapped_column(default="queued")
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
    fee: Mapped[dong] = mapped_column(default=0)  # what it costs its maker
    cod: Mapped[dong] = mapped_column(default=0)  # to be collected at the door
    step: Mapped[str | None]  # where it is, by the latest notice
    step_at: Mapped[datetime | None]  # of that notice, by the carrier's clock
    cod_paid: Mapped[optional_dong]  # what its statement says came to the maker
    cod_paid_on: Mapped[date | None]
    asked_at: Mapped[datetime]

    parcel: Mapped[Parcel] = relationship()
    account: Mapped[CarrierAccount] = relationship()
    notices: Mapped[list["CarrierNotice"]] = relationship(order_by="CarrierNotice.at, CarrierNotice.id")

    @property
    def is_live(self) -> bool:
        return self.state in ("queued", "made")

    @property
    def may_be_cancelled(self) -> bool:
        """Until the carrier has it in its hands."""
        return self.is_live and self.step in (None, "made")

    @property
    def cod_awaited(self) -> bool:
        """Collected, and not paid out yet."""
        return self.cod > 0 and self.step == "delivered" and self.cod_paid is None


class CarrierNotice(Model):
    """What a carrier told of a shipment; the same notice twice is one."""

    __table_args__ = (
        UniqueConstraint("shipment_id", "key"),
        CheckConstraint(one_of("step", STEPS), "known_step"),
    )

    id: Mapped[primary_key]
    shipment_id: Mapped[int] = mapped_column(ForeignKey("shipment.id"))
    key: Mapped[str]
    status: Mapped[str]  # the carrier's own word
    step: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]  # by the carrier's clock
    heard_at: Mapped[datetime]
