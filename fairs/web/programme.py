"""A fair's programme: each session's own page and calendar files; where staff put sessions on and name sponsors."""

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import staff
from core import answers, ical
from core.access import public
from core.db import db
from core.i18n import here, in_locale
from core.web import new_key, once_for_form
from fairs import keeping, meanwhile, programme, queries, sponsors
from fairs.models import Fair, FairSession
from fairs.programme_forms import SessionForm, SponsorForm

bp = Blueprint("fairs_programme", __name__)

MOVES = {"huy": programme.call_off, "mo-lai": programme.take_up}


@bp.get("/hoi-cho/<fair_slug>/chuong-trinh.ics")
@public
def calendar(fair_slug: str) -> Response:
    """Every session of the fair."""
    fair = queries.fair(fair_slug) or abort(404)
    found = [_appointment(fair, one) for one in programme.of_fair(fair)]
    return ical.answer(f"chuong-trinh-{fair.slug}", found, in_locale(fair, "name"))


@bp.get("/hoi-cho/<fair_slug>/chuong-trinh/<slug>")
@public
def show(fair_slug: str, slug: str):
    return render_template("fairs/session.html", session=(found := _session(fair_slug, slug)), fair=found.fair)


@bp.get("/hoi-cho/<fair_slug>/chuong-trinh/<slug>.ics")
@public
def calendar_of_one(fair_slug: str, slug: str) -> Response:
    found = _session(fair_slug, slug)
    return ical.answer(found.slug, [_appointment(found.fair, found)])


@bp.get("/can-bo/hoi-cho/<slug>/chuong-trinh")
@staff("allot")
def keep_all(slug: str):
    return _all(_fair(slug))


@bp.get("/can-bo/hoi-cho/<slug>/chuong-trinh/moi")
@staff("allot")
def new(slug: str):
    fair = _fair(slug)
    first = {"kind": "demo", "day": f"{fair.opens_at:%Y-%m-%d}", "key": new_key()}
    return _one(fair, None, SessionForm(first))


@bp.post("/can-bo/hoi-cho/<slug>/chuong-trinh/moi")
@staff("allot")
def make(slug: str):
    fair = _fair(slug)
    form = _form(fair)
    if not form.is_valid() or not _put_on(fair, form):
        return _one(fair, None, form), 422
    flash(_("Đã thêm vào chương trình."), "good")
    return redirect(url_for(".keep_all", slug=slug), 303)


@bp.get("/can-bo/hoi-cho/<slug>/chuong-trinh/<session_slug>")
@staff("allot")
def edit(slug: str, session_slug: str):
    found = _session(slug, session_slug)
    return _one(found.fair, found, SessionForm.showing(found))


@bp.post("/can-bo/hoi-cho/<slug>/chuong-trinh/<session_slug>")
@staff("allot")
def change(slug: str, session_slug: str):
    found = _session(slug, session_slug)
    form = _form(found.fair)
    if form.is_valid():
        opened = meanwhile.opened_in(request.form.get("revision"))
        told(form, lambda: programme.change(found, form.told, opened))
    if form.errors:
        return _one(found.fair, found, form), 422
    db.session.commit()
    flash(_("Đã lưu."), "good")
    return redirect(url_for(".keep_all", slug=slug), 303)


@bp.post("/can-bo/hoi-cho/<slug>/chuong-trinh/<session_slug>/<any('huy', 'mo-lai'):move>")
@staff("allot")
def decide(slug: str, session_slug: str, move: str):
    MOVES[move](_session(slug, session_slug))
    db.session.commit()
    flash(_("Đã ghi."), "good")
    return redirect(url_for(".keep_all", slug=slug), 303)


@bp.post("/can-bo/hoi-cho/<slug>/tai-tro")
@staff("allot")
def add_sponsor(slug: str):
    fair, form = _fair(slug), SponsorForm(request.form)
    if form.is_valid():
        try:
            sponsors.add(fair, form.told)
        except sponsors.Twice:
            form.errors["name"] = _("Đơn vị này đã có trong danh sách.")
    if form.errors:
        return _all(fair, form), 422
    db.session.commit()
    flash(_("Đã thêm nhà tài trợ."), "good")
    return redirect(url_for(".keep_all", slug=slug, _anchor="tai-tro"), 303)


@bp.post("/can-bo/hoi-cho/<slug>/tai-tro/<int:sponsor_id>/bo")
@staff("allot")
def remove_sponsor(slug: str, sponsor_id: int):
    sponsors.remove(sponsors.find(_fair(slug).id, sponsor_id) or abort(404))
    db.session.commit()
    flash(_("Đã bỏ khỏi danh sách."), "good")
    return redirect(url_for(".keep_all", slug=slug, _anchor="tai-tro"), 303)


def _fair(slug: str) -> Fair:
    return keeping.with_slug(slug) or abort(404, _("Không có hội chợ nào ở địa chỉ này."))


def _session(fair_slug: str, slug: str) -> FairSession:
    return programme.find(fair_slug, slug) or abort(404, _("Hội chợ này không có buổi nào ở địa chỉ này."))


def _form(fair: Fair) -> SessionForm:
    return SessionForm(request.form, [booth_id for booth_id, _name in programme.booths_to_choose(fair.id)])


def _put_on(fair: Fair, form: SessionForm) -> bool:
    """A form sent twice puts on one session."""

    def put_on() -> dict[str, str]:
        return {"slug": programme.put_on(fair, form.told).slug}

    told(form, lambda: once_for_form(put_on, fair.slug))
    return not form.errors


def told(form: SessionForm, act) -> None:
    """Do it, or say at its field what the fair does not allow."""
    try:
        act()
    except programme.OutsideTheFair:
        form.errors["day"] = _("Buổi này nằm ngoài các ngày của hội chợ.")
    except meanwhile.ChangedMeanwhile:
        form.errors["revision"] = _("Người khác vừa lưu buổi này.")
    except programme.NoSuchBooth:
        form.errors["booth_id"] = _("Gian này không ở hội chợ này.")
    except programme.TooManyHere:
        form.errors["title"] = _("Một gian hẹn nhiều nhất %(n)s buổi.", n=programme.MOST_AT_A_BOOTH)
    except programme.TooMany:
        form.errors["title"] = _("Một hội chợ nhận nhiều nhất %(n)s buổi.", n=programme.MOST)
    except answers.OtherRequest:
        form.errors["title"] = _("Phiếu này đã thêm một buổi rồi. Xem ở danh sách, hoặc mở phiếu mới.")
    if form.errors:
        db.session.rollback()


def _all(fair: Fair, form: SponsorForm | None = None) -> str:
    return render_template(
        "fairs/staff/programme.html",
        fair=fair,
        days=programme.days(programme.of_fair(fair)),
        is_outside=programme.is_outside,
        sponsors=sponsors.by_level(fair.id),
        form=form or SponsorForm({"level": "companion"}),
    )


def _one(fair: Fair, session: FairSession | None, form: SessionForm) -> str:
    return render_template(
        "fairs/staff/session.html",
        fair=fair,
        session=session,
        form=form,
        booths=programme.booths_to_choose(fair.id),
        changes=meanwhile.since(session, int(form.value("revision")))
        if session and "revision" in form.errors
        else None,
    )


def _appointment(fair: Fair, session: FairSession) -> ical.Appointment:
    return ical.Appointment(
        key=f"fair-session-{session.id}",
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        name=in_locale(session, "title"),
        place=", ".join(filter(None, (session.place, fair.where))),
        said=in_locale(session, "summary"),
        url=current_app.config["SITE_URL"] + here(f"/hoi-cho/{fair.slug}/chuong-trinh/{session.slug}"),
        is_cancelled=session.state == "cancelled",
        changed_at=session.changed_at,
    )
