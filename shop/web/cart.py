"""The cart: shown by maker, changed by plain forms."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from catalog import sessions
from core import rates
from core.access import visitor
from core.db import db, reads_first
from core.i18n import in_locale
from shop import bills, promotion, promotions, queries, reminders, shipping, terms
from shop import cart as carts
from shop.forms import CartLineForm, QuantityForm, ReminderForm
from shop.web import checkout
from shop.web.visit import cart_to_change, current_cart

bp = Blueprint("cart", __name__, url_prefix="/gio-hang")

MOST_CODES = 60  # typed in an hour from one place


@bp.get("")
@visitor
def show():
    removed = queries.variant_to_buy(request.args.get("bo", "")[:60]) if "bo" in request.args else None
    return page(removed=removed)


@bp.post("/mon")
@visitor
@reads_first
def put():
    form = CartLineForm(request.form)
    if not form.is_valid():
        abort(422, " ".join(form.errors.values()))
    variant = queries.variant_to_buy(form.sku) or abort(404, _("Món này không còn ở chợ."))
    booth = promotion.booth_named(form.booth_code, variant.product.facility_id)
    feature = promotion.feature_with_id(form.feature_id, variant.product)
    try:
        carts.put(
            cart_to_change(), variant, form.quantity, booth=booth, feature=feature, session=_session(variant, form)
        )
    except carts.SessionNeeded:
        flash(_("Chọn một ngày còn mở cho %(name)s rồi bấm lại.", name=in_locale(variant.product, "name")), "bad")
        return redirect(url_for("cart.show"), 303)
    except carts.NotForSale:
        flash(_("%(name)s hiện không bán, nên chưa vào giỏ.", name=in_locale(variant.product, "name")), "bad")
        return redirect(url_for("cart.show"), 303)
    db.session.commit()
    if request.form.get("go") == "buy":
        return checkout.begin()
    flash(_("Đã thêm %(name)s vào giỏ.", name=in_locale(variant.product, "name")), "good")
    return redirect(url_for("cart.show"), 303)


@bp.post("/mon/<int:line_id>")
@visitor
def change(line_id: int):
    form = QuantityForm(request.form)
    if form.is_valid():
        _on_my_cart(carts.change, line_id, form.quantity)
        db.session.commit()
    else:
        flash(form.errors["quantity"], "bad")
    return redirect(url_for("cart.show"), 303)


@bp.post("/mon/<int:line_id>/bo")
@visitor
def remove(line_id: int):
    line = _on_my_cart(carts.remove, line_id)
    undo = {"bo": line.variant.sku, "so": line.quantity, "gian": line.booth.code if line.booth else None}
    undo["ke"] = line.feature_id
    db.session.commit()
    return redirect(url_for("cart.show", **undo), 303)


@bp.post("/phieu")
@visitor
def put_voucher():
    """The code is kept with the cart, good or not; only what no voucher is called stays in its field."""
    said, cart = request.form.get("voucher", "")[:100], current_cart() or abort(404)
    code = promotions.typed(said)
    try:
        if code:  # what is no code is no guess
            rates.count("voucher", request.remote_addr or "", MOST_CODES)
    except rates.TooOften:
        abort(429, _("Bạn đã thử nhiều mã trong giờ này. Xin đợi một lát."))
    if not promotions.is_known(code):
        db.session.commit()
        return page(voucher_error=_("Không có phiếu giảm giá mang mã này."), voucher_typed=said), 422
    carts.note_voucher(cart, code)
    db.session.commit()
    return redirect(url_for("cart.show"), 303)


@bp.post("/phieu/bo")
@visitor
def drop_voucher():
    carts.note_voucher(current_cart() or abort(404), "")
    db.session.commit()
    return redirect(url_for("cart.show"), 303)


def page(**said):
    """The cart as it stands; `said` is what was just typed, and what is wrong with it."""
    cart = current_cart()
    waits = reminders.of(cart) if cart else None
    said.setdefault("reminder", ReminderForm({"email": _own_address()}))
    hours = terms.value("cart_reminder_hours")
    bill = bills.bill(cart, shipping.HOME)
    return render_template("shop/cart.html", bill=bill, waits=waits, reminder_hours=hours, **said)


def _own_address() -> str:
    return (current_user.email or "") if current_user.is_authenticated else ""


def _session(variant, form):
    return sessions.find(variant.product_id, form.session_id) if form.session_id else None


def _on_my_cart(act, *values):
    """A line of somebody else's cart, or one taken out in another tab, is not there."""
    try:
        return act(current_cart() or abort(404), *values)
    except carts.NoSuchLine:
        abort(404, _("Món này không còn trong giỏ; có thể bạn đã bỏ ra ở cửa sổ khác."))
