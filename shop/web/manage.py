"""A facility confirms, packs and hands over; answers enquiries; sees its money."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from catalog import designs
from core.db import db
from core.i18n import day_time
from programme.models import Facility
from shop import (
    called,
    claimed,
    confirmations,
    design_access,
    drawn,
    enquiries,
    journeys,
    lapsing,
    letters,
    packing,
    parcels,
    payments,
    proposed,
    purse,
    queries,
    refused,
    reviews,
    unanswered,
)
from shop.bank import matching
from shop.carriers import accounts, door, shipments
from shop.door_forms import CollectForm
from shop.forms import AnswerForm, CallForm, HandOverForm, ReasonForm
from shop.models import CAME_TO_NOTHING
from shop.settling import dues, payouts, statements

bp = Blueprint("shop_manage", __name__, url_prefix="/quan-ly")

# The tabs of the list of orders: what waits for the maker first.
TABS = {
    "moi": ("placed",),
    "goi": ("confirmed",),
    "gui": ("packed",),
    "duong": ("handed_over",),
    "xong": ("delivered",),
    "huy": CAME_TO_NOTHING,
}

LAST_PAGE = 10_000


@bp.get("/don")
@facility("packer")
def parcels_list():
    tab = request.args.get("tab", "moi")
    states = TABS.get(tab) or abort(404)
    page = min(max(1, request.args.get("trang", 1, int)), LAST_PAGE)
    counts = queries.parcel_counts(my_facility_id())
    return render_template(
        "shop/manage_parcels.html",
        facility=_mine(),
        tab=tab,
        counts={name: sum(counts.get(state, 0) for state in inside) for name, inside in TABS.items()},
        parcels=queries.parcels_of(my_facility_id(), states, page),
        page=page,
        page_size=queries.PAGE_SIZE,
    )


@bp.get("/don/<int:parcel_id>")
@facility("packer")
def parcel(parcel_id: int):
    return page(_parcel(parcel_id))


@bp.get("/don/<int:parcel_id>/phieu")
@facility("packer")
def packing_slip(parcel_id: int):
    return render_template("shop/packing_slip.html", **_slip(_parcel(parcel_id)))


@bp.post("/don/<int:parcel_id>/nhan")
@facility("packer")
def confirm(parcel_id: int):
    return _move(parcel_id, parcels.confirm, said=_("Đã nhận đơn."))


@bp.post("/don/<int:parcel_id>/goi")
@facility("packer")
def pack(parcel_id: int):
    return _move(parcel_id, parcels.pack, said=_("Đã ghi là gói xong."))


@bp.post("/don/<int:parcel_id>/hoi-lai")
@facility("packer")
def ask(parcel_id: int):
    form = CallForm(request.form)
    if not form.is_valid():
        return page(_parcel(parcel_id), call=form), 422
    return _move(parcel_id, confirmations.note, form.how, form.outcome, form.words, said=_("Đã ghi lời người mua."))


@bp.post("/don/<int:parcel_id>/giao")
@facility("packer")
def hand_over(parcel_id: int):
    if _parcel(parcel_id).is_fetched:
        return _move(
            parcel_id, parcels.hand_over, "", "", said=_("Đã báo người mua tới lấy."), told=letters.parcel_ready
        )
    form = HandOverForm(request.form)
    if not form.is_valid():
        return page(_parcel(parcel_id), hand_over=form), 422
    said = _("Đã ghi là gửi đi; người mua được báo.")
    return _move(
        parcel_id, parcels.hand_over, form.carrier, form.tracking_code, said=said, told=letters.parcel_handed_over
    )


@bp.post("/don/<int:parcel_id>/toi")
@facility("packer")
def deliver(parcel_id: int):
    form = CollectForm(request.form, _parcel(parcel_id).payment.at_the_door)
    if not form.is_valid():
        return page(_parcel(parcel_id), collect=form), 422
    said = _("Đã ghi là hàng trong tay người mua.")
    return _move(parcel_id, parcels.deliver, form.collected, form.why, said=said)


@bp.post("/don/<int:parcel_id>/khong-co")
@facility("packer")
def refuse(parcel_id: int):
    form = ReasonForm(request.form)
    if not form.is_valid():
        return page(_parcel(parcel_id), refusal=form), 422
    said = _("Đã báo người mua là không có hàng.")
    return _move(parcel_id, parcels.refuse, form.reason, said=said, told=letters.parcel_refused)


@bp.post("/don/<int:parcel_id>/tien")
@facility("packer")
def receive(parcel_id: int):
    try:
        payments.receive(received := _parcel(parcel_id))
    except payments.NotFinal:
        abort(409, _("Gói này còn món chưa cân nên chưa biết số tiền."))
    except payments.NotAwaited:
        abort(409, _("Gói này đã nhận tiền rồi, hoặc không phải trả."))
    letters.payment_received(received)
    db.session.commit()
    flash(_("Đã ghi là nhận được tiền."), "good")
    return redirect(url_for("shop_manage.parcel", parcel_id=parcel_id), 303)


@bp.post("/don/<int:parcel_id>/cho-tien")
@facility("packer")
def wait_longer(parcel_id: int):
    try:
        until = lapsing.lengthen(_parcel(parcel_id))
    except lapsing.NotWaiting:
        abort(409, _("Gói này không còn chờ chuyển khoản."))
    db.session.commit()
    flash(_("Chờ chuyển khoản thêm, tới %(when)s.", when=day_time(until)), "good")
    return redirect(url_for("shop_manage.parcel", parcel_id=parcel_id), 303)


@bp.get("/hoi-dap")
@facility("packer")
def questions():
    return _questions()


@bp.post("/hoi-dap/<int:enquiry_id>")
@facility("packer")
def answer(enquiry_id: int):
    enquiry = queries.enquiry_of(my_facility_id(), enquiry_id) or abort(404)
    form = AnswerForm(request.form)
    if not form.is_valid():
        return _questions(form, enquiry_id), 422
    try:
        enquiries.answer(enquiry, form.answer)
    except enquiries.Erased:
        abort(409, _("Người hỏi đã yêu cầu xóa tên; không còn ai để trả lời."))
    db.session.commit()
    flash(_("Đã trả lời %(name)s.", name=enquiry.name), "good")
    return redirect(url_for("shop_manage.questions"), 303)


@bp.post("/loi/<int:review_id>")
@facility("packer")
def reply(review_id: int):
    review = queries.review_of(my_facility_id(), review_id) or abort(404)
    form = AnswerForm(request.form)
    if not form.is_valid():
        abort(422, form.errors["answer"])
    reviews.reply(review, form.answer)
    db.session.commit()
    flash(_("Lời đáp đã ở trang món hàng."), "good")
    return redirect(url_for("shop_manage.questions") + "#loi-nguoi-mua", 303)


@bp.get("/tien")
@facility("owner")
def money():
    mine = my_facility_id()
    return render_template(
        "shop/manage_money.html",
        facility=_mine(),
        owed=purse.owed_to(mine),
        awaited=queries.payments_awaited(mine),
        months=purse.received_by_month(mine),
        to_look_at=matching.waiting(mine),
        statements=statements.by_month(mine),
        due=dues.of(_mine()),
        payouts=payouts.of_facility(mine),
        vouchers_to_come=purse.vouchers_to_come(mine),
    )


def _move(parcel_id: int, move, *values, said: str, told=None):
    """Somebody else's parcel is not there; a move that the table does not allow changes nothing."""
    moved = _parcel(parcel_id)
    try:
        move(moved, *values)
    except parcels.LotNotGood as bad:
        abort(
            409, _("Lô %(number)s đã quá hạn hoặc bị thu hồi, không gói được. Hãy lấy hàng lô khác.", number=bad.number)
        )
    except parcels.NotWeighed:
        abort(409, _("Còn món chưa cân, hoặc người mua chưa trả lời về cân. Cân xong mới ghi là gói xong."))
    except parcels.NotAnswered:
        abort(409, _("Người mua chưa trả lời đề nghị của bạn. Đợi trả lời, hoặc rút đề nghị rồi gói như đã đặt."))
    except parcels.NotPaid:
        abort(409, _("Người mua chưa trả tiền thẻ hoặc tiền cọc. Trả xong chợ báo ngay; chưa cần làm gì."))
    except parcels.NotAsked:
        abort(409, _("Gói này thu tiền khi giao: hãy hỏi lại người mua và ghi kết quả trước khi gửi."))
    except (parcels.IllegalMove, confirmations.TooLate):
        abort(409, _("Đơn này vừa được chuyển sang bước khác. Hãy mở lại đơn để xem."))
    if told:
        told(moved)
    db.session.commit()
    flash(said, "good")
    return redirect(url_for("shop_manage.parcel", parcel_id=parcel_id), 303)


def _parcel(parcel_id: int):
    return queries.parcel_of(my_facility_id(), parcel_id) or abort(404, _("Cơ sở của bạn không có đơn này."))


def _mine() -> Facility:
    return db.session.get_one(Facility, my_facility_id())


def _slip(shown) -> dict[str, Any]:
    return {"facility": _mine(), "parcel": shown, "drawn": drawn.of([shown])[shown.id]}


def page(shown, **forms):
    calls = called.of([shown.id])[shown.id]
    asks_cash = shown.pays_at_the_door and shown.state in parcels.PACKABLE
    return render_template(
        "shop/manage_parcel.html",
        **_slip(shown),
        may=parcels.moves_open_to(shown, parcels.MAKER),
        may_split=journeys.may_split(shown),
        calls=calls,
        agreed=not shown.pays_at_the_door or called.ended(calls) in called.AGREED,
        claims=claimed.of([shown.id])[shown.id],
        proposals=proposed.of([shown.id])[shown.id],
        substitutes=proposed.substitutes(shown.facility_id) if shown.state in ("placed", "confirmed") else [],
        answer_by=unanswered.answer_by(shown.order),
        is_late=unanswered.is_late(shown),
        refusal_reasons=refused.reasons() if shown.state == "handed_over" else [],
        came_back=refused.of([shown.id]).get(shown.id),
        is_marked=asks_cash and refused.is_marked(shown.order.buyer_phone),
        shipments=shipments.of([shown.id])[shown.id],
        accounts=accounts.of(shown.facility_id) if shown.state == "packed" else [],
        carrier_names={code: door.name_of(code) for code in door.CARRIERS},
        lots=packing.open_lots(shown) if shown.state in parcels.PACKABLE else {},
        **forms,
    )


def _questions(form: AnswerForm | None = None, enquiry_id: int | None = None):
    asked = queries.enquiries_of(my_facility_id())
    return render_template(
        "shop/manage_questions.html",
        facility=_mine(),
        enquiries=asked,
        with_designs=designs.have_any([one.product_id for one in asked if one.product_id]),
        tokens=design_access.tokens_of(asked),
        reviews=queries.reviews_of(my_facility_id()),
        form=form or AnswerForm(),
        form_id=enquiry_id,
    )
