"""Lines for what is sold out: joined by a confirmed address, told once each when pieces really come back, in order.

Of three pieces three people are told, those who have waited longest; each has a TURN to buy before the next are. An
address that nobody confirmed is forgotten within days, one that was told after its turn, and one that waits after
WAIT_DAYS.
"""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, delete, exists, func, or_, select, update
from sqlalchemy.orm import joinedload

from accounts.models import User
from catalog import waiting_letters as letters
from catalog.models import Product, Variant, Waiting, on_show
from core import jobs, times
from core.db import db, insert

TURN = timedelta(hours=24)
TO_CONFIRM = timedelta(days=2)
MOST_AT_ONCE = 200  # letters of one variant whose pieces are not counted


class NotSoldOut(Exception):
    """It can be bought now, or is not for sale at all: there is nothing to wait for."""


def is_awaitable(variant: Variant) -> bool:
    """Whether it is for sale and has run out."""
    return variant.can_be_bought and not variant.is_in_stock


def ask(variant: Variant, email: str, language: str, *, user_id: int | None = None) -> None:
    """Join the line; a guest first gets a letter to confirm with, a person with her own address stands in it at once.

    Whoever is in line already stays where she is and gets no letter: the answer is the same, so that nobody learns it.
    """
    if not is_awaitable(variant):
        raise NotSoldOut(variant.id)
    now = times.now()
    again: dict[str, Any] = {"language": language, "user_id": user_id, "asked_at": now, "told_at": None}
    again["confirmed_at"] = now if user_id else None
    first = {"variant_id": variant.id, "email": email, "token": secrets.token_urlsafe(24)}
    row = insert(Waiting).values(first | again)
    not_in_line = Waiting.confirmed_at.is_(None) | Waiting.told_at.is_not(None)
    joining = row.on_conflict_do_update(index_elements=["variant_id", "email"], set_=again, where=not_in_line)
    token = db.session.scalar(joining.returning(Waiting.token))
    if token and not user_id:
        letters.to_confirm(variant, email, language, token)


def confirm(one: Waiting) -> None:
    one.confirmed_at = one.confirmed_at or times.now()


def withdraw(one: Waiting) -> None:
    """Nothing of it stays."""
    db.session.delete(one)


def with_token(token: str) -> Waiting | None:
    goods = joinedload(Waiting.variant).joinedload(Variant.product)
    return db.session.scalar(select(Waiting).where(Waiting.token == token).options(goods))


def follow(product_ids: Iterable[int]) -> None:
    """These products changed: where somebody waits for one, see whether there is something to tell."""
    ids = sorted(set(product_ids))
    if _awaited(Variant.product_id.in_(ids)):
        jobs.enqueue("waiting.tell", product_ids=ids)


def tell(product_ids: Iterable[int]) -> None:
    """Write to those whose turn it is, of these products. Called twice, it writes once."""
    for variant_id in _awaited(Variant.product_id.in_(sorted(set(product_ids)))):
        _tell(variant_id)


def tell_all() -> None:
    """The same of everything: what is on show again, or whose maker is back, changed without an act."""
    for variant_id in _awaited():
        _tell(variant_id)


def counts_of(facility_id: int) -> dict[int, int]:
    """How many wait for each product of a maker: a number, never who."""
    of_hers = Product.facility_id == facility_id
    counted = select(Variant.product_id, func.count()).join(Waiting, Waiting.variant_id == Variant.id)
    counted = counted.join(Product, Product.id == Variant.product_id).where(of_hers, _in_line())
    return {row[0]: row[1] for row in db.session.execute(counted.group_by(Variant.product_id))}


def most_awaited(most: int) -> list[tuple[Product, int]]:
    """What on show most people wait for, each with how many."""
    count = func.count(Waiting.id)
    query = select(Product, count).join(Variant, Variant.product_id == Product.id)
    query = query.join(Waiting, Waiting.variant_id == Variant.id).where(_in_line(), on_show()).group_by(Product.id)
    rows = db.session.execute(query.order_by(count.desc(), Product.id).limit(most))
    return [(row[0], row[1]) for row in rows]


def forget_old() -> None:
    """May run twice."""
    now = times.now()
    long_ago = now - timedelta(days=int(current_app.config["WAIT_DAYS"]))
    of_closed = exists().where(User.id == Waiting.user_id, User.closed_at.is_not(None))
    never_confirmed = Waiting.confirmed_at.is_(None) & (Waiting.asked_at < now - TO_CONFIRM)
    gone = or_(never_confirmed, Waiting.told_at < now - TURN, Waiting.confirmed_at < long_ago, of_closed)
    db.session.execute(delete(Waiting).where(gone).execution_options(synchronize_session=False))


def _in_line() -> ColumnElement[bool]:
    return Waiting.confirmed_at.is_not(None) & Waiting.told_at.is_(None)


def _awaited(*further: ColumnElement[bool]) -> list[int]:
    """The variants that somebody waits for, in the order in which rows are taken."""
    query = select(Waiting.variant_id).join(Variant, Variant.id == Waiting.variant_id).where(_in_line(), *further)
    return list(db.session.scalars(query.distinct().order_by(Waiting.variant_id)))


def _tell(variant_id: int) -> None:
    """The variant's row is held meanwhile: two workers never count the same pieces, nor claim past them.

    The claim and the letters are one transaction: after a crash both are there, or neither.
    """
    query = (
        select(Variant)
        .where(Variant.id == variant_id)
        .options(joinedload(Variant.product).joinedload(Product.facility))
    )
    held = query.with_for_update(of=Variant).execution_options(populate_existing=True)
    variant = db.session.scalars(held).unique().one()
    room = _room(variant)
    if room <= 0:
        return
    first = select(Waiting.id).where(Waiting.variant_id == variant_id, _in_line())
    first = first.order_by(Waiting.confirmed_at, Waiting.id).limit(room)
    claim = update(Waiting).where(Waiting.id.in_(first), Waiting.told_at.is_(None)).values(told_at=times.now())
    claim = claim.returning(Waiting.confirmed_at, Waiting.id, Waiting.email, Waiting.language, Waiting.token)
    claimed = db.session.execute(claim.execution_options(synchronize_session=False)).all()
    for _since, _id, email, language, token in sorted(claimed, key=lambda row: row[:2]):  # RETURNING has no order
        letters.back_in_stock(variant, email, language, token)
    if claimed:
        jobs.enqueue("waiting.tell", run_at=times.now() + TURN, product_ids=[variant.product_id])


def _room(variant: Variant) -> int:
    """How many more may be told now: the pieces left, less those told whose turn still runs."""
    if not variant.is_in_stock or variant.product.facility.refuses_orders:
        return 0
    if variant.available is None:
        return MOST_AT_ONCE
    in_turn = select(func.count()).where(Waiting.variant_id == variant.id, Waiting.told_at > times.now() - TURN)
    return variant.available - (db.session.scalar(in_turn) or 0)
