"""Returns, exchanges and claims: the buyer asks, the maker answers, staff decide where they disagree."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id, staff
from catalog import photos, stock
from catalog.web.designs import PRIVATE
from catalog.web.photos import sent, tell_refused
from core.access import visitor
from core.db import db
from core.money import vnd
from shop import claim_pictures, claimed, claims, exchanges, queries
from shop.claim_forms import ClaimForm, RemedyForm, SentForm
from shop.door_forms import BackForm
from shop.web import manage
from shop.web import orders as order_pages

bp = Blueprint("claims", __name__)


@bp.post("/don-hang/<token>/goi/<code>/doi-tra")
@visitor
def ask(token: str, code: str):
    order = order_pages.order_of(token)
    parcel = order_pages.parcel_of(order, code)
    form = ClaimForm(request.form)
    if not form.is_valid():
        return order_pages.page(order, claim=form, claim_code=code), 422
    batch = photos.render(sent("photos"), claim_pictures.MOST)  # ends the transaction: read anew
    order = order_pages.order_of(token)
    parcel = order_pages.parcel_of(order, code)
    try:
        claims.ask(parcel, form.kind, form.quantities, form.words, batch)
    except claims.TooMany:
        form.errors["lines"] = _("Nhiều hơn số bạn đã nhận; xem lại số lượng.")
        return order_pages.page(order, claim=form, claim_code=code), 422
    except claims.TooLate:
        abort(409, _("Gói này chưa tới tay, đã quá hạn đổi trả, hoặc đang có một yêu cầu khác."))
    db.session.commit()
    tell_refused(batch)
    flash(_("Đã gửi người bán. Câu trả lời hiện ở trang này."), "good")
    return redirect(url_for("orders.show", token=token), 303)


@bp.post("/don-hang/<token>/goi/<code>/doi-tra/<int:claim_id>")
@visitor
def answer_back(token: str, code: str, claim_id: int):
    """The buyer's `do`: received, or dispute."""
    parcel = order_pages.parcel_of(order_pages.order_of(token), code)
    claim = _of(parcel, claim_id)
    act = {"received": claims.receive, "dispute": claims.dispute}.get(request.form.get("do", "")) or abort(422)
    _act(act, claim)
    flash(_("Đã ghi là bạn đã nhận.") if act is claims.receive else _("Đã gửi người trực."), "good")
    return redirect(url_for("orders.show", token=token), 303)


@bp.post("/quan-ly/don/<int:parcel_id>/doi-tra/<int:claim_id>")
@facility("packer")
def answer(parcel_id: int, claim_id: int):
    parcel = _mine(parcel_id)
    claim, form = _of(parcel, claim_id), RemedyForm(request.form, "refuse")
    if not form.is_valid():
        return manage.page(parcel, remedy=form), 422
    if form.remedy:
        _act(claims.agree, claim, form.remedy, form.amount, form.words)
    else:
        _act(claims.refuse, claim, form.words)
    flash(_("Đã trả lời người mua."), "good")
    return _to_parcel(parcel_id)


@bp.post("/quan-ly/don/<int:parcel_id>/doi-tra/<int:claim_id>/gui")
@facility("packer")
def send(parcel_id: int, claim_id: int):
    parcel = _mine(parcel_id)
    claim, form = _of(parcel, claim_id), SentForm(request.form)
    if not form.is_valid():
        return manage.page(parcel, sent_back=form), 422
    _act(claims.send, claim, form.words)
    flash(_("Đã ghi; chờ người mua xác nhận."), "good")
    return _to_parcel(parcel_id)


@bp.post("/quan-ly/don/<int:parcel_id>/doi-tra/<int:claim_id>/hang-ve")
@facility("packer")
def take_back(parcel_id: int, claim_id: int):
    parcel = _mine(parcel_id)
    claim, form = _of(parcel, claim_id), BackForm(request.form)
    if not form.is_valid():
        return manage.page(parcel, back=form), 422
    _act(claims.take_back, claim, is_whole=form.is_whole)
    flash(_("Hàng đã vào lại kho.") if form.is_whole else _("Đã ghi là hàng về, không còn nguyên."), "good")
    return _to_parcel(parcel_id)


@bp.get("/don-hang/<token>/goi/<code>/doi-tra/<int:claim_id>/anh/<int:picture_id>/<int:width>.jpg")
@visitor
def buyers_picture(token: str, code: str, claim_id: int, picture_id: int, width: int) -> Response:
    return _picture(_of(order_pages.parcel_of(order_pages.order_of(token), code), claim_id), picture_id, width)


@bp.get("/quan-ly/don/<int:parcel_id>/doi-tra/<int:claim_id>/anh/<int:picture_id>/<int:width>.jpg")
@facility("packer")
def makers_picture(parcel_id: int, claim_id: int, picture_id: int, width: int) -> Response:
    return _picture(_of(_mine(parcel_id), claim_id), picture_id, width)


@bp.get("/can-bo/don-hang/doi-tra/<int:claim_id>/anh/<int:picture_id>/<int:width>.jpg")
@staff("moderate")
def staff_picture(claim_id: int, picture_id: int, width: int) -> Response:
    return _picture(claimed.one_to_decide(claim_id) or abort(404), picture_id, width)


@bp.get("/can-bo/don-hang/doi-tra")
@staff("moderate")
def desk():
    return _desk()


@bp.post("/can-bo/don-hang/doi-tra/<int:claim_id>")
@staff("moderate")
def decide(claim_id: int):
    claim = claimed.one_to_decide(claim_id) or abort(404)
    form = RemedyForm(request.form, "dismiss")
    if not form.is_valid() or not form.words:
        form.errors.setdefault("words", _("Ghi lý do; người mua và người bán đọc được."))
        return _desk(form, claim_id), 422
    _act(claims.decide, claim, form.remedy, form.amount, form.words)
    flash(_("Đã ghi; người mua và người bán được báo."), "good")
    return redirect(url_for(".desk"), 303)


def _picture(claim, picture_id: int, width: int) -> Response:
    """For those who may see the claim; nobody on the way may keep it."""
    picture = claim_pictures.one_of(claim.id, picture_id) or abort(404)
    content = claim_pictures.rendition(picture, width) or abort(404)
    return Response(content, mimetype="image/jpeg", headers=PRIVATE)


def _act(act, claim, *values, **named) -> None:
    try:
        act(claim, *values, **named)
    except claims.AboveWhatWasPaid as above:
        abort(409, _("Nhiều hơn số đã trả: chỉ còn trả lại được %(left)s.", left=vnd(above.left)))
    except exchanges.NotInPieces:
        abort(409, _("Món bán theo cân hay dịch vụ không gửi món thay được: hãy trả lại tiền."))
    except stock.OutOfStock:
        abort(409, _("Không còn hàng để gửi món thay: hãy trả lại tiền."))
    except claims.AlreadyBack:
        abort(409, _("Hàng của gói này đã ghi là về rồi."))
    except claims.IllegalMove:
        abort(409, _("Yêu cầu này vừa được chuyển sang bước khác. Hãy mở lại trang để xem."))
    db.session.commit()


def _desk(form: RemedyForm | None = None, form_id: int = 0):
    rows = claimed.to_decide()
    return render_template("shop/staff_claims.html", rows=rows, form=form, form_id=form_id)


def _of(parcel, claim_id: int):
    return next((one for one in claimed.of([parcel.id])[parcel.id] if one.id == claim_id), None) or abort(404)


def _mine(parcel_id: int):
    return queries.parcel_of(my_facility_id(), parcel_id) or abort(404, _("Cơ sở của bạn không có đơn này."))


def _to_parcel(parcel_id: int):
    return redirect(url_for("shop_manage.parcel", parcel_id=parcel_id), 303)
