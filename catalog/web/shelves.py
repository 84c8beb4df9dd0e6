"""Staff keep the shelves: where a product belongs, and the attributes that goods are asked."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import staff
from catalog import attributes, classifying, desk, products
from catalog.attribute_forms import AttributeForm
from catalog.forms import PlaceForm
from catalog.web.staff import places
from core.db import db, release

bp = Blueprint("catalog_shelves", __name__, url_prefix="/can-bo")

KEEPING = {"luu-tru": attributes.archive, "mo-lai": attributes.bring_back}


@bp.post("/san-pham/<int:product_id>/phan-loai")
@staff("moderate")
def classify(product_id: int):
    product = desk.product(product_id) or abort(404)
    form = PlaceForm(product, request.form)
    if not form.is_valid():
        abort(422, " ".join(form.errors.values()))
    try:
        changed = classifying.correct(product, form.changes())
    except products.NotComplete as lacking:
        release()
        said = "; ".join(item.text for item in lacking.items)
        flash(_("Chưa đổi được: ở nhóm mới món này còn thiếu: %(what)s.", what=said), "bad")
        return redirect(url_for("catalog_staff.review", product_id=product_id), 303)
    db.session.commit()
    flash(_("Đã ghi cách xếp nhóm.") if changed else _("Không có gì đổi."), "good")
    return redirect(url_for("catalog_staff.review", product_id=product_id), 303)


@bp.get("/dac-tinh")
@staff("moderate")
def attributes_page():
    return _attributes_page(AttributeForm({}))


@bp.post("/dac-tinh")
@staff("moderate")
def define():
    form = AttributeForm(request.form)
    if not form.is_valid() or not _defined(form):
        return _attributes_page(form), 422
    db.session.commit()
    flash(_("Đã thêm đặc tính %(name)s.", name=form.name), "good")
    return redirect(url_for(".attributes_page"), 303)


@bp.get("/dac-tinh/<int:attribute_id>")
@staff("moderate")
def attribute(attribute_id: int):
    found = _attribute(attribute_id)
    return _attribute_page(found, AttributeForm({}, found))


@bp.post("/dac-tinh/<int:attribute_id>")
@staff("moderate")
def change_attribute(attribute_id: int):
    found = _attribute(attribute_id)
    form = AttributeForm(request.form, found)
    if not form.is_valid():
        return _attribute_page(found, form), 422
    attributes.change(found, **form.columns())
    if form.choices:
        attributes.add_choices(found, form.choices)
    attributes.archive_choices(found, request.form.getlist("archive"))
    db.session.commit()
    flash(_("Đã lưu."), "good")
    return redirect(url_for(".attribute", attribute_id=attribute_id), 303)


@bp.post("/dac-tinh/<int:attribute_id>/<any('luu-tru', 'mo-lai'):move>")
@staff("moderate")
def keep_attribute(attribute_id: int, move: str):
    KEEPING[move](_attribute(attribute_id))
    db.session.commit()
    flash(_("Đã ghi."), "good")
    return redirect(url_for(".attributes_page"), 303)


def _attribute(attribute_id: int):
    return attributes.with_id(attribute_id) or abort(404)


def _defined(form: AttributeForm) -> bool:
    try:
        attributes.define(
            form.kind,
            (form.name, form.name_en),
            unit=form.unit,
            browse_category=form.browse_category,
            choices=form.choices,
        )
    except attributes.NameTaken:
        form.errors["name"] = _("Đã có đặc tính tên này.")
    return not form.errors


def _attributes_page(form: AttributeForm):
    return render_template(
        "catalog/staff/attributes.html", form=form, rows=attributes.every(), used=attributes.uses(), **places()
    )


def _attribute_page(found, form: AttributeForm):
    return render_template("catalog/staff/attribute.html", one=found, form=form, **places())
