"""The order page at its unguessable address: where each parcel is, how to pay it, what one thinks of it."""

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import vietqr
from core.access import visitor
from core.db import db
from core.money import vnd
from programme import banks, places
from shop import (
    amending,
    called,
    claimed,
    confirmations,
    letters,
    parcels,
    payments,
    proposed,
    queries,
    refused,
    reviews,
    rules,
    tracking,
    unanswered,
    weighing,
)
from shop.amending_forms import RecipientForm, known
from shop.carriers import shipments
from shop.door_forms import AppealForm
from shop.forms import ReviewForm

bp = Blueprint("orders", __name__, url_prefix="/don-hang")


@bp.get("/<token>")
@visitor
def show(token: str):
    return page(order_of(token))


@bp.get("/<token>/qr/<code>.png")
@visitor
def qr(token: str, code: str) -> Response:
    parcel = parcel_of(order_of(token), code)
    if not payments.is_payable(parcel):
        abort(404, _("Gói này không còn chờ chuyển khoản."))
    response = Response(vietqr.png(payments.payload(parcel.payment), 10), mimetype="image/png")
    response.headers["Content-Disposition"] = f'attachment; filename="vietqr-{parcel.code}.png"'
    return response


@bp.post("/<token>/goi/<code>/huy")
@visitor
def cancel(token: str, code: str):
    parcel = parcel_of(order_of(token), code)
    try:
        parcels.cancel(parcel, reason=_("Người mua đổi ý"))
    except parcels.IllegalMove:
        abort(409, _("Gói này đã được gói xong nên không hủy được nữa. Hãy gọi người bán."))
    letters.parcel_cancelled(parcel)
    db.session.commit()
    said = _("Đã hủy gói của %(who)s. Bạn không phải trả tiền gói này.", who=parcel.facility.name)
    if parcel.payment.kept:
        back = vnd(parcel.payment.goes_back)
        said = _("Đã hủy gói của %(who)s. Tiền cọc được trả lại %(back)s.", who=parcel.facility.name, back=back)
    elif parcel.payment.state == "refunding":
        said = _("Đã hủy gói của %(who)s. Tiền được hoàn lại vào thẻ.", who=parcel.facility.name)
    flash(said, "good")
    return redirect(url_for("orders.show", token=token), 303)


@bp.post("/<token>/goi/<code>/van-nhan")
@visitor
def still_takes(token: str, code: str):
    """She will be there with the money."""
    try:
        confirmations.tap(parcel_of(order_of(token), code))
    except confirmations.TooLate:
        abort(409, _("Gói này không còn chờ bạn xác nhận."))
    db.session.commit()
    flash(_("Đã báo người bán là bạn vẫn nhận."), "good")
    return redirect(url_for("orders.show", token=token), 303)


@bp.post("/<token>/goi/<code>/can/<int:line_id>")
@visitor
def weight(token: str, code: str, line_id: int):
    """Her word on a weight outside the tolerance: `do` is take or drop."""
    parcel, seen = parcel_of(order_of(token), code), request.form.get("seen", type=int)
    if all(line.id != line_id for line in parcel.lines):
        abort(404)
    act = {"take": weighing.accept, "drop": weighing.drop}.get(request.form.get("do", "")) or abort(422)
    try:
        act(parcel, line_id, -1 if seen is None else seen)
    except weighing.NoSuchLine:
        abort(404)
    except (weighing.SeenOld, weighing.TooLate, parcels.IllegalMove):
        abort(409, _("Người bán vừa cân lại, hoặc bạn đã trả lời rồi. Mở lại đơn để xem."))
    db.session.commit()
    flash(_("Đã ghi ý bạn và báo người bán."), "good")
    return redirect(url_for("orders.show", token=token), 303)


@bp.post("/<token>/loi/<int:line_id>")
@visitor
def review(token: str, line_id: int):
    order = order_of(token)
    line = next((line for p in order.parcels for line in p.lines if line.id == line_id), None) or abort(404)
    form = ReviewForm(request.form)
    if not form.is_valid():
        return page(order, form, line_id), 422
    written = _written(order, line, form)
    db.session.commit()
    flash(_said(written), "good")
    return redirect(url_for("orders.show", token=token), 303)


def _written(order, line, form: ReviewForm):
    """The review of a line, new or mended."""
    known = queries.reviewed_lines(order.id).get(line.id)
    try:
        if known is None:
            return reviews.write(line, form.stars, form.words, form.signed)
        reviews.mend(known, form.stars, form.words, form.signed)
    except reviews.NotReceivedYet:
        abort(409, _("Nhận hàng rồi bạn hãy viết."))
    except reviews.TooLate:
        abort(409, _("Lời đã viết quá 30 ngày nên không sửa được nữa."))
    return known


def _said(review) -> str:
    if review.state == "pending":
        return _("Cảm ơn bạn. Lời có số điện thoại hay đường dẫn nên người trực xem trước khi hiện.")
    return _("Cảm ơn bạn. Lời của bạn đã ở trang món hàng.")


def order_of(token: str):
    return queries.order(token) or abort(404, _("Không có đơn nào ở địa chỉ này. Xem lại đường dẫn trong thư báo đơn."))


def parcel_of(order, code: str):
    return next((parcel for parcel in order.parcels if parcel.code == code), None) or abort(404)


def page(order, form: ReviewForm | None = None, line_id: int | None = None, **notes):
    awaited = [p for p in order.parcels if payments.is_payable(p)]
    asked = [p.id for p in order.parcels if p.pays_at_the_door and p.state in parcels.PACKABLE]
    codes = {p.id: vietqr.svg(payments.payload(p.payment), _qr_label(p)) for p in awaited}
    return render_template(
        "shop/order.html",
        order=order,
        codes=codes,
        last_words={parcel_id: called.ended(calls) for parcel_id, calls in called.of(asked).items()},
        came_back=refused.of(p.id for p in order.parcels if p.state == "refused"),
        claims=(made := claimed.of(p.id for p in order.parcels if p.state == "delivered")),
        claimable={p.id: claimed.until(p) for p in order.parcels if claimed.may_be_made(p, made.get(p.id, []))},
        claim_form=notes.get("claim"),
        claim_code=notes.get("claim_code"),
        proposals=proposed.of(p.id for p in order.parcels),
        answer_by=unanswered.answer_by(order),
        late=[p.id for p in order.parcels if unanswered.is_late(p)],
        **_amendable(order, notes),
        tracking_pages={p.id: _followed_at(p) for p in order.parcels},
        shipments=shipments.of([p.id for p in order.parcels]),
        refusal_days=rules.value("refusals_window_days"),
        appeal_form=notes.get("appeal") or AppealForm(),
        appeal_code=notes.get("appeal_code"),
        bank_name=banks.name_of,
        reviewed=queries.reviewed_lines(order.id),
        review_form=form or ReviewForm(),
        review_line_id=line_id,
    )


def _followed_at(parcel) -> str | None:
    """The page on which it is followed; None where its maker brings it herself."""
    return tracking.address_of(parcel.carrier, parcel.tracking_code) if tracking.is_followed(parcel.carrier) else None


def _amendable(order, notes) -> dict[str, Any]:
    """What she may still change."""
    fewer = {
        "may_be_fewer": [p.id for p in order.parcels if amending.may_be_fewer(p)],
        "fewer_form": notes.get("fewer"),
        "fewer_code": notes.get("fewer_code"),
    }
    if not amending.is_open(order):
        return fewer
    form = notes.get("amend") or RecipientForm(known(order))
    province = places.province(str(form.value("province_code"))) or places.province(order.province_code)
    return fewer | {
        "amend": form,
        "new_total": notes.get("new_total"),
        "changes_left": rules.value("order_changes_most") - order.changes,
        "provinces": [(place.code, place.name) for place in places.provinces()],
        "communes": [(place.code, place.name) for place in places.communes_of(province.code)] if province else [],
    }


def _qr_label(parcel) -> str:
    return _("Mã VietQR trả %(who)s", who=parcel.facility.name)
