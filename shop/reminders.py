"""One letter about goods left in a cart, only where the buyer asked for it (Law 91/2025/QH15: consent by purpose).

The clock is a dated setting, and starts anew with whatever she changes in the cart: nobody is reminded while she still
chooses. What she has ordered or taken out meanwhile is not written about.
"""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import delete, select, update

from core import jobs, mail, times
from core.db import db, insert
from core.money import vnd
from shop import queries, terms
from shop.models import Cart, CartLine, CartReminder

KEPT_FOR = timedelta(days=30)  # how long the letter's link opens


def ask(cart: Cart, address: str, language: str) -> None:
    """Remind of this cart at this address; whatever was asked for it before is replaced."""
    due = times.now() + _wait()
    row = {"token": secrets.token_urlsafe(24), "address": address, "language": language, "due_at": due}
    new = insert(CartReminder).values(cart_id=cart.id, sent_at=None, **row)
    db.session.execute(new.on_conflict_do_update(index_elements=["cart_id"], set_=row | {"sent_at": None}))
    jobs.enqueue("cart.remind", run_at=due, cart_id=cart.id)


def stop(cart_id: int) -> None:
    """She does not want it, or no more: nothing of it is kept."""
    db.session.execute(delete(CartReminder).where(CartReminder.cart_id == cart_id))


def of(cart: Cart) -> CartReminder | None:
    """What is still to be sent."""
    return cart.reminder if cart.reminder and cart.reminder.sent_at is None else None


def with_token(token: str) -> CartReminder | None:
    return db.session.scalar(select(CartReminder).where(CartReminder.token == token))


def send(cart_id: int) -> None:
    """Write the letter if it is due, nothing is left to wait for, and there is something to write about. Once."""
    waits = select(CartReminder).where(CartReminder.cart_id == cart_id, CartReminder.sent_at.is_(None))
    asked = db.session.scalar(waits)
    if asked is None:
        return
    cart = queries.cart(asked.cart.token)
    if cart is None or not any(line.counts for line in cart.lines):
        stop(cart_id)
        return
    due = max(asked.due_at, cart.updated_at + _wait())
    if due > times.now():
        jobs.enqueue("cart.remind", run_at=due, cart_id=cart_id)
        return
    address, language = asked.address, asked.language
    mine = update(CartReminder).where(CartReminder.id == asked.id, CartReminder.sent_at.is_(None))
    if db.session.scalar(mine.values(sent_at=times.now(), address="").returning(CartReminder.id)) is not None:
        _write(cart, address, language, asked.token)


def goods(asked: CartReminder) -> Sequence[CartLine]:
    """What lies in its cart now."""
    cart = queries.cart(asked.cart.token)
    return cart.lines if cart else ()


def take_over(asked: CartReminder, into: Cart) -> None:
    """Put what the letter told of into the cart one has now: as many of each as the larger of the two."""
    there = {line.variant_id: line for line in into.lines}
    for line in goods(asked):
        if line.variant_id in there:
            there[line.variant_id].quantity = max(there[line.variant_id].quantity, line.quantity)
        else:
            into.lines.append(_copy(line))
    into.updated_at = times.now()


def forget_old() -> None:
    db.session.execute(delete(CartReminder).where(CartReminder.sent_at < times.now() - KEPT_FOR))


def _copy(line: CartLine) -> CartLine:
    whence = {"booth_id": line.booth_id, "feature_id": line.feature_id, "session_id": line.session_id}
    return CartLine(variant_id=line.variant_id, quantity=line.quantity, **whence)


def _wait() -> timedelta:
    return timedelta(hours=terms.value("cart_reminder_hours"))


def _write(cart: Cart, address: str, language: str, token: str) -> None:
    site = f"{current_app.config['SITE_URL']}{'/en' if language == 'en' else ''}"
    with force_locale(language):
        goods = [
            f"- {_name(line, language)} × {line.quantity}: {vnd(line.total)}" for line in cart.lines if line.counts
        ]
        text = [
            _("Bạn nhờ chợ nhắc một lần về giỏ này:") + "\n" + "\n".join(goods),
            _("Mở giỏ, hoặc bỏ hẳn lời nhắc:") + f"\n{site}/gio-hang/nhac/{token}",
            _("Chưa món nào được giữ, giá và số còn lại là của lúc bạn mở giỏ."),
            _("Đây là thư duy nhất về giỏ này; gửi xong, chợ đã xóa địa chỉ thư của bạn khỏi giỏ."),
        ]
        mail.send(address, _("Giỏ hàng bạn để lại ở Phiên Chợ"), "\n\n".join(text))


def _name(line: CartLine, language: str) -> str:
    return (line.product.name_en if language == "en" else "") or line.variant.full_name
