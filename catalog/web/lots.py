"""A maker's lots: recorded, told step by step with pictures, closed when gone, called back when something is wrong."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from catalog import desk, lots, photos
from catalog.promise_forms import LotForm, RecallForm, StepForm
from catalog.web.photos import sent, tell_refused
from core.db import db, release

bp = Blueprint("catalog_lots", __name__, url_prefix="/quan-ly/lo")


@bp.get("")
@facility("packer")
def lots_page():
    return _list(LotForm({"product_id": request.args.get("mon", "")}))


@bp.post("")
@facility("editor")
def record():
    form = LotForm(request.form)
    product = desk.product_of(my_facility_id(), form.product_id) if form.is_valid() else None
    if not form.errors and product is None:
        form.errors["product_id"] = _("Chọn món hàng của lô này.")
    if form.errors or product is None:
        return _list(form), 422
    try:
        lot = lots.record(product, form.number, form.made_on, form.use_by, **form.told)
    except lots.NumberTaken:
        form.errors["number"] = _("Món này đã có lô mang số ấy.")
        return _list(form), 422
    db.session.commit()
    flash(_("Đã ghi lô %(number)s.", number=lot.number), "good")
    return redirect(url_for(".show", lot_id=lot.id), 303)


@bp.get("/<int:lot_id>")
@facility("packer")
def show(lot_id: int):
    return _page(_mine(lot_id))


@bp.post("/<int:lot_id>/buoc")
@facility("editor")
def add_step(lot_id: int):
    batch = photos.render(sent("photo"), 1)
    lot, form = _mine(lot_id), StepForm(request.form)
    if form.is_valid():
        kept = photos.kept(batch)
        try:
            lots.add_step(lot, kept[0] if kept else None, **form.told)
        except lots.TooManySteps:
            form.errors["name"] = _("Nhiều nhất %(n)s bước.", n=lots.MOST_STEPS)
    tell_refused(batch)
    return _saved(lot_id, step=form)


@bp.post("/<int:lot_id>/buoc/<int:step_id>/bo")
@facility("editor")
def remove_step(lot_id: int, step_id: int):
    lot = _mine(lot_id)
    lots.remove_step(lot, next((one for one in lot.steps if one.id == step_id), None) or abort(404))
    return _saved(lot_id)


@bp.post("/<int:lot_id>/het")
@facility("packer")
def close(lot_id: int):
    lots.close(_mine(lot_id))
    return _saved(lot_id)


@bp.post("/<int:lot_id>/thu-hoi")
@facility("editor")
def recall(lot_id: int):
    lot, form = _mine(lot_id), RecallForm(request.form)
    if form.is_valid():
        try:
            lots.recall(lot, form.reason, form.advice)
        except lots.AlreadyRecalled:
            abort(409, _("Lô này đã được thu hồi."))
    return _saved(lot_id, recalls=form)


def _saved(lot_id: int, **forms):
    if any(form.errors for form in forms.values()):
        release()
        return _page(_mine(lot_id), **forms), 422
    db.session.commit()
    flash(_("Đã lưu."), "good")
    return redirect(url_for(".show", lot_id=lot_id), 303)


def _mine(lot_id: int):
    return lots.find(my_facility_id(), lot_id) or abort(404)


def _page(lot, **forms):
    return render_template(
        "catalog/manage/lot.html",
        facility=desk.facility(my_facility_id()),
        lot=lot,
        **{"step": StepForm(), "recalls": RecallForm()} | forms,
    )


def _list(form: LotForm):
    return render_template(
        "catalog/manage/lots.html",
        facility=desk.facility(my_facility_id()),
        lots=lots.of_facility(my_facility_id()),
        products=desk.goods_of(my_facility_id()),
        form=form,
    )
