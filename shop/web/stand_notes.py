"""The book at the stand: sales and questions noted on a phone, sent by a form or later by the page itself."""

from flask import Blueprint, Response, abort, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from core.access import public
from core.db import db
from core.forms import Form
from core.web import new_key
from fairs import workspace
from fairs.models import Booth
from shop import stand_notes
from shop.note_forms import CancelForm, NoteForm, QuestionForm, SaleForm

bp = Blueprint("stand_notes", __name__, url_prefix="/quan-ly")
WORKER = "js/notes-worker.js"


@bp.get("/so-tay-sw.js")
@public
def worker():
    """Here and not in /static/, so that it may look after pages under /quan-ly/."""
    return Response(current_app.extensions["assets"].find(WORKER).body, mimetype="text/javascript")


@bp.get("/gian/<int:booth_id>/so-tay")
@facility("packer")
def show(booth_id: int):
    return _page(_own(booth_id))


@bp.post("/gian/<int:booth_id>/so-tay/ban")
@facility("packer")
def sell(booth_id: int):
    booth, form = _own(booth_id), SaleForm(request.form)
    return _noted(booth, form, lambda: stand_notes.sell(booth, form.key, form.sold, form.at), _said_of_sale, sale=form)


@bp.post("/gian/<int:booth_id>/so-tay/hoi")
@facility("packer")
def ask(booth_id: int):
    booth, form = _own(booth_id), QuestionForm(request.form)
    return _noted(
        booth, form, lambda: stand_notes.ask(booth, form.key, form.asked, form.at), _said_of_asked, asked=form
    )


@bp.post("/gian/<int:booth_id>/so-tay/ban/<int:sale_id>/bo")
@facility("packer")
def cancel(booth_id: int, sale_id: int):
    booth, form = _own(booth_id), CancelForm(request.form)
    sale = stand_notes.sale_of(booth, sale_id) or abort(404)
    if not form.is_valid():
        return _page(booth, cancel=form, cancel_id=sale_id), 422
    try:
        stand_notes.cancel(booth, sale, form.reason)
    except stand_notes.AlreadyCancelled:
        abort(409, _("Lần bán này đã được bỏ rồi."))
    db.session.commit()
    flash(_("Đã bỏ lần bán này, không tính nữa."), "good")
    return redirect(url_for(".show", booth_id=booth_id), 303)


def _noted(booth: Booth, form: NoteForm, note, said, **forms):
    """Keep a note and say so: as a page, or in JSON to a page that sends what waited on the phone."""
    if form.is_valid() and (kept := _kept(form, note)):
        db.session.commit()
        words = _("Lần này đã ghi trước đó, không ghi hai lần.") if kept.again else said(kept.row)
        if _is_sent():
            return jsonify(again=kept.again, says=words)
        flash(words, "good")
        return redirect(url_for(".show", booth_id=booth.id), 303)
    db.session.rollback()
    if _is_sent():
        return jsonify(says=" ".join(form.errors.values())), 422
    return _page(_own(booth.id), **forms), 422


def _kept(form: Form, note):
    """None, with the reason at its field, where the rules refuse it."""
    try:
        return note()
    except stand_notes.NotHere:
        form.errors["variant"] = _("Gian không bày món này.")
    except stand_notes.NoTotal:
        form.errors["total"] = _("Món này không có giá theo cái: ghi số tiền khách trả.")
    except stand_notes.InFuture:
        form.errors["at"] = _("Giờ trên máy đang chạy trước. Chỉnh lại giờ máy rồi ghi lại.")
    except stand_notes.TooOld:
        form.errors["at"] = _("Đã quá %(n)s ngày, không ghi vào sổ được nữa.", n=stand_notes.KEPT_FOR.days)
    except stand_notes.NotOpen:
        form.errors["at"] = _("Lúc ấy phiên không mở. Xem lại giờ.")
    return None


def _said_of_sale(sale) -> str:
    if sale.taken_from_stock:
        return _("Đã ghi lần bán này và trừ kho.")
    return _("Đã ghi lần bán này. Kho không đổi: món không đếm, hoặc trong kho còn ít hơn.")


def _said_of_asked(enquiry) -> str:
    return _("Đã ghi lời hỏi, đã trả lời tại gian.") if enquiry.closed_at else _("Đã ghi lời hỏi; đang chờ ở Hỏi đáp.")


def _is_sent() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _own(booth_id: int) -> Booth:
    booth = workspace.booth_of(my_facility_id(), booth_id) or abort(404)
    return (
        booth if stand_notes.takes_notes(booth) else abort(409, _("Sổ tay mở khi phiên mở, và thêm một tuần sau đó."))
    )


def _page(booth: Booth, **forms):
    goods = [(form, stand_notes.price_at(booth, form)) for form in stand_notes.forms_at(booth)]
    return render_template(
        "shop/stand_notes.html",
        facility=booth.facility,
        booth=booth,
        goods=goods,
        products={form.product_id: form.product.name for form, _price in goods},
        sales=stand_notes.last_sales(booth),
        questions=stand_notes.last_questions(booth),
        new_key=new_key,
        **{"sale": Form(), "asked": Form(), "cancel": Form(), "cancel_id": 0} | forms,
    )
