"""A facility's day: what waits."""

from datetime import timedelta

from flask import Blueprint, redirect, render_template, url_for
from flask_login import current_user

import programme.queries
from accounts.access import acting, facility, my_facility_id
from catalog import recognition_facts
from core import times
from core.db import db
from insight import today
from programme.models import Facility

bp = Blueprint("insight_manage", __name__, url_prefix="/quan-ly")


@bp.get("")
@facility("packer")
def front():
    if acting():
        return redirect(url_for(".more"))
    day = today.of(my_facility_id())
    return render_template(
        "insight/manage_front.html",
        day=day,
        kinds=recognition_facts.kinds(),
        facility=day.facility,
        orders_waiting=day.waiting,
        name=current_user.name,
        now=times.now(),
        tonight=times.end_of(times.today()) + timedelta(seconds=1),
    )


@bp.get("/them")
@facility("packer", helped=True)
def more():
    mine = db.session.get_one(Facility, my_facility_id())
    ids = [one.facility_id for one in current_user.memberships if one.facility_id != mine.id]
    others = programme.queries.facilities_of(ids) if ids else ()
    return render_template("insight/manage_more.html", facility=mine, name=current_user.name, others=others)
