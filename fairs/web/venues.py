"""Places to see and buy: the list with a drawing, each place, and booking a visit there."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from catalog import atlas, mosaic
from core import answers, ical, rates
from core.access import public, visitor
from core.db import db
from core.i18n import here, in_locale
from core.web import new_key, once_for_form
from fairs import shelf_places, shown, venue_reading, venues
from fairs.models import VENUE_KINDS, Venue, VenueBooking
from fairs.venue_forms import BookingForm
from fairs.web import venue_words

bp = Blueprint("venues", __name__, url_prefix="/noi-xem-mua")
MOST_BOOKINGS = 20  # from one address in an hour


@bp.get("")
@public
def index():
    asked = request.args.get("loai", "")
    kind = asked if asked in VENUE_KINDS else ""
    found = venue_reading.venues(kind)
    return render_template(
        "fairs/venues/index.html",
        venues=found,
        spots=venue_reading.marks(found),
        atlas=atlas,
        cells=mosaic.cells(),
        kind=kind,
        kinds=venue_words.kinds(),
    )


@bp.get("/<slug>")
@public
def show(slug: str):
    venue = _venue(slug)
    shelves = shown.shelves([shelf_places.key_of_venue(venue.id)])
    paid = {pick.feature.scheme_id for shelf in shelves for pick in shelf.picks if pick.feature.scheme_id}
    return render_template(
        "fairs/venues/show.html",
        venue=venue,
        visits=venue_reading.coming(venue.id),
        shelves=shelves,
        schemes=venue_reading.schemes_of(sorted(paid)) if paid else [],
        spots=venue_reading.marks([venue]),
        atlas=atlas,
        cells=mosaic.cells(),
        kinds=venue_words.kinds(),
        days=venue_words.week(venue),
    )


@bp.get("/<slug>/dat/<int:visit_id>")
@visitor
def begin(slug: str, visit_id: int):
    venue, visit = _visit(slug, visit_id)
    return _form(venue, visit, BookingForm({"people": "1", "key": new_key()}))


@bp.post("/<slug>/dat/<int:visit_id>")
@visitor
def book(slug: str, visit_id: int):
    venue, visit = _visit(slug, visit_id)
    form = BookingForm(request.form)
    if not form.is_valid():
        return _form(venue, visit, form), 422
    try:
        rates.count("venue", request.remote_addr or "", MOST_BOOKINGS)
        token = str(once_for_form(lambda: _booked(visit, form), str(visit.id))["token"])
    except rates.TooOften:
        abort(429, _("Từ chỗ bạn đã đặt nhiều lần trong giờ này. Xin đợi một lát, hoặc gọi điện."))
    except answers.OtherRequest:
        abort(409, _("Phiếu này đã gửi rồi. Mở lại trang để đặt lần nữa."))
    except venues.Past:
        abort(409, _("Buổi này đã bắt đầu hoặc đã hủy, không đặt được nữa."))
    except venues.Full as full:
        db.session.rollback()
        form.errors["people"] = _("Buổi này chỉ còn %(n)s chỗ.", n=full.left)
        return _form(*_visit(slug, visit_id), form), 409
    return redirect(url_for(".booked", token=token), 303)


@bp.get("/dat-cho/<token>")
@visitor
def booked(token: str):
    mine = _booking(token)
    return render_template("fairs/venues/booked.html", booking=mine, until=venues.kept_until(mine.visit))


@bp.get("/dat-cho/<token>.ics")
@visitor
def calendar(token: str):
    booking = _booking(token)
    visit = booking.visit
    one = ical.Appointment(
        key=f"venue-booking-{booking.id}",
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        name=in_locale(visit, "title"),
        place=visit.venue.where,
        url=current_app.config["SITE_URL"] + here(f"/noi-xem-mua/{visit.venue.slug}"),
        is_cancelled=bool(booking.cancelled_at or visit.cancelled_at),
    )
    return ical.answer(f"dat-cho-{booking.id}", [one])


@bp.post("/dat-cho/<token>/huy")
@visitor
def give_back(token: str):
    booking = _booking(token)
    try:
        venues.give_back(booking)
    except venues.Past:
        abort(409, _("Buổi này đã bắt đầu, không trả chỗ được nữa."))
    db.session.commit()
    flash(_("Đã trả chỗ. Cảm ơn bạn đã báo trước."), "good")
    return redirect(url_for(".booked", token=token), 303)


def _booked(visit, form: BookingForm) -> answers.Answer:
    return {"token": venues.book(visit, form.name, form.phone_number, form.people).token}


def _form(venue: Venue, visit, form: BookingForm):
    until = venues.kept_until(visit)
    return render_template("fairs/venues/book.html", venue=venue, visit=visit, form=form, until=until)


def _venue(slug: str) -> Venue:
    return venue_reading.venue(slug) or abort(404, _("Không có nơi nào ở địa chỉ này, hoặc nơi ấy đã thôi mở."))


def _visit(slug: str, visit_id: int):
    venue = _venue(slug)
    return venue, venue_reading.visit(venue, visit_id) or abort(404, _("Không có buổi này. Xem các buổi sắp tới."))


def _booking(token: str) -> VenueBooking:
    return venue_reading.booking(token) or abort(404, _("Không có lượt đặt nào ở địa chỉ này."))
