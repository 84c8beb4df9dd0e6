"""Deposits on what is made to order: a share of its price is paid ahead, the rest when it is received.

What is asked for, and what of it the maker keeps when its buyer gives up an order that she has accepted, is frozen on
the payment: `amount` is then the deposit, `rest` what is left, `keeps` what would stay with her.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from catalog.models import Product
from core import audit
from core.db import db
from shop.models import DepositRule, Order, Parcel

Rules = Mapping[tuple[int, int | None], DepositRule]


@dataclass(frozen=True, slots=True)
class Deposit:
    """So many đồng ahead, and how many of them stay with the maker in that case."""

    ahead: int = 0
    keeps: int = 0

    def __add__(self, other: "Deposit") -> "Deposit":
        return Deposit(self.ahead + other.ahead, self.keeps + other.keeps)

    @property
    def said(self) -> str:
        """As a page sends back what it showed."""
        return f"{self.ahead}-{self.keeps}"


NONE = Deposit()


def rules_of(products: Iterable[Product]) -> Rules:
    """By product and variant (None: all of it), of what is made to order and can be paid ahead. At most one query."""
    asked = {one.id for one in products if one.mode == "made_to_order" and one.facility.takes_transfers}
    if not asked:
        return {}
    rows = db.session.scalars(select(DepositRule).where(DepositRule.product_id.in_(asked)))
    return {(one.product_id, one.variant_id): one for one in rows}


def rule_for(rules: Rules, product_id: int, variant_id: int) -> DepositRule | None:
    """The variant's own, else its product's; None where nothing is asked ahead."""
    found = rules.get((product_id, variant_id)) or rules.get((product_id, None))
    return found if found and found.percent else None


def reckon(goods: Iterable[tuple[Product, int, int]], rules: Rules) -> Deposit:
    """Of (product, variant id, what it costs, vouchers off): each floored to the đồng."""
    found = NONE
    for product, variant_id, price in goods:
        if rule := rule_for(rules, product.id, variant_id):
            ahead = price * rule.percent // 100
            found += Deposit(ahead, ahead * rule.kept // 100)
    return found


def of_order(order: Order) -> list[tuple[Parcel, Deposit]]:
    """What each parcel of a new order asks for; its vouchers are taken off already."""
    rules = rules_of(line.product for parcel in order.parcels for line in parcel.lines)
    return [(parcel, reckon(_goods(parcel), rules)) for parcel in order.parcels]


def of_product(product: Product) -> DepositRule | None:
    """What its page says beforehand: of the variant it shows first."""
    return rule_for(rules_of([product]), product.id, product.main.id)


def set_for(product: Product, percent: int, kept: int, own: Mapping[int, int | None]) -> None:
    """From now on; `own` by variant id, None where the product's share holds. What was ordered keeps its terms."""
    there = {one.variant_id: one for one in _known(product)}
    for variant_id, share in ((None, percent or None), *own.items()):
        row = there.get(variant_id)
        if share is None:
            if row is not None:
                db.session.delete(row)
        elif row is None:
            db.session.add(DepositRule(product_id=product.id, variant_id=variant_id, percent=share, kept=kept))
        else:
            row.percent, row.kept = share, kept
    audit.record(product, "deposit.set", percent=percent, kept=kept)


def shares_of(product: Product) -> tuple[int, int, dict[int, int]]:
    """(percent, kept, percent by variant that has its own), as its maker set them."""
    rows = _known(product)
    whole = next((one for one in rows if one.variant_id is None), None)
    kept = next((one.kept for one in rows), 0)
    return whole.percent if whole else 0, kept, {one.variant_id: one.percent for one in rows if one.variant_id}


def _known(product: Product) -> list[DepositRule]:
    return list(db.session.scalars(select(DepositRule).where(DepositRule.product_id == product.id)))


def _goods(parcel: Parcel) -> list[tuple[Product, int, int]]:
    return [(line.product, line.variant.id, line.total - line.discount) for line in parcel.lines if not line.is_weighed]
