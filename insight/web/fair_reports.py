"""The report of a fair: for a maker of her own stand, for staff of the whole; each figure opens into its rows."""

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask_babel import gettext as _

import fairs.queries
from accounts.access import facility, my_facility_id, staff
from core import times, workbooks
from core.db import db
from fairs.models import Fair
from insight import brought, brought_rows, fair_report
from insight.brought import Scope
from programme.models import Facility

bp = Blueprint("fair_reports", __name__)

RIGHTS = ("allot", "report")


@bp.get("/quan-ly/hoi-cho/<slug>/mang-ve")
@facility("packer")
def mine(slug: str):
    return _page(*_my_part(slug))


@bp.get("/quan-ly/hoi-cho/<slug>/mang-ve/<what>")
@facility("packer")
def my_rows(slug: str, what: str):
    return _rows(*_my_part(slug), what)


@bp.get("/quan-ly/hoi-cho/<slug>/mang-ve/<what>.xlsx")
@facility("packer")
def my_workbook(slug: str, what: str):
    return _workbook(*_my_part(slug), what)


@bp.get("/quan-ly/hoi-cho/<slug>/mang-ve.pdf")
@facility("packer")
def my_paper(slug: str):
    return _paper(*_my_part(slug))


@bp.get("/can-bo/hoi-cho/<slug>/mang-ve")
@staff(*RIGHTS)
def whole(slug: str):
    return _page(_fair(slug), None)


@bp.get("/can-bo/hoi-cho/<slug>/mang-ve/<what>")
@staff(*RIGHTS)
def all_rows(slug: str, what: str):
    return _rows(_fair(slug), None, what)


@bp.get("/can-bo/hoi-cho/<slug>/mang-ve/<what>.xlsx")
@staff(*RIGHTS)
def whole_workbook(slug: str, what: str):
    return _workbook(_fair(slug), None, what)


@bp.get("/can-bo/hoi-cho/<slug>/mang-ve.pdf")
@staff(*RIGHTS)
def whole_paper(slug: str):
    return _paper(_fair(slug), None)


def _fair(slug: str) -> Fair:
    return fairs.queries.fair(slug) or abort(404)


def _my_part(slug: str) -> tuple[Fair, Facility]:
    fair, owner = _fair(slug), db.session.get_one(Facility, my_facility_id())
    if not fair_report.stood_at(fair, owner.id):
        abort(404, _("Cơ sở không có gian ở hội chợ này."))
    return fair, owner


def _page(fair: Fair, owner: Facility | None):
    choices = fair_report.OF_A_MAKER if owner else tuple(fair_report.TOLD_APART)
    told = request.args.get("theo", choices[0])
    if told not in choices:
        abort(404)
    found, page = fair_report.of(fair, owner, told), _addresses(owner)["page"]
    return render_template(
        "insight/fair_report_mine.html" if owner else "insight/fair_report.html",
        report=found,
        fair=fair,
        facility=owner,
        names=brought_rows.NAMES,
        choices=[
            (url_for(page, slug=fair.slug, theo=key), fair_report.TOLD_APART[key][1], key == told) for key in choices
        ],
        lines=found.lines[: fair_report.SHOWN],
        how=fair_report.HOW,
        official=None if owner else (fair_report.r4(fair), fair_report.r6(fair)),
        r6_columns=fair_report.R6,
        today=times.today(),
        **_addresses(owner),
    )


def _rows(fair: Fair, owner: Facility | None, what: str):
    scope = _scope(fair, owner, what)
    figure = brought.totals(scope)[what]
    names = brought.names_of(scope.by, [scope.key]) if scope.key and figure.count else {}
    return render_template(
        "insight/fair_rows_mine.html" if owner else "insight/fair_rows.html",
        fair=fair,
        facility=owner,
        what=what,
        name=brought_rows.NAMES[what],
        of=names.get(scope.key or 0, ""),
        total=fair_report.said(figure, what),
        found=brought_rows.of(what, scope),
        asked={key: request.args[key] for key in ("theo", "so") if key in request.args},
        **_addresses(owner),
    )


def _workbook(fair: Fair, owner: Facility | None, what: str) -> Response:
    return workbooks.answer(f"{fair.slug}-{what}", brought_rows.workbook(what, _scope(fair, owner, what)))


def _scope(fair: Fair, owner: Facility | None, what: str) -> Scope:
    """The figure's scope as the address says it: `theo` a way to tell apart, `so` the number of one thing."""
    told, number = request.args.get("theo", ""), request.args.get("so", "")
    if what not in brought.FIGURES or (owner and what == "pages"):
        abort(404)
    if not number:
        return Scope(fair.id, owner.id if owner else None)
    if told not in fair_report.TOLD_APART or not (number.isascii() and number.isdigit() and len(number) < 10):
        abort(404)
    return Scope(fair.id, owner.id if owner else None, fair_report.TOLD_APART[told][0], int(number))


def _paper(fair: Fair, owner: Facility | None) -> Response:
    response = Response(fair_report.pdf(fair, owner), mimetype="application/pdf")
    whose = f"{fair.slug}-{owner.slug}" if owner else fair.slug
    response.headers["Content-Disposition"] = f'attachment; filename="bao-cao-{whose}-{times.today():%Y%m%d}.pdf"'
    return response


def _addresses(owner: Facility | None) -> dict[str, str]:
    names = (
        ("mine", "my_rows", "my_workbook", "my_paper")
        if owner
        else ("whole", "all_rows", "whole_workbook", "whole_paper")
    )
    return dict(zip(("page", "rows", "workbook", "paper"), (f"fair_reports.{one}" for one in names), strict=True))
