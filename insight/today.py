"""A facility's day: what waits for an answer, what is worth mending, what visitors looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, raiseload, selectinload

import fairs.completeness
import shop.parcels
import shop.purse
import shop.queries
from catalog import completeness, digests, photos, register, standing, waiting
from catalog.models import DemandDigest, Photo, Product, Recognition, Remark
from catalog.standing import Item
from core import times
from core.db import db
from fairs.completeness import Completeness
from fairs.models import Booth, BoothProduct, Fair
from insight import attribution, visits
from insight.models import VisitCount
from programme.models import Facility
from shop.models import Enquiry, Parcel, Payment

ORDERS_SHOWN, PAPERS_SHOWN, TASKS_SHOWN, SEEN_SHOWN = 5, 3, 6, 4
SEEN_DAYS = 7
NEWS = timedelta(days=14)
WAITING_TO_PACK = ("placed", "confirmed")
WARN_BEFORE = max(register.WITHIN)  # days before a paper's last one, as with the first letter


@dataclass(frozen=True, slots=True)
class Task:
    """Something worth doing: `kind` sent_back, sold_out, photos or unfinished; `detail` says what exactly.

    `waiters`: how many people asked to be told when it is there again.
    """

    kind: str
    product: Product
    detail: str
    step: int
    waiters: int = 0


@dataclass(frozen=True, slots=True)
class Money:
    """Đồng still to come (transfers awaited and cash on delivery), and received since the month began."""

    to_come: int
    received: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A product that was looked at in seven days, and in how many orders it was in that time."""

    name: str
    visits: int
    orders: int


@dataclass(frozen=True, slots=True)
class Day:
    facility: Facility
    parcels: Sequence[Parcel]
    waiting: int
    due_today: int
    question: Enquiry | None
    questions: int
    papers: Sequence[Recognition]
    more_papers: int
    tasks: list[Task]
    more_tasks: int
    booth: Booth | None
    fullness: Completeness | None
    money: Money
    seen: list[Seen]
    booth_visits: int
    digest: DemandDigest | None
    asked: list[Item]  # of what the market asks, what stops something of hers, the nearest first


def of(facility_id: int) -> Day:
    """Everything the front page of a workspace shows, in a number of queries that does not grow."""
    waiting, due_today = _waiting(facility_id)
    question, questions = _unanswered(facility_id)
    tasks = _tasks(facility_id)
    lapsing = register.lapsing(facility_id, WARN_BEFORE)
    booth = _booth(facility_id)
    return Day(
        facility=db.session.get_one(Facility, facility_id),
        parcels=[one for one in shop.queries.parcels_of(facility_id, WAITING_TO_PACK) if not one.awaits_card][
            :ORDERS_SHOWN
        ],
        waiting=waiting,
        due_today=due_today,
        question=question,
        questions=questions,
        papers=lapsing[:PAPERS_SHOWN],
        more_papers=len(lapsing[PAPERS_SHOWN:]),
        tasks=tasks[:TASKS_SHOWN],
        more_tasks=len(tasks[TASKS_SHOWN:]),
        booth=booth,
        fullness=fairs.completeness.of(booth, [one.product for one in booth.goods]) if booth else None,
        money=_money(facility_id),
        seen=_seen(facility_id),
        booth_visits=visits.by_subject("booth", [booth.id], SEEN_DAYS).get(booth.id, 0) if booth else 0,
        digest=_digest(facility_id),
        asked=_asked(facility_id),
    )


def _asked(facility_id: int) -> list[Item]:
    """What stops something today, or within the days of the first letter."""
    last = times.today() + timedelta(days=standing.rules.value("remind_early_days"))
    near = ((one.bites_on, one) for one in standing.of(facility_id) if not one.waiting)
    return [one for day, one in sorted(near, key=lambda pair: str(pair[0])) if day is not None and day <= last]


def _digest(facility_id: int) -> DemandDigest | None:
    """What people miss, while it is news."""
    latest = next(iter(digests.of_facility(facility_id, 1)), None)
    return latest if latest and latest.made_at > times.now() - NEWS else None


def _waiting(facility_id: int) -> tuple[int, int]:
    """Parcels to pack, and those of them due before the day ends in Hanoi."""
    tonight = times.end_of(times.today())
    query = select(func.count(), func.count().filter(Parcel.pack_before <= tonight)).select_from(Parcel)
    query = query.where(Parcel.facility_id == facility_id, Parcel.state.in_(WAITING_TO_PACK))
    query = query.where(shop.parcels.are_not_awaiting_a_card())
    waiting, due = db.session.execute(query).one()
    return waiting, due


def _unanswered(facility_id: int) -> tuple[Enquiry | None, int]:
    """The question that has waited longest, and how many wait."""
    query = select(Enquiry, func.count().over()).where(
        Enquiry.facility_id == facility_id, Enquiry.answered_at.is_(None)
    )
    pictured = joinedload(Enquiry.product).selectinload(Product.photos).joinedload(Photo.picture)
    row = db.session.execute(query.options(pictured).order_by(Enquiry.waits_since, Enquiry.id).limit(1)).first()
    return (row[0], row[1]) if row else (None, 0)


def _tasks(facility_id: int) -> list[Task]:
    """What was sent back, then what is sold out, first what most people wait for, then pages half told."""
    query = select(Product).where(Product.facility_id == facility_id, Product.state.in_(("published", "sent_back")))
    options = (
        selectinload(Product.photos).joinedload(Photo.picture),
        selectinload(Product.recognitions),
        selectinload(Product.remarks),
        selectinload(Product.variants),
        joinedload(Product.facility),
        raiseload("*", sql_only=True),
    )
    products = db.session.scalars(query.options(*options).order_by(Product.updated_at.desc()).limit(200)).all()
    waiters = waiting.counts_of(facility_id)
    found = [task for product in products if (task := _task(product, waiters.get(product.id, 0)))]
    order = ("sent_back", "sold_out", "photos", "unfinished")
    return sorted(found, key=lambda task: (order.index(task.kind), -task.waiters))


def _task(product: Product, waiters: int) -> Task | None:
    """The one thing most worth doing for a product, if there is any."""
    if product.state == "sent_back":
        return Task("sent_back", product, _last_remark(product.remarks), 1)
    if product.can_be_bought and product.available == 0:
        return Task("sold_out", product, "", 2, waiters)
    if to_mend := [hint for photo in product.photos for hint in photos.hints_of(photo.picture)]:
        return Task("photos", product, to_mend[0], 1)
    complete = completeness.of(product)
    return Task("unfinished", product, complete.next.text, complete.next.step) if complete.next else None


def _last_remark(remarks: Sequence[Remark]) -> str:
    open_ones = [remark.text for remark in remarks if remark.resolved_at is None]
    return open_ones[-1] if open_ones else ""


def _booth(facility_id: int) -> Booth | None:
    """The booth of the fair that is open, else of the next one, with its goods."""
    query = (
        select(Booth)
        .join(Booth.fair)
        .where(Booth.facility_id == facility_id, Fair.closes_at > times.now(), Fair.called_off != "cancelled")
        .order_by(Fair.opens_at, Booth.id)
        .limit(1)
    )
    goods = selectinload(Booth.goods).joinedload(BoothProduct.product)
    options = (
        joinedload(Booth.fair),
        joinedload(Booth.stand),
        joinedload(Booth.banner),
        joinedload(Booth.facility).joinedload(Facility.village),
        goods.selectinload(Product.photos).joinedload(Photo.picture),
        goods.selectinload(Product.recognitions),
    )
    return db.session.scalars(query.options(*options)).one_or_none()


def _money(facility_id: int) -> Money:
    owed = shop.purse.owed_to(facility_id)
    month = times.start_of(times.today().replace(day=1))
    query = select(func.coalesce(func.sum(Payment.amount), 0)).join(Payment.parcel)
    query = query.where(Parcel.facility_id == facility_id, Payment.state == "paid", Payment.paid_at >= month)
    query = query.where(Payment.method != "stripe")  # which comes to the market
    return Money(owed.transfers + owed.on_delivery, int(db.session.scalar(query) or 0))


def _seen(facility_id: int) -> list[Seen]:
    """The products most looked at in seven days, with their orders in the same days."""
    since = times.today() - timedelta(days=SEEN_DAYS - 1)
    total = func.sum(VisitCount.visits)
    looked = (
        select(Product.id, Product.name, total.label("visits"))
        .join(VisitCount, (VisitCount.subject_id == Product.id) & (VisitCount.kind == "product"))
        .where(Product.facility_id == facility_id, VisitCount.day >= since)
        .group_by(Product.id, Product.name)
        .order_by(total.desc(), Product.id)
        .limit(SEEN_SHOWN)
    )
    rows = db.session.execute(looked).all()
    ordered = attribution.orders_of_products([row[0] for row in rows], times.start_of(since))
    return [Seen(row[1], int(row[2]), ordered.get(row[0], 0)) for row in rows]
