"""A maker's accounts with carriers, and her parcel handed to one."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from core.db import db
from core.money import vnd
from programme.models import Facility
from shop import parcels, queries
from shop.bank.statements import NoStatement
from shop.carriers import accounts, door, shipments, statements
from shop.carriers.forms import KeysForm
from shop.carriers.packages import Refused, Unreachable
from shop.web import bank as bank_pages

bp = Blueprint("carriers", __name__, url_prefix="/quan-ly")


@bp.get("/hang-van-chuyen")
@facility("owner")
def show():
    return _page()


@bp.post("/hang-van-chuyen/<carrier>")
@facility("owner")
def connect(carrier: str):
    if carrier not in door.CARRIERS:
        abort(404)
    form = KeysForm(request.form, door.fields_of(carrier))
    if not form.is_valid():
        return _page(form=form, form_of=carrier), 422
    accounts.connect(my_facility_id(), carrier, form.keys)
    db.session.commit()
    flash(_("Đã nối %(carrier)s.", carrier=door.name_of(carrier)), "good")
    return redirect(url_for(".show"), 303)


@bp.post("/hang-van-chuyen/<carrier>/go")
@facility("owner")
def take_off(carrier: str):
    accounts.take_off(_account(carrier))
    db.session.commit()
    flash(_("Đã gỡ %(carrier)s.", carrier=door.name_of(carrier)), "good")
    return redirect(url_for(".show"), 303)


@bp.post("/hang-van-chuyen/<carrier>/doi-soat")
@facility("owner")
def reconcile(carrier: str):
    account, file = _account(carrier), request.files.get("statement")
    if file is None or not file.filename:
        return _page(trouble=_("Chọn tệp đối soát .xlsx hoặc .csv.")), 422
    try:
        done = statements.take_in(account, file.stream)
    except NoStatement as odd:
        return _page(trouble=bank_pages.why(odd.why)), 422
    db.session.commit()
    return _page(done=done)


@bp.post("/don/<int:parcel_id>/hang")
@facility("packer")
def ask(parcel_id: int):
    """`do`: quote, or make."""
    parcel, account = _parcel(parcel_id), _account(request.form.get("carrier", ""))
    if request.form.get("do") == "quote":
        return _quote(parcel, account)
    try:
        shipments.ask(parcel, account)
    except shipments.NotReady:
        abort(409, _("Gói chưa gói xong, đã gửi, hoặc đã nhờ một hãng rồi."))
    except shipments.NoSender:
        abort(409, _("Ghi điện thoại, địa chỉ và xã của cơ sở ở trang Cơ sở trước đã."))
    except parcels.NotAsked:
        abort(409, _("Gói này thu tiền khi giao: hãy hỏi lại người mua và ghi kết quả trước khi gửi."))
    db.session.commit()
    flash(_("Đã nhờ %(carrier)s; mã vận đơn hiện ở đây trong giây lát.", carrier=door.name_of(account.carrier)), "good")
    return _to(parcel_id)


@bp.post("/don/<int:parcel_id>/hang/<int:shipment_id>/huy")
@facility("packer")
def cancel(parcel_id: int, shipment_id: int):
    row = _shipment(parcel_id, shipment_id)
    try:
        shipments.cancel(row)
    except (shipments.NotReady, accounts.NoKeys):
        abort(409, _("Hãng đã lấy gói, hoặc vận đơn không còn. Mở lại đơn để xem."))
    except Refused as no:
        abort(409, _("Hãng không cho hủy: %(why)s", why=str(no)))
    except Unreachable:
        abort(503, _("Hãng chưa trả lời. Thử lại sau ít phút; gói vẫn ở chỗ bạn."))
    db.session.commit()
    flash(_("Đã hủy nhờ hãng. Gửi tay, hoặc nhờ lại."), "good")
    return _to(parcel_id)


@bp.post("/don/<int:parcel_id>/hang/<int:shipment_id>/tem")
@facility("packer")
def label(parcel_id: int, shipment_id: int):
    """A POST: at the carrier's it makes a pass to print with."""
    row = _shipment(parcel_id, shipment_id)
    try:
        made = shipments.label(row)
    except (shipments.NotReady, accounts.NoKeys):
        abort(409, _("Chưa có vận đơn để in tem."))
    except Refused as no:
        abort(409, _("Hãng không cho in tem: %(why)s", why=str(no)))
    except Unreachable:
        abort(503, _("Hãng chưa trả lời. Thử lại sau ít phút."))
    if made.url:
        return redirect(made.url, 303)
    headers = {"Content-Disposition": "attachment; filename=tem-van-don.pdf", "Cache-Control": "private, no-store"}
    return Response(made.content, mimetype="application/pdf", headers=headers)


def _quote(parcel, account):
    name, parcel_id = door.name_of(account.carrier), parcel.id
    try:
        fee = shipments.quote(parcel, account)
    except Refused as no:
        flash(_("%(carrier)s không báo cước: %(why)s", carrier=name, why=str(no)), "warn")
    except (Unreachable, accounts.NoKeys):
        flash(
            _("%(carrier)s chưa trả lời. Người mua đã trả phí theo bảng của chợ; bạn gửi tay được.", carrier=name),
            "warn",
        )
    else:
        flash(_("%(carrier)s báo cước %(fee)s.", carrier=name, fee=vnd(fee)), "good")
    return _to(parcel_id)


def _page(**notes):
    mine = my_facility_id()
    on = {one.carrier: one for one in accounts.of(mine)}
    return render_template(
        "shop/manage_carriers.html",
        facility=db.session.get_one(Facility, mine),
        carriers=[(code, door.name_of(code), door.fields_of(code)) for code in door.CARRIERS],
        on=on,
        notice_keys={code: accounts.address_key(one) for code, one in on.items()},
        awaited=statements.awaited(mine),
        **notes,
    )


def _account(carrier: str):
    return accounts.one_of(my_facility_id(), carrier) or abort(404, _("Cơ sở chưa nối hãng này."))


def _parcel(parcel_id: int):
    return queries.parcel_of(my_facility_id(), parcel_id) or abort(404, _("Cơ sở của bạn không có đơn này."))


def _shipment(parcel_id: int, shipment_id: int):
    parcel = _parcel(parcel_id)
    return next((one for one in shipments.of([parcel.id])[parcel.id] if one.id == shipment_id), None) or abort(404)


def _to(parcel_id: int):
    return redirect(url_for("shop_manage.parcel", parcel_id=parcel_id), 303)
