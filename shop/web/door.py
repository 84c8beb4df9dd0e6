"""Goods not taken at the door: the maker notes it, the buyer may object, staff decide."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id, staff
from core.access import visitor
from core.db import db
from shop import parcels, queries, refusals, refused
from shop.door_forms import AppealForm, BackForm, DecisionForm, RefusalForm
from shop.web import manage
from shop.web import orders as order_pages

bp = Blueprint("door", __name__)


@bp.post("/quan-ly/don/<int:parcel_id>/khong-nhan")
@facility("packer")
def refuse(parcel_id: int):
    parcel = _mine(parcel_id)
    form = RefusalForm(request.form)
    if not form.is_valid() or form.reason is None:
        return manage.page(parcel, not_taken=form), 422
    try:
        refusals.note(parcel, form.reason, form.borne_by, form.words)
    except parcels.IllegalMove:
        abort(409, _("Đơn này vừa được chuyển sang bước khác. Hãy mở lại đơn để xem."))
    db.session.commit()
    flash(_("Đã ghi là khách không nhận; hàng về tới nơi thì ghi tiếp ở đây."), "good")
    return _to_parcel(parcel_id)


@bp.post("/quan-ly/don/<int:parcel_id>/hang-ve")
@facility("packer")
def take_back(parcel_id: int):
    parcel = _mine(parcel_id)
    form = BackForm(request.form)
    if not form.is_valid():
        return manage.page(parcel, back=form), 422
    refusal = refused.of([parcel.id]).get(parcel.id) or abort(409, _("Gói này không có hàng đang về."))
    try:
        refusals.take_back(refusal, is_whole=form.is_whole)
    except refusals.AlreadyBack:
        abort(409, _("Hàng của gói này đã ghi là về rồi."))
    db.session.commit()
    flash(_("Hàng đã vào lại kho.") if form.is_whole else _("Đã ghi là hàng về, không còn nguyên."), "good")
    return _to_parcel(parcel_id)


@bp.post("/don-hang/<token>/goi/<code>/khieu-nai")
@visitor
def appeal(token: str, code: str):
    order = order_pages.order_of(token)
    parcel = order_pages.parcel_of(order, code)
    form = AppealForm(request.form)
    if not form.is_valid():
        return order_pages.page(order, appeal=form, appeal_code=code), 422
    refusal = refused.of([parcel.id]).get(parcel.id) or abort(409, _("Gói này không có gì để khiếu nại."))
    try:
        refusals.appeal(refusal, form.words)
    except refusals.NothingToAppeal:
        abort(409, _("Lần này không tính vào đâu cả, hoặc bạn đã viết rồi."))
    db.session.commit()
    flash(_("Đã gửi người trực. Kết quả hiện ở trang này."), "good")
    return redirect(url_for("orders.show", token=token), 303)


@bp.get("/can-bo/don-hang/khong-nhan")
@staff("moderate")
def desk():
    return _desk()


@bp.post("/can-bo/don-hang/khong-nhan/<int:refusal_id>")
@staff("moderate")
def decide(refusal_id: int):
    refusal = refused.appealed_one(refusal_id) or abort(404)
    form = DecisionForm(request.form)
    if not form.is_valid():
        return _desk(form, refusal_id), 422
    try:
        refusals.decide(refusal, form.decision, form.why)
    except refusals.AlreadyDecided:
        abort(409, _("Lời này vừa được người khác xử lý. Hãy tải lại trang."))
    db.session.commit()
    flash(_("Đã ghi; người mua và người bán được báo."), "good")
    return redirect(url_for(".desk"), 303)


def _desk(form: DecisionForm | None = None, form_id: int = 0):
    rows = refused.appealed()
    return render_template("shop/staff_refusals.html", rows=rows, form=form or DecisionForm(), form_id=form_id)


def _mine(parcel_id: int):
    return queries.parcel_of(my_facility_id(), parcel_id) or abort(404, _("Cơ sở của bạn không có đơn này."))


def _to_parcel(parcel_id: int):
    return redirect(url_for("shop_manage.parcel", parcel_id=parcel_id), 303)
