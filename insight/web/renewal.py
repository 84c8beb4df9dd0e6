"""The renewal pack of a paper, for its facility and for staff: asked for, waited for, fetched."""

from flask import Blueprint, Response, abort, redirect, render_template, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id, staff
from catalog import register
from catalog.web import papers
from catalog.web.register import RIGHTS
from core import audit, times
from core.db import db
from core.storage import files
from insight import renewal

bp = Blueprint("renewal", __name__)


@bp.get("/quan-ly/chung-nhan/<int:recognition_id>/ho-so")
@facility("editor")
def mine(recognition_id: int):
    return _page(_of_mine(recognition_id), "mine")


@bp.post("/quan-ly/chung-nhan/<int:recognition_id>/ho-so")
@facility("editor")
def ask_mine(recognition_id: int):
    return _asked(_of_mine(recognition_id), "mine")


@bp.post("/quan-ly/chung-nhan/<int:recognition_id>/ho-so.zip")
@facility("editor")
def mine_file(recognition_id: int):
    return _file(_of_mine(recognition_id))


@bp.get("/can-bo/chung-nhan/<int:recognition_id>/ho-so")
@staff(*RIGHTS)
def theirs(recognition_id: int):
    return _page(_any(recognition_id), "theirs")


@bp.post("/can-bo/chung-nhan/<int:recognition_id>/ho-so")
@staff(*RIGHTS)
def ask_theirs(recognition_id: int):
    return _asked(_any(recognition_id), "theirs")


@bp.post("/can-bo/chung-nhan/<int:recognition_id>/ho-so.zip")
@staff(*RIGHTS)
def theirs_file(recognition_id: int):
    return _file(_any(recognition_id))


def _of_mine(recognition_id: int):
    return register.paper_of(my_facility_id(), recognition_id) or abort(404)


def _any(recognition_id: int):
    return register.paper(recognition_id) or abort(404)


def _page(paper, side: str):
    template = "insight/renewal.html" if side == "mine" else "insight/renewal_staff.html"
    words = papers.words() | {"facility": paper.owner} if side == "mine" else papers.words()
    may_have = renewal.may_have(paper)
    return render_template(
        template,
        paper=paper,
        pack=renewal.latest(paper.id),
        may_have=may_have,
        side=side,
        today=times.today(),
        **words,
    )


def _asked(paper, side: str):
    try:
        renewal.ask(paper)
    except renewal.NotForThis:
        abort(409, _("Chỉ giấy đã xác nhận của món hàng hay cơ sở mới có hồ sơ công nhận lại."))
    db.session.commit()
    return redirect(url_for(f".{side}", recognition_id=paper.id), 303)


def _file(paper):
    """Streamed, and noted: who fetched it and when; so it is a POST."""
    pack = renewal.latest(paper.id)
    if pack is None or pack.ready_at is None or not files().has(pack.file_key):
        abort(404, _("Hồ sơ này chưa có, hoặc đang được gom."))
    audit.record(paper, "recognition.pack_fetched", as_of=pack.as_of.isoformat())
    db.session.commit()
    name = f"ho-so-{paper.kind}-{paper.code}-{pack.as_of:%Y%m%d}.zip"
    response = Response(files().stream(pack.file_key), mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.content_length = pack.byte_count
    return response
