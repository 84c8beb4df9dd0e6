"""A product's photos in the workspace: sent, put in order, described, cropped, marked, taken off and brought back."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from catalog import designs, desk, marks, photos
from catalog.forms import FocusForm
from core import pictures
from core.db import db
from core.forms import ids_in

bp = Blueprint("catalog_photos", __name__, url_prefix="/quan-ly/san-pham/<int:product_id>/anh")


@bp.post("")
@facility("editor")
def add(product_id: int):
    _mine(product_id)
    batch = photos.render(sent("photos"), keeps_place=request.form.get("keep_place") == "1")
    added = photos.add(_mine(product_id), batch)
    db.session.commit()
    if added:
        flash(_("Đã thêm %(n)s ảnh.", n=added), "good")
    elif not batch.refused:
        flash(_("Chưa chọn ảnh nào."), "warn")
    tell_refused(batch)
    return _back(product_id)


@bp.post("/sua")
@facility("editor")
def arrange(product_id: int):
    """Order and descriptions of all photos; `move` and `remove` name one of them."""
    product = _mine(product_id)
    photos.describe(product, {photo.id: request.form.get(f"alt_{photo.id}", photo.alt) for photo in product.photos})
    photos.order(product, _order(product))
    try:
        gone = photos.remove(product, request.form.get("remove", 0, type=int))
    except photos.LastPhoto:
        flash(_("Hàng đang bày cần ít nhất một ảnh. Thêm ảnh mới trước rồi bỏ ảnh này."), "bad")
        gone = None
    db.session.commit()
    return _back(product_id, bo=gone.digest if gone else None)


@bp.post("/lay-lai")
@facility("editor")
def restore(product_id: int):
    product = _mine(product_id)
    picture = pictures.known(request.form.get("digest", "")) or abort(404)
    photos.attach(product, picture)
    db.session.commit()
    return _back(product_id)


@bp.get("/<int:photo_id>")
@facility("editor")
def show(product_id: int, photo_id: int):
    product, photo = _photo(product_id, photo_id)
    return _page(product, photo, FocusForm())


@bp.post("/<int:photo_id>/tam")
@facility("editor")
def focus(product_id: int, photo_id: int):
    """What every crop keeps in sight: one of the places of the grid, or found by the market again."""
    product, photo = _photo(product_id, photo_id)
    form = FocusForm(request.form)
    if not form.is_valid():
        return _page(product, photo, form), 422
    photos.focus_on(product, photo, form.place)
    db.session.commit()
    flash(_("Đã đặt tâm ảnh.") if form.place else _("Tâm ảnh do chợ tìm."), "good")
    return redirect(url_for(".show", product_id=product_id, photo_id=photo_id), 303)


@bp.post("/<int:photo_id>/dau")
@facility("editor")
def mark(product_id: int, photo_id: int):
    """The facility's name on this photo (co, khong), or as the facility has it; `tat_ca` says how that is."""
    product, photo = _photo(product_id, photo_id)
    marks.choose(product, photo, {"co": True, "khong": False}.get(request.form.get("dau", "")))
    if (everywhere := request.form.get("tat_ca")) in ("co", "khong"):
        marks.switch(product.facility, on=everywhere == "co")
    db.session.commit()
    flash(_("Đã ghi. Ảnh được làm lại trong chốc lát."), "good")
    return redirect(url_for(".show", product_id=product_id, photo_id=photo_id), 303)


@bp.post("/<int:photo_id>/mau-rieng")
@facility("editor")
def hide(product_id: int, photo_id: int):
    """From now on only buyers whom the maker accepts see it."""
    product, photo = _photo(product_id, photo_id)
    try:
        designs.hide(product, photo)
    except photos.LastPhoto:
        flash(_("Hàng đang bày cần ít nhất một ảnh. Thêm ảnh mới trước rồi cất ảnh này."), "bad")
        return redirect(url_for(".show", product_id=product_id, photo_id=photo_id), 303)
    db.session.commit()
    flash(_("Ảnh này thành mẫu riêng, người đi chợ không còn thấy."), "good")
    return redirect(url_for("catalog_manage.step", product_id=product_id, number=1, _anchor="mau-rieng"), 303)


@bp.post("/<int:photo_id>/noi-chup")
@facility("editor")
def forget_place(product_id: int, photo_id: int):
    """The maker agrees no longer to have the place of taking kept."""
    product, photo = _photo(product_id, photo_id)
    photos.forget_place(product, photo)
    db.session.commit()
    flash(_("Đã xóa nơi chụp. Chợ không còn giữ."), "good")
    return redirect(url_for(".show", product_id=product_id, photo_id=photo_id), 303)


@bp.post("/rut-lai")
@facility("editor")
def take_back(product_id: int):
    """A picture that waits for staff shall not come after all."""
    photos.take_back(_mine(product_id), request.form.get("digest", ""))
    db.session.commit()
    return _back(product_id)


def sent(name: str) -> list[tuple[str, bytes]]:
    """The files of a form's field, as (file name, content)."""
    return [(file.filename, file.read()) for file in request.files.getlist(name) if file.filename]


def tell_refused(batch) -> None:
    for name, reason in batch.refused:
        flash(_("%(name)s: %(why)s", name=name, why=reason), "bad")


def _mine(product_id: int):
    return desk.product_of(my_facility_id(), product_id) or abort(404)


def _photo(product_id: int, photo_id: int):
    product = _mine(product_id)
    return product, next((one for one in product.photos if one.id == photo_id), None) or abort(404)


def _page(product, photo, form):
    return render_template(
        "catalog/manage/photo.html",
        facility=desk.facility(my_facility_id()),
        product=product,
        photo=photo,
        number=product.photos.index(photo) + 1,
        form=form,
        grid=photos.GRID,
        origin=photos.origins_of([photo]).get(photo.picture_id),
    )


def _back(product_id: int, **query):
    step = url_for("catalog_manage.step", product_id=product_id, number=1, _anchor="photos", **query)
    return redirect(step, 303)


def _order(product) -> list[int]:
    """The order that was sent, with one photo moved a place where a button says so: `move` = "<id>:-1"."""
    ids = ids_in(request.form.get("order", ""))
    ids = ids or [photo.id for photo in product.photos]
    moved, _colon, by = request.form.get("move", "").partition(":")
    if moved in map(str, ids) and by in ("-1", "1"):
        place = ids.index(int(moved))
        ids.insert(min(max(place + int(by), 0), len(ids) - 1), ids.pop(place))
    return ids
