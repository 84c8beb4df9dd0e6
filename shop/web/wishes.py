"""The wish list: kept from any card by a plain form, looked through on its own page, shared by a private link."""

from urllib.parse import urlsplit

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import signed_in
from core.access import visitor
from core.db import db
from core.i18n import in_locale
from shop import cart as carts
from shop import queries, wishes
from shop.web.visit import cart_to_change
from shop.wished import WishList

bp = Blueprint("wishes", __name__, url_prefix="/yeu-thich")


@bp.get("")
@visitor
def show():
    mine = current_list()
    goods = wishes.goods(mine) if mine else ()
    removed = queries.product_to_ask_about(request.args.get("bo", "")[:200]) if "bo" in request.args else None
    if removed is not None and removed.id in {wish.product_id for wish in goods}:
        removed = None  # it was put back
    return render_template("shop/wishes.html", list=mine, goods=goods, removed=removed)


@bp.post("")
@visitor
def keep():
    """Back to where one was, at the heart that was pressed: the page itself tells nobody's list apart."""
    product = queries.product_to_ask_about(_slug()) or abort(404, _("Món này không còn ở chợ."))
    try:
        wishes.keep(_list_to_change(), product)
    except wishes.ListFull:
        abort(409, _("Danh sách đã đủ %(n)s món. Bỏ bớt vài món rồi lưu thêm.", n=wishes.MOST))
    db.session.commit()
    return redirect(_where_one_was(f"luu-{product.id}"), 303)


@bp.post("/bo")
@visitor
def drop():
    mine, product = current_list(), queries.product_of_slug(_slug()) or abort(404)
    if mine is not None:
        wishes.drop(mine, product.id)
        db.session.commit()
    return redirect(url_for("wishes.show", bo=product.slug), 303)


@bp.post("/vao-gio")
@visitor
def to_cart():
    """Into the cart, and off the list; what cannot be bought stays on it."""
    variant = queries.variant_to_buy(request.form.get("sku", "")[:60]) or abort(404, _("Món này không còn ở chợ."))
    name = in_locale(variant.product, "name")
    try:
        carts.put(cart_to_change(), variant, 1)
    except (carts.NotForSale, carts.SessionNeeded):
        flash(_("%(name)s chưa vào giỏ được. Mở trang món ấy để xem vì sao.", name=name), "bad")
        return redirect(url_for("wishes.show"), 303)
    if mine := current_list():
        wishes.drop(mine, variant.product_id)
    db.session.commit()
    flash(_("Đã chuyển %(name)s vào giỏ.", name=name), "good")
    return redirect(url_for("wishes.show"), 303)


@bp.get("/chia-se/<token>")
@visitor
def shared(token: str):
    """Whoever has the link sees the goods, and nothing of whose they are."""
    found = wishes.shared(token) or abort(404, _("Danh sách này không còn được chia sẻ."))
    return render_template("shop/wishes_shared.html", goods=wishes.goods(found))


@bp.post("/chia-se")
@signed_in
def share():
    wishes.share(_list_to_change())
    db.session.commit()
    flash(_("Đã có đường dẫn. Ai có đường dẫn này đều xem được các món, không thấy bạn là ai."), "good")
    return redirect(url_for("wishes.show"), 303)


@bp.post("/thoi-chia-se")
@signed_in
def stop_sharing():
    if mine := current_list():
        wishes.stop_sharing(mine)
        db.session.commit()
    flash(_("Đã thôi chia sẻ; đường dẫn cũ không mở được nữa."), "good")
    return redirect(url_for("wishes.show"), 303)


def current_list() -> WishList | None:
    if current_user.is_authenticated:
        return wishes.of_person(current_user.id)
    return wishes.with_token(session.get("wishes"))


def kept_ids() -> list[int]:
    """The products whose hearts are full for whoever asks."""
    if current_user.is_authenticated:
        return wishes.product_ids(WishList.user_id == current_user.id)
    token = session.get("wishes")
    return wishes.product_ids((WishList.token == token) & WishList.user_id.is_(None)) if token else []


def _list_to_change() -> WishList:
    found = current_list()
    if found is None:
        signed = current_user.is_authenticated
        found = wishes.begin(current_user.id if signed else None)
        if not signed:
            session["wishes"], session.permanent = found.token, True
    return found


def _slug() -> str:
    return request.form.get("sp", "")[:200]


def _where_one_was(mark: str) -> str:
    """The page of this site that the form stood on, else the list."""
    came = urlsplit(request.referrer or "")
    if came.netloc != request.host or not came.path.startswith("/") or came.path.startswith("//"):
        return url_for("wishes.show")
    return f"{came.path}{'?' + came.query if came.query else ''}#{mark}"
