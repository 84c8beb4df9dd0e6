"""A maker writes her own ways of sending with their fees, and sees what a parcel would cost before it holds."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from core.db import db
from programme.models import Facility
from shop import sending
from shop.models import SendingWay
from shop.models.sending import ZONES
from shop.sending_forms import STEPS, WayForm, begun

bp = Blueprint("sending", __name__, url_prefix="/quan-ly/cach-gui")


@bp.get("")
@facility("owner")
def show():
    return render_template("shop/manage_sending.html", facility=_mine(), ways=_mine_ways(), zones=zones())


@bp.get("/moi")
@facility("owner")
def new():
    return _page(WayForm({"kg-0": "2"}), None)


@bp.post("/moi")
@facility("owner")
def add():
    if len(_mine_ways()) >= sending.MOST_WAYS:
        abort(409, _("Có nhiều nhất %(n)s cách gửi; bỏ một cách trước khi thêm.", n=sending.MOST_WAYS))
    return _write(WayForm(request.form), None)


@bp.get("/<int:way_id>")
@facility("owner")
def edit(way_id: int):
    way = _way(way_id)
    return _page(WayForm(begun(way)), way)


@bp.post("/<int:way_id>")
@facility("owner")
def change(way_id: int):
    return _write(WayForm(request.form), _way(way_id))


@bp.post("/<int:way_id>/bo")
@facility("owner")
def retire(way_id: int):
    sending.retire(_way(way_id))
    db.session.commit()
    flash(_("Đã bỏ cách gửi. Đơn đã đặt vẫn giữ phí cũ."), "good")
    return redirect(url_for(".show"), 303)


def zones() -> dict[str, str]:
    names = (_("Nội thành, cùng tỉnh"), _("Trong tỉnh"), _("Gần, đến 300 km"), _("Xa hơn"))
    return dict(zip(ZONES, names, strict=True))


def _write(form: WayForm, way: SendingWay | None):
    if not form.is_valid():
        return _page(form, way, 422)
    kept = way or SendingWay(facility_id=my_facility_id())
    kept.name, kept.free_from, kept.cut_off_hour = form.name, form.free_from, form.cut_off_hour
    sending.write(kept, form.rates)
    db.session.commit()
    flash(_("Đã ghi cách gửi “%(name)s”. Đơn đã đặt vẫn giữ phí cũ.", name=kept.name), "good")
    return redirect(url_for(".show"), 303)


def _page(form: WayForm, way: SendingWay | None, status: int = 200):
    page = render_template(
        "shop/manage_sending_way.html", facility=_mine(), way=way, form=form, zones=zones(), steps=range(STEPS)
    )
    return page, status


def _mine() -> Facility:
    return db.session.get_one(Facility, my_facility_id())


def _mine_ways() -> list[SendingWay]:
    return sending.ways_of(my_facility_id())


def _way(way_id: int) -> SendingWay:
    return sending.way_of(my_facility_id(), way_id) or abort(404)
