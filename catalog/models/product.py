"""One thing a facility makes, and what the row can tell of it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Index,
    Table,
    and_,
    event,
    exists,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, column_property, foreign, mapped_column, relationship

from catalog.models.attribute import ProductAttribute
from catalog.models.photo import Frame, Photo
from catalog.models.promise import DeliveryRange, Promise
from catalog.models.recognition import LEVELS, Recognition
from catalog.models.variant import Variant
from catalog.models.work import Remark
from core import times
from core.db import Model, db, one_of, primary_key, stamped
from core.pictures import Picture
from programme.models import CraftVillage, Facility, Support

MODES = ("sale", "made_to_order", "showcase", "service")
STATES = ("draft", "submitted", "published", "sent_back", "withdrawn", "taken_down", "archived")

product_support = Table(
    "product_support",
    db.metadata,
    Column("product_id", ForeignKey("product.id"), primary_key=True),
    Column("support_id", ForeignKey("support.id"), primary_key=True, index=True),
)


class Product(Model):
    """One thing a facility makes: for sale, made to order, shown only, or a service."""

    __table_args__ = (
        CheckConstraint(one_of("mode", MODES), "known_mode"),
        CheckConstraint(one_of("state", STATES), "known_state"),
        Index("ix_product_one_of_a_kind", "id", "one_of_a_kind", unique=True),  # what a CNNTTB title points at
        Index("ix_product_maker", "id", "facility_id", unique=True),  # what a number under a barcode points at
        CheckConstraint("show_from IS NULL OR show_until IS NULL OR show_from < show_until", "shown_forwards"),
        CheckConstraint("interest BETWEEN 0 AND 3", "interest_in_steps"),
        CheckConstraint("same_as_id <> id", "never_under_itself"),
        CheckConstraint("joined_count >= 0 AND (joined_count = 0 OR same_as_id IS NULL)", "leads_or_follows"),
        Index("ix_product_on_show", "state", "published_at"),
        Index("ix_product_group", "browse_category", "state"),
    )

    id: Mapped[primary_key] = mapped_column()
    sku: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    village_id: Mapped[int | None] = mapped_column(ForeignKey("craft_village.id"), index=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    summary_en: Mapped[str] = mapped_column(default="")
    story: Mapped[str] = mapped_column(default="")
    story_en: Mapped[str] = mapped_column(default="")
    browse_category: Mapped[str]  # catalog/taxonomy.py
    ocop_group: Mapped[str | None]
    cnnttb_group: Mapped[str | None]
    mode: Mapped[str] = mapped_column(default="sale")
    unit: Mapped[str] = mapped_column(default="chiếc")
    lead_days: Mapped[int | None]  # made to order: days until it is ready
    is_fragile: Mapped[bool] = mapped_column(default=False)
    is_gift: Mapped[bool] = mapped_column(default=False)
    one_of_a_kind: Mapped[bool] = mapped_column(default=False)
    label: Mapped[dict[str, Any]] = mapped_column(default=dict)  # label facts by field code
    label_en: Mapped[dict[str, Any]] = mapped_column(default=dict)  # the same facts in English, where told
    video_url: Mapped[str] = mapped_column(default="")  # at a host of catalog/data/video_hosts.csv
    interest: Mapped[int] = mapped_column(default=0)  # a step of 0 to 3, from visits and orders; insight/interest.py
    state: Mapped[str] = mapped_column(default="draft")
    published_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    show_from: Mapped[datetime | None]  # the days its maker chose; None: as soon as it is published
    show_until: Mapped[datetime | None]  # the first moment it is no more on show; None: no end
    same_as_id: Mapped[int | None] = mapped_column(  # under which product it is shown: catalog/same_goods.py
        ForeignKey("product.id"), index=True
    )
    joined_count: Mapped[int] = mapped_column(default=0)  # how many are shown under it: who has none asks no further
    stopped_on: Mapped[
        date | None
    ]  # from this day its maker lacks what is asked before it is sold: catalog/standing.py
    hidden_on: Mapped[date | None]  # from this day she lacks what is asked before it is shown
    created_at: Mapped[stamped]
    updated_at: Mapped[stamped] = mapped_column(onupdate=times.now)

    facility: Mapped[Facility] = relationship()
    village: Mapped[CraftVillage | None] = relationship()
    variants: Mapped[list[Variant]] = relationship(
        back_populates="product",
        primaryjoin="Variant.product_id == Product.id",
        foreign_keys="Variant.product_id",
        order_by="(Variant.position, Variant.id)",
        cascade="all, delete-orphan",
    )
    photos: Mapped[list[Photo]] = relationship(order_by="Photo.position", cascade="all, delete-orphan")
    recognitions: Mapped[list[Recognition]] = relationship(
        back_populates="product",
        order_by="Recognition.issued_on, Recognition.id",
        primaryjoin="Recognition.product_id == Product.id",
        foreign_keys="Recognition.product_id",
    )
    supports: Mapped[list[Support]] = relationship(secondary=product_support)
    has_frames: Mapped[bool] = column_property(  # whether it can be turned by hand: most cannot
        exists().where(Frame.product_id == id).correlate_except(Frame), deferred=True
    )
    is_supported: Mapped[bool] = column_property(
        exists().where(product_support.c.product_id == id).correlate_except(product_support)
    )
    attributes: Mapped[list[ProductAttribute]] = relationship(cascade="all, delete-orphan")
    remarks: Mapped[list[Remark]] = relationship(order_by="Remark.id")
    promise: Mapped[Promise | None] = relationship()
    own_range: Mapped[DeliveryRange | None] = relationship(foreign_keys=DeliveryRange.product_id)
    usual_range: Mapped[DeliveryRange | None] = relationship(  # its facility's
        primaryjoin=(foreign(DeliveryRange.facility_id) == facility_id) & DeliveryRange.product_id.is_(None),
        uselist=False,
        viewonly=True,
    )

    others: ClassVar[Sequence["Product"]] = ()  # who else sells it, where somebody told: catalog/sellers.py

    @property
    def seller_count(self) -> int:
        return 1 + len(self.others)

    @property
    def price_from(self) -> int | None:
        """The lowest of all who sell it at this moment; None: on request."""
        asked = (one.price for one in (self, *self.others))
        return min((price for price in asked if price is not None), default=None)

    @property
    def offers(self) -> list[Variant]:
        """The variants that are offered, in the maker's order."""
        return [variant for variant in self.variants if variant.retired_at is None]

    @property
    def main(self) -> Variant:
        """The first variant, which carries the product's own code; where there is one only, that one."""
        return self.variants[0]

    @property
    def price(self) -> int | None:
        """The lowest of its variants at this moment, in đồng; None: on request."""
        return min((one.price_now for one in self.offers if one.price_now is not None), default=None)

    @property
    def price_is_estimate(self) -> bool:
        """Whether its lowest price is of a typical piece, and what one comes to is known from the scales only."""
        return any(one.is_weighed and one.price_now == self.price for one in self.offers)

    @property
    def has_prices(self) -> bool:
        """Whether its variants cost differently, so that the lowest is only where prices begin."""
        return len({one.price_now for one in self.offers}) > 1

    @property
    def usual_price(self) -> int | None:
        """What its lowest price is compared with while that is a sale's: the lowest of the thirty days before."""
        if self.price is None:
            return None
        on_sale = [one for one in self.offers if one.is_on_sale and one.price_now == self.price]
        return min((one.sale_compare for one in on_sale if one.sale_compare is not None), default=None)

    @property
    def on_hand(self) -> int | None:
        """Units of all variants; None where one is not counted."""
        return _sum([one.on_hand for one in self.offers])

    @property
    def held(self) -> int:
        return sum(one.held or 0 for one in self.variants)

    @property
    def weight_g(self) -> int | None:
        """Of one as it is usually sold, in grams."""
        return self.main.weight_g if self.variants else None

    @property
    def available(self) -> int | None:
        """Units one can order now; None where units are not counted."""
        return _sum([one.available for one in self.offers])

    @property
    def is_published(self) -> bool:
        """Approved and put up; whether visitors see it today is is_on_show."""
        return self.state == "published"

    @property
    def is_on_show(self) -> bool:
        """Published, within the days its maker chose, and nothing asked before is lacking; on_show() in SQL."""
        return self.is_published and not self.is_awaited and not self.is_over and not self.is_hidden

    @property
    def is_hidden(self) -> bool:
        return self.hidden_on is not None and self.hidden_on <= times.today()

    @property
    def is_stopped(self) -> bool:
        """Whether it cannot be bought until its maker has what the market asks for."""
        return self.stopped_on is not None and self.stopped_on <= times.today()

    @property
    def first_day(self) -> date | None:
        return times.local(self.show_from).date() if self.show_from else None

    @property
    def last_day(self) -> date | None:
        """The last day on show, in Hanoi."""
        return times.local(self.show_until - timedelta(microseconds=1)).date() if self.show_until else None

    @property
    def is_awaited(self) -> bool:
        return self.show_from is not None and times.now() < self.show_from

    @property
    def is_over(self) -> bool:
        return self.show_until is not None and times.now() >= self.show_until

    @property
    def is_for_sale(self) -> bool:
        """Whether it is on show to be bought; what is shown only never is."""
        return self.is_on_show and self.mode != "showcase" and not self.is_stopped

    @property
    def can_be_bought(self) -> bool:
        """Whether it may enter a cart at all, in stock or not."""
        return any(one.can_be_bought for one in self.offers)

    @property
    def is_in_stock(self) -> bool:
        return any(one.is_in_stock for one in self.offers)

    @property
    def cover(self) -> Picture | None:
        return self.photos[0].picture if self.photos else None

    @property
    def stars(self) -> int | None:
        """OCOP stars valid today; a lapsed certificate shows none."""
        return self.star_paper.stars if self.star_paper else None

    @property
    def star_paper(self) -> Recognition | None:
        """The certificate whose stars are shown: the most stars that hold today, of equal ones the latest."""
        held = [one for one in self.recognitions if one.kind == "ocop" and one.is_valid]
        return max(held, key=lambda one: (one.stars or 0, one.expires_on or date.max), default=None)

    @property
    def level(self) -> str | None:
        """The highest CNNTTB level held."""
        levels = [one.level for one in self.recognitions if one.kind == "cnnttb" and one.level and one.is_valid]
        return max(levels, key=LEVELS.index, default=None)


def _sum(counts: list[int | None]) -> int | None:
    """None where nothing is counted, or not everything."""
    known = [count for count in counts if count is not None]
    return sum(known) if counts and len(known) == len(counts) else None


def on_show() -> ColumnElement[bool]:
    """SQL: what visitors may see at this moment. Every page, list, feed and answer asks this, so that the days
    a maker chose begin and end without any job.
    """
    now = times.now()
    begun = or_(Product.show_from.is_(None), Product.show_from <= now)
    not_over = or_(Product.show_until.is_(None), Product.show_until > now)
    not_hidden = or_(Product.hidden_on.is_(None), Product.hidden_on > times.today())
    return and_(Product.state == "published", begun, not_over, not_hidden)


class ProductSlug(Model):
    """Every address a product ever had, its present one too: old ones lead on, and none is given away again."""

    slug: Mapped[str] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    since: Mapped[datetime]


@event.listens_for(Variant, "before_insert")
@event.listens_for(Variant, "before_update")
def _note_whose_number(_mapper: object, connection: Connection, variant: Variant) -> None:
    """Whoever writes a number need not think of it; one query, and only where there is one."""
    if variant.gtin is None:
        variant.gtin_facility_id = None
    elif variant.gtin_facility_id is None:
        maker = select(Product.facility_id).where(Product.id == variant.product_id)
        variant.gtin_facility_id = connection.scalar(maker)
