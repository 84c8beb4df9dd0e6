"""The private designs of a product in the workspace; their pictures go to the maker alone."""

from flask import Blueprint, Response, abort, flash, redirect, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from catalog import designs, desk, photos
from catalog.web.photos import sent, tell_refused
from core.db import db
from core.pictures import RefusedPicture

bp = Blueprint("catalog_designs", __name__, url_prefix="/quan-ly/san-pham/<int:product_id>/mau-rieng")

PRIVATE = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}


@bp.post("")
@facility("editor")
def add(product_id: int):
    _mine(product_id)
    batch = photos.render(sent("photos"), designs.MOST)
    added = designs.add(_mine(product_id), batch)
    db.session.commit()
    if added:
        flash(_("Đã nhận %(n)s mẫu riêng.", n=added), "good")
    elif not batch.refused:
        flash(_("Chưa chọn ảnh nào."), "warn")
    tell_refused(batch)
    return _back(product_id)


@bp.post("/<int:design_id>/ra")
@facility("editor")
def bring_out(product_id: int, design_id: int):
    product, design = _design(product_id, design_id)
    if len(product.photos) >= photos.MOST:
        abort(409, _("Mỗi món nhiều nhất %(n)s ảnh. Bỏ bớt một ảnh trước.", n=photos.MOST))
    try:
        designs.bring_out(product, design)
    except RefusedPicture as refused:
        abort(409, str(refused))
    db.session.commit()
    flash(_("Mẫu này giờ ai cũng xem được."), "good")
    return _back(product_id)


@bp.post("/<int:design_id>/bo")
@facility("editor")
def remove(product_id: int, design_id: int):
    designs.remove(*_design(product_id, design_id))
    db.session.commit()
    flash(_("Đã bỏ mẫu riêng."), "good")
    return _back(product_id)


@bp.get("/<int:design_id>/<int:width>.<ending>")
@facility("packer")
def picture(product_id: int, design_id: int, width: int, ending: str) -> Response:
    _product, design = _design(product_id, design_id)
    return shown(design, width, ending)


def shown(design, width: int, ending: str) -> Response:
    """A picture of a design that its viewer may see; nobody on the way may keep it."""
    content = designs.rendition(design, width, ending) or abort(404)
    return Response(content, mimetype=designs.ENDINGS[ending], headers=PRIVATE)


def _mine(product_id: int):
    return desk.product_of(my_facility_id(), product_id) or abort(404)


def _design(product_id: int, design_id: int):
    product = _mine(product_id)
    return product, designs.one_of(product.id, design_id) or abort(404)


def _back(product_id: int):
    return redirect(url_for("catalog_manage.step", product_id=product_id, number=1, _anchor="mau-rieng"), 303)
