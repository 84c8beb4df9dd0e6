"""A maker offers times at which she delivers or goods are fetched, and sees how many places are taken."""

from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.access import facility, my_facility_id
from core import times
from core.db import db
from core.forms import Form
from programme.models import Facility
from shop import slots, ways
from shop.models.slot import MOST_PLACES

bp = Blueprint("slots", __name__, url_prefix="/quan-ly/gio-giao")


class SlotForm(Form):
    """`wheres`: send, workshop or diem-<venue>, as the maker hands over."""

    def __init__(self, raw, wheres: list[str]) -> None:
        super().__init__(raw)
        self.wheres = wheres

    def clean(self) -> None:
        self.where = self.choice("where", self.wheres, required=_("Chọn nơi giao."))
        last = times.today() + timedelta(days=180)
        self.first = self.day("first", at_least=times.today(), at_most=last, required=_("Chọn ngày đầu."))
        self.days = self.integer("days", at_least=1, at_most=slots.MOST_DAYS)
        self.starts = self.integer("starts", at_least=0, at_most=23)
        self.ends = self.integer("ends", at_least=1, at_most=24)
        self.places = self.integer("places", at_least=1, at_most=MOST_PLACES)
        if not {"starts", "ends"} & set(self.errors) and self.ends <= self.starts:
            self.errors["ends"] = _("Giờ cuối phải sau giờ đầu.")


@bp.get("")
@facility("owner")
def show():
    return _page(_form({"days": 7, "starts": 8, "ends": 10, "places": 10}))


@bp.post("")
@facility("owner")
def offer():
    form = _form(request.form)
    if not form.is_valid():
        return _page(form), 422
    made = slots.offer(my_facility_id(), form.where, form.first, form.days, (form.starts, form.ends), form.places)
    db.session.commit()
    flash(ngettext("Đã thêm một khung giờ.", "Đã thêm %(num)s khung giờ.", made), "good")
    return redirect(url_for(".show"), 303)


@bp.post("/<int:slot_id>/dong")
@facility("owner")
def close(slot_id: int):
    if not slots.close(my_facility_id(), slot_id):
        abort(404)
    db.session.commit()
    flash(_("Đã đóng khung giờ. Đơn đã hẹn vẫn giữ."), "good")
    return redirect(url_for(".show"), 303)


def _form(raw) -> SlotForm:
    return SlotForm(raw, [value for value, _name in _wheres()])


def _wheres() -> list[tuple[str, str]]:
    mine = _mine()
    offered = ways.offers([mine])[mine.id]
    names = [(one.value, one.name or _("Khách tới lấy tại xưởng")) for one in offered]
    return [("send", _("Giao tận nơi, trong tỉnh")), *names]


def _page(form: SlotForm):
    mine = slots.of_maker(my_facility_id())
    return render_template(
        "shop/manage_slots.html", facility=_mine(), form=form, wheres=_wheres(), slots=mine, written=slots.written
    )


def _mine() -> Facility:
    return db.session.get_one(Facility, my_facility_id())
