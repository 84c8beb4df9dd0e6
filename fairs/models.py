"""The rows behind fairs: halls, stands, booths, and the shelves that staff curate."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models import Product
from core import times
from core.db import Model, dong, one_of, primary_key, stamped
from core.pictures import Picture
from programme.models import Facility, Scheme, Support

FAIR_KINDS = ("physical", "virtual", "both")
FACINGS = ("up", "down", "left", "right")


class Fair(Model):
    """A fair. What state it is in follows from its dates alone, so it opens and closes itself."""

    __table_args__ = (
        CheckConstraint(one_of("kind", FAIR_KINDS), "known_kind"),
        CheckConstraint("opens_at < closes_at", "opens_before_it_closes"),
        Index("ix_fair_window", "opens_at", "closes_at"),
    )

    id: Mapped[primary_key]
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="both")
    place: Mapped[str] = mapped_column(default="")
    organiser: Mapped[str] = mapped_column(default="")
    hours: Mapped[str] = mapped_column(default="")
    intro: Mapped[str] = mapped_column(default="")
    intro_en: Mapped[str] = mapped_column(default="")
    results: Mapped[str] = mapped_column(default="")
    applications_open_at: Mapped[datetime | None]
    applications_close_at: Mapped[datetime | None]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    scheme_id: Mapped[int | None] = mapped_column(ForeignKey("scheme.id"))
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"))

    scheme: Mapped[Scheme | None] = relationship()
    picture: Mapped[Picture | None] = relationship()
    halls: Mapped[list["Hall"]] = relationship(back_populates="fair", order_by="Hall.position")

    @property
    def state(self) -> str:
        """planned, applications, setup, open or closed."""
        now = times.now()
        if now >= self.closes_at:
            return "closed"
        if now >= self.opens_at:
            return "open"
        if self.applications_open_at and now >= self.applications_open_at:
            closed = self.applications_close_at is not None and now >= self.applications_close_at
            return "setup" if closed else "applications"
        return "planned"

    @property
    def is_open(self) -> bool:
        return self.state == "open"


class Hall(Model):
    """A hall drawn on a grid of cells; features are what is not a stand: stage, desks, entrances."""

    __table_args__ = (UniqueConstraint("fair_id", "code"),)

    id: Mapped[primary_key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    width: Mapped[int]
    height: Mapped[int]
    features: Mapped[list[Any]] = mapped_column(default=list)  # [{"kind","x","y","width","height","label","label_en"}]

    fair: Mapped[Fair] = relationship(back_populates="halls")
    stands: Mapped[list["Stand"]] = relationship(back_populates="hall", order_by="Stand.walk")


class Stand(Model):
    """A numbered place in a hall. `walk` is its turn when one strolls along the aisles."""

    __table_args__ = (
        UniqueConstraint("hall_id", "number"),
        CheckConstraint("width > 0 AND height > 0", "has_size"),
        CheckConstraint(one_of("facing", FACINGS), "known_facing"),
    )

    id: Mapped[primary_key]
    hall_id: Mapped[int] = mapped_column(ForeignKey("hall.id"))
    number: Mapped[str]
    group: Mapped[str]  # browse category it is meant for
    letter: Mapped[str]
    x: Mapped[int]
    y: Mapped[int]
    width: Mapped[int] = mapped_column(default=1)
    height: Mapped[int] = mapped_column(default=1)
    facing: Mapped[str] = mapped_column(default="down")  # where its aisle lies
    walk: Mapped[int] = mapped_column(default=0)
    list_price: Mapped[dong] = mapped_column(default=0)
    subsidised: Mapped[dong] = mapped_column(default=0)

    hall: Mapped[Hall] = relationship(back_populates="stands")
    booth: Mapped["Booth | None"] = relationship(back_populates="stand")

    @property
    def on_show(self) -> "Booth | None":
        """The booth that visitors find here; one not yet published leaves the stand free to their eyes."""
        return self.booth if self.booth and self.booth.published_at else None


class Booth(Model):
    """What a facility shows at a fair. One stand holds one booth: the database keeps that."""

    __table_args__ = (UniqueConstraint("fair_id", "slug"), UniqueConstraint("stand_id"))

    id: Mapped[primary_key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), index=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    stand_id: Mapped[int | None] = mapped_column(ForeignKey("stand.id"))
    slug: Mapped[str]
    code: Mapped[str] = mapped_column(unique=True)  # printed on its placard: /q/<code>
    title: Mapped[str]
    tagline: Mapped[str] = mapped_column(default="")
    tagline_en: Mapped[str] = mapped_column(default="")
    story: Mapped[str] = mapped_column(default="")  # empty: the facility's own
    story_en: Mapped[str] = mapped_column(default="")
    today: Mapped[str] = mapped_column(default="")  # what happens at the stand today
    theme: Mapped[str] = mapped_column(default="hoe")
    video_url: Mapped[str] = mapped_column(default="")
    hours: Mapped[str] = mapped_column(default="")
    artisan: Mapped[str] = mapped_column(default="")  # who of the house bears the title, in her own words
    wholesale: Mapped[str] = mapped_column(default="")  # what many cost
    banner_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"))
    scheme_id: Mapped[int | None] = mapped_column(ForeignKey("scheme.id"), index=True)
    support_id: Mapped[int | None] = mapped_column(ForeignKey("support.id"))
    published_at: Mapped[datetime | None]
    created_at: Mapped[stamped]

    fair: Mapped[Fair] = relationship()
    facility: Mapped[Facility] = relationship()
    stand: Mapped[Stand | None] = relationship(back_populates="booth")
    banner: Mapped[Picture | None] = relationship()
    scheme: Mapped[Scheme | None] = relationship()
    support: Mapped[Support | None] = relationship()
    goods: Mapped[list["BoothProduct"]] = relationship(order_by="BoothProduct.position", cascade="all, delete-orphan")


class BoothProduct(Model):
    __table_args__ = (UniqueConstraint("booth_id", "product_id"),)

    id: Mapped[primary_key]
    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)

    product: Mapped[Product] = relationship()


class Application(Model):
    """A facility's request for a stand at a fair that takes applications."""

    __table_args__ = (UniqueConstraint("fair_id", "facility_id"),)

    id: Mapped[primary_key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    wish: Mapped[str] = mapped_column(default="")
    product_ids: Mapped[list[Any]] = mapped_column(default=list)
    made_at: Mapped[datetime]

    fair: Mapped[Fair] = relationship()
    facility: Mapped[Facility] = relationship()


class Shelf(Model):
    """A curated row of products; the fair's front shelf is the one with `fair_id` and place 'front'."""

    __table_args__ = (UniqueConstraint("fair_id", "place"),)

    id: Mapped[primary_key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    place: Mapped[str] = mapped_column(default="front")
    title: Mapped[str]
    revision: Mapped[int] = mapped_column(default=0)  # grows with each change: two editors never overwrite unseen

    fair: Mapped[Fair] = relationship()
    features: Mapped[list["Feature"]] = relationship(back_populates="shelf", order_by="Feature.position")


class Feature(Model):
    """A curated slot: a product, its place, why, from when until when, and which scheme pays."""

    __table_args__ = (
        CheckConstraint("starts_at < ends_at", "starts_before_it_ends"),
        UniqueConstraint("shelf_id", "product_id"),
        Index("ix_feature_window", "shelf_id", "starts_at", "ends_at"),
    )

    id: Mapped[primary_key]
    shelf_id: Mapped[int] = mapped_column(ForeignKey("shelf.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    position: Mapped[int]
    reason: Mapped[str]
    reason_en: Mapped[str] = mapped_column(default="")
    signed: Mapped[str] = mapped_column(default="")  # who speaks, as visitors read it
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    scheme_id: Mapped[int | None] = mapped_column(ForeignKey("scheme.id"))
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]  # off the shelf; the row stays for what was sold through it

    shelf: Mapped[Shelf] = relationship(back_populates="features")
    product: Mapped[Product] = relationship()
    scheme: Mapped[Scheme | None] = relationship()

    @property
    def is_on(self) -> bool:
        return self.removed_at is None and self.starts_at <= times.now() < self.ends_at
