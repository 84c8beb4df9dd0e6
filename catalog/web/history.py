"""The history of a product, for its maker and for staff; the maker takes earlier words back from it."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id, staff
from catalog import desk, history, products, revisions
from core.db import db, release

bp = Blueprint("catalog_history", __name__)


@bp.get("/quan-ly/san-pham/<int:product_id>/lich-su")
@facility("packer")
def show(product_id: int):
    product = _mine(product_id)
    return render_template(
        "catalog/manage/history.html",
        facility=desk.facility(my_facility_id()),
        product=product,
        field=_field(),
        page=history.of(product, _field(), request.args.get("trang", 1, type=int)),
    )


@bp.post("/quan-ly/san-pham/<int:product_id>/lich-su/<int:entry_id>/lay-lai")
@facility("editor")
def take_back(product_id: int, entry_id: int):
    product = _mine(product_id)
    field = request.form.get("field", "")
    try:
        history.take_back(product, entry_id, field, which=request.form.get("which", "old"))
    except (history.NoSuchWords, products.IllegalMove):
        abort(404, _("Không còn lời cũ nào ở đó để lấy lại."))
    except products.NotComplete:
        release()
        flash(_("Hàng đang bày không bỏ trống mục này được."), "bad")
        return redirect(url_for(".show", product_id=product_id), 303)
    waits = revisions.open_of(product) is not None
    db.session.commit()
    if field == "frames":
        flash(_("Đã lấy lại vòng quay cũ, chờ người trực xem.") if waits else _("Đã lấy lại vòng quay cũ."), "good")
    else:
        flash(_("Đã lấy lại lời cũ, chờ người trực xem.") if waits else _("Đã lấy lại lời cũ."), "good")
    return redirect(url_for(".show", product_id=product_id), 303)


@bp.get("/can-bo/san-pham/<int:product_id>/lich-su")
@staff("moderate")
def show_to_staff(product_id: int):
    product = desk.product(product_id) or abort(404)
    return render_template(
        "catalog/staff/history.html",
        product=product,
        field=_field(),
        page=history.of(product, _field(), request.args.get("trang", 1, type=int)),
    )


def _mine(product_id: int):
    return desk.product_of(my_facility_id(), product_id) or abort(404)


def _field() -> str:
    return request.args.get("muc", "")[:60]
