"""One-page checkout: who, where to, how paid, all costs before committing."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from core import rates
from core.access import visitor
from core.db import db, reads_first
from core.web import form_key, new_key
from programme import places
from shop import bills, gifts, holding, orders, promotions, queries, sending, shipping, slots, terms
from shop.carriers import prices
from shop.forms import CheckoutForm, FreightForm
from shop.web import placing
from shop.web.gifts import count_codes, trouble
from shop.web.visit import cart_token, current_cart

bp = Blueprint("checkout", __name__, url_prefix="/thanh-toan")

# Something is no longer as it was shown: a sum, a card, a voucher, or how it is fetched or sent.
MOVED = (orders.TotalMoved, gifts.Moved, promotions.Over, orders.NoAddress, sending.WayGone)


@bp.get("")
@visitor
def show():
    chosen = {"province_code": request.args.get("province_code", shipping.HOME), "payment": "cod"}
    ways = {
        name: value
        for name, value in request.args.items()
        if name.startswith(("cach-", "gio-")) or name == "commune_code"
    }
    return _page(CheckoutForm(_known_of_me() | chosen | ways))


@bp.post("")
@visitor
@reads_first
def place():
    others = {"begin": begin, "communes": _count_anew, "leave": _leave, "freight": _ask_freight}
    if other := others.get(request.form.get("do", "")):
        return other()
    count_codes(CheckoutForm(request.form).gift_codes)
    bill = bills.chosen(cart := current_cart(), CheckoutForm(request.form))
    form = CheckoutForm(request.form, needs_address=bills.needs_address(bill))
    if not form.is_valid():
        return _page(form, 422)
    shown = {"shown_total": _shown("shown_total"), "shown_days": _shown_days(), "shown_gift": _shown("shown_gift") or 0}
    shown["shown_deposit"] = request.form.get("shown_deposit", "")[:40]
    try:
        token = placing.place(cart_token(), form, key=form_key(), bill=bill, read=cart, **shown)
    except orders.EmptyCart:
        return _nothing_to_order()
    except orders.Unavailable as short:
        return _page(form, 409, left=short.left, why=short.why)
    except orders.OutOfRange as far:
        return _page(form, 422, why=far.why)
    except orders.NotInTime as late:
        form.errors["deliver_before"] = placing.not_in_time_words(late)
        return _page(form, 422)
    except orders.NoCash:
        form.errors["payment"] = placing.no_cash_words()
        return _page(form, 422)
    except placing.NotOffered:
        form.errors["payment"] = placing.not_offered_words()
        return _page(form, 422)
    except (gifts.NotGood, gifts.TooLittleLeft) as no:
        return _gifts_refused(form, no)
    except slots.Full:
        return _page(form, 409, slot_gone=True)
    except orders.LaterNow:
        return _page(form, 409, later=True)
    except MOVED:
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


def _count_anew():
    count_codes(CheckoutForm(request.form).gift_codes)
    _ask_carriers(CheckoutForm(request.form))
    return _page(CheckoutForm(request.form))


def _ask_freight():
    """What goes by no table leaves the cart for a talk with its maker; nothing is ordered."""
    form = FreightForm(request.form)
    if not form.is_valid():
        return _page(form, 422)
    cart = queries.cart_for_order(cart_token())
    try:
        talks = placing.ask_freight(cart, form) if cart else []
    except rates.TooOften:
        abort(429, _("Bạn đã hỏi nhiều câu trong giờ này. Xin đợi một lát rồi hỏi tiếp."))
    if not talks:
        return _nothing_to_order()
    db.session.commit()
    count = len(talks)
    flash(ngettext("Đã hỏi phí giao; báo giá đến thì bạn quyết.", "Đã hỏi %(num)s người bán phí giao.", count), "good")
    return redirect(url_for("talks.show", token=talks[0].token) if len(talks) == 1 else url_for("cart.show"), 303)


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
    commune = _commune_of(form, province.code)
    way = {"points": form.points, "sent_by": form.sending}
    bill = bills.bill(cart, province.code, commune, form.fetched_from, form.phone_number, **way)
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
        slot_words=slots.written,
        gifts=_covered(form, bill.total),
        wait_hours=terms.value("transfer_hours"),
        key=notes.pop("key", None) or form.value("key") or new_key(),
        **notes,
    )
    return page, status


def _gifts_refused(form: CheckoutForm, no: gifts.Refused):
    """What is wrong with a card the page says at its field, whenever it shows it."""
    if isinstance(no, gifts.TooLittleLeft):
        form.errors["payment"] = placing.too_little_words()
    return _page(form, 422)


def _covered(form: CheckoutForm, total: int) -> list[gifts.Share]:
    """What the gift cards pay; none where one of them is not good, and why stands at the field."""
    if "" in form.gift_codes:
        form.errors["gift"] = trouble("unknown")
        return []
    try:
        return gifts.cover(form.gifts, total) if form.gifts else []
    except gifts.NotGood as bad:
        form.errors["gift"] = trouble(bad.why)
        return []


def _ask_carriers(form: CheckoutForm) -> None:
    """What the makers' own carriers would ask, once the buyer has said where to; a page only looked at asks nobody."""
    province = places.province(str(form.value("province_code")))
    commune = _commune_of(form, province.code) if province else ""
    if commune:
        bill = bills.bill(current_cart(), province.code, commune, form.fetched_from, points=form.points)
        prices.ask(bills.to_be_priced(bill), commune)
        db.session.commit()


def _commune_of(form: CheckoutForm, province_code: str) -> str:
    """As it is chosen, where it is of the province."""
    commune = places.commune(str(form.value("commune_code")))
    return commune.code if commune and commune.province_code == province_code else ""


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
        "gift": _("Thẻ quà tặng"),
        "note": _("Nhắn người bán"),
        "deliver_before": _("Cần có trước ngày"),
        "invoice_name": _("Tên trên hóa đơn"),
        "invoice_tax": _("Mã số thuế"),
        "invoice_address": _("Địa chỉ trên hóa đơn"),
        "invoice_email": _("Thư nhận hóa đơn"),
    }


def _shown(name: str) -> int | None:
    shown = request.form.get(name, "")
    return int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 16 else None


def _shown_days() -> str:
    return request.form.get("shown_days", "")[:20_000]


def _known_of_me() -> dict[str, str]:
    if not current_user.is_authenticated:
        return {}
    return {"name": current_user.name, "phone": current_user.phone or "", "email": current_user.email or ""}
