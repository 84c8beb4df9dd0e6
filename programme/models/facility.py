"""Facilities: the makers that the programme supports and the market sells for."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import codes, times
from core.db import Model, one_of, primary_key, stamped
from core.pictures import Picture
from programme.models.village import CraftVillage

if TYPE_CHECKING:
    from programme.models.support import Support

FACILITY_KINDS = ("doanh_nghiep", "hop_tac_xa", "to_hop_tac", "ho_kinh_doanh")


class Facility(Model):
    """A rural-industrial facility: the maker, seller and beneficiary."""

    __table_args__ = (
        CheckConstraint(one_of("kind", FACILITY_KINDS), "known_kind"),
        CheckConstraint("(bank_bin IS NULL) = (bank_account IS NULL)", "whole_bank_account"),
        CheckConstraint("tax_code IS NULL OR length(tax_code) IN (10, 13)", "tax_code_has_its_length"),
        CheckConstraint("household_number IS NULL OR kind = 'ho_kinh_doanh'", "household_number_of_a_household"),
        CheckConstraint("(closed_from IS NULL) = (closed_until IS NULL)", "whole_closure"),
        CheckConstraint("closed_until >= closed_from", "closure_in_order"),
        CheckConstraint("(lat IS NULL) = (lon IS NULL) AND (lat IS NULL) = (placed_on IS NULL)", "whole_point"),
        CheckConstraint("lat BETWEEN 6 AND 24 AND lon BETWEEN 102 AND 118", "point_in_the_country"),
    )

    id: Mapped[primary_key]
    slug: Mapped[str] = mapped_column(unique=True)
    verify_code: Mapped[str] = mapped_column(unique=True, default=codes.public_code)  # of its support, printed as a QR
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    kind: Mapped[str]
    tax_code: Mapped[str | None] = mapped_column(unique=True)
    household_number: Mapped[str | None] = mapped_column(unique=True)  # of a household business; never its tax code
    registration_number: Mapped[str | None] = mapped_column(unique=True)
    registered_on: Mapped[date | None]
    registered_by: Mapped[str] = mapped_column(default="")
    representative: Mapped[str] = mapped_column(default="")
    founded: Mapped[int | None]
    is_women_led: Mapped[bool] = mapped_column(default=False)
    is_sample: Mapped[bool] = mapped_column(default=False)  # invented for the demo, and says so
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str | None]
    address: Mapped[str] = mapped_column(default="")  # hamlet, street, number
    commune_code: Mapped[str | None] = mapped_column(index=True)
    commune_name: Mapped[str] = mapped_column(default="")
    former_address: Mapped[str] = mapped_column(default="")  # as written then
    lat: Mapped[float | None]  # its own point (WGS 84), only where it agreed to show it; see programme/points.py
    lon: Mapped[float | None]
    placed_on: Mapped[date | None]  # when it agreed
    village_id: Mapped[int | None] = mapped_column(ForeignKey("craft_village.id"), index=True)
    seal: Mapped[str] = mapped_column(default="")  # two short lines, separated by |
    summary: Mapped[str] = mapped_column(default="")
    summary_en: Mapped[str] = mapped_column(default="")
    story: Mapped[str] = mapped_column(default="")
    story_en: Mapped[str] = mapped_column(default="")
    steps: Mapped[list[Any]] = mapped_column(default=list)  # [{"name", "text"}]
    hours: Mapped[str] = mapped_column(default="")
    returns: Mapped[str] = mapped_column(default="")
    delivery_note: Mapped[str] = mapped_column(default="")
    pick_up: Mapped[str] = mapped_column(
        default=""
    )  # when a buyer may fetch her goods at the workshop; empty: she may not
    bank_bin: Mapped[str | None]
    bank_account: Mapped[str | None]
    bank_holder: Mapped[str] = mapped_column(default="")
    bank_changed_at: Mapped[datetime | None]  # since when it is another than before; see banks.cooling_days
    closed_from: Mapped[date | None]  # both days are closed; it opens by itself on the day after
    closed_until: Mapped[date | None]
    closed_words: Mapped[str] = mapped_column(default="")
    takes_orders_closed: Mapped[bool] = mapped_column(default=True)
    qualities: Mapped[dict[str, Any]] = mapped_column(default=dict)  # by code, see programme/qualities.py
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"), index=True)
    marks_photos: Mapped[bool] = mapped_column(default=False)  # its name on every photo of its products
    created_at: Mapped[stamped]

    village: Mapped[CraftVillage | None] = relationship()
    picture: Mapped[Picture | None] = relationship()
    supports: Mapped[list["Support"]] = relationship(back_populates="facility")

    @property
    def takes_transfers(self) -> bool:
        return self.bank_account is not None

    @property
    def is_closed(self) -> bool:
        """Whether it rests today."""
        return self.rests_on(times.today())

    @property
    def reopens_on(self) -> date | None:
        return self.closed_until + timedelta(days=1) if self.closed_until else None

    @property
    def refuses_orders(self) -> bool:
        """Whether nothing of it can be bought today."""
        return self.is_closed and not self.takes_orders_closed

    def day_after(self, days: int) -> date:
        """The day on which work of so many days is done when it begins today: days of rest do not count."""
        day = times.today()
        while days > 0 or self.rests_on(day):
            days -= not self.rests_on(day)
            day += timedelta(days=1)
        return day

    def rests_on(self, day: date) -> bool:
        """Both its first and its last day of rest count."""
        return bool(self.closed_from and self.closed_until and self.closed_from <= day <= self.closed_until)

    @property
    def seal_lines(self) -> list[str]:
        return [line for line in (self.seal or self.name[:3]).split("|") if line]
