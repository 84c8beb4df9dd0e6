"""What staff did for a facility, seen by its owner, who takes any of it back; and the consent it rests on."""

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts import assisting, people
from accounts.access import facility, my_facility_id, signed_in, staff
from core import audit, times, undo
from core.db import db
from core.i18n import here
from programme import queries
from programme.models import Facility
from programme.standing_forms import ConsentForm

bp = Blueprint("helped", __name__)

SHOWN = 50


@bp.get("/quan-ly/giup-do")
@facility("owner")
def show():
    mine = db.session.get_one(Facility, my_facility_id())
    acts = audit.done_for(mine.id, SHOWN)
    return render_template(
        "programme/manage/helped.html",
        facility=mine,
        consents=assisting.consents_of(mine.id),
        acts=acts,
        told=undo.told(acts),
        why_not=undo.why_not,
        undone=undo.undone_among([act.id for act in acts]),
        names=people.names_of([act.actor_id for act in acts if act.actor_id]),
    )


@bp.post("/quan-ly/giup-do/dong-y")
@facility("owner")
def agree():
    """The owner herself, for ninety days."""
    today = times.today()
    until = times.add_months(today, 3)
    assisting.agree(my_facility_id(), current_user.name, "truc_tuyen", today, until)
    db.session.commit()
    flash(_("Đã cho phép cán bộ sửa giúp trong ba tháng. Rút lại lúc nào cũng được."), "good")
    return redirect(url_for(".show"), 303)


@bp.post("/quan-ly/giup-do/rut")
@facility("owner")
def withdraw():
    try:
        assisting.withdraw(my_facility_id())
    except assisting.NoConsent:
        abort(409, _("Không có cho phép nào đang hiệu lực."))
    db.session.commit()
    flash(_("Đã rút. Từ bây giờ cán bộ không sửa giúp được nữa."), "good")
    return redirect(url_for(".show"), 303)


@bp.post("/quan-ly/giup-do/<int:entry_id>/hoan-tac")
@facility("owner")
def take_back(entry_id: int):
    entry = audit.entry(entry_id)
    if entry is None or entry.on_behalf_of != my_facility_id():
        abort(404)
    try:
        undo.undo(entry)
    except undo.ChangedSince as since:
        abort(
            409, _("“%(field)s” đã được sửa tiếp sau đó, nên không trả về được.", field=undo.label(entry, since.field))
        )
    except undo.Forbidden as rule:
        abort(409, str(rule))
    except undo.CannotBeUndone:
        abort(409, _("Việc này không trả về được, hoặc đã trả về rồi."))
    db.session.commit()
    flash(_("Đã trả về như cũ."), "good")
    return redirect(url_for(".show"), 303)


@bp.post("/can-bo/co-so/<slug>/dong-y")
@staff("assist")
def record_consent(slug: str):
    place = queries.facility_page(slug) or abort(404)
    form = ConsentForm(request.form)
    if not form.is_valid():
        abort(422, " ".join(form.errors.values()))
    try:
        assisting.agree(place.id, form.agreed_by, form.way, form.agreed_on, form.until_on)
    except assisting.ConsentTooLong:
        abort(422, _("Cho phép dài nhất một năm; hết hạn thì hỏi lại."))
    db.session.commit()
    flash(_("Đã ghi cho phép."), "good")
    return redirect(url_for("facilities_staff.show", slug=slug), 303)


@bp.post("/can-bo/co-so/<slug>/lam-giup")
@staff("assist")
def begin(slug: str):
    place = queries.facility_page(slug) or abort(404)
    try:
        assisting.begin(place.id)
    except assisting.NoConsent:
        abort(409, _("Cơ sở chưa cho phép, hoặc cho phép đã hết hạn. Hỏi và ghi lại trước đã."))
    session["helping"] = place.id
    audit.record(place, "facility.help_begun")
    db.session.commit()
    return redirect(here("/quan-ly/co-so"), 303)


@bp.post("/can-bo/thoi-lam-giup")
@signed_in
def end():
    session.pop("helping", None)
    return redirect(here("/can-bo/co-so") if current_user.is_staff else here("/"), 303)
