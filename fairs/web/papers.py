"""What is printed: a maker fetches the placard and price cards of her booth, staff the papers of a whole fair."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id, staff
from core.access import public
from core.db import db
from fairs import queries
from fairs.models import Fair
from fairs.papers import exhibits, keeping, placards

bp = Blueprint("fairs_papers", __name__)

KINDS = "any('catalogue', 'exhibitors', 'placards', 'signs')"
FILES = {"catalogue": "danh-muc", "exhibitors": "danh-sach-gian", "placards": "bien-gian", "signs": "bien-nha"}


@bp.get("/hoi-cho/<slug>/danh-muc")
@public
def catalogue(slug: str):
    """The catalogue as a page: every booth along the halls, with its goods and their certificates."""
    fair = _fair(slug)
    shown = exhibits.of_fair(fair.id)
    paper = keeping.of_fair(fair.id).get("catalogue")
    return render_template(
        "fairs/catalogue.html",
        fair=fair,
        halls=exhibits.by_hall(shown),
        paper=paper if paper and paper.ready_at else None,
        marks_of=exhibits.marks_of,
    )


@bp.get("/hoi-cho/<slug>/danh-muc.pdf")
@public
def catalogue_file(slug: str):
    return _file(_fair(slug), "catalogue")


@bp.get("/quan-ly/gian/<int:booth_id>/bien.pdf")
@facility("packer")
def placard(booth_id: int):
    exhibit = exhibits.of_maker(booth_id, my_facility_id()) or abort(404)
    with force_locale("vi"):
        return _answer(placards.placards([exhibit]), f"bien-{exhibit.booth.slug}")


@bp.get("/quan-ly/gian/<int:booth_id>/the-gia.pdf")
@facility("packer")
def price_cards(booth_id: int):
    exhibit = exhibits.of_maker(booth_id, my_facility_id()) or abort(404)
    with force_locale("vi"):
        return _answer(placards.price_cards(exhibit), f"the-gia-{exhibit.booth.slug}")


@bp.get("/can-bo/hoi-cho/<slug>/ban-in")
@staff("allot")
def keep(slug: str):
    fair = _fair(slug)
    return render_template("fairs/staff/papers.html", fair=fair, papers=keeping.of_fair(fair.id), kinds=FILES)


@bp.post(f"/can-bo/hoi-cho/<slug>/ban-in/<{KINDS}:kind>")
@staff("allot")
def ask(slug: str, kind: str):
    try:
        keeping.ask(_fair(slug), kind)
    except keeping.NothingToPrint:
        flash(_("Chưa gian nào mở, nên chưa có gì để in."), "bad")
    else:
        db.session.commit()
        flash(_("Đang soạn bản in, thường dưới một phút. Tải lại trang này để lấy."), "good")
    return redirect(url_for(".keep", slug=slug), 303)


@bp.get(f"/can-bo/hoi-cho/<slug>/ban-in/<{KINDS}:kind>.pdf")
@staff("allot")
def file(slug: str, kind: str):
    return _file(_fair(slug), kind)


def _fair(slug: str) -> Fair:
    return queries.fair(slug) or abort(404)


def _file(fair: Fair, kind: str) -> Response:
    content = keeping.content_of(keeping.of_fair(fair.id).get(kind))
    return _answer(content or abort(404, _("Bản in này chưa soạn.")), f"{FILES[kind]}-{fair.slug}")


def _answer(content: bytes, name: str) -> Response:
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
