"""Prices valid only at one fair, and only from the booth that asks them: set, shown, and counted among prices asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from catalog import sales
from catalog.models import PastPrice, Product, Variant
from core import audit, times
from core.db import db
from fairs import holding
from fairs.models import Booth, BoothProduct, Fair, FairPrice


class FairOver(Exception):
    """Nothing is sold there any more."""


class Refused(Exception):
    """Why some prices cannot be, by variant id, as catalog.sales says it; nothing was changed."""

    def __init__(self, why: Mapping[int, Exception]) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Shown:
    """A price as it stands on a card: what it is compared with, and whether other forms cost something else."""

    price: int
    was: int
    has_others: bool


def revise(booth: Booth, wanted: Mapping[int, int | None]) -> None:
    """Ask these prices by variant id (None: the usual one) from the booth's opening until the fair closes.

    Forms that the booth does not show are left out. Raises FairOver, Refused.
    """
    if booth.fair.is_over or booth.fair.called_off == "cancelled":
        raise FairOver
    holding.hold(booth)
    there = {one.variant_id: one for one in _kept(booth.id)}
    was = {one: there[one].price if one in there else None for one in wanted}
    variants = {one.id: one for one in forms_of(booth) if one.id in wanted and was[one.id] != wanted[one.id]}
    compared = _compared(booth, {one: wanted[one] for one in variants}, variants)
    for variant in variants.values():
        _take_back(booth, there.get(variant.id))
        if variant.id in compared:
            price, compare = compared[variant.id]
            row = {"booth_id": booth.id, "product_id": variant.product_id, "variant_id": variant.id}
            db.session.add(FairPrice(**row, price=price, compare=compare, set_at=times.now()))
    if variants:
        changes = {one.sku: [was[one.id], wanted[one.id]] for one in variants.values()}
        audit.record(booth, "booth.priced", prices=changes)


def forms_of(booth: Booth) -> list[Variant]:
    """What its maker can set a price of the fair for: forms on sale of its own goods at the booth, as it shows them."""
    query = (
        select(Variant)
        .join(BoothProduct, BoothProduct.product_id == Variant.product_id)
        .where(BoothProduct.booth_id == booth.id, Variant.retired_at.is_(None), Variant.price.is_not(None))
        .join(Product, Product.id == Variant.product_id)
        .where(~Variant.by_weight, Product.facility_id == booth.facility_id)
        .order_by(BoothProduct.position, BoothProduct.id, Variant.position, Variant.id)
    )
    return list(db.session.scalars(query.options(joinedload(Variant.product))))


def now_at(booth: Booth) -> dict[int, FairPrice]:
    """What is asked at this moment by variant id; empty when the booth does not sell. Needs its prices."""
    return {one.variant_id: one for one in booth.prices} if booth.sells else {}


def shown(booth: Booth, goods: Iterable[Product]) -> dict[int, Shown]:
    """By product, the lowest price of the fair where it is lower than what the product costs everywhere."""
    asked = now_at(booth)
    found: dict[int, Shown] = {}
    for product in goods:
        lower = [(asked[one.id].price, one) for one in product.offers if is_lower(asked, one)]
        if lower:
            price, form = min(lower, key=lambda pair: pair[0])
            was = compare_of(asked[form.id], form)
            if product.price is None or price <= product.price:
                found[product.id] = Shown(price, was, len(product.offers) > 1)
    return found


def lower_at(booth: Booth, product: Product) -> dict[int, int]:
    """The forms of a product that cost less at this booth at this moment, with that price."""
    asked = now_at(booth)
    return {one.id: asked[one.id].price for one in product.offers if is_lower(asked, one)}


def is_lower(asked: Mapping[int, FairPrice], form: Variant) -> bool:
    """Whether the fair's price of a form is lower than its usual one at this moment."""
    return form.id in asked and form.price_now is not None and asked[form.id].price < form.price_now


def compare_of(price: FairPrice, form: Variant) -> int:
    """Never more than what it costs outside the fair today."""
    return min(price.compare, form.price or price.compare)


def forget(booth: Booth, product_ids: Sequence[int]) -> None:
    """Prices of goods that leave the booth leave with them, and what was asked is remembered."""
    for one in _kept(booth.id):
        if one.product_id in product_ids:
            _take_back(booth, one)


def _kept(booth_id: int) -> list[FairPrice]:
    return list(db.session.scalars(select(FairPrice).where(FairPrice.booth_id == booth_id)))


def _compared(
    booth: Booth, wanted: Mapping[int, int | None], variants: Mapping[int, Variant]
) -> dict[int, tuple[int, int]]:
    """Each price with what it is compared with, or Refused."""
    found: dict[int, tuple[int, int]] = {}
    why: dict[int, Exception] = {}
    since, until = max(times.now(), booth.fair.opens_at), booth.fair.closes_at
    for one, price in wanted.items():
        if price is None:
            continue
        try:
            form = variants[one]
            asked = [*sales.history(form), *_sale_to_come(form), *_asked(form, but=booth.id)]
            found[one] = price, sales.compared_with(variants[one], price, since, until, asked)
        except (sales.NoPrice, sales.NotLower, sales.TooLow, sales.TooLong) as refused:
            why[one] = refused
    if why:
        raise Refused(why)
    return found


def _take_back(booth: Booth, price: FairPrice | None) -> None:
    """A price that was asked already stays in the history of its form."""
    if price is None:
        return
    since, now = max(price.set_at, booth.fair.opens_at), times.now()
    if booth.sells and since < now:
        past = {"variant_id": price.variant_id, "kind": "sale", "price": price.price, "since": since, "until": now}
        db.session.add(PastPrice(**past))
    db.session.delete(price)
    db.session.flush()


def _sale_to_come(variant: Variant) -> list[PastPrice]:
    """The rest of the form's own sale: it is asked before the fair opens, or beside it."""
    if variant.sale_price is None or variant.sale_from is None or variant.sale_until is None:
        return []
    since, until = max(variant.sale_from, times.now()), variant.sale_until
    row = {"variant_id": variant.id, "kind": "sale", "price": variant.sale_price, "since": since, "until": until}
    return [PastPrice(**row)] if since < until else []


def _asked(variant: Variant, but: int = 0) -> list[PastPrice]:
    """What fairs ask, have asked and will ask for a form; fairs called off ask nothing."""
    query = (
        select(FairPrice.price, FairPrice.set_at, Fair.opens_at, Fair.closes_at)
        .join(Booth, Booth.id == FairPrice.booth_id)
        .join(Fair, Fair.id == Booth.fair_id)
        .where(FairPrice.variant_id == variant.id, FairPrice.booth_id != but, Fair.called_off == "")
        .where(Booth.published_at.is_not(None))
    )
    return [
        PastPrice(variant_id=variant.id, kind="sale", price=price, since=max(set_at, opens_at), until=closes_at)
        for price, set_at, opens_at, closes_at in db.session.execute(query)
    ]


sales.count_also(_asked)
