"""Loading the demo: pictures first, file by file; then every row in one transaction, so that it is all there or not."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import select

from accounts import passwords, people
from accounts.models import STAFF_RIGHTS, User
from catalog.models import Product
from core import audit
from core.db import db
from demo import (
    again,
    asking,
    calls,
    doing,
    drawing,
    dressing,
    fair_prices,
    fair_programme,
    fairground,
    gifted,
    goods,
    guestbook,
    judged,
    makers,
    noting,
    papers,
    prices,
    promises,
    proposing,
    quoting,
    records,
    sales,
    selling,
    sending,
    settled,
    shelving,
    signing,
    standing,
    turntable,
    venues,
    visiting,
    waiting,
    weighed,
    wishing,
)
from demo.tables import DATA, Row, rows
from fairs.models import Booth, Fair, Feature, Hall, Shelf
from programme import indicators
from programme.models import Facility, Scheme, Support

BUYER, MAKER, STAFF = "nguoimua@example.vn", "coso@example.vn", "canbo@example.vn"
SIGN_IN_MAKER = "bat-trang/1"
OPEN_BOOTHS = 120


@dataclass
class Ground:
    """What is made so far, by the keys the CSV files use."""

    facilities: dict[str, Facility] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    things: fairground.Goods = field(default_factory=dict)
    schemes: dict[str, Scheme] = field(default_factory=dict)
    supports: list[tuple[Row, Support]] = field(default_factory=list)
    fairs: dict[str, Fair] = field(default_factory=dict)
    booths: list[Booth] = field(default_factory=list)


def is_loaded() -> bool:
    return db.session.scalar(select(Facility.id).limit(1)) is not None


def load(password: str, say: Callable[[str], None]) -> None:
    say("Vẽ ảnh (lần đầu mất khoảng hai phút) …")
    drawn = drawing.draw_all(_specs())
    say("Ghi làng nghề, cơ sở, hàng hóa …")
    ground = Ground()
    villages = makers.villages(drawn, _village_motifs())
    ground.facilities = makers.facilities(villages)
    ground.products = goods.products(villages, ground.facilities, drawn)
    ground.things = _things(ground.products)
    say("Ghi đề án, hội chợ, gian hàng …")
    _programme(ground)
    db.session.flush()
    proposing.propose(ground.schemes)
    staff = _people(password, ground.facilities)
    _fairs(ground, drawn, staff)
    doing.do(ground.supports, ground.schemes, staff.id)
    db.session.flush()
    say("Ghi mười tám tháng đơn hàng …")
    _trade(ground)
    standing.stand(ground.facilities, villages.values(), [one for _, one in ground.supports], staff, SIGN_IN_MAKER)
    papers.keep(ground.facilities, villages, ground.products, staff)
    selling.sell(ground.facilities, ground.products, staff, SIGN_IN_MAKER)
    asking.ask(ground.facilities, staff, SIGN_IN_MAKER)
    shelving.attributes_of((row, ground.products[row["sku"]]) for row in goods.all_rows())
    prices.price(ground.products)
    shelving.collections_on_show()
    waiting.leave(ground.things, SIGN_IN_MAKER, staff.id)
    promises.promise(ground.products, {maker: one.id for maker, one in ground.facilities.items()})
    weighed.weigh(ground.products)
    turntable.turn(ground.products, drawn)
    wishing.keep(ground.products, BUYER)
    wishing.wait(ground.products)
    wishing.miss()
    fair_prices.ask(ground.booths)
    dressing.dress(ground.booths, ground.facilities[SIGN_IN_MAKER])
    settled.settle(ground.facilities[SIGN_IN_MAKER], staff, password)
    with audit.actor(staff.id):
        gifted.give()
    quoting.answer(ground.facilities[SIGN_IN_MAKER])
    quoting.share(ground.facilities[SIGN_IN_MAKER])
    again.order(list(ground.products.values()), ground.facilities[SIGN_IN_MAKER])
    sending.divide()
    sending.share_out(ground.facilities[SIGN_IN_MAKER])
    sending.ask_about(list(ground.products.values()), ground.facilities[SIGN_IN_MAKER])
    for fair in ground.fairs.values():
        if fair.state == "allotment":  # last: what is loaded for a ranking does without the rest of a product
            judged.judge(fair, staff, ground.facilities[SIGN_IN_MAKER])
    db.session.commit()


def set_password(password: str) -> None:
    """Give the three sign-ins this password."""
    for user in db.session.scalars(select(User).where(User.email.in_((BUYER, MAKER, STAFF, settled.SECOND)))):
        if not passwords.matches(user.password_hash, password):
            user.password_hash = passwords.hashed(password)
    db.session.commit()


def _specs() -> list[drawing.Spec]:
    every = goods.numbered(goods.all_rows())
    specs = [spec for row, nth in every for spec in goods.picture_specs(row, nth)]
    specs += [makers.village_picture(slug, motif) for slug, motif in _village_motifs().items()]
    specs += [fairground.fair_spec(row["slug"]) for row in rows("fairs")] + turntable.specs()
    by_maker: dict[str, list[tuple[Row, None]]] = defaultdict(list)
    for row, _ in every:
        by_maker[row["maker"]].append((row, None))
    return specs + [_banner(maker, things) for maker, things in by_maker.items()]


def _banner(maker: str, things: list[tuple[Row, None]]) -> drawing.Spec:
    groups = [row["browse_category"] for row, _ in things]
    group = max(dict.fromkeys(groups), key=groups.count)
    return fairground.banner_spec(maker, group, things)  # type: ignore[arg-type]


def _village_motifs() -> dict[str, str]:
    """What each village is known by: the motif of its first product."""
    found: dict[str, str] = {}
    for row in goods.all_rows():
        if row["village_slug"]:
            found.setdefault(row["village_slug"], row["motif"])
    return found


def _things(products: dict[str, Product]) -> fairground.Goods:
    made: fairground.Goods = defaultdict(list)
    for row in goods.all_rows():
        made[row["maker"]].append((row, products[row["sku"]]))
    return dict(made)


def _programme(ground: Ground) -> None:
    ground.schemes = records.schemes(records.plans())
    ground.supports = records.supports(ground.schemes, ground.facilities)
    indicators.take_in(DATA / "indicators.csv")
    for row, support in ground.supports:
        if not row["content"].lower().startswith("gian hàng"):
            mine = ground.things.get(row["maker"], [])
            for _, product in mine[: 1 + len(row["content"]) % 3]:
                product.supports.append(support)


def _people(password: str, facilities: dict[str, Facility]) -> User:
    people.register("Nguyễn Thị Mua", password, email=BUYER)
    maker = people.register(facilities[SIGN_IN_MAKER].representative, password, email=MAKER)
    people.join(maker, facilities[SIGN_IN_MAKER].id, "owner")
    staff = people.register("Trần Thu Hằng", password, email=STAFF)
    people.grant(staff, *STAFF_RIGHTS)
    db.session.flush()
    return staff


def _fairs(ground: Ground, drawn: dict[str, drawing.Spec], staff: User) -> None:
    ground.fairs = fairground.fairs(ground.schemes)
    halls = fairground.halls(ground.fairs)
    for slug, fair in ground.fairs.items():
        mine = {code: hall for (of, code), hall in halls.items() if of == slug}
        fair.picture = drawing.row(drawn[drawing.key(fairground.fair_spec(slug))])
        if fair.state in ("open", "closed"):
            booths = _fill(ground, fair, mine)
            there = {booth.facility for booth in booths}
            fairground.shelf(fair, ground.products, there, staff.id, scheme=fair.scheme)
            ground.booths += booths
        else:
            for hall in mine.values():
                fairground.empty_stands(hall)
            goods_of = {maker: [product.id for _, product in some] for maker, some in ground.things.items()}
            calls.take(fair, ground.facilities, goods_of)
    open_fair = next(fair for fair in ground.fairs.values() if fair.is_open)
    fairground.shelves_between_fairs(ground.products, staff.id, open_fair.scheme)
    sending.keep(ground.facilities)
    venues.keep(ground.facilities, ground.products, open_fair.scheme, staff.id)
    _banners(ground, drawn)
    fair_programme.keep(ground.fairs, ground.booths, ground.facilities)
    open_fair = next(fair for fair in ground.fairs.values() if fair.is_open)
    calls.charge(open_fair, [booth for booth in ground.booths if booth.fair is open_fair])


def _fill(ground: Ground, fair: Fair, halls: dict[str, Hall]) -> list[Booth]:
    """The open fair has more stands than the programme pays for; the past one had those it paid for."""
    paid = {row["maker"]: support for row, support in ground.supports if support.scheme is fair.scheme}
    things = ground.things if fair.is_open else {maker: ground.things[maker] for maker in paid}
    return fairground.fill(fair, halls, things, ground.facilities, paid, OPEN_BOOTHS if fair.is_open else len(paid))


def _banners(ground: Ground, drawn: dict[str, drawing.Spec]) -> None:
    """One banner a maker, drawn once, hung at each of its stands."""
    rows_of: dict[str, list[tuple[Row, None]]] = defaultdict(list)
    for row in goods.all_rows():
        rows_of[row["maker"]].append((row, None))
    by_facility = {facility: maker for maker, facility in ground.facilities.items()}
    hung: dict[str, drawing.Picture] = {}
    for booth in ground.booths:
        maker = by_facility[booth.facility]
        if maker not in hung:
            hung[maker] = drawing.row(drawn[drawing.key(_banner(maker, rows_of[maker]))])
        booth.banner = hung[maker]
        booth.facility.picture = hung[maker]


def _trade(ground: Ground) -> None:
    by_facility: dict[int, list[Product]] = defaultdict(list)
    for product in ground.products.values():
        if product.can_be_bought:
            by_facility[product.facility_id].append(product)
    features = [f for fair in ground.fairs.values() for f in _features(fair)]
    market = sales.Market(dict(by_facility), ground.booths, features)
    sales.trade(market, ground.facilities[SIGN_IN_MAKER].id)
    by_id = {product.id: product for product in ground.products.values()}
    sales.reviews(by_id)
    sales.questions(by_id, market)
    guestbook.entries()
    sales.visits(by_id.values(), ground.booths)
    visiting.come(ground.facilities[SIGN_IN_MAKER])
    noting.note(ground.facilities[SIGN_IN_MAKER])
    signing.sign()
    signing.complain()


def _features(fair: Fair) -> list[Feature]:
    return list(db.session.scalars(select(Feature).join(Shelf).where(Shelf.fair_id == fair.id)))
