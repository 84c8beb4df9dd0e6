"""Wish lists: kept by a token without an account, by the account with one, poured together at sign-in.

A visitor's list that nobody touched for WISH_DAYS is forgotten, and so is that of an account which was closed.
"""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from flask import current_app
from sqlalchemy import ColumnElement, delete, exists, func, select
from sqlalchemy.orm import joinedload

from accounts.models import User
from catalog.models import Product
from catalog.queries import card_options
from core import times
from core.db import db, insert
from shop.wished import Wish, WishList

MOST = 200


class ListFull(Exception):
    """As many as one can look through are kept already."""


def begin(user_id: int | None = None) -> WishList:
    """A new list; of a person the one she has, where another tab began it first."""
    if user_id is None:
        found = WishList(changed_at=times.now())
        db.session.add(found)
        db.session.flush()
        return found
    row = {"token": secrets.token_urlsafe(24), "user_id": user_id, "created_at": times.now(), "changed_at": times.now()}
    db.session.execute(insert(WishList).values(row).on_conflict_do_nothing(index_elements=["user_id"]))
    return db.session.scalars(select(WishList).where(WishList.user_id == user_id)).one()


def keep(on: WishList, product: Product) -> bool:
    """Put it on the list with what it costs today; False where it was there, whose day and price stay."""
    if (db.session.scalar(select(func.count()).where(Wish.list_id == on.id)) or 0) >= MOST:
        raise ListFull
    on.changed_at = times.now()
    row = insert(Wish).values(list_id=on.id, product_id=product.id, price=product.price, kept_at=times.now())
    return db.session.scalar(row.on_conflict_do_nothing().returning(Wish.id)) is not None


def drop(on: WishList, product_id: int) -> None:
    on.changed_at = times.now()
    db.session.execute(delete(Wish).where(Wish.list_id == on.id, Wish.product_id == product_id))


def share(one: WishList) -> None:
    """Give it a private address; one that it had before, and gave up, never opens again."""
    one.share_token = one.share_token or secrets.token_urlsafe(24)


def stop_sharing(one: WishList) -> None:
    one.share_token = None


def join(visitor_token: str | None, user_id: int) -> None:
    """What she kept as a visitor goes on the person's list; of what is on both, the earlier price and day stay."""
    visitors = with_token(visitor_token)
    if visitors is None:
        return
    mine = of_person(user_id) or begin(user_id)
    there = {wish.product_id for wish in _plain(mine)}
    for wish in _plain(visitors):
        if wish.product_id not in there and len(there) < MOST:
            there.add(wish.product_id)
            wish.list_id = mine.id
    db.session.flush()
    db.session.execute(delete(Wish).where(Wish.list_id == visitors.id))
    db.session.delete(visitors)


def with_token(token: str | None) -> WishList | None:
    """A visitor's; that of a person opens for her alone."""
    wanted = select(WishList).where(WishList.token == token, WishList.user_id.is_(None))
    return db.session.scalar(wanted) if token else None


def of_person(user_id: int) -> WishList | None:
    return db.session.scalar(select(WishList).where(WishList.user_id == user_id))


def shared(token: str) -> WishList | None:
    """The list behind a private address, while it is shared."""
    return db.session.scalar(select(WishList).where(WishList.share_token == token))


def goods(one: WishList) -> Sequence[Wish]:
    """All on it, the latest first, on show or not, ready for its page. Five statements, however many."""
    query = select(Wish).where(Wish.list_id == one.id).order_by(Wish.kept_at.desc(), Wish.id.desc())
    as_on_cards = joinedload(Wish.product).options(*card_options())  # type: ignore[arg-type]
    return db.session.scalars(query.options(as_on_cards)).unique().all()


def product_ids(on: ColumnElement[bool]) -> list[int]:
    """Which products are on the list that `on` says. One statement."""
    return list(db.session.scalars(select(Wish.product_id).join(WishList, WishList.id == Wish.list_id).where(on)))


def forget_old() -> None:
    """Visitors' lists that nobody touched for long, and those of accounts that were closed. May run twice."""
    last = times.now() - timedelta(days=int(current_app.config["WISH_DAYS"]))
    of_closed = exists().where(User.id == WishList.user_id, User.closed_at.is_not(None))
    gone = WishList.user_id.is_(None) & (WishList.changed_at < last) | of_closed
    db.session.execute(delete(Wish).where(Wish.list_id.in_(select(WishList.id).where(gone))))
    db.session.execute(delete(WishList).where(gone).execution_options(synchronize_session=False))


def _plain(one: WishList) -> Sequence[Wish]:
    return db.session.scalars(select(Wish).where(Wish.list_id == one.id).order_by(Wish.id)).all()
