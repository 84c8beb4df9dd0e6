"""Vouchers and promotion rules: a maker's in her workspace; a fair's and the programme's at the staff's desk."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import facility, my_facility_id, staff
from core import answers, times
from core.db import db
from core.money import vnd
from core.web import new_key, once_for_form
from programme.models import Facility
from shop import vouchers
from shop.voucher_forms import VoucherForm, payer_names
from shop.vouchers import Payer

bp = Blueprint("vouchers", __name__)

MINE, DESK = "/quan-ly/phieu-giam", "/can-bo/phieu-giam"


@bp.get(MINE)
@facility("owner")
def mine():
    return _mine(VoucherForm(_usual()))


@bp.post(MINE)
@facility("owner")
def make_mine():
    form = VoucherForm(request.form, {"mine": Payer(facility_id=my_facility_id())})
    return _made(form, _mine, ".mine")


@bp.post(f"{MINE}/<int:voucher_id>/thoi")
@facility("owner")
def stop_mine(voucher_id: int):
    return _stopped(vouchers.one_of_facility(my_facility_id(), voucher_id), ".mine")


@bp.get(DESK)
@staff("allot", "programme")
def desk():
    return _desk(VoucherForm(_usual()))


@bp.post(DESK)
@staff("allot", "programme")
def make():
    return _made(VoucherForm(request.form, payer_names(*_choices())), _desk, ".desk")


@bp.post(f"{DESK}/<int:voucher_id>/thoi")
@staff("allot", "programme")
def stop(voucher_id: int):
    found = vouchers.one_of_market(voucher_id) or abort(404)
    if not current_user.may("allot" if found.fair_id else "programme"):
        abort(403)
    return _stopped(found, ".desk")


def _choices():
    """A fair's is theirs who keep fairs; the programme's is theirs who keep its records."""
    fairs = vouchers.fairs_to_choose() if current_user.may("allot") else []
    return fairs, vouchers.fundings_to_choose() if current_user.may("programme") else []


def _made(form: VoucherForm, page, back: str):
    if not form.is_valid():
        return page(form), 422
    try:
        once_for_form(lambda: {"id": vouchers.make(form.payer, form.terms).id})
    except vouchers.CodeTaken:
        form.errors["code"] = _("Mã này đã có phiếu khác dùng. Chọn mã khác.")
    except vouchers.BeyondPlan as beyond:
        form.errors["budget"] = _("Dòng kinh phí này chỉ còn %(left)s.", left=vnd(beyond.left))
    except answers.OtherRequest:
        form.errors["title"] = _("Phiếu gửi từ trang này đã lập rồi. Mở lại trang để lập phiếu khác.")
    if form.errors:
        db.session.rollback()
        return page(form), 422
    flash(_("Đã lập phiếu giảm giá."), "good")
    return redirect(url_for(back), 303)


def _stopped(voucher, back: str):
    vouchers.stop(voucher or abort(404))
    db.session.commit()
    flash(_("Phiếu đã ngừng; đơn đã đặt vẫn được giảm như đã thấy."), "good")
    return redirect(url_for(back), 303)


def _usual() -> dict[str, str]:
    return {"way": "code", "effect": "percent", "from_on": times.today().isoformat(), "key": new_key()}


def _mine(form: VoucherForm):
    own = db.session.get_one(Facility, my_facility_id())
    rows = vouchers.of_facility(own.id)
    return render_template("shop/manage_vouchers.html", facility=own, form=form, rows=rows)


def _desk(form: VoucherForm):
    fairs, fundings = _choices()
    rows = vouchers.of_market(fairs=current_user.may("allot"), schemes=current_user.may("programme"))
    return render_template("shop/staff_vouchers.html", form=form, rows=rows, fairs=fairs, fundings=fundings)
