"""A facility lets another, or a person, act in its place; and whoever was let to goes there and comes back."""

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts import mandates, people
from accounts.access import facility, my_facility_id, signed_in
from accounts.models import Mandate, User
from core import audit, times, undo
from core.db import db, release
from core.i18n import here
from programme import queries, words
from programme.models import Facility
from programme.standing_forms import MandateForm

bp = Blueprint("mandates", __name__)

SHOWN = 50


@bp.get("/quan-ly/nho-ban-ho")
@facility("owner")
def show():
    return _page(MandateForm({"until": times.add_months(times.today(), 6).isoformat()}))


@bp.post("/quan-ly/nho-ban-ho")
@facility("owner")
def give():
    form = MandateForm(request.form)
    if form.is_valid():
        _give(form)
    if form.errors:
        release()
        return _page(form), 422
    flash(_("Đã nhờ. Bỏ từng việc hay thôi hẳn lúc nào cũng được, một chạm."), "good")
    return redirect(url_for(".show"), 303)


@bp.post("/quan-ly/nho-ban-ho/<int:mandate_id>/bot")
@facility("owner")
def take(mandate_id: int):
    action = request.form.get("action", "")
    _ended(lambda: mandates.take(_mine(mandate_id), action))
    flash(_("Đã thôi nhờ việc này."), "good")
    return redirect(url_for(".show"), 303)


@bp.post("/quan-ly/nho-ban-ho/<int:mandate_id>/thoi")
@facility("owner")
def end(mandate_id: int):
    _ended(lambda: mandates.end(_mine(mandate_id)))
    flash(_("Đã thôi nhờ. Từ bây giờ không ai ở đó làm thay được nữa."), "good")
    return redirect(url_for(".show"), 303)


@bp.get("/tai-khoan/lam-thay")
@signed_in
def places():
    """Whom she may act for; nothing of theirs is told here."""
    held = mandates.held_by(current_user)
    names = {one.id: one for one in queries.facilities_of([one.facility_id for one in held])}
    reached = {one: mandates.roles(current_user, [m for m in held if m.facility_id == one]) for one in names}
    return render_template(
        "programme/mandates_held.html", places=names, reached=reached, until={m.facility_id: m.until_on for m in held}
    )


@bp.post("/tai-khoan/lam-thay")
@signed_in
def begin():
    facility_id = request.form.get("facility_id", 0, type=int)
    if not mandates.held_by(current_user, facility_id):
        flash(_("Cơ sở ấy không nhờ bạn, hoặc đã thôi nhờ."), "warn")
        return redirect(url_for(".places"), 303)
    session["acting"] = facility_id
    session.pop("helping", None)
    return redirect(here("/quan-ly/them"), 303)


@bp.post("/tai-khoan/lam-thay/thoi")
@signed_in
def leave():
    session.pop("acting", None)
    return redirect(url_for(".places"), 303)


def _give(form: MandateForm) -> None:
    """Give and commit, or leave the reason at its field."""
    to = _found(form.who)
    if to is None:
        form.errors["who"] = _(
            "Không thấy ai như vậy. Ghi đúng tên cơ sở, hoặc số điện thoại người ấy dùng để đăng nhập."
        )
        return
    try:
        mandates.give(my_facility_id(), form.actions, form.until, to=to)
        db.session.commit()
    except mandates.TooLong:
        form.errors["until"] = _("Nhờ dài nhất một năm; hết hạn thì nhờ lại.")
    except mandates.NotWithSelf:
        form.errors["who"] = _("Người trong đội thì giao việc ở trang Người cùng làm, không cần nhờ.")


def _found(who: str) -> int | User | None:
    """A facility by its name, its address at the market or its page's; else a person by what she signs in with."""
    found = queries.facility_called(who)
    return found.id if found else people.named(who)


def _ended(act) -> None:
    try:
        act()
    except mandates.Over:
        abort(409, _("Việc này đã thôi nhờ rồi. Tải lại trang."))
    db.session.commit()


def _mine(mandate_id: int) -> Mandate:
    return mandates.of_facility(my_facility_id(), mandate_id) or abort(404)


def _page(form: MandateForm):
    mine = db.session.get_one(Facility, my_facility_id())
    given, acts = mandates.given_by(mine.id), audit.done_by_mandate(mine.id, SHOWN)
    by = mandates.of_entries(act.mandate_id for act in acts)
    every = [*given, *by.values()]
    return render_template(
        "programme/manage/mandates.html",
        facility=mine,
        form=form,
        given=given,
        hubs={one.id: one for one in queries.facilities_of([m.hub_id for m in every if m.hub_id])},
        persons=mandates.people_named(every),
        acts=acts,
        by=by,
        told=undo.told(acts),
        undone=undo.undone_among([act.id for act in acts]),
        names=people.names_of([act.actor_id for act in acts]),
        actions=[*words.action_names().items()],
        today=times.today(),
        latest=times.add_months(times.today(), 12),
    )
