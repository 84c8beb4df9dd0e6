"""A maker's own ways of sending with their rates, and what carriers asked for lately."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, dong, one_of, optional_dong, primary_key

ZONES = ("noi_thanh", "noi_tinh", "gan", "xa")  # the inner city of her province first; the rest as the market's table
MOST_DAYS = 30


class SendingWay(Model):
    """One way of sending that she offers. It is retired, never removed: parcels name it."""

    __table_args__ = (
        CheckConstraint("name <> ''", "says_what"),
        CheckConstraint("free_from IS NULL OR free_from > 0", "free_from_a_sum"),
        CheckConstraint("cut_off_hour BETWEEN 1 AND 23", "hour_of_a_day"),
    )

    id: Mapped[primary_key]
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    name: Mapped[str]
    free_from: Mapped[optional_dong]  # goods of one parcel from which it costs nothing
    cut_off_hour: Mapped[int] = mapped_column(default=10)  # of what goes the same day: ordered later, it goes the next
    retired_at: Mapped[datetime | None]

    rates: Mapped[list["SendingRate"]] = relationship(
        order_by="SendingRate.up_to_g", cascade="all, delete-orphan", back_populates="way"
    )

    def steps(self, zone: str) -> list["SendingRate"]:
        """Of one zone, the lightest first; none where this way does not go there."""
        return [rate for rate in self.rates if rate.zone == zone]


class SendingRate(Model):
    """Up to so much to one zone. A class of handling without a fee is not taken along this way."""

    __table_args__ = (
        UniqueConstraint("way_id", "zone", "up_to_g"),
        CheckConstraint(one_of("zone", ZONES), "known_zone"),
        CheckConstraint("up_to_g > 0", "some_weight"),
        CheckConstraint("fee >= 0 AND (fee_per_extra_kg IS NULL OR fee_per_extra_kg >= 0)", "fee_not_negative"),
        CheckConstraint("fragile_fee >= 0 AND chilled_fee >= 0", "handling_not_negative"),
        CheckConstraint(f"days BETWEEN 0 AND {MOST_DAYS}", "days_in_range"),
    )

    id: Mapped[primary_key]
    way_id: Mapped[int] = mapped_column(ForeignKey("sending_way.id"))
    zone: Mapped[str]
    up_to_g: Mapped[int]
    fee: Mapped[dong]
    fee_per_extra_kg: Mapped[optional_dong]  # beyond the heaviest step; none: nothing heavier is taken
    fragile_fee: Mapped[optional_dong]
    chilled_fee: Mapped[optional_dong]
    days: Mapped[int]  # 0: the same day

    way: Mapped[SendingWay] = relationship(back_populates="rates")


class CarrierPrice(Model):
    """What a carrier asked for such a parcel, or that it gave no price, and when: a memory that may be forgotten."""

    __table_args__ = (
        UniqueConstraint("account_id", "commune_code", "weight_g", "value"),
        CheckConstraint("fee >= 0", "fee_not_negative"),
    )

    id: Mapped[primary_key]
    account_id: Mapped[int] = mapped_column(ForeignKey("carrier_account.id"))
    commune_code: Mapped[str]
    weight_g: Mapped[int]
    value: Mapped[dong]
    fee: Mapped[optional_dong]  # none: it did not answer, or refused
    asked_at: Mapped[datetime] = mapped_column(index=True)
