"""Staff keep the places to see and buy, offer visits there, and see who comes."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from accounts import people
from accounts.access import staff
from core import answers
from core.db import db
from core.web import new_key, once_for_form
from fairs import called_off, shelf_places, venue_reading, venues
from fairs.models import Venue
from fairs.venue_forms import ClosingForm, ReasonForm, VenueForm, VisitForm
from fairs.web import venue_words

bp = Blueprint("venue_desk", __name__, url_prefix="/can-bo/noi-xem-mua")


@bp.get("")
@staff("curate")
def keep_all():
    return render_template(
        "fairs/venues/desk.html",
        venues=venue_reading.venues(closed=True),
        kinds=venue_words.kinds(),
        to_ring=called_off.waiting(),
    )


@bp.get("/moi")
@staff("curate")
def new():
    return _page(None, VenueForm({"kind": "ocop_point", "key": new_key()}))


@bp.post("/moi")
@staff("curate")
def make():
    form = VenueForm(request.form)
    if not form.is_valid():
        return _page(None, form), 422
    slug = _once(lambda: {"slug": venues.open_one(form.told, form.hours).slug})["slug"]
    flash(_("Đã thêm nơi này."), "good")
    return redirect(url_for(".edit", slug=slug), 303)


@bp.get("/<slug>")
@staff("curate")
def edit(slug: str):
    venue = _venue(slug)
    return _page(venue, VenueForm.showing(venue))


@bp.post("/<slug>")
@staff("curate")
def change(slug: str):
    venue, form = _venue(slug), VenueForm(request.form)
    if not form.is_valid():
        return _page(venue, form), 422
    venues.change(venue, form.told, form.hours)
    db.session.commit()
    flash(_("Đã lưu."), "good")
    return redirect(url_for(".edit", slug=slug), 303)


@bp.post("/<slug>/dong")
@staff("curate")
def close(slug: str):
    venue, form = _venue(slug), ClosingForm(request.form)
    if not form.is_valid():
        return _page(venue, VenueForm.showing(venue), closing=form), 422
    try:
        told = called_off.close(venue, form.why)
    except called_off.NoReason:
        form.errors["why"] = _("Còn buổi sắp tới: ghi lý do, người đã đặt sẽ đọc.")
        return _page(venue, VenueForm.showing(venue), closing=form), 422
    db.session.commit()
    flash(_("Đã thôi bày nơi này.") + _told(told), "good")
    return redirect(url_for(".edit", slug=slug), 303)


@bp.post("/<slug>/mo-lai")
@staff("curate")
def reopen(slug: str):
    venues.reopen(_venue(slug))
    db.session.commit()
    flash(_("Đã mở lại. Buổi đã hủy không tự mở lại."), "good")
    return redirect(url_for(".edit", slug=slug), 303)


@bp.post("/<slug>/buoi")
@staff("curate")
def offer(slug: str):
    venue, form = _venue(slug), VisitForm(request.form)
    if not form.is_valid():
        return _page(venue, VenueForm.showing(venue), visit=form), 422
    try:
        _once(lambda: {"title": venues.offer(venue, form.told).title}, slug)
    except venues.Shut:
        abort(409, _("Nơi này đã thôi bày: mở lại rồi mới mở buổi."))
    flash(_("Đã mở buổi này cho người đặt."), "good")
    return redirect(url_for(".edit", slug=slug) + "#buoi", 303)


@bp.post("/<slug>/buoi/<int:visit_id>/huy")
@staff("curate")
def call_off(slug: str, visit_id: int):
    venue = _venue(slug)
    visit = venue_reading.visit(venue, visit_id) or abort(404)
    form = ReasonForm(request.form)
    if not form.is_valid():
        abort(422, form.errors["reason"])
    told = called_off.call_off(visit, form.reason)
    db.session.commit()
    flash(_("Đã hủy buổi này.") + _told(told), "good")
    return redirect(url_for(".edit", slug=slug) + "#buoi", 303)


@bp.get("/goi")
@staff("curate")
def calls():
    rows = called_off.to_ring()
    return render_template("fairs/venues/calls.html", rows=rows, names=people.names_of(one.rung_by for one in rows))


@bp.post("/goi/<int:booking_id>/<any('da-goi', 'chua-goi'):move>")
@staff("curate")
def ring(booking_id: int, move: str):
    booking = called_off.one_to_ring(booking_id) or abort(404)
    called_off.tick(booking, current_user.id if move == "da-goi" else None)
    db.session.commit()
    return redirect(url_for(".calls"), 303)


def _told(told: called_off.Told) -> str:
    """What follows a visit that was called off, in words."""
    said = [""]
    if told.visits > 1:
        said.append(_("%(n)s buổi đã hủy.", n=told.visits))
    if told.written:
        said.append(
            ngettext("Đã gửi thư cho %(n)s lượt đặt.", "Đã gửi thư cho %(n)s lượt đặt.", told.written, n=told.written)
        )
    if told.to_call:
        said.append(
            ngettext(
                "%(n)s lượt chỉ để số điện thoại: xem Gọi điện báo.",
                "%(n)s lượt chỉ để số điện thoại: xem Gọi điện báo.",
                told.to_call,
                n=told.to_call,
            )
        )
    return " ".join(said)


def _once(act: Callable[[], answers.Answer], *of: str) -> answers.Answer:
    try:
        return once_for_form(act, *of)
    except answers.OtherRequest:
        abort(409, _("Phiếu này đã gửi rồi. Mở lại trang để làm tiếp."))


def _page(venue: Venue | None, form: VenueForm, *, visit: VisitForm | None = None, closing: ClosingForm | None = None):
    return render_template(
        "fairs/venues/edit.html",
        venue=venue,
        form=form,
        visit=visit or VisitForm({"visit_kind": "visit", "places": "15", "price": "0"}),
        closing=closing or ClosingForm(),
        at_stake=called_off.at_stake(venue) if venue and not venue.closed_at else None,
        visits=venue_reading.coming(venue.id, called_off=True) if venue else [],
        bookings=venue_reading.bookings(venue.id) if venue else {},
        shelf=shelf_places.key_of_venue(venue.id) if venue else "",
        kinds=list(venue_words.kinds().items()),
        visit_kinds=list(venue_words.visit_kinds().items()),
        weekdays=venue_words.weekdays(),
        makers=venue_reading.makers(),
        villages=venue_reading.villages(),
        key=form.value("key") or new_key(),
        visit_key=new_key(),
    )


def _venue(slug: str) -> Venue:
    return venue_reading.venue(slug, closed=True) or abort(404)
