"""Asking for a letter about one's cart, and the page that the letter leads to."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import rates
from core.access import visitor
from core.db import db
from core.i18n import current_locale
from shop import reminders
from shop.forms import ReminderForm
from shop.web import cart as cart_pages
from shop.web.visit import cart_to_change, current_cart

bp = Blueprint("reminders", __name__, url_prefix="/gio-hang/nhac")

MOST_ASKED = 10  # an hour from one place
MOST_LETTERS = 3  # an hour to one address


@bp.post("")
@visitor
def ask():
    cart, form = current_cart() or abort(404), ReminderForm(request.form)
    if not form.is_valid():
        return cart_pages.page(reminder=form), 422
    try:
        rates.count("remind", request.remote_addr or "", MOST_ASKED)
        rates.count("remind letter", form.address, MOST_LETTERS)
    except rates.TooOften:
        abort(429, _("Đã nhờ nhiều lần trong giờ này. Xin đợi một lát rồi nhờ tiếp."))
    reminders.ask(cart, form.address, current_locale())
    db.session.commit()
    flash(_("Sẽ có một lá thư nhắc, nếu tới lúc ấy giỏ vẫn còn hàng."), "good")
    return redirect(url_for("cart.show"), 303)


@bp.post("/thoi")
@visitor
def stop():
    reminders.stop((current_cart() or abort(404)).id)
    db.session.commit()
    flash(_("Đã thôi nhắc và xóa địa chỉ thư."), "good")
    return redirect(url_for("cart.show"), 303)


@bp.get("/<token>")
@visitor
def show(token: str):
    return render_template("shop/reminder.html", token=token, goods=reminders.goods(_asked(token)))


@bp.post("/<token>")
@visitor
def take_over(token: str):
    asked, cart = _asked(token), cart_to_change()
    if cart.id != asked.cart_id:
        reminders.take_over(asked, cart)
    db.session.commit()
    return redirect(url_for("cart.show"), 303)


@bp.post("/<token>/thoi")
@visitor
def withdraw(token: str):
    reminders.stop(_asked(token).cart_id)
    db.session.commit()
    flash(_("Đã bỏ lời nhắc; đường dẫn trong thư không mở được nữa."), "good")
    return redirect(url_for("cart.show"), 303)


def _asked(token: str):
    gone = _("Đường dẫn này không còn dùng: bạn đã bỏ lời nhắc, hoặc đã quá ba mươi ngày.")
    return reminders.with_token(token[:80]) or abort(404, gone)
