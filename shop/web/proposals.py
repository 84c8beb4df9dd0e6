"""A maker proposes fewer, or something else; the buyer answers on her order page."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from catalog import stock
from core.access import visitor
from core.db import db
from core.money import vnd
from shop import proposals, proposed, queries
from shop.door_forms import ProposalForm
from shop.web import manage
from shop.web import orders as order_pages

bp = Blueprint("proposals", __name__)


@bp.post("/quan-ly/don/<int:parcel_id>/de-nghi/mon/<int:line_id>")
@facility("packer")
def propose(parcel_id: int, line_id: int):
    parcel = _mine(parcel_id)
    line = next((one for one in parcel.lines if one.id == line_id), None) or abort(404)
    form = ProposalForm(request.form, line, proposed.substitutes(parcel.facility_id))
    if not form.is_valid():
        return manage.page(parcel, proposal=form, proposal_line=line_id), 422
    try:
        proposals.propose(parcel, line, form.quantity, substitute=form.substitute, price=form.price, note=form.words)
    except proposals.NothingLess:
        form.errors["quantity"] = _("Ghi ít hơn số đã đặt. Không còn món nào để gửi thì bấm “Không có hàng để gửi”.")
        return manage.page(parcel, proposal=form, proposal_line=line_id), 422
    except proposals.WaitsAlready:
        abort(409, _("Món này đang chờ người mua trả lời một đề nghị rồi."))
    except (proposals.TooLate, proposals.NotInPieces, proposals.NotHers):
        abort(409, _("Món này không đề nghị đổi được nữa. Hãy mở lại đơn để xem."))
    db.session.commit()
    flash(_("Đã hỏi người mua. Chưa có câu trả lời thì đơn vẫn như cũ."), "good")
    return _to_parcel(parcel_id)


@bp.post("/quan-ly/don/<int:parcel_id>/de-nghi/<int:proposal_id>/rut")
@facility("packer")
def withdraw(parcel_id: int, proposal_id: int):
    parcel = _mine(parcel_id)
    try:
        proposals.withdraw(parcel, _of(parcel, proposal_id))
    except proposals.NotOpen:
        abort(409, _("Đề nghị này đã có câu trả lời hoặc đã hết hạn."))
    db.session.commit()
    flash(_("Đã rút đề nghị; đơn như đã đặt."), "good")
    return _to_parcel(parcel_id)


@bp.post("/don-hang/<token>/goi/<code>/de-nghi/<int:proposal_id>")
@visitor
def answer(token: str, code: str, proposal_id: int):
    """Her word: `do` is agree or refuse."""
    parcel = order_pages.parcel_of(order_pages.order_of(token), code)
    proposal = _of(parcel, proposal_id)
    act = {"agree": proposals.agree, "refuse": proposals.refuse}.get(request.form.get("do", "")) or abort(422)
    try:
        act(parcel, proposal)
    except stock.OutOfStock:
        abort(409, _("Món thay thế vừa hết. Đơn vẫn như cũ; người bán sẽ đề nghị lại."))
    except (proposals.NotOpen, proposals.TooLate):
        abort(409, _("Đề nghị này đã có câu trả lời, đã rút hoặc đã hết hạn. Mở lại đơn để xem."))
    db.session.commit()
    said = _("Đã đổi theo ý bạn; gói này còn %(total)s.", total=vnd(parcel.total))
    flash(said if act is proposals.agree else _("Đã báo người bán là bạn không đổi."), "good")
    return redirect(url_for("orders.show", token=token), 303)


def _of(parcel, proposal_id: int):
    return next((one for one in proposed.of([parcel.id])[parcel.id] if one.id == proposal_id), None) or abort(404)


def _mine(parcel_id: int):
    return queries.parcel_of(my_facility_id(), parcel_id) or abort(404, _("Cơ sở của bạn không có đơn này."))


def _to_parcel(parcel_id: int):
    return redirect(url_for("shop_manage.parcel", parcel_id=parcel_id), 303)
