"""The ways in which a maker sends to a place, each with its fee and day: her own rates, the market's, her carriers'."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from math import ceil

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from catalog import facts_seen, standing
from catalog.models import Variant
from core import audit, times
from core.db import db
from programme import places
from programme.models import Facility
from shop import delivery, rules, shipping
from shop.carriers import prices as carriers_prices
from shop.models import SendingRate, SendingWay
from shop.shipping import Quote

USUAL = "send"  # the maker's first way that goes there; of who has none the market's table
MOST_WAYS = 6

Pieces = Sequence[tuple[Variant, int]]


class WayGone(Exception):
    """The way of sending that was chosen is no longer offered for these goods to this place."""


@dataclass(frozen=True, slots=True)
class Sending:
    """One way, as a page offers it: `value` as a form names it, `name` as it is frozen with the parcel."""

    value: str
    name: str
    quote: Quote
    way_id: int | None = None
    is_free: bool = False  # her goods have reached what she sends free from
    free_from: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where to; without a commune only what holds for all of the province is offered."""

    province_code: str
    commune_code: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be sent: one maker's goods to a place, ready on a day, worth so much, by the way that was chosen."""

    facility: Facility
    pieces: Pieces
    to: Place
    ready_on: date | None = None
    goods: int = 0
    value: str = ""

    @property
    def grams(self) -> int:
        return shipping.weight_of(shipping.sent_of(self.pieces))

    @property
    def usual(self) -> Quote:
        """By the market's own table."""
        return shipping.quote(self.facility, self.pieces, self.to.province_code, self.ready_on)


@dataclass(frozen=True, slots=True)
class Book:
    """What makers offer, read once for a whole cart."""

    ways: dict[int, list[SendingWay]] = field(default_factory=dict)
    prices: carriers_prices.Prices = field(default_factory=carriers_prices.Prices)

    def offers(self, asked: Asked) -> list[Sending]:
        """The usual first. Nothing where nothing is sent: services, and what is fetched at the maker's."""
        if not shipping.sent_of(asked.pieces):
            return []
        maker, usual = asked.facility.id, asked.usual
        own = [one for way in self.ways.get(maker, ()) if (one := _own(way, asked, usual))]
        carriers = self.prices.of(maker, asked.to.commune_code, asked.grams, asked.goods)
        table = [] if own else [Sending(USUAL, _("Giao thường"), usual)]
        return [*own, *table, *(Sending(one.value, one.name, _by(usual, one.fee)) for one in carriers)]

    def chosen(self, asked: Asked) -> Sending | None:
        """The way that was chosen; none where nothing is sent. Raises WayGone."""
        offered = self.offers(asked)
        found = chosen(offered, asked.value)
        if offered and found is None:
            raise WayGone(asked.facility.id)
        return found

    def said(self, asked: Asked) -> carriers_prices.Said:
        """Whether her carriers were asked for a price of these, and which gave none."""
        return self.prices.said(asked.facility.id, asked.to.commune_code, asked.grams, asked.goods)

    def quote(self, asked: Asked) -> Quote:
        """Of the usual way."""
        offered = self.offers(asked)
        return offered[0].quote if offered else asked.usual

    def dearest(self, asked: Asked) -> int:
        """The fee to the farthest place, by the usual way."""
        return max(self.quote(replace(asked, to=Place(one.code))).fee for one in places.provinces())


def book(facilities: Iterable[int], commune_code: str = "") -> Book:
    """Two queries for the ways; where a commune is known one for the carriers and what they said of it."""
    makers = sorted(set(facilities))
    query = select(SendingWay).where(SendingWay.facility_id.in_(makers), SendingWay.retired_at.is_(None))
    found: dict[int, list[SendingWay]] = {}
    for way in (
        db.session.scalars(query.options(selectinload(SendingWay.rates)).order_by(SendingWay.id)) if makers else ()
    ):
        found.setdefault(way.facility_id, []).append(way)
    return Book(found, carriers_prices.known(makers, commune_code) if commune_code else carriers_prices.Prices())


def chosen(offered: Sequence[Sending], value: str) -> Sending | None:
    """What a form named, where it is still offered; the usual where it named none."""
    if value in ("", USUAL):
        return offered[0] if offered else None
    return next((one for one in offered if one.value == value), None)


def ways_of(facility_id: int) -> list[SendingWay]:
    return book([facility_id]).ways.get(facility_id, [])


def way_of(facility_id: int, way_id: int) -> SendingWay | None:
    return next((one for one in ways_of(facility_id) if one.id == way_id), None)


def write(way: SendingWay, rates: Iterable[SendingRate]) -> None:
    """Keep a way with these rates instead of those before; what was ordered keeps its fee."""
    is_new = way.id is None
    way.rates.clear()
    db.session.add(way)
    db.session.flush()
    way.rates.extend(rates)
    db.session.flush()
    audit.record(way, "sending.added" if is_new else "sending.changed", name=way.name)
    standing.settle([way.facility_id])


def retire(way: SendingWay) -> None:
    way.retired_at = times.now()
    audit.record(way, "sending.retired", name=way.name)
    standing.settle([way.facility_id])


@facts_seen.seen("sending", _l("Có cách gửi hàng của mình, hoặc nơi khách tới lấy"), "/quan-ly/cach-gui")
def _have_ways(facility_ids: Collection[int]) -> set[int]:
    own = select(SendingWay.facility_id).where(
        SendingWay.facility_id.in_(facility_ids), SendingWay.retired_at.is_(None)
    )
    fetched = select(Facility.id).where(Facility.id.in_(facility_ids), Facility.pick_up != "")
    return set(db.session.scalars(own.union(fetched)))


def _own(way: SendingWay, asked: Asked, usual: Quote) -> Sending | None:
    """Her own way to that place; None where it does not go there, or does not take such goods."""
    sent = shipping.sent_of(asked.pieces)
    rate = _rate(way, _zones(asked.facility, asked.to), asked.grams)
    fee = _fee(rate, sent, asked.grams) if rate else None
    if rate is None or fee is None:
        return None
    is_free = way.free_from is not None and asked.goods >= way.free_from
    ready = usual.ready_on
    if rate.days == 0 and ready == times.today() and times.local(times.now()).hour >= way.cut_off_hour:
        ready += timedelta(days=1)
    quote = Quote(0 if is_free else fee, ready + timedelta(days=rate.days), usual.ready_on)
    return Sending(f"gui-{way.id}", way.name, quote, way.id, is_free, way.free_from)


def _zones(facility: Facility, to: Place) -> list[str]:
    """The nearest first: the inner city where both are in one province and the commune is of it."""
    home = delivery.province_of(facility)
    inner = home == to.province_code and delivery.is_inner(to.commune_code)
    return [*(["noi_thanh"] if inner else []), shipping.zone_of(delivery.distance_km(home, to.province_code))]


def _rate(way: SendingWay, zones: Sequence[str], grams: int) -> SendingRate | None:
    steps = next((found for zone in zones if (found := way.steps(zone))), [])
    fits = next((rate for rate in steps if grams <= rate.up_to_g), None)
    return fits or (steps[-1] if steps and steps[-1].fee_per_extra_kg is not None else None)


def _fee(rate: SendingRate, sent: Pieces, grams: int) -> int | None:
    """With what its handling costs; None where a class among the goods is not taken."""
    fee = rate.fee + max(0, ceil((grams - rate.up_to_g) / 1000)) * (rate.fee_per_extra_kg or 0)
    if any(variant.product.is_fragile for variant, _count in sent):
        if rate.fragile_fee is None:
            return None
        fee += rate.fragile_fee
    if any(delivery.is_chilled(variant.product) for variant, _count in sent):
        if rate.chilled_fee is None or rate.days > rules.value("chilled_days"):
            return None
        fee += rate.chilled_fee
    return fee


def _by(usual: Quote, fee: int) -> Quote:
    """A carrier's price; its day is the market's own guess, since none of them promises one."""
    return Quote(fee, usual.arrives_on, usual.ready_on)
