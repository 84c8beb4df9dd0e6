"""Fees by kind: a maker's in her workspace, the market's at the staff's desk."""

from decimal import Decimal, InvalidOperation

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id, staff
from core import answers
from core.access import must_reach
from core.db import db
from core.forms import Form
from core.money import PriceError, parse_price
from core.web import new_key, once_for_form
from programme.models import Facility
from shop import fees
from shop.models import FEE_BASES, FEE_KINDS
from shop.models.terms import WHOLE
from shop.settling.words import percent

bp = Blueprint("fees", __name__)

MINE, DESK = "/quan-ly/phi", "/can-bo/tien/phi"
MOST = 10_000_000


class FeeForm(Form):
    """`facility_id`: whose fee it is; none is the market's, which says by which paper it asks it."""

    def __init__(self, raw=None, facility_id: int | None = None) -> None:
        super().__init__(raw)
        self.facility_id = facility_id

    def clean(self) -> None:
        basis = self.choice("basis", FEE_BASES, required=_("Chọn cách tính."))
        self.terms = fees.Terms(
            kind=self.choice("kind", FEE_KINDS, required=_("Chọn loại phí.")),
            title=self.text("title", at_most=80, required=_("Đặt tên; người mua thấy tên này trên hóa đơn.")),
            basis=basis,
            rate=self._percent() if basis == "percent" else self._amount(),
            facility_id=self.facility_id,
            source=self._source(),
        )

    def _source(self) -> str:
        if self.facility_id:
            return ""
        return self.text("source", at_most=200, required=_("Ghi văn bản hay cuộc họp đã quyết mức này."))

    def _percent(self) -> int:
        said = self.text("rate", at_most=12).rstrip("% ").replace(",", ".")
        try:
            rate = Decimal(said) * 100
        except InvalidOperation:
            rate = Decimal(0)
        if rate.is_finite() and rate == int(rate) and 0 < rate <= WHOLE // 2:
            return int(rate)
        self.errors["rate"] = _("Điền phần trăm lớn hơn 0, không quá 50, nhiều nhất hai chữ số lẻ.")
        return 1

    def _amount(self) -> int:
        try:
            amount = parse_price(self.text("rate", at_most=30)) or 0
        except PriceError:
            amount = 0
        if 0 < amount <= MOST:
            return amount
        self.errors["rate"] = _("Ghi số tiền như 5.000 hoặc 5k.")
        return 1


@bp.get(MINE)
@facility("owner")
def mine():
    return _page(FeeForm({"key": new_key()}, my_facility_id()))


@bp.post(MINE)
@facility("owner")
def make_mine():
    return _made(FeeForm(request.form, my_facility_id()), ".mine")


@bp.post(f"{MINE}/<int:rule_id>/thoi")
@facility("owner")
def stop_mine(rule_id: int):
    return _stopped(rule_id, my_facility_id(), ".mine")


@bp.get(DESK)
@staff("pay")
def desk():
    return _page(FeeForm({"key": new_key()}))


@bp.post(DESK)
@staff("pay")
def make():
    must_reach(None)
    return _made(FeeForm(request.form), ".desk")


@bp.post(f"{DESK}/<int:rule_id>/thoi")
@staff("pay")
def stop(rule_id: int):
    must_reach(None)
    return _stopped(rule_id, None, ".desk")


def _made(form: FeeForm, back: str):
    if form.is_valid():
        try:
            once_for_form(lambda: {"id": fees.make(form.terms).id})
        except answers.OtherRequest:
            form.errors["title"] = _("Phí gửi từ trang này đã ghi rồi. Mở lại trang để ghi khoản khác.")
    if form.errors:
        db.session.rollback()
        return _page(form), 422
    flash(_("Đã ghi; đơn đặt từ bây giờ có khoản phí này."), "good")
    return redirect(url_for(back), 303)


def _stopped(rule_id: int, facility_id: int | None, back: str):
    try:
        fees.stop(rule_id, facility_id)
    except fees.Stopped:
        abort(404)
    db.session.commit()
    flash(_("Đã thôi thu; đơn đã đặt giữ như đã thấy."), "good")
    return redirect(url_for(back), 303)


def _page(form: FeeForm):
    own = db.session.get_one(Facility, form.facility_id) if form.facility_id else None
    page = "shop/manage_fees.html" if own else "shop/staff_fees.html"
    return render_template(page, facility=own, form=form, rows=fees.of_payer(form.facility_id), percent=percent)
