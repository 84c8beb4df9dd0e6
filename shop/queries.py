"""What shop's pages show, fully loaded, in a bounded number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, load_only, raiseload, selectinload, undefer
from sqlalchemy.orm.interfaces import LoaderOption

from catalog import attributes
from catalog.models import MakingStep, Photo, Product, Promise, Recognition, Variant, on_show
from core import times
from core.db import db
from fairs.models import Booth, BoothProduct, Fair, FairPrice, Feature, Shelf, Stand, open_at
from programme import reach
from programme.models import Support
from shop import related, reviews
from shop.models import Cart, CartLine, Enquiry, Order, OrderLine, Parcel, Payment, Quote, Review, ReviewReport
from shop.models.standing import StandingOffer
from shop.parcels import CLOSED

REVIEWS_SHOWN, PAGE_SIZE = 6, 20


@dataclass(frozen=True, slots=True)
class ProductPage:
    """Everything the page of a product shows. `average` is of all reviews, not of those shown."""

    product: Product
    booths: Sequence[Booth]
    reviews: Sequence[Review]
    review_count: int
    average: float | None
    related: Sequence[Product]
    standing: StandingOffer | None  # how it may be had again and again

    @property
    def supports(self) -> list[Support]:
        """Those of approved schemes; what is only proposed is nobody's business yet."""
        return [support for support in self.product.supports if support.scheme.is_approved]

    @property
    def held(self) -> list[Recognition]:
        """The papers that hold today, the latest first."""
        return sorted((one for one in self.product.recognitions if one.is_valid), key=_given, reverse=True)

    @property
    def earlier(self) -> list[Recognition]:
        """What it was recognised as before: lapsed, replaced or taken back, the latest first."""
        over = (one for one in self.product.recognitions if one.is_public and not one.is_valid)
        return sorted(over, key=_given, reverse=True)


def product_page(slug: str) -> ProductPage | None:
    whole = _whole_product().add_columns(StandingOffer).outerjoin(StandingOffer, StandingOffer.product_id == Product.id)
    found = db.session.execute(whole.where(Product.slug == slug, on_show())).unique().one_or_none()
    if found is None:
        return None
    product, standing = found
    said, count, average = _reviews(product.id)
    return ProductPage(product, _booths_now(product.id), said, count, average, related.goods_beside(product), standing)


def whole_products(slugs: Sequence[str]) -> list[Product]:
    """Those of `slugs` that are on show, in that order, with all that is told of one."""
    if not slugs:
        return []
    wanted = _whole_product().where(Product.slug.in_(slugs), on_show())
    found = {product.slug: product for product in db.session.scalars(wanted).unique()}
    return [found[slug] for slug in slugs if slug in found]


def product_gone(slug: str) -> Product | None:
    """A product that was on show once and is no more."""
    over = or_(Product.show_until <= times.now(), Product.hidden_on <= times.today())
    no_more = or_(Product.state.in_(("withdrawn", "taken_down", "archived")), and_(Product.state == "published", over))
    query = select(Product).where(Product.slug == slug, Product.published_at.is_not(None), no_more)
    return db.session.scalar(query.options(joinedload(Product.facility), joinedload(Product.village)))


def variant_to_buy(sku: str) -> Variant | None:
    goods = joinedload(Variant.product)
    whole = (goods.joinedload(Product.facility), goods.selectinload(Product.variants).joinedload(Variant.tiers))
    return db.session.scalar(select(Variant).where(Variant.sku == sku).options(*whole))


def product_to_ask_about(slug: str) -> Product | None:
    query = select(Product).where(Product.slug == slug, on_show())
    return db.session.scalar(query.options(joinedload(Product.facility), selectinload(Product.photos)))


def product_of_slug(slug: str) -> Product | None:
    """On show or not, by the address it has today."""
    return db.session.scalar(select(Product).where(Product.slug == slug))


def booth_with_code(code: str) -> Booth | None:
    """The booth of a printed code, its fair open or not."""
    query = select(Booth).where(Booth.code == code, Booth.published_at.is_not(None))
    return db.session.scalar(query.options(joinedload(Booth.fair), joinedload(Booth.facility)))


def product_of_sku(sku: str) -> Product | None:
    query = select(Product).where(Product.sku == sku, Product.published_at.is_not(None))
    return db.session.scalar(query.options(load_only(Product.slug), raiseload("*")))


def cart(token: str | None) -> Cart | None:
    """A cart with all that its page and its checkout need."""
    return db.session.scalar(_with_goods().where(Cart.token == token)) if token else None


def cart_for_order(token: str | None) -> Cart | None:
    """The same, with prices and stock read anew, to be ordered from."""
    if not token:
        return None
    return db.session.scalar(_with_goods().where(Cart.token == token).execution_options(populate_existing=True))


def cart_count(token: str) -> int:
    query = select(func.coalesce(func.sum(CartLine.quantity), 0)).join(CartLine.cart).where(Cart.token == token)
    return int(db.session.scalar(query) or 0)


def order(token: str) -> Order | None:
    """An order with its parcels, lines, steps, payments and makers."""
    lines = selectinload(Order.parcels).selectinload(Parcel.lines)
    query = select(Order).where(Order.token == token)
    return db.session.scalar(
        query.options(
            joinedload(Order.card),
            selectinload(Order.parcels).joinedload(Parcel.facility),
            selectinload(Order.parcels).joinedload(Parcel.payment),
            selectinload(Order.parcels).options(selectinload(Parcel.discounts), selectinload(Parcel.fees)),
            joinedload(Order.invoice),
            selectinload(Order.parcels).selectinload(Parcel.moves),
            lines.joinedload(OrderLine.product).selectinload(Product.photos).joinedload(Photo.picture),
            lines.joinedload(OrderLine.session),
            lines.selectinload(OrderLine.parts),
        )
    )


def orders_of(user_id: int, most: int = 50) -> Sequence[Order]:
    """What a person has ordered while signed in, latest first."""
    query = select(Order).where(Order.user_id == user_id).order_by(Order.placed_at.desc(), Order.id.desc()).limit(most)
    parcels = selectinload(Order.parcels)
    loads = (parcels.joinedload(Parcel.facility), parcels.selectinload(Parcel.lines), raiseload("*"))
    return db.session.scalars(query.options(*loads)).all()


def reviewed_lines(order_id: int) -> dict[int, Review]:
    """The reviews of an order by line id."""
    query = select(Review).join(OrderLine, OrderLine.id == Review.line_id).join(OrderLine.parcel)
    return {review.line_id: review for review in db.session.scalars(query.where(Parcel.order_id == order_id))}


def parcels_of(facility_id: int, states: Sequence[str], page: int = 1) -> Sequence[Parcel]:
    """A page of a maker's parcels; what waits comes oldest first, what is closed latest first."""
    latest_first = all(state in CLOSED for state in states)
    query = _whole_parcel().where(Parcel.facility_id == facility_id, Parcel.state.in_(states))
    query = query.order_by(Parcel.id.desc() if latest_first else Parcel.id.asc())
    return db.session.scalars(query.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()


def parcel_counts(facility_id: int) -> dict[str, int]:
    query = select(Parcel.state, func.count()).where(Parcel.facility_id == facility_id).group_by(Parcel.state)
    return {row[0]: row[1] for row in db.session.execute(query)}


def parcel_of(facility_id: int, parcel_id: int) -> Parcel | None:
    query = _whole_parcel().where(Parcel.id == parcel_id, Parcel.facility_id == facility_id)
    lines = selectinload(Parcel.lines)
    loads = (
        selectinload(Parcel.moves),
        *(selectinload(Parcel.discounts), selectinload(Parcel.fees)),
        lines.selectinload(OrderLine.parts),
        lines.selectinload(OrderLine.lots),
    )
    return db.session.scalar(query.options(*loads))


def enquiries_of(facility_id: int) -> Sequence[Enquiry]:
    """Unanswered first, each latest first."""
    query = (
        select(Enquiry)
        .where(Enquiry.facility_id == facility_id)
        .order_by(Enquiry.answered_at.is_not(None), Enquiry.waits_since.desc())
        .limit(100)
    )
    return db.session.scalars(query.options(*_whole_talk())).all()


def enquiry_of(facility_id: int, enquiry_id: int) -> Enquiry | None:
    query = select(Enquiry).where(Enquiry.id == enquiry_id, Enquiry.facility_id == facility_id)
    return db.session.scalar(query.options(*_whole_talk()))


def enquiry_at(token: str) -> Enquiry | None:
    """The talk of an unguessable address; none where its buyer wished to be forgotten."""
    query = select(Enquiry).where(Enquiry.token == token, Enquiry.erased_at.is_(None))
    return db.session.scalar(query.options(*_whole_talk()))


def enquiries_with(words: str) -> Sequence[Enquiry]:
    """Those of a buyer by her name, mail or phone, for staff whom she asks to forget her."""
    digits = "".join(c for c in words if c.isdigit())[-9:]
    hers = or_(Enquiry.name.icontains(words, autoescape=True), Enquiry.contact.icontains(words, autoescape=True))
    if len(digits) == 9:
        hers = or_(hers, Enquiry.contact.endswith(digits))
    query = select(Enquiry).where(hers, Enquiry.erased_at.is_(None), reach.within(Enquiry.facility_id))
    query = query.order_by(Enquiry.id.desc()).limit(50)
    return db.session.scalars(query.options(*_whole_talk())).all()


def enquiry(enquiry_id: int) -> Enquiry | None:
    return db.session.scalar(select(Enquiry).where(Enquiry.id == enquiry_id).options(*_whole_talk()))


def reviews_of(facility_id: int) -> Sequence[tuple[Review, Product]]:
    query = (
        select(Review, Product)
        .join(Product, Product.id == Review.product_id)
        .where(Product.facility_id == facility_id)
        .order_by(Review.replied_at.is_not(None), Review.id.desc())
        .limit(50)
    )
    return [(review, product) for review, product in db.session.execute(query)]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A page of what buyers say of a product."""

    product: Product
    reviews: Sequence[Review]
    total: int
    average: float
    number: int

    @property
    def count(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def review_page(slug: str, number: int) -> ReviewPage | None:
    """None where the product is not on show, or nobody wrote so much."""
    wanted = (
        select(Product).where(Product.slug == slug, on_show()).options(joinedload(Product.facility), raiseload("*"))
    )
    product = db.session.scalar(wanted)
    if product is None or not 1 <= number <= 100_000:
        return None
    mine = (Review.product_id == product.id, reviews.are_shown())
    total, average = db.session.execute(select(func.count(), func.avg(Review.stars)).where(*mine)).one()
    found = select(Review).where(*mine).order_by(Review.written_at.desc(), Review.id.desc())
    page = db.session.scalars(found.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)).all()
    return ReviewPage(product, page, total, float(average), number) if page else None


def review(review_id: int) -> Review | None:
    return db.session.get(Review, review_id)


def review_shown(review_id: int) -> tuple[Review, Product] | None:
    query = select(Review, Product).join(Product, Product.id == Review.product_id)
    row = db.session.execute(query.where(Review.id == review_id, reviews.are_shown(), on_show())).first()
    return (row[0], row[1]) if row else None


def reviews_to_moderate(tab: str) -> list[tuple[Review, Product, list[ReviewReport]]]:
    """Reported ones and those that wait, the oldest first; or those that are hidden, the latest first."""
    reported = select(ReviewReport.review_id).where(ReviewReport.settled_at.is_(None))
    query = select(Review, Product).join(Product, Product.id == Review.product_id)
    query = query.where(reach.within(Product.facility_id))
    if tab == "an":
        query = query.where(Review.state == "hidden").order_by(Review.decided_at.desc())
    else:
        query = query.where(or_(Review.state == "pending", Review.id.in_(reported))).order_by(Review.written_at)
    rows = [(row[0], row[1]) for row in db.session.execute(query.limit(100))]
    reports = select(ReviewReport).where(ReviewReport.review_id.in_([review.id for review, _product in rows]))
    by_review: dict[int, list[ReviewReport]] = {}
    for one in db.session.scalars(reports.where(ReviewReport.settled_at.is_(None)).order_by(ReviewReport.id)):
        by_review.setdefault(one.review_id, []).append(one)
    return [(review, product, by_review.get(review.id, [])) for review, product in rows]


def reviews_waiting() -> int:
    """How many ask for staff: those that wait and those that were reported."""
    reported = select(ReviewReport.review_id).where(ReviewReport.settled_at.is_(None))
    counted = select(func.count()).select_from(Review).join(Product, Product.id == Review.product_id)
    counted = counted.where(reach.within(Product.facility_id))
    return db.session.scalar(counted.where(or_(Review.state == "pending", Review.id.in_(reported)))) or 0


def review_of(facility_id: int, review_id: int) -> Review | None:
    query = select(Review).join(Product, Product.id == Review.product_id)
    return db.session.scalar(query.where(Review.id == review_id, Product.facility_id == facility_id))


def payments_awaited(facility_id: int) -> Sequence[Parcel]:
    query = _whole_parcel().join(Parcel.payment).where(Parcel.facility_id == facility_id, Payment.state == "awaiting")
    return db.session.scalars(query.order_by(Parcel.id).limit(100)).all()


def _given(paper: Recognition) -> tuple[date, int]:
    return paper.since or date.min, paper.id


def _whole_product() -> Select[Product]:
    """What there are a few of is joined, which costs no statement; variants, up to forty, would multiply those rows."""
    return select(Product).options(
        undefer(Product.has_frames),
        joinedload(Product.facility),
        joinedload(Product.village),
        joinedload(Product.promise).joinedload(Promise.steps).joinedload(MakingStep.picture),
        joinedload(Product.own_range),
        attributes.traits(),
        joinedload(Product.usual_range),
        joinedload(Product.supports).joinedload(Support.scheme),
        selectinload(Product.variants).joinedload(Variant.tiers),
        selectinload(Product.photos).joinedload(Photo.picture),
        selectinload(Product.recognitions),
        raiseload("*", sql_only=True),
    )


def _booths_now(product_id: int) -> Sequence[Booth]:
    """Where it is shown today: booths of fairs that are open."""
    query = (
        select(Booth)
        .join(Booth.fair)
        .join(BoothProduct, BoothProduct.booth_id == Booth.id)
        .where(BoothProduct.product_id == product_id, Booth.published_at.is_not(None))
        .where(open_at(times.now()))
        .order_by(Fair.closes_at)
    )
    return (
        db.session.scalars(
            query.options(
                contains_eager(Booth.fair),
                joinedload(Booth.stand).joinedload(Stand.hall),
                joinedload(Booth.prices.and_(FairPrice.product_id == product_id)),
                raiseload("*"),
            )
        )
        .unique()
        .all()
    )


def _reviews(product_id: int) -> tuple[list[Review], int, float | None]:
    query = (
        select(Review, func.count().over(), func.avg(Review.stars).over())
        .where(Review.product_id == product_id, reviews.are_shown())
        .order_by(Review.written_at.desc(), Review.id.desc())
        .limit(REVIEWS_SHOWN)
    )
    rows = list(db.session.execute(query))
    if not rows:
        return [], 0, None
    return [row[0] for row in rows], rows[0][1], float(rows[0][2])


def _whole_talk() -> tuple[LoaderOption, ...]:
    quoted = selectinload(Enquiry.quotes).options(selectinload(Quote.lines), selectinload(Quote.fees))
    whole = (joinedload(Enquiry.product), joinedload(Enquiry.facility), joinedload(Enquiry.asking))
    return *whole, selectinload(Enquiry.messages), quoted


@cache
def _with_goods() -> Select[Cart]:
    goods = selectinload(Cart.lines).joinedload(CartLine.variant).joinedload(Variant.product)
    return select(Cart).options(
        goods.joinedload(Product.facility),
        goods.joinedload(Product.village),
        selectinload(Cart.lines).joinedload(CartLine.variant).joinedload(Variant.tiers),
        goods.joinedload(Product.own_range),
        goods.joinedload(Product.usual_range),
        selectinload(Cart.lines).joinedload(CartLine.session),
        selectinload(Cart.holds),
        joinedload(Cart.reminder),
        selectinload(Cart.lines).joinedload(CartLine.fair_price),
        goods.selectinload(Product.photos).joinedload(Photo.picture),
        selectinload(Cart.lines).joinedload(CartLine.booth).joinedload(Booth.fair),
        selectinload(Cart.lines).joinedload(CartLine.feature).joinedload(Feature.shelf).joinedload(Shelf.fair),
    )


def _whole_parcel() -> Select[Parcel]:
    pictured = selectinload(Parcel.lines).joinedload(OrderLine.product).selectinload(Product.photos)
    return select(Parcel).options(
        joinedload(Parcel.order),
        joinedload(Parcel.facility),
        joinedload(Parcel.payment),
        pictured.joinedload(Photo.picture),
        selectinload(Parcel.lines).joinedload(OrderLine.session),
    )
