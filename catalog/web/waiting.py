"""Asking to be told when a sold-out thing is there again; the page that each letter leads to."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from catalog import queries, waiting
from catalog.models import Product
from catalog.waiting_forms import WaitForm
from core import rates
from core.access import visitor
from core.db import db
from core.i18n import current_locale, in_locale

bp = Blueprint("waiting", __name__, url_prefix="/bao-khi-co")
MOST_ASKED = 20  # an hour from one place
MOST_LETTERS = 3  # an hour to one address


@bp.get("")
@visitor
def show():
    return _page(_product(request.args), WaitForm())


@bp.post("")
@visitor
def ask():
    product = _product(request.form)
    form = WaitForm(request.form, own=_own_address(), skus=[one.sku for one in product.offers])
    if not form.is_valid():
        return _page(product, form), 422
    variant = next(one for one in product.offers if one.sku == form.sku)
    user_id = current_user.id if _own_address() else None
    try:
        _count(form.address)
        waiting.ask(variant, form.address, current_locale(), user_id=user_id)
    except rates.TooOften:
        abort(429, _("Đã nhờ nhiều lần trong giờ này. Xin đợi một lát rồi nhờ tiếp."))
    except waiting.NotSoldOut:
        flash(_("%(name)s đang có hàng, không phải chờ.", name=in_locale(product, "name")), "good")
        return redirect(url_for(".show", sp=product.slug), 303)
    db.session.commit()
    flash(_said(form.address, is_own=user_id is not None), "good")
    return redirect(url_for(".show", sp=product.slug), 303)


@bp.get("/<token>")
@visitor
def place(token: str):
    """Looking changes nothing: what reads letters on their way opens links too."""
    return render_template("catalog/waiting_place.html", place=_place(token))


@bp.post("/<token>")
@visitor
def confirm(token: str):
    found = _place(token)
    waiting.confirm(found)
    waiting.follow([found.variant.product_id])  # it may be there again already
    db.session.commit()
    flash(_("Đã xác nhận. Có hàng là chợ viết cho bạn, theo thứ tự chờ."), "good")
    return redirect(url_for(".place", token=token), 303)


@bp.post("/<token>/thoi")
@visitor
def withdraw(token: str):
    found = _place(token)
    slug = found.variant.product.slug
    waiting.withdraw(found)
    db.session.commit()
    flash(_("Đã thôi chờ. Chợ không còn giữ địa chỉ của bạn cho món này."), "good")
    return redirect(url_for("waiting.show", sp=slug), 303)


def _place(token: str):
    gone = _("Đường dẫn này không còn dùng: bạn đã thôi chờ, hoặc đã quá hạn. Chợ không còn giữ địa chỉ của bạn.")
    return waiting.with_token(token[:80]) or abort(404, gone)


def _product(values) -> Product:
    found = queries.products_by_slugs([values.get("sp", "")[:200]])
    return found[0] if found else abort(404, _("Món này không còn ở chợ."))


def _own_address() -> str:
    """The address by which she signs in: it was reached by a letter when the account was made."""
    return (current_user.email or "") if current_user.is_authenticated else ""


def _count(address: str) -> None:
    rates.count("wait", request.remote_addr or "", MOST_ASKED)
    if not _own_address():
        rates.count("wait letter", address, MOST_LETTERS)


def _said(address: str, *, is_own: bool) -> str:
    if is_own:
        return _("Có hàng là chợ viết cho bạn ở %(address)s, theo thứ tự chờ.", address=address)
    return _("Chợ vừa gửi thư tới %(address)s. Mở thư và bấm xác nhận thì mới vào hàng chờ.", address=address)


def _page(product: Product, form: WaitForm):
    away = [one for one in product.offers if waiting.is_awaitable(one)]
    return render_template("catalog/waiting.html", product=product, away=away, form=form, own=_own_address())
