"""The rows behind facilities, villages and the programme's records, with what the database itself keeps."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import codes, times
from core.db import Model, dong, one_of, primary_key, stamped
from core.pictures import Picture

FACILITY_KINDS = ("doanh_nghiep", "hop_tac_xa", "to_hop_tac", "ho_kinh_doanh")
SCHEME_KINDS = ("KQG_DIEM", "KQG_NHOM", "KQG_DOITUONG", "KDP")
FUNDING_SOURCES = ("national", "local", "counterpart")
SCHEME_STATES = (
    "nhap", "cho_so_tham_dinh", "tham_dinh_co_so", "cho_cuc_tham_dinh", "yeu_cau_bo_sung", "tu_choi", "da_phe_duyet",
    "hop_dong", "dang_thuc_hien", "kiem_tra", "nghiem_thu_co_so", "quyet_toan", "thanh_ly", "theo_doi_sau",
    "dieu_chinh", "ngung",
)  # fmt: skip
# Published figures count approved schemes only (guard rule G8).
APPROVED_STATES = SCHEME_STATES[6:]


# What makes a facility one that the programme may support: docs/decisions/0023-facilities.md.
BASES = ("xa", "lang_nghe_cong_nhan", "sxsh", "ha_tang_ccn", "nghe_nhan", "legacy_pre_2025")


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


class Programme(Model):
    id: Mapped[primary_key]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    from_year: Mapped[int]
    to_year: Mapped[int]


class Plan(Model):
    """One year of a programme, with its budget by source."""

    id: Mapped[primary_key]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    year: Mapped[int] = mapped_column(unique=True)
    decision_number: Mapped[str] = mapped_column(default="")
    decided_on: Mapped[date | None]
    national: Mapped[dong] = mapped_column(default=0)
    local: Mapped[dong] = mapped_column(default=0)
    counterpart: Mapped[dong] = mapped_column(default=0)

    programme: Mapped[Programme] = relationship()


class Scheme(Model):
    """One funded project (đề án)."""

    __table_args__ = (
        CheckConstraint(one_of("kind", SCHEME_KINDS), "known_kind"),
        CheckConstraint(one_of("state", SCHEME_STATES), "known_state"),
        CheckConstraint("content_head BETWEEN 1 AND 9", "known_head"),
    )

    id: Mapped[primary_key]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    kind: Mapped[str]
    content_code: Mapped[str]
    content_head: Mapped[int]  # 1 to 9, the heads of Decree 45/2012 art. 4
    state: Mapped[str] = mapped_column(index=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    objective: Mapped[str] = mapped_column(default="")
    targets: Mapped[list[Any]] = mapped_column(default=list)  # [{"name", "planned", "reached"}]
    lead_unit: Mapped[str] = mapped_column(default="")
    partner_unit: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    decision_number: Mapped[str] = mapped_column(default="")
    decided_on: Mapped[date | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    story: Mapped[str] = mapped_column(default="")
    story_en: Mapped[str] = mapped_column(default="")

    plan: Mapped[Plan] = relationship()
    fundings: Mapped[list["Funding"]] = relationship(back_populates="scheme")
    moves: Mapped[list["SchemeMove"]] = relationship(order_by="SchemeMove.id")
    documents: Mapped[list["Document"]] = relationship(order_by="Document.on")
    supports: Mapped[list["Support"]] = relationship(back_populates="scheme")

    @property
    def is_approved(self) -> bool:
        return self.state in APPROVED_STATES

    def planned(self, source: str) -> int:
        return sum(f.planned for f in self.fundings if f.source == source)

    @property
    def total(self) -> int:
        return sum(f.planned for f in self.fundings)

    @property
    def disbursed(self) -> int:
        return sum(f.disbursed for f in self.fundings)


class Funding(Model):
    """What one source gives a scheme: planned, and paid out so far."""

    __table_args__ = (
        UniqueConstraint("scheme_id", "source"),
        CheckConstraint(one_of("source", FUNDING_SOURCES), "known_source"),
        CheckConstraint("planned >= 0", "planned_not_negative"),
        CheckConstraint("disbursed >= 0 AND disbursed <= planned", "disbursed_within_planned"),
    )

    id: Mapped[primary_key]
    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"))
    source: Mapped[str]
    planned: Mapped[dong]
    disbursed: Mapped[dong] = mapped_column(default=0)

    scheme: Mapped[Scheme] = relationship(back_populates="fundings")


class SchemeMove(Model):
    """A scheme entering a state. Rows are added, never changed (guard rule G7)."""

    __table_args__ = (CheckConstraint(one_of("state", SCHEME_STATES), "known_state"),)

    id: Mapped[primary_key]
    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"), index=True)
    state: Mapped[str]
    on: Mapped[date]
    by: Mapped[str] = mapped_column(default="")
    document_number: Mapped[str] = mapped_column(default="")
    document_type: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")


class Document(Model):
    __table_args__ = (Index("ix_document_number", "number"),)

    id: Mapped[primary_key]
    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"), index=True)
    type: Mapped[str]
    number: Mapped[str]
    on: Mapped[date]
    issuer: Mapped[str] = mapped_column(default="")
    signer: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    is_released: Mapped[bool] = mapped_column(default=False)


class Support(Model):
    """What one facility got from one scheme."""

    __table_args__ = (
        CheckConstraint("national >= 0 AND local >= 0 AND counterpart >= 0", "amounts_not_negative"),
        CheckConstraint("quantity > 0", "quantity_positive"),
        CheckConstraint(f"eligibility_basis IS NULL OR {one_of('eligibility_basis', BASES)}", "known_basis"),
        CheckConstraint("(eligibility_basis IS NULL) = (eligibility_on IS NULL)", "whole_basis"),
    )

    id: Mapped[primary_key]
    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"), index=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    content: Mapped[str]
    quantity: Mapped[int] = mapped_column(default=1)
    unit: Mapped[str] = mapped_column(default="")
    national: Mapped[dong] = mapped_column(default=0)
    local: Mapped[dong] = mapped_column(default=0)
    counterpart: Mapped[dong] = mapped_column(default=0)
    decided_on: Mapped[date]
    accepted_on: Mapped[date | None]
    eligibility_basis: Mapped[str | None]  # on what ground the facility could be supported
    eligibility_on: Mapped[date | None]  # the day for which that was judged: the day of the decision
    result: Mapped[str] = mapped_column(default="")
    before: Mapped[str] = mapped_column(default="")
    after: Mapped[str] = mapped_column(default="")

    scheme: Mapped[Scheme] = relationship(back_populates="supports")
    facility: Mapped[Facility] = relationship(back_populates="supports")

    @property
    def given(self) -> int:
        """State money, in đồng."""
        return self.national + self.local


class Indicator(Model):
    """A figure as published by a source, kept beside what is counted from records, never inside it."""

    __table_args__ = (
        UniqueConstraint("code", "source"),
        CheckConstraint(one_of("rounded", ("exact", "over", "nearly")), "known_rounding"),
        CheckConstraint(one_of("count_kind", ("events", "distinct", "participations")), "known_count_kind"),
    )

    id: Mapped[primary_key]
    code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str]
    unit: Mapped[str]
    value: Mapped[dong]
    rounded: Mapped[str]
    count_kind: Mapped[str]
    scope: Mapped[str]
    as_of: Mapped[date | None]  # None: the source does not say
    source: Mapped[str]
    period_note: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
