"""One request sent to several makers: a talk each, their quotes side by side, and a word to those not chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from catalog.models import LEVELS, Product, Recognition, on_show
from core import audit, times
from core.db import db
from fairs.models import Booth
from programme.models import CraftVillage, Facility
from shop import enquiries, promotion, quotes
from shop.models import Asking, Enquiry, Quote

MOST_SHOWN = 24  # makers to choose from


@dataclass(frozen=True, slots=True)
class Choice:
    """A maker who can be asked, and of its goods the one that is asked about, where one was picked."""

    facility: Facility
    product: Product | None = None


@dataclass(frozen=True, slots=True)
class Honours:
    """What a maker's goods are recognised as today."""

    stars: int | None
    level: str | None


class NobodyChosen(Exception):
    """No quote was accepted yet: there are no others to be told."""


def choices(products: Iterable[Product], village: CraftVillage | None) -> list[Choice]:
    """The makers of these goods, each once, then those of the village that have something on show."""
    found = {product.facility_id: Choice(product.facility, product) for product in reversed(list(products))}
    chosen = list(reversed(found.values()))
    if village is not None:
        shows = select(Product.id).where(Product.facility_id == Facility.id, on_show()).exists()
        query = select(Facility).where(Facility.village_id == village.id, shows).order_by(Facility.name)
        chosen += [Choice(one) for one in db.session.scalars(query.limit(MOST_SHOWN)) if one.id not in found]
    return chosen[:MOST_SHOWN]


def ask(asked: Sequence[Choice], question: enquiries.Question, booth: Booth | None = None) -> Asking:
    """A talk with each, counted as an enquiry of the booth that shows its goods, where she came through one."""
    asking = Asking(asked_at=times.now())
    db.session.add(asking)
    for one in asked:
        credited = booth if booth and promotion.is_shown_at(booth, one.facility.id) else None
        asking.enquiries.append(enquiries.ask(one.facility, question, product=one.product, booth=credited))
    audit.record(asking, "enquiry.asked_together", makers=len(asked))
    return asking


def at(token: str) -> Asking | None:
    """With its talks, but for those whose buyer wished to be forgotten, and their quotes."""
    talks = selectinload(Asking.enquiries.and_(Enquiry.erased_at.is_(None)))
    quoted = talks.selectinload(Enquiry.quotes)
    told = (talks.joinedload(Enquiry.facility), talks.joinedload(Enquiry.product))
    query = select(Asking).where(Asking.token == token).options(*told, talks.selectinload(Enquiry.messages))
    return db.session.scalar(
        query.options(quoted.selectinload(Quote.lines), quoted.selectinload(Quote.fees), quoted.joinedload(Quote.order))
    )


def honours(facility_ids: Sequence[int]) -> dict[int, Honours]:
    """By maker: the most stars and the highest level that hold today, of its goods."""
    query = select(Recognition, Product.facility_id).join(Product, Product.id == Recognition.product_id)
    query = query.where(Product.facility_id.in_(facility_ids), on_show(), Recognition.kind.in_(("ocop", "cnnttb")))
    found: dict[int, list[Recognition]] = {}
    for paper, facility_id in db.session.execute(query.options(joinedload(Recognition.product))):
        if paper.is_valid:
            found.setdefault(facility_id, []).append(paper)
    return {facility_id: _best(papers) for facility_id, papers in found.items()}


def tell_others(asking: Asking) -> int:
    """Thank those whose quote was not taken; returns how many. Raises NobodyChosen.

    A quote that is accepted in this very moment stays accepted.
    """
    if not any(quote.state == "accepted" for one in asking.enquiries for quote in one.quotes):
        raise NobodyChosen(asking.id)
    return sum(_tell(one) for one in asking.enquiries if not one.erased_at)


def _tell(enquiry: Enquiry) -> bool:
    if enquiry.closed_at or any(quote.state == "accepted" for quote in enquiry.quotes):
        return False
    words = _("Cảm ơn cơ sở. Lần này tôi đã chọn nơi khác; mong có dịp sau.")
    try:
        if enquiry.quote and enquiry.quote.state == "open":
            quotes.decline(enquiry.quote, words)
        else:
            enquiries.write(enquiry, words)
    except quotes.NotOpen:
        return False
    enquiries.close(enquiry)
    return True


def _best(papers: list[Recognition]) -> Honours:
    levels = [paper.level for paper in papers if paper.kind == "cnnttb" and paper.level]
    return Honours(
        stars=max((paper.stars for paper in papers if paper.kind == "ocop" and paper.stars), default=None),
        level=max(levels, key=LEVELS.index, default=None),
    )
