"""Orders that a village shares: the lead divides, makers answer, the buyer reads one answer and accepts it once."""

from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from accounts.access import facility, my_facility_id, staff
from core import answers, times
from core.access import visitor
from core.db import db
from core.money import number
from programme import places
from programme.models import Facility
from shop import (
    division_forms,
    division_orders,
    division_queries,
    divisions,
    enquiries,
    offered,
    orders,
    payments,
    quote_queries,
    shipping,
)
from shop.forms import CheckoutForm
from shop.quote_forms import USUAL_DAYS, DeclineForm
from shop.web import placing

bp = Blueprint("divisions", __name__)

AT = "/quan-ly/chia-don/<int:division_id>"
TALK = "/hoi/<token>/chia/<int:division_id>"


@bp.get("/quan-ly/chia-don")
@facility("packer")
def mine():
    maker = _me()
    shared = division_queries.in_village(maker.village_id) if maker.village_id else []
    record = division_queries.record_of(maker.village_id) if maker.village_id else []
    return render_template("shop/manage_divisions.html", facility=maker, shared=shared, record=record)


@bp.get("/quan-ly/hoi-dap/<int:enquiry_id>/chia")
@facility("packer")
def new(enquiry_id: int):
    enquiry, makers = _talk_of_mine(enquiry_id)
    instead = _failed(enquiry)
    return _plan_page(enquiry, makers, division_forms.PlanForm(division_forms.begun(enquiry, makers, instead), makers))


@bp.post("/quan-ly/hoi-dap/<int:enquiry_id>/chia")
@facility("packer")
def divide(enquiry_id: int):
    enquiry, makers = _talk_of_mine(enquiry_id)
    form = division_forms.PlanForm(request.form, makers)
    if not form.is_valid():
        return _plan_page(enquiry, makers, form), 422
    try:
        division = divisions.divide(enquiry, form.plan, _failed(enquiry))
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        abort(409, _("Câu hỏi này đang được chia rồi. Mở lại trang Đơn chia để xem."))
    except enquiries.Erased:
        abort(409, _("Người hỏi đã yêu cầu xóa tên; không còn ai để trả lời."))
    flash(_("Đã gửi phần cho các nhà; ai trả lời bạn sẽ thấy ở đây."), "good")
    return redirect(url_for(".show", division_id=division.id), 303)


@bp.get(AT)
@facility("packer")
def show(division_id: int):
    return _page(_in_my_village(division_id))


@bp.post(f"{AT}/nhan")
@facility("packer")
def take(division_id: int):
    division = _in_my_village(division_id)
    form = division_forms.TakeForm(request.form, quote_queries.offers(my_facility_id()))
    if not form.is_valid():
        return _page(division, taking=form), 422
    return _done(
        division, lambda: divisions.take(division, my_facility_id(), form.variant_id), _("Bạn đã nhận phần này.")
    )


@bp.post(f"{AT}/tu-choi")
@facility("packer")
def decline(division_id: int):
    division = _in_my_village(division_id)
    said = _("Đã báo; phần này để các nhà khác nhận.")
    return _done(division, lambda: divisions.decline(division, my_facility_id()), said)


@bp.post(f"{AT}/phan-con")
@facility("packer")
def take_rest(division_id: int):
    division = _in_my_village(division_id)
    form = division_forms.RestForm(request.form, quote_queries.offers(my_facility_id()))
    if not form.is_valid():
        return _page(division, rest=form), 422
    try:
        divisions.take_rest(division, _me(), form.quantity, form.variant_id)
        db.session.commit()
    except (divisions.TooMuch, IntegrityError):
        db.session.rollback()
        division = _in_my_village(division_id)
        form.errors["quantity"] = _("Chỉ còn %(n)s; có nhà vừa nhận trước.", n=number(division.left))
        return _page(division, rest=form), 409
    except divisions.NotOpen:
        return _late()
    flash(_("Bạn đã nhận phần này."), "good")
    return redirect(url_for(".show", division_id=division_id), 303)


@bp.post(f"{AT}/gui")
@facility("packer")
def send(division_id: int):
    division = _led(division_id)
    form = division_forms.SendForm(request.form)
    if not form.is_valid():
        return _page(division, sending=form), 422
    try:
        divisions.send(division, form.valid_until, form.words)
    except divisions.StillWaiting:
        abort(409, _("Còn nhà chưa trả lời và chưa hết hạn, hoặc chưa ai nhận. Chưa gửi gì."))
    except divisions.NotOpen:
        return _late()
    db.session.commit()
    flash(_("Đã gửi một câu trả lời chung cho khách."), "good")
    return redirect(url_for(".show", division_id=division_id), 303)


@bp.post(f"{AT}/rut")
@facility("packer")
def withdraw(division_id: int):
    division = _led(division_id)
    return _done(division, lambda: divisions.withdraw(division), _("Đã rút; các nhà được báo."))


@bp.get(TALK)
@visitor
def read(token: str, division_id: int):
    division = _sent(token, division_id)
    enquiry = division.enquiry
    known = {"name": enquiry.name, "email" if "@" in enquiry.contact else "phone": enquiry.contact, "payment": "cod"}
    chosen = {"province_code": request.args.get("province_code") or shipping.HOME}
    return _answer_page(division, CheckoutForm(known | chosen))


@bp.post(TALK)
@visitor
def accept(token: str, division_id: int):
    division = _sent(token, division_id)
    form = CheckoutForm(request.form, division_orders.bill(division).methods)
    if request.form.get("do") == "communes":
        return _answer_page(division, form)
    if not form.is_valid():
        return _answer_page(division, form, 422)
    try:
        order = _accepted(token, division_id, form)
    except divisions.NotOpen as ended:
        return _ended(token, division_id, ended.standing)
    except offered.Short as short:
        return _answer_page(_sent(token, division_id), form, 409, short=short.names)
    except orders.TotalMoved:
        return _answer_page(_sent(token, division_id), form, 409, moved=True)
    except (orders.NoCash, payments.NoTransfers) as refused:
        is_cash = isinstance(refused, orders.NoCash)
        form.errors["payment"] = placing.no_cash_words() if is_cash else placing.not_offered_words()
        return _answer_page(_sent(token, division_id), form, 422)
    flash(_("Bạn đã nhận câu trả lời chung; đây là đơn, mỗi nhà một gói."), "good")
    return redirect(url_for("orders.show", token=order.token), 303)


@bp.post(f"{TALK}/tu-choi")
@visitor
def refuse(token: str, division_id: int):
    division = _sent(token, division_id)
    form = DeclineForm(request.form)
    if not form.is_valid():
        return _answer_page(division, CheckoutForm({"province_code": shipping.HOME}), 422, declining=form)
    try:
        divisions.refuse(division, form.reason)
    except divisions.NotOpen:
        abort(409, _("Câu trả lời này không còn chờ. Mở lại cuộc trò chuyện để xem."))
    db.session.commit()
    flash(_("Đã báo người bán; họ có thể gửi bản khác."), "good")
    return redirect(url_for("talks.show", token=token), 303)


@bp.get("/can-bo/chia-don")
@staff("moderate")
def desk():
    return render_template("shop/staff_divisions.html", shared=division_queries.for_staff())


def _accepted(token: str, division_id: int, form: CheckoutForm):
    buyer = form.buyer(current_user.id if current_user.is_authenticated else None)
    said = request.form.get("shown_total", "")
    shown = int(said) if said.isascii() and said.isdigit() and len(said) < 16 else None
    deposit = request.form.get("shown_deposit", "")[:40]
    return answers.committed(
        lambda: division_orders.accept(_sent(token, division_id), buyer, shown_total=shown, shown_deposit=deposit)
    )


def _ended(token: str, division_id: int, standing: str):
    """Accepted already: sent twice, it leads to the one order."""
    division = _sent(token, division_id)
    if standing == "accepted" and division.order:
        flash(_("Bạn đã nhận câu trả lời này rồi; đây là đơn của nó."), "good")
        return redirect(url_for("orders.show", token=division.order.token), 303)
    return _answer_page(division, CheckoutForm(request.form), 409, late=True)


def _done(division, act, said: str):
    try:
        act()
    except divisions.NotOpen:
        return _late()
    db.session.commit()
    flash(said, "good")
    return redirect(url_for(".show", division_id=division.id), 303)


def _late():
    db.session.rollback()
    abort(409, _("Việc này đã sang bước khác. Mở lại trang để xem; chưa đổi gì."))


def _me() -> Facility:
    return db.session.get_one(Facility, my_facility_id())


def _talk_of_mine(enquiry_id: int):
    enquiry = quote_queries.of_maker(my_facility_id(), enquiry_id) or abort(404)
    village = enquiry.facility.village_id
    makers = divisions.makers_of(village) if village else {}
    return enquiry, makers or abort(404, _("Cơ sở chưa thuộc làng nghề nào, nên chưa chia đơn được."))


def _failed(enquiry):
    """The share that is divided anew, where the address or the form names one."""
    said = request.values.get("thay", "")
    if not said:
        return None
    is_id = said.isascii() and said.isdigit() and len(said) < 10
    return (division_queries.failed(enquiry.id, int(said)) if is_id else None) or abort(404)


def _in_my_village(division_id: int):
    village = _me().village_id
    return (division_queries.of_village(village, division_id) if village else None) or abort(404)


def _led(division_id: int):
    division = _in_my_village(division_id)
    return division if division.enquiry.facility_id == my_facility_id() else abort(404)


def _sent(token: str, division_id: int):
    return division_queries.of_talk(token, division_id) or abort(404, _("Không có câu trả lời nào ở địa chỉ này."))


def _plan_page(enquiry, makers, form):
    return render_template(
        "shop/manage_divide.html",
        facility=enquiry.facility,
        enquiry=enquiry,
        makers=makers.values(),
        form=form,
        instead=_failed(enquiry),
    )


def _page(division, **forms):
    me = _me()
    share = next((one for one in division.shares if one.facility_id == me.id), None)
    page = {"taking": None, "rest": None, "sending": None} | forms
    return render_template(
        "shop/manage_division.html",
        facility=me,
        division=division,
        share=share,
        leads=division.enquiry.facility_id == me.id,
        offers=quote_queries.offers(me.id).values(),
        usual_until=(times.today() + timedelta(days=USUAL_DAYS)).isoformat(),
        **page,
    )


def _answer_page(division, form: CheckoutForm, status: int = 200, **notes):
    province = places.province(str(form.value("province_code"))) or places.province(shipping.HOME)
    page = render_template(
        "shop/division.html",
        division=division,
        enquiry=division.enquiry,
        bill=division_orders.bill(division),
        form=form,
        province=province,
        provinces=[(one.code, one.name) for one in places.provinces()],
        communes=[(one.code, one.name) for one in places.communes_of(province.code)],
        **{"declining": None} | notes,
    )
    return page, status
