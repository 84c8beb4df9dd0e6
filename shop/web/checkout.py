"""One-page checkout: who, where to, how paid, all costs before committing."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from core.access import visitor
from core.db import db
from core.web import form_key, new_key
from programme import places
from shop import bills, holding, orders, promotions, shipping, terms
from shop.forms import CheckoutForm
from shop.web import placing
from shop.web.visit import cart_token, current_cart

bp = Blueprint("checkout", __name__, url_prefix="/thanh-toan")


@bp.get("")
@visitor
def show():
    chosen = {"province_code": request.args.get("province_code", shipping.HOME), "payment": "cod"}
    ways = {name: value for name, value in request.args.items() if name.startswith("cach-")}
    return _page(CheckoutForm(_known_of_me() | chosen | ways))


@bp.post("")
@visitor
def place():
    if request.form.get("do") == "begin":
        return begin()
    if request.form.get("do") == "communes":
        return _page(CheckoutForm(request.form))
    if request.form.get("do") == "leave":
        return _leave()
    bill = bills.chosen(cart := current_cart(), CheckoutForm(request.form))
    form = CheckoutForm(request.form, needs_address=bills.needs_address(bill))
    if not form.is_valid():
        return _page(form, 422)
    shown = {"shown_total": _shown_total(), "shown_days": _shown_days()}
    shown["shown_deposit"] = request.form.get("shown_deposit", "")[:40]
    try:
        token = placing.place(cart_token(), form, key=form_key(), offered=bill.methods, read=cart, **shown)
    except orders.EmptyCart:
        return _nothing_to_order()
    except orders.Unavailable as short:
        return _page(form, 409, left=short.left, why=short.why)
    except orders.OutOfRange as far:
        return _page(form, 422, why=far.why)
    except orders.NoAddress:  # its maker no longer hands over there
        return _page(form, 409, moved=True)
    except orders.NotInTime as late:
        form.errors["deliver_before"] = placing.not_in_time_words(late)
        return _page(form, 422)
    except orders.NoCash:
        form.errors["payment"] = placing.no_cash_words()
        return _page(form, 422)
    except placing.NotOffered:
        form.errors["payment"] = placing.not_offered_words()
        return _page(form, 422)
    except orders.LaterNow:
        return _page(form, 409, later=True)
    except (orders.TotalMoved, promotions.Over):
        return _page(form, 409, moved=True)
    except orders.OtherRequest:
        return _page(form, 422, key=new_key(), repeated=True)
    return redirect(url_for("orders.show", token=token), 303)


def begin():
    """Start the clock and open the page, which says what falls short; nothing is held then.

    Only who presses a button holds goods, never a browser that fetches the page ahead.
    """
    token = cart_token()
    if token is not None and holding.begin(token):
        db.session.commit()
    else:
        db.session.rollback()
    return redirect(url_for("checkout.show"), 303)


def _leave():
    cart = current_cart()
    if cart is not None:
        holding.end(cart)
        db.session.commit()
    flash(_("Đã thôi giữ hàng; món vẫn ở trong giỏ."), "good")
    return redirect(url_for("cart.show"), 303)


def _page(form: CheckoutForm, status: int = 200, **notes):
    province = places.province(str(form.value("province_code"))) or places.province(shipping.HOME)
    cart = current_cart()
    commune = str(form.value("commune_code")) if request.method == "POST" else ""
    bill = bills.bill(cart, province.code, commune, form.fetched_from, form.phone_number, points=form.points)
    if not bill.parcels:
        return redirect(url_for("cart.show"), 303) if request.method == "GET" else _nothing_to_order()
    page = render_template(
        "shop/checkout.html",
        form=form,
        bill=bill,
        province=province,
        held_until=holding.until(cart),
        provinces=[(place.code, place.name) for place in places.provinces()],
        communes=[(place.code, place.name) for place in places.communes_of(province.code)],
        labels=_labels(),
        wait_hours=terms.value("transfer_hours"),
        key=notes.pop("key", None) or form.value("key") or new_key(),
        **notes,
    )
    return page, status


def _nothing_to_order():
    return render_template("shop/empty_checkout.html"), 409


def _labels() -> dict[str, str]:
    return {
        "name": _("Họ và tên"),
        "phone": _("Điện thoại"),
        "email": _("Thư điện tử"),
        "province_code": _("Tỉnh, thành phố"),
        "commune_code": _("Xã, phường"),
        "street": _("Số nhà, đường, thôn"),
        "payment": _("Trả tiền"),
        "note": _("Nhắn người bán"),
        "deliver_before": _("Cần có trước ngày"),
    }


def _shown_total() -> int | None:
    shown = request.form.get("shown_total", "")
    return int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 16 else None


def _shown_days() -> str:
    return request.form.get("shown_days", "")[:20_000]


def _known_of_me() -> dict[str, str]:
    if not current_user.is_authenticated:
        return {}
    return {"name": current_user.name, "phone": current_user.phone or "", "email": current_user.email or ""}
