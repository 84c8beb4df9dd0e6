"""Staff keep the shelves: where a product belongs."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from accounts.access import staff
from catalog import classifying, desk, products
from catalog.forms import PlaceForm
from core.db import db, release

bp = Blueprint("catalog_shelves", __name__, url_prefix="/can-bo")


@bp.post("/san-pham/<int:product_id>/phan-loai")
@staff("moderate")
def classify(product_id: int):
    product = desk.product(product_id) or abort(404)
    form = PlaceForm(request.form)
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
