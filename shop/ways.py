"""How a parcel reaches its buyer: sent to her address, or fetched by her at the maker's workshop."""

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import one_of
from programme.models import Facility

if TYPE_CHECKING:
    from shop.models import Payment

WAYS = ("send", "workshop")


class DeliveredParcel:
    """The way chosen when ordered; `fetched_at` is where and when to fetch it, in words, as the maker said it then."""

    if TYPE_CHECKING:
        payment: Mapped[Payment]

    way: Mapped[str] = mapped_column(default="send")
    fetched_at: Mapped[str] = mapped_column(default="")

    @property
    def is_fetched(self) -> bool:
        return self.way == "workshop"

    @property
    def awaits_card(self) -> bool:
        return self.payment.method == "stripe" and self.payment.state == "awaiting"

    @property
    def pays_at_the_door(self) -> bool:
        """Whether cash is taken where a carrier brings it: whoever refuses it there costs its maker two journeys."""
        return self.payment.method == "cod" and self.payment.amount > 0 and not self.is_fetched


def way_checks() -> tuple[CheckConstraint, ...]:
    return (
        CheckConstraint(one_of("way", WAYS), "known_way"),
        CheckConstraint("way <> 'workshop' OR shipping_fee = 0", "fetching_is_free"),
        CheckConstraint("(way = 'workshop') = (fetched_at <> '')", "fetched_somewhere"),
    )


def workshop_of(facility: Facility) -> str:
    """Where and when its goods are fetched; empty where it does not hand over at the workshop."""
    if not facility.pick_up or not facility.address:
        return ""
    return f"{', '.join(filter(None, (facility.address, facility.commune_name)))}. {facility.pick_up}"
