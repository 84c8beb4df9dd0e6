"""Booked dates: the file for a buyer's own calendar, and who comes, for the maker."""

from datetime import UTC, datetime

from flask import Blueprint, Response, abort, current_app, render_template
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from catalog import desk, sessions
from core import times
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
    response = Response(_event(order, parcel, line), mimetype="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="buoi-{line.id}.ics"'
    return response


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


def _event(order, parcel, line) -> str:
    """RFC 5545; a cancelled booking says so, so that the buyer's calendar takes it out."""
    maker = parcel.facility
    gone = parcel.state in ("cancelled", "cannot_supply")
    said = _("Đơn %(number)s, %(n)s chỗ. Gọi %(phone)s.", number=order.number, n=line.quantity, phone=maker.phone)
    fields = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Phien Cho//VI", "METHOD:PUBLISH", "BEGIN:VEVENT",
        f"UID:line-{line.id}@phiencho.example",
        f"DTSTAMP:{_utc(times.now())}",
        f"DTSTART:{_utc(line.session.starts_at)}",
        f"DTEND:{_utc(line.session.ends_at)}",
        f"STATUS:{'CANCELLED' if gone else 'CONFIRMED'}",
        f"SUMMARY:{_plain(line.name)}",
        f"LOCATION:{_plain(', '.join(filter(None, (maker.name, maker.address, maker.commune_name))))}",
        f"DESCRIPTION:{_plain(said)}",
        f"URL:{current_app.config['SITE_URL']}/don-hang/{order.token}",
        "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(f"{folded}\r\n" for field in fields for folded in _folded(field))


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _plain(text: str) -> str:
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(sign, written)
    return text


def _folded(field: str) -> list[str]:
    """Lines of at most 75 bytes; a letter of several bytes is never cut."""
    lines, line = [], ""
    for letter in field:
        if len((line + letter).encode()) > 74:
            lines.append(line)
            line = " "
        line += letter
    return [*lines, line]
