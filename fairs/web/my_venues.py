"""A maker sees who comes to visit its workshop, and whom to ring when a visit is called off."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_login import current_user

from accounts import people
from accounts.access import facility, my_facility_id
from core.db import db
from fairs import called_off, venue_reading
from programme.models import Facility

bp = Blueprint("my_venues", __name__, url_prefix="/quan-ly/noi-xem-mua")


@bp.get("")
@facility("packer")
def show():
    mine = my_facility_id()
    rows = called_off.to_ring(mine)
    return render_template(
        "fairs/venues/mine.html",
        facility=db.session.get_one(Facility, mine),
        places=venue_reading.of_maker(mine),
        booked=venue_reading.booked_at_makers(mine),
        rows=rows,
        names=people.names_of(one.rung_by for one in rows),
    )


@bp.post("/goi/<int:booking_id>/<any('da-goi', 'chua-goi'):move>")
@facility("packer")
def ring(booking_id: int, move: str):
    booking = called_off.one_to_ring(booking_id, my_facility_id()) or abort(404)
    called_off.tick(booking, current_user.id if move == "da-goi" else None)
    db.session.commit()
    return redirect(url_for(".show"), 303)
