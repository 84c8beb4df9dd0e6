"""A maker's live sessions at its booth: put on, changed and called off by itself, with the way into its own room."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from core import answers
from core.db import db
from core.web import new_key, once_for_form
from fairs import meanwhile, programme, workspace
from fairs.models import Booth, FairSession
from fairs.programme_forms import RoomForm
from fairs.web.programme import MOVES, told

bp = Blueprint("fairs_rooms", __name__, url_prefix="/quan-ly/gian/<int:booth_id>/truc-tiep")


@bp.get("")
@facility("editor")
def keep_all(booth_id: int):
    booth = _own(booth_id)
    return _all(booth, RoomForm({"kind": "live", "day": f"{booth.fair.opens_at:%Y-%m-%d}", "key": new_key()}))


@bp.post("")
@facility("editor")
def make(booth_id: int):
    booth, form = _own(booth_id), RoomForm(request.form)
    if booth.published_at is None:
        abort(409, _("Mở gian trước, rồi mới hẹn khách vào buổi trực tiếp."))
    if not form.is_valid() or not _put_on(booth, form):
        return _all(_own(booth_id), form), 422
    flash(_("Đã hẹn buổi này. Khách thấy ngay ở gian và trong chương trình."), "good")
    return redirect(url_for(".keep_all", booth_id=booth_id), 303)


@bp.get("/<session_slug>")
@facility("editor")
def edit(booth_id: int, session_slug: str):
    booth = _own(booth_id)
    found = _session(booth, session_slug)
    return _one(booth, found, RoomForm.showing(found))


@bp.post("/<session_slug>")
@facility("editor")
def change(booth_id: int, session_slug: str):
    form = RoomForm(request.form)
    found = _session(_own(booth_id), session_slug)
    if form.is_valid():
        opened = meanwhile.opened_in(request.form.get("revision"))
        told(form, lambda: programme.change(found, form.told, opened))
    if form.errors:
        booth = _own(booth_id)
        return _one(booth, _session(booth, session_slug), form), 422
    db.session.commit()
    flash(_("Đã lưu."), "good")
    return redirect(url_for(".keep_all", booth_id=booth_id), 303)


@bp.post("/<session_slug>/<any('huy', 'mo-lai'):move>")
@facility("editor")
def decide(booth_id: int, session_slug: str, move: str):
    MOVES[move](_session(_own(booth_id), session_slug))
    db.session.commit()
    flash(_("Đã ghi."), "good")
    return redirect(url_for(".keep_all", booth_id=booth_id), 303)


def _put_on(booth: Booth, form: RoomForm) -> bool:
    """A form sent twice puts on one session."""

    def put_on() -> answers.Answer:
        return {"slug": programme.put_on_at(booth, form.told).slug}

    told(form, lambda: once_for_form(put_on, str(booth.id)))
    return not form.errors


def _all(booth: Booth, form: RoomForm) -> str:
    return render_template(
        "fairs/booth_rooms.html",
        facility=booth.facility,
        booth=booth,
        sessions=programme.of_booth(booth.id),
        form=form,
    )


def _one(booth: Booth, session: FairSession, form: RoomForm) -> str:
    stale = "revision" in form.errors
    return render_template(
        "fairs/booth_room.html",
        facility=booth.facility,
        booth=booth,
        session=session,
        form=form,
        changes=meanwhile.since(session, int(form.value("revision"))) if stale else None,
    )


def _own(booth_id: int) -> Booth:
    return workspace.booth_of(my_facility_id(), booth_id) or abort(404)


def _session(booth: Booth, slug: str) -> FairSession:
    found = programme.find(booth.fair.slug, slug)
    return found if found and found.booth_id == booth.id else abort(404)
