"""A maker says at which places to see and buy her goods may be fetched."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from core.db import db
from core.forms import Form
from programme.models import Facility
from shop import ways

bp = Blueprint("pick_up", __name__, url_prefix="/quan-ly/diem-lay")


class PointsForm(Form):
    """Ticked places are fields named diem-<id>; the days to get there are named ngay-<id>."""

    def clean(self) -> None:
        self.days: dict[int, int] = {}
        for venue in ways.venues():
            if self.flag(f"diem-{venue.id}"):
                days = self.integer(f"ngay-{venue.id}", at_least=0, at_most=ways.MOST_DAYS, required=False)
                self.days[venue.id] = days or 0


@bp.get("")
@facility("owner")
def show():
    points = ways.points_of(my_facility_id())
    said = {f"diem-{one}": "1" for one in points} | {f"ngay-{one}": days for one, days in points.items()}
    return _page(PointsForm(said))


@bp.post("")
@facility("owner")
def change():
    form = PointsForm(request.form)
    if not form.is_valid():
        return _page(form), 422
    ways.hand_over_at(my_facility_id(), form.days)
    db.session.commit()
    flash(_("Đã ghi nơi khách tới lấy."), "good")
    return redirect(url_for(".show"), 303)


def _page(form: PointsForm):
    mine = db.session.get_one(Facility, my_facility_id())
    return render_template("shop/manage_pick_up.html", facility=mine, form=form, venues=ways.venues())
