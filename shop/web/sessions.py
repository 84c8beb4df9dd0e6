"""Booked dates: the file for a buyer's own calendar, and who comes, for the maker."""

from flask import Blueprint, Response, abort, current_app, render_template
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from catalog import desk, sessions
from core import ical
from core.access import visitor
from shop import packing, queries

bp = Blueprint("shop_sessions", __name__)


@bp.get("/don-hang/<token>/buoi/<int:line_id>.ics")
@visitor
def calendar_file(token: str, line_id: int) -> Response:
    order = queries.order(token) or abort(404)
    lines = ((parcel, line) for parcel in order.parcels for line in parcel.lines)
    parcel, line = next(((p, one) for p, one in lines if one.id == line_id and one.session), (None, None))
    if parcel is None or line is None:
        abort(404)
    return ical.answer(f"buoi-{line.id}", [_appointment(order, parcel, line)])


@bp.get("/quan-ly/san-pham/<int:product_id>/buoi/<int:session_id>")
@facility("packer")
def guests(product_id: int, session_id: int):
    product = desk.product_of(my_facility_id(), product_id) or abort(404)
    session = sessions.find(product.id, session_id) or abort(404)
    return render_template(
        "shop/session_guests.html",
        facility=desk.facility(my_facility_id()),
        product=product,
        session=session,
        lines=packing.guests(session.id),
    )


def _appointment(order, parcel, line) -> ical.Appointment:
    maker = parcel.facility
    return ical.Appointment(
        key=f"line-{line.id}",
        starts_at=line.session.starts_at,
        ends_at=line.session.ends_at,
        name=line.name,
        place=", ".join(filter(None, (maker.name, maker.address, maker.commune_name))),
        said=_("Đơn %(number)s, %(n)s chỗ. Gọi %(phone)s.", number=order.number, n=line.quantity, phone=maker.phone),
        url=f"{current_app.config['SITE_URL']}/don-hang/{order.token}",
        is_cancelled=parcel.came_to_nothing,
    )
