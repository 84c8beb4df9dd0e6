"""A facility keeps its booths, on a phone."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from catalog import photos
from core.db import db
from core.forms import ids_in
from fairs import booths, completeness, readiness, workspace
from fairs.forms import BoothForm
from fairs.models import Booth
from programme.models import Facility

bp = Blueprint("fairs_manage", __name__, url_prefix="/quan-ly")


@bp.get("/gian")
@facility("packer", helped=True)
def my_booths():
    mine = workspace.booths_of(my_facility_id())
    goods = workspace.goods_of(mine)
    return render_template(
        "fairs/manage_booths.html",
        facility=_facility(),
        booths=[(booth, completeness.of(booth, goods[booth.id])) for booth in mine],
        lacks=readiness.lacks(mine, goods),
        calls=workspace.fairs_taking_applications(),
    )


@bp.get("/gian/<int:booth_id>")
@facility("editor")
def booth(booth_id: int):
    booth = _own(booth_id)
    return _booth_page(booth, BoothForm({name: getattr(booth, name) for name in _TOLD}))


@bp.post("/gian/<int:booth_id>")
@facility("editor")
def tell(booth_id: int):
    booth = _own(booth_id)
    form = BoothForm(request.form)
    if not form.is_valid():
        return _booth_page(booth, form), 422
    booths.tell(booth, form.told)
    db.session.commit()
    flash(_("Đã lưu. Khách thấy ngay ở gian."), "good")
    return redirect(url_for("fairs_manage.booth", booth_id=booth_id), 303)


@bp.post("/gian/<int:booth_id>/anh")
@facility("editor")
def hang(booth_id: int):
    owner, upload = my_facility_id(), request.files.get("banner")
    _own(booth_id)
    if not (upload and upload.filename):
        flash(_("Chọn một ảnh rồi bấm Treo ảnh."), "bad")
        return redirect(_anchor(booth_id, "banner"), 303)
    batch = photos.render([(upload.filename, upload.read())], at_most=1)
    booth = workspace.booth_of(owner, booth_id) or abort(404)
    for picture in photos.kept(batch):
        booths.hang(booth, picture)
        flash(_("Đã treo ảnh mới lên gian."), "good")
    for _name, reason in batch.refused:
        flash(reason, "bad")
    db.session.commit()
    return redirect(_anchor(booth_id, "banner"), 303)


@bp.post("/gian/<int:booth_id>/hang")
@facility("editor")
def show(booth_id: int):
    booths.show(_own(booth_id), _wanted_order())
    db.session.commit()
    flash(_("Đã xếp lại hàng ở gian."), "good")
    return redirect(_anchor(booth_id, "hang"), 303)


_TOLD = ("tagline", "tagline_en", "today", "story", "story_en", "hours", "artisan", "wholesale", "video_url")


def _booth_page(booth: Booth, form: BoothForm):
    goods = workspace.goods_of([booth])[booth.id]
    shown = {product.id for product in goods}
    others = [product for product in workspace.goods_to_choose(booth.facility_id) if product.id not in shown]
    return render_template(
        "fairs/manage_booth.html",
        facility=booth.facility,
        booth=booth,
        form=form,
        goods=goods,
        others=others,
        complete=completeness.of(booth, goods),
        lacks=readiness.lacks([booth], {booth.id: goods})[booth.id],
    )


def _wanted_order() -> list[int]:
    """The goods ticked, in the order sent, with one of them moved up or down where its button was pressed."""
    ticked = request.form.getlist("product_ids", type=int)
    sent = ids_in(request.form.get("order", ""))
    ids = [one for one in sent if one in ticked] + [one for one in ticked if one not in sent]
    for name, step in (("up", -1), ("down", 1)):
        moved = request.form.get(name, 0, type=int)
        if moved in ids and 0 <= ids.index(moved) + step < len(ids):
            place = ids.index(moved)
            ids[place], ids[place + step] = ids[place + step], ids[place]
    return ids


def _own(booth_id: int) -> Booth:
    return workspace.booth_of(my_facility_id(), booth_id) or abort(404)


def _facility() -> Facility:
    return db.session.get_one(Facility, my_facility_id())


def _anchor(booth_id: int, anchor: str) -> str:
    return url_for("fairs_manage.booth", booth_id=booth_id, _anchor=anchor)
