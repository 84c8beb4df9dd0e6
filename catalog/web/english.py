"""The English of a product, beside its Vietnamese: one page for all of its texts."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from catalog import desk, english, photos, products, revisions
from catalog.forms import EnglishForm
from core.db import db

bp = Blueprint("catalog_english", __name__, url_prefix="/quan-ly/san-pham/<int:product_id>/tieng-anh")


@bp.get("")
@facility("editor")
def show(product_id: int):
    product = _mine(product_id)
    return _page(product, EnglishForm([]))


@bp.post("")
@facility("editor")
def save(product_id: int):
    product = _mine(product_id)
    form = EnglishForm(english.texts(product), request.form)
    if not form.is_valid():
        return _page(product, form), 422
    try:
        revisions.revise(product, form.changes())
    except products.IllegalMove:
        abort(409, _("Món này đang ở kho lưu trữ. Lấy ra rồi sửa."))
    photos.describe_in_english(product, form.alts())
    waits = revisions.open_of(product) is not None
    db.session.commit()
    flash(_("Đã lưu. Lời tiếng Anh chờ người trực xem.") if waits else _("Đã lưu."), "good")
    return redirect(url_for(".show", product_id=product_id), 303)


def _mine(product_id: int):
    return desk.product_of(my_facility_id(), product_id) or abort(404)


def _page(product, form: EnglishForm):
    revisions.lay_over(product, revisions.open_of(product))
    return render_template(
        "catalog/manage/english.html",
        facility=desk.facility(my_facility_id()),
        product=product,
        texts=english.texts(product),
        missing=english.missing(product),
        form=form,
    )
