"""The buyer changes her order until it is packed."""

from typing import NoReturn

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from core.access import visitor
from core.db import db
from core.i18n import day
from shop import amending, proposals
from shop.amending_forms import FewerForm, RecipientForm
from shop.web import orders as order_pages

bp = Blueprint("amending", __name__, url_prefix="/don-hang")


@bp.post("/<token>/noi-nhan")
@visitor
def change(token: str):
    order = order_pages.order_of(token)
    form = RecipientForm(request.form)
    if request.form.get("do") == "communes":
        return order_pages.page(order, amend=form)
    if not form.is_valid():
        return order_pages.page(order, amend=form), 422
    try:
        amending.change(order, form.recipient(), request.form.get("shown_total", type=int) or 0)
    except amending.TooLate:
        _too_late()
    except amending.FeeIsFixed:
        form.errors["commune_code"] = _(
            "Tới đó phí giao khác, mà phần này đã trả tiền hoặc được giảm phí giao nên không đổi được nữa."
            " Gọi người bán, hoặc hủy rồi đặt lại."
        )
    except amending.OutOfRange as far:
        form.errors["commune_code"] = _("%(names)s không giao tới đó.", names=", ".join(far.names))
    except amending.Late as late:
        form.errors["deliver_before"] = _("Sớm nhất ngày %(day)s mới tới nơi.", day=day(late.arrives_on))
    except amending.TotalMoved as moved:
        return _again(token, form, 409, new_total=moved.total)
    if form.errors:
        return _again(token, form, 422)
    db.session.commit()
    flash(_("Đã đổi nơi nhận; người bán được báo."), "good")
    return redirect(url_for("orders.show", token=token), 303)


@bp.post("/<token>/goi/<code>/bot")
@visitor
def take_fewer(token: str, code: str):
    order = order_pages.order_of(token)
    parcel = order_pages.parcel_of(order, code)
    form = FewerForm(request.form, parcel.lines)
    if not form.is_valid() or form.line is None:
        return order_pages.page(order, fewer=form, fewer_code=code), 422
    try:
        amending.take_fewer(parcel, form.line, form.quantity)
    except amending.Paid:
        abort(409, _("Gói này đã có tiền trả. Gọi người bán để bớt món, hoặc hủy cả gói."))
    except proposals.NothingLess:
        abort(409, _("Đó là món cuối cùng của gói: hãy hủy cả gói."))
    except proposals.WaitsAlready:
        abort(409, _("Người bán đang hỏi bạn về món này; hãy trả lời trước."))
    except (proposals.TooLate, proposals.NotInPieces):
        _too_late()
    db.session.commit()
    flash(_("Đã bớt món; người bán được báo."), "good")
    return redirect(url_for("orders.show", token=token), 303)


def _too_late() -> NoReturn:
    abort(409, _("Gói đã được gói xong, hoặc đơn đã đổi quá số lần cho phép. Hãy gọi người bán."))


def _again(token: str, form: RecipientForm, status: int, **notes):
    """Nothing was changed: the order as it stands, and what was typed."""
    db.session.rollback()
    return order_pages.page(order_pages.order_of(token), amend=form, **notes), status
