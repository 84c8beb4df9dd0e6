"""Eighteen months of the demo's trade: orders, parcels, reviews, questions and visits, the same every time."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, update

from catalog.models import Product, Variant
from core import times
from core.db import Model, db
from demo.tables import Row, parts, rows
from fairs.models import Booth, Feature
from insight.models import VisitCount
from programme import places
from shop.models import (
    CAME_TO_NOTHING,
    Enquiry,
    EnquiryMessage,
    Order,
    OrderLine,
    Parcel,
    ParcelMove,
    Payment,
    Review,
)

SEED = 20261125
DAYS = 548
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
WAITING = ("placed", "confirmed", "packed")  # the goods are promised and still in the house
STEPS = ("placed", "confirmed", "packed", "handed_over", "delivered")
NOTES = {"cannot_supply": "Hết nguyên liệu, xin lỗi khách.", "cancelled": "Người mua đổi ý."}


@dataclass
class Market:
    """What there is to buy, by facility, and the stands and shelf slots a sale may come through."""

    by_facility: dict[int, list[Product]]
    booths: list[Booth]  # of fairs that have opened
    features: list[Feature]

    def booth_of(self, product: Product, at: datetime) -> Booth | None:
        for booth in self.booths:
            fair = booth.fair
            if booth.facility_id == product.facility_id and fair.opens_at <= at < fair.closes_at:
                return booth
        return None

    def feature_of(self, product: Product, at: datetime) -> Feature | None:
        for feature in self.features:
            if feature.product_id == product.id and feature.starts_at <= at < feature.ends_at:
                return feature
        return None


def trade(market: Market, favourite: int) -> None:
    """Orders of every state; `favourite` is the facility of the demo sign-in, which always has some waiting."""
    chance = random.Random(SEED)
    buyers = [_buyer(row) for row in rows("people")]
    baskets = [basket for day in range(DAYS, -1, -1) for basket in _day(chance, market, day)]
    baskets += _waiting(market, favourite)
    _write(chance, market, baskets, buyers)


def reviews(products: dict[int, Product]) -> None:
    """What buyers say of about one delivered line in five."""
    chance = random.Random(SEED + 1)
    texts = _by_category("reviews")
    lines = db.session.execute(
        db.select(OrderLine.id, OrderLine.product_id, Order.buyer_name, Order.placed_at)
        .join(Parcel, Parcel.id == OrderLine.parcel_id)
        .join(Order, Order.id == Parcel.order_id)
        .where(Parcel.state == "delivered")
        .order_by(OrderLine.id)
    ).all()
    made: list[dict[str, Any]] = []
    left: dict[int, list[Row]] = {}  # what nobody has said of a product yet: no two buyers use the same words
    for line_id, product_id, name, placed_at in lines:
        said = left.setdefault(product_id, list(_fitting(texts, products[product_id])))
        written = placed_at + timedelta(days=chance.randrange(5, 14), minutes=chance.randrange(600))
        if said and chance.random() < 0.22 and written < times.now():
            made.append(_review(line_id, product_id, name, written, said.pop(chance.randrange(len(said)))))
    _insert(Review, made)


def questions(products: dict[int, Product], market: Market) -> None:
    chance = random.Random(SEED + 2)
    texts, people = _by_category("questions"), rows("people")
    made, answers = [], []
    for product in products.values():
        asking = _fitting(texts, product)
        for row in chance.sample(asking, min(len(asking), chance.choice((0, 0, 1, 1, 2)))):
            asked = times.now() - timedelta(days=chance.randrange(1, 200), minutes=chance.randrange(1440))
            made.append(_enquiry(chance, product, row, chance.choice(people), asked, market))
            answers.append(row["answer"])
    ids = _insert(Enquiry, made, returning=True)
    said = zip(ids, made, answers, strict=True)
    _insert(
        EnquiryMessage,
        [
            {"enquiry_id": one, "by": "maker", "text": answer, "at": row["answered_at"]}
            for one, row, answer in said
            if answer
        ],
    )


def visits(products: Iterable[Product], booths: Iterable[Booth]) -> None:
    """Daily counts: ninety days of products, and of stands and fairs while those were open."""
    chance = random.Random(SEED + 3)
    today = times.today()
    made = []
    for product in products:
        weight = _liking(product)
        for ago in range(90):
            count = int(chance.expovariate(1 / (6 * weight + 0.3)))
            if count:
                made.append(_visit(today - timedelta(days=ago), "product", product.id, count))
    made += [row for booth in booths for row in _booth_visits(chance, booth)]
    totals: dict[tuple[Any, int], int] = {}
    for booth in booths:
        for row in made:
            if row["kind"] == "booth" and row["subject_id"] == booth.id:
                totals[row["day"], booth.fair_id] = totals.get((row["day"], booth.fair_id), 0) + row["visits"]
    made += [_visit(day, "fair", fair_id, count, fair_id=fair_id) for (day, fair_id), count in totals.items()]
    _insert(VisitCount, made)


@dataclass
class Basket:
    at: datetime
    lines: list[tuple[Product, int]]
    state: str = ""  # of every parcel; empty: what its age makes likely


def _day(chance: random.Random, market: Market, ago: int) -> list[Basket]:
    start = times.start_of(times.today() - timedelta(days=ago))
    busy = 3.2 + 2.2 * (DAYS - ago) / DAYS
    if start.month in (1, 12):
        busy *= 1.5  # before Tết
    if any(
        b.fair.opens_at.date() <= start.date() <= b.fair.closes_at.date()
        for b in market.booths[:1] + market.booths[-1:]
    ):
        busy *= 3
    made = []
    for _ in range(int(busy + chance.random())):
        at = start + timedelta(hours=7, minutes=chance.randrange(15 * 60))
        if at < times.now() - timedelta(hours=1):
            made.append(Basket(at, _lines(chance, market)))
    return made


def _lines(chance: random.Random, market: Market) -> list[tuple[Product, int]]:
    sellers = chance.sample(sorted(market.by_facility), chance.choice((1, 1, 1, 1, 2, 2, 3)))
    lines = []
    for seller in sellers:
        goods = market.by_facility[seller]
        chosen = chance.choices(goods, [_liking(p) for p in goods], k=chance.choice((1, 1, 1, 2)))
        for product in dict.fromkeys(chosen):
            dear = (product.price or 0) > 2_000_000
            lines.append((product, 1 if dear else chance.choice((1, 1, 1, 2, 2, 3))))
    return lines


def _waiting(market: Market, favourite: int) -> list[Basket]:
    """Fresh orders for the facility one signs in as: something to confirm, to pack and to hand over."""
    now = times.now()
    goods = [p for p in market.by_facility[favourite] if p.available is None or p.available > 3]
    goods = [p for p in goods if not _is_core(p)]
    states = ("placed", "placed", "confirmed", "packed")
    return [
        Basket(now - timedelta(hours=2 + 3 * i), [(goods[i % len(goods)], 1 + i % 2)], state)
        for i, state in enumerate(states)
    ]


def _is_core(product: Product) -> bool:
    """Goods of products_core.csv: their stock is as given there, so no open order of the demo holds any."""
    return product.sku.startswith("P")


def _liking(product: Product) -> float:
    """How much visitors like it, from 0.05 to 1: a fixed number of its code, and cheaper goods more."""
    luck = random.Random(product.sku).random() ** 2
    return max(0.05, luck * (1.0 if (product.price or 0) < 600_000 else 0.5))


def _buyer(row: Row) -> dict[str, str]:
    province = next((p for p in places.provinces() if p.name == row["province"]), places.provinces()[0])
    commune = places.find_commune(province.code, row["commune"]) or places.communes_of(province.code)[0]
    return {
        "buyer_name": row["name"],
        "buyer_phone": "+84" + "".join(c for c in row["phone"] if c.isdigit())[1:],
        "province_code": province.code,
        "commune_code": commune.code,
        "address": f"{row['street']}, {places.full_name(commune.code)}",
    }


def _write(chance: random.Random, market: Market, baskets: list[Basket], buyers: list[dict[str, str]]) -> None:
    """Orders first, then parcels, then what hangs on them: four inserts, whatever their number."""
    baskets.sort(key=lambda basket: basket.at)
    orders = [_order(chance, basket, n, chance.choice(buyers)) for n, basket in enumerate(baskets, 1)]
    order_ids = _insert(Order, orders, returning=True)
    parcels = []
    for order_id, order, basket in zip(order_ids, orders, baskets, strict=True):
        for seller in dict.fromkeys(product.facility_id for product, _ in basket.lines):
            lines = [(p, q) for p, q in basket.lines if p.facility_id == seller]
            parcels.append((_parcel(chance, order_id, order, lines, basket.state), lines, order))
    parcel_ids = _insert(Parcel, [parcel for parcel, _, _ in parcels], returning=True)
    rest: dict[type[Model], list[dict[str, Any]]] = {OrderLine: [], ParcelMove: [], Payment: []}
    for parcel_id, (parcel, lines, order) in zip(parcel_ids, parcels, strict=True):
        rest[OrderLine] += [_line(chance, parcel_id, product, q, order["placed_at"], market) for product, q in lines]
        rest[ParcelMove] += _moves(chance, parcel_id, parcel, order["placed_at"])
        rest[Payment].append(_payment(parcel_id, parcel, lines[0][0], order))
    for model, made in rest.items():
        _insert(model, made)
    _hold(parcels)


def _order(chance: random.Random, basket: Basket, n: int, buyer: dict[str, str]) -> dict[str, Any]:
    at = basket.at
    return buyer | {
        "token": "".join(chance.choices(ALPHABET, k=26)),
        "number": f"PC-{times.local(at):%y%m}-{n:04}",
        "payment_method": chance.choices(("cod", "vietqr"), (72, 28))[0],
        "placed_at": at,
        "note": chance.choice(("", "", "", "Gọi trước khi giao.", "Gói làm quà giúp tôi.")),
    }


def _parcel(
    chance: random.Random, order_id: int, order: dict[str, Any], lines: list[tuple[Product, int]], state: str
) -> dict[str, Any]:
    state = state or _likely_state(chance, times.now() - order["placed_at"])
    if state in WAITING and any(_is_core(product) for product, _ in lines):
        state = "handed_over"
    year = f"{times.local(order['placed_at']):%y}"
    return {
        "order_id": order_id,
        "facility_id": lines[0][0].facility_id,
        "code": f"KC{year}" + "".join(chance.choices(ALPHABET, k=6)),
        "state": state,
        "goods_total": sum((p.price or 0) * q for p, q in lines),
        "shipping_fee": chance.choice((25_000, 28_000, 32_000, 45_000)),
        "carrier": "Bưu điện" if state in ("handed_over", "delivered") else "",
        "tracking_code": f"EB{chance.randrange(10**9):09}VN" if state in ("handed_over", "delivered") else "",
        "reason": NOTES.get(state, ""),
        "pack_before": times.start_of(times.local(order["placed_at"]).date()) + timedelta(days=1, hours=17),
    }


def _likely_state(chance: random.Random, age: timedelta) -> str:
    if age > timedelta(days=6):
        return chance.choices(("delivered", "cancelled", "cannot_supply"), (92, 5, 3))[0]
    if age > timedelta(days=2):
        return chance.choices(("delivered", "handed_over", "packed", "cancelled"), (45, 40, 11, 4))[0]
    return chance.choices(("placed", "confirmed", "packed", "handed_over"), (35, 30, 20, 15))[0]


def _line(
    chance: random.Random, parcel_id: int, product: Product, quantity: int, at: datetime, market: Market
) -> dict[str, Any]:
    booth, feature = market.booth_of(product, at), market.feature_of(product, at)
    through_booth = booth if booth and chance.random() < 0.6 else None
    through_shelf = feature if feature and not through_booth and chance.random() < 0.7 else None
    scheme = through_booth.scheme_id if through_booth else through_shelf.scheme_id if through_shelf else None
    fair = through_booth.fair_id if through_booth else through_shelf.shelf.fair_id if through_shelf else None
    return {
        "parcel_id": parcel_id,
        "product_id": product.id,
        "variant_id": product.main.id,
        "sku": product.sku,
        "name": product.name,
        "unit": product.unit,
        "unit_price": product.price,
        "quantity": quantity,
        "fair_id": fair,
        "booth_id": through_booth.id if through_booth else None,
        "stand_id": through_booth.stand_id if through_booth else None,
        "feature_id": through_shelf.id if through_shelf else None,
        "scheme_id": scheme,
    }


def _moves(chance: random.Random, parcel_id: int, parcel: dict[str, Any], at: datetime) -> list[dict[str, Any]]:
    state = parcel["state"]
    path = STEPS[: STEPS.index(state) + 1] if state in STEPS else ("placed", state)
    made = []
    for step in path:
        made.append({"parcel_id": parcel_id, "state": step, "at": at, "note": NOTES.get(step, "")})
        at = min(at + timedelta(minutes=chance.randrange(40, 1500)), times.now())
    return made


def _payment(parcel_id: int, parcel: dict[str, Any], product: Product, order: dict[str, Any]) -> dict[str, Any]:
    by_transfer = order["payment_method"] == "vietqr"
    dead = parcel["state"] in CAME_TO_NOTHING
    paid = not dead and (parcel["state"] == "delivered" or (by_transfer and parcel["state"] != "placed"))
    facility = product.facility
    return {
        "parcel_id": parcel_id,
        "method": order["payment_method"],
        "state": "void" if dead else "paid" if paid else "awaiting",
        "amount": parcel["goods_total"] + parcel["shipping_fee"],
        "bank_bin": facility.bank_bin if by_transfer else None,
        "bank_account": facility.bank_account if by_transfer else None,
        "bank_holder": facility.bank_holder if by_transfer else "",
        "content": parcel["code"] if by_transfer else None,
        "paid_at": order["placed_at"] + timedelta(hours=5) if paid else None,
    }


def _hold(parcels: list[tuple[dict[str, Any], list[tuple[Product, int]], dict[str, Any]]]) -> None:
    """Goods of orders that have not left yet are promised; what is on hand grows by as much to stay honest."""
    promised: dict[int, int] = {}
    for parcel, lines, _ in parcels:
        if parcel["state"] in WAITING:
            for product, quantity in lines:
                if product.on_hand is not None:
                    promised[product.main.id] = promised.get(product.main.id, 0) + quantity
    for variant_id, held in promised.items():
        db.session.execute(
            update(Variant)
            .where(Variant.id == variant_id)
            .values(on_hand=Variant.on_hand + held, held=held)
            .execution_options(synchronize_session=False)
        )


def _by_category(kind: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in parts(kind):
        found.setdefault(row["browse_category"], []).append(row)
    return found


def _fitting(texts: dict[str, list[Row]], product: Product) -> list[Row]:
    """The texts of its category; one that names products in `fits` speaks of those alone."""
    found = texts.get(product.browse_category, [])
    return [row for row in found if product.sku in (row.get("fits") or product.sku).split()]


def _review(line_id: int, product_id: int, name: str, at: datetime, row: Row) -> dict[str, Any]:
    return {
        "line_id": line_id,
        "product_id": product_id,
        "stars": int(row["stars"]),
        "text": row["text"],
        "signed": f"{name.split()[0][0]}. {name.split()[-1]}",
        "written_at": at,
        "reply": row["reply"],
        "replied_at": at + timedelta(hours=9) if row["reply"] else None,
    }


def _enquiry(
    chance: random.Random, product: Product, row: Row, person: Row, at: datetime, market: Market
) -> dict[str, Any]:
    booth = market.booth_of(product, at)
    return {
        "facility_id": product.facility_id,
        "product_id": product.id,
        "booth_id": booth.id if booth else None,
        "stand_id": booth.stand_id if booth else None,
        "fair_id": booth.fair_id if booth else None,
        "scheme_id": booth.scheme_id if booth else None,
        "name": person["name"],
        "contact": person["phone"],
        "text": row["text"],
        "asked_at": at,
        "waits_since": at,
        "answered_at": at + timedelta(minutes=chance.randrange(20, 900)) if row["answer"] else None,
    }


def _booth_visits(chance: random.Random, booth: Booth) -> list[dict[str, Any]]:
    day, last = times.local(booth.fair.opens_at).date(), min(times.local(booth.fair.closes_at).date(), times.today())
    pull = random.Random(booth.code).uniform(20, 160)
    made = []
    while day <= last:
        place = {"fair_id": booth.fair_id, "stand_id": booth.stand_id, "scheme_id": booth.scheme_id}
        looked = max(1, int(chance.gauss(pull, pull / 4)))
        made.append(_visit(day, "booth", booth.id, looked, **place))
        if looked > 12 and booth.fair.kind != "virtual":  # of those before the stand, some scan its placard
            made.append(_visit(day, "scan", booth.id, looked // 12, **place))
        day += timedelta(days=1)
    return made


def _visit(day: Any, kind: str, subject_id: int, count: int, **place: int | None) -> dict[str, Any]:
    told = {"day": day, "kind": kind, "subject_id": subject_id, "visits": count}
    return told | {"fair_id": None, "stand_id": None, "scheme_id": None} | place


def _insert(model: type[Model], made: list[dict[str, Any]], *, returning: bool = False) -> list[int]:
    if not made:
        return []
    if not returning:
        db.session.execute(insert(model), made)
        return []
    statement = insert(model).returning(model.id, sort_by_parameter_order=True)  # type: ignore[attr-defined]
    return list(db.session.scalars(statement, made))
