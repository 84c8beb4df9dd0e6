"""A seller says that her product is another's goods; whose name it is answers; staff compare and join."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id, staff
from catalog import desk, same_goods
from catalog.models import Product
from core.db import db, release
from core.forms import Form

bp = Blueprint("catalog_same", __name__)


class AskForm(Form):
    def clean(self) -> None:
        self.lead = self.text("lead", at_most=300, required=_("Chọn món, hoặc dán địa chỉ trang của món ấy."))
        self.words = self.text("words", at_most=300, lines=True, required=_("Ghi vì sao là cùng một món."))


class ReasonForm(Form):
    def clean(self) -> None:
        self.reason = self.text("reason", at_most=300, lines=True, required=_("Ghi lý do; bên kia đọc được."))


@bp.get("/quan-ly/san-pham/<int:product_id>/cung-mon")
@facility("editor")
def show(product_id: int):
    return _page(_mine(product_id), AskForm())


@bp.post("/quan-ly/san-pham/<int:product_id>/cung-mon")
@facility("editor")
def ask(product_id: int):
    product, form = _mine(product_id), AskForm(request.form)
    lead = same_goods.called(form.lead) if form.is_valid() else None
    if not form.errors and lead is None:
        form.errors["lead"] = _("Không món nào đang bày ở địa chỉ này.")
    if lead and not form.errors:
        try:
            same_goods.ask(product, lead, form.words)
            db.session.commit()
        except same_goods.CannotBeSame as why:
            form.errors["lead"] = str(why)
    if form.errors:
        release()
        return _page(_mine(product_id), form), 422
    flash(_("Đã gửi. Nơi có tên hàng đồng ý, rồi người trực xem, thì hai món hiện chung."), "good")
    return redirect(url_for(".show", product_id=product_id), 303)


@bp.post("/quan-ly/san-pham/<int:product_id>/cung-mon/thoi")
@facility("editor")
def leave(product_id: int):
    one = same_goods.open_of(_mine(product_id).id) or abort(409, _("Món này không gộp với món nào."))
    _done(lambda: same_goods.leave(one))
    flash(_("Đã tách ra. Trang của món vẫn ở địa chỉ cũ."), "good")
    return redirect(url_for(".show", product_id=product_id), 303)


@bp.get("/quan-ly/cung-mon")
@facility("editor")
def asked():
    return _asked_page(ReasonForm())


@bp.post("/quan-ly/cung-mon/<int:request_id>/<any('dong-y', 'tu-choi', 'tach'):move>")
@facility("editor")
def answer(request_id: int, move: str):
    one, form = same_goods.of_maker(my_facility_id(), request_id) or abort(404), ReasonForm(request.form)
    if move == "tu-choi" and not form.is_valid():
        return _asked_page(form, request_id), 422
    acts = {"dong-y": same_goods.agree, "tach": same_goods.leave}
    _done(lambda: same_goods.refuse(one, form.reason) if move == "tu-choi" else acts[move](one))
    flash(_("Đã ghi câu trả lời."), "good")
    return redirect(url_for(".asked"), 303)


@bp.get("/can-bo/cung-mon")
@staff("moderate")
def queue():
    return _queue(ReasonForm())


@bp.post("/can-bo/cung-mon/<int:request_id>/<any('gop', 'tu-choi', 'tach'):move>")
@staff("moderate")
def decide(request_id: int, move: str):
    one, form = same_goods.find(request_id) or abort(404), ReasonForm(request.form)
    if move == "tu-choi" and not form.is_valid():
        return _queue(form, request_id), 422
    acts = {
        "gop": lambda: same_goods.join(one),
        "tach": lambda: same_goods.leave(one, by_staff=True),
        "tu-choi": lambda: same_goods.refuse(one, form.reason, by_staff=True),
    }
    try:
        _done(acts[move])
    except same_goods.CannotBeSame as why:
        abort(409, str(why))
    flash(_("Đã ghi."), "good")
    return redirect(url_for(".queue"), 303)


def _done(act) -> None:
    try:
        act()
    except same_goods.NotNow:
        abort(409, _("Lời xin này không còn ở bước đó. Tải lại trang."))
    db.session.commit()


def _mine(product_id: int) -> Product:
    return desk.product_of(my_facility_id(), product_id) or abort(404)


def _page(product: Product, form: AskForm):
    return render_template(
        "catalog/manage/same_goods.html",
        facility=desk.facility(my_facility_id()),
        product=product,
        form=form,
        one=same_goods.open_of(product.id),
        candidates=same_goods.candidates(product),
    )


def _asked_page(form: ReasonForm, of: int = 0):
    mine = desk.facility(my_facility_id())
    return render_template(
        "catalog/manage/same_asked.html", facility=mine, requests=same_goods.asked_of(mine.id), form=form, of=of
    )


def _queue(form: ReasonForm, of: int = 0):
    return render_template("catalog/staff/same_goods.html", requests=same_goods.queue(), form=form, of=of)
