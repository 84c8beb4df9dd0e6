"""Guest books: read and written at a stand, looked after at the staff's desk."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import staff
from core import rates
from core.access import visitor
from core.db import db
from fairs import guestbook, queries
from fairs.guest_forms import GuestForm, HidingForm

bp = Blueprint("guestbook", __name__)
MOST_ENTRIES = 5  # an hour from one place


@bp.get("/hoi-cho/<fair_slug>/<slug>/so-khach")
@visitor
def show(fair_slug: str, slug: str):
    return _page(_booth(fair_slug, slug), GuestForm())


@bp.post("/hoi-cho/<fair_slug>/<slug>/so-khach")
@visitor
def write(fair_slug: str, slug: str):
    booth, form = _booth(fair_slug, slug), GuestForm(request.form)
    if not form.is_valid():
        return _page(booth, form), 422
    try:
        rates.count("guest", request.remote_addr or "", MOST_ENTRIES)
        guestbook.write(booth, form.words, form.signed)
    except rates.TooOften:
        abort(429, _("Bạn đã viết nhiều trong giờ này. Xin đợi một lát."))
    except guestbook.Closed:
        abort(409, _("Phiên không mở nên sổ khách đã khép. Muốn nhắn gian, dùng ô hỏi ở trang gian."))
    db.session.commit()
    flash(_("Cảm ơn bạn. Người trực chợ đọc rồi lời này mới hiện."), "good")
    return redirect(url_for(".show", fair_slug=fair_slug, slug=slug), 303)


@bp.get("/can-bo/so-khach")
@staff("moderate")
def desk():
    return _desk(HidingForm())


@bp.post("/can-bo/so-khach/<int:entry_id>/hien")
@staff("moderate")
def let_read(entry_id: int):
    _decide(guestbook.show, _any(entry_id))
    db.session.commit()
    flash(_("Lời này đang ở sổ khách của gian."), "good")
    return redirect(url_for(".desk"), 303)


@bp.post("/can-bo/so-khach/<int:entry_id>/an")
@staff("moderate")
def keep_off(entry_id: int):
    entry, form = _any(entry_id), HidingForm(request.form)
    if not form.is_valid():
        return _desk(form, entry_id, "hien" if entry.state == "shown" else ""), 422
    _decide(guestbook.hide, entry, form.reason)
    db.session.commit()
    flash(_("Lời này không hiện."), "good")
    return redirect(url_for(".desk"), 303)


def _decide(verb, entry, *details) -> None:
    try:
        verb(entry, *details)
    except guestbook.AlreadyDecided:
        abort(409, _("Lời này vừa được người khác xử lý. Hãy tải lại trang."))


def _booth(fair_slug: str, slug: str):
    found = queries.booth_page(fair_slug, slug) or abort(404, _("Gian này không có ở hội chợ, hoặc đã dọn."))
    return found[0]


def _any(entry_id: int):
    return guestbook.entry(entry_id) or abort(404)


def _page(booth, form: GuestForm):
    entries = guestbook.shown_of(booth.id)
    return render_template("fairs/guestbook.html", booth=booth, fair=booth.fair, entries=entries, form=form)


def _desk(form: HidingForm, entry_id: int = 0, tab: str = ""):
    tab = tab or request.args.get("loai", "")
    return render_template(
        "fairs/staff/guestbook.html",
        tab=tab,
        entries=guestbook.at_the_desk(tab),
        count=guestbook.waiting(),
        form=form,
        form_id=entry_id,
    )
