"""The turntable photos of a product in the workspace."""

from flask import Blueprint, abort, flash, redirect, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from catalog import desk, photos, spins
from catalog.web.photos import sent, tell_refused
from core.db import db

bp = Blueprint("catalog_spins", __name__, url_prefix="/quan-ly/san-pham/<int:product_id>/quay")


@bp.post("")
@facility("editor")
def add(product_id: int):
    _mine(product_id)
    batch = photos.render(sent("photos"), spins.MOST)
    added = spins.add(_mine(product_id), batch)
    db.session.commit()
    if added:
        flash(_("Đã thêm %(n)s góc nhìn.", n=added), "good")
    elif not batch.refused:
        flash(_("Chưa chọn ảnh nào."), "warn")
    tell_refused(batch)
    return _back(product_id)


@bp.post("/bo")
@facility("editor")
def clear(product_id: int):
    gone = spins.clear(_mine(product_id))
    db.session.commit()
    if gone:
        flash(_("Đã bỏ vòng quay %(n)s ảnh.", n=gone), "good")
    return _back(product_id)


def _mine(product_id: int):
    return desk.product_of(my_facility_id(), product_id) or abort(404)


def _back(product_id: int):
    return redirect(url_for("catalog_manage.step", product_id=product_id, number=1, _anchor="quay"), 303)
