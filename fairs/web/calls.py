"""Staff's side of a call: the criteria of a fair, and its applications as a list and as files."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import staff
from core import workbooks
from core.db import db
from core.web import new_key, once_for_form
from fairs import exports, keeping
from fairs.call_forms import CriterionForm
from fairs.calls import criteria, judging, panel, reading
from fairs.models import Criterion, Fair

bp = Blueprint("fairs_calls", __name__, url_prefix="/can-bo/hoi-cho")

MOVES = {"len": -1, "xuong": 1}


@bp.get("/<slug>/tieu-chi")
@staff("allot")
def keep_criteria(slug: str):
    return _criteria_page(_fair(slug), CriterionForm({"key": new_key(), "points": 20}))


@bp.post("/<slug>/tieu-chi")
@staff("allot")
def add_criterion(slug: str):
    fair, form = _fair(slug), CriterionForm(request.form)
    if form.is_valid():
        try:
            once_for_form(lambda: {"name": criteria.add(fair, form.told).name}, fair.slug)
        except criteria.Twice:
            form.errors["name"] = _("Đã có tiêu chí tên này.")
        except criteria.InUse:
            abort(409, _in_use())
    if form.errors:
        return _criteria_page(fair, form), 422
    flash(_("Đã thêm tiêu chí. Cơ sở đọc được ngay ở trang hội chợ."), "good")
    return redirect(url_for(".keep_criteria", slug=slug), 303)


@bp.get("/<slug>/tieu-chi/<int:criterion_id>")
@staff("allot")
def edit_criterion(slug: str, criterion_id: int):
    fair = _fair(slug)
    row = _criterion(fair, criterion_id)
    return _criteria_page(fair, CriterionForm.showing(row), row)


@bp.post("/<slug>/tieu-chi/<int:criterion_id>")
@staff("allot")
def change_criterion(slug: str, criterion_id: int):
    fair, form = _fair(slug), CriterionForm(request.form)
    row = _criterion(fair, criterion_id)
    if form.is_valid():
        try:
            criteria.change(fair, row, form.told)
        except criteria.Twice:
            form.errors["name"] = _("Đã có tiêu chí tên này.")
        except criteria.InUse:
            abort(409, _in_use())
    if form.errors:
        return _criteria_page(fair, form, row), 422
    db.session.commit()
    flash(_("Đã lưu."), "good")
    return redirect(url_for(".keep_criteria", slug=slug), 303)


@bp.post("/<slug>/tieu-chi/<int:criterion_id>/<any('len', 'xuong'):move>")
@staff("allot")
def move_criterion(slug: str, criterion_id: int, move: str):
    fair = _fair(slug)
    try:
        criteria.move(fair, _criterion(fair, criterion_id), MOVES[move])
    except criteria.InUse:
        abort(409, _in_use())
    db.session.commit()
    return redirect(url_for(".keep_criteria", slug=slug), 303)


@bp.post("/<slug>/tieu-chi/<int:criterion_id>/bo")
@staff("allot")
def remove_criterion(slug: str, criterion_id: int):
    fair = _fair(slug)
    try:
        criteria.remove(fair, _criterion(fair, criterion_id))
    except criteria.InUse:
        abort(409, _in_use())
    db.session.commit()
    flash(_("Đã bỏ tiêu chí."), "good")
    return redirect(url_for(".keep_criteria", slug=slug), 303)


@bp.get("/<slug>/don")
@staff("allot")
def listing(slug: str):
    fair = _fair(slug)
    every = reading.lines(fair)
    show, group = _asked()
    return render_template(
        "fairs/calls/list.html",
        fair=fair,
        lines=_sifted(every),
        show=show,
        group=group,
        counts={one: sum(line.fits(one) for line in every) for one in ("", *reading.SHOWS)},
        scorers=judging.counts(fair.id),
        judges=panel.of_fair(fair.id),
        fewest=panel.FEWEST,
        groups=sorted({(one.group, one.group_name) for one in every if one.group}, key=lambda pair: pair[1]),
    )


@bp.get("/<slug>/don/tai.<any('xlsx', 'csv'):ending>")
@staff("allot")
def workbook(slug: str, ending: str) -> Response:
    """The list as it is sifted."""
    fair = _fair(slug)
    found = _sifted(reading.lines(fair))
    name = f"don-xin-gian-{fair.slug}"
    if ending == "xlsx":
        return workbooks.answer(name, exports.call(found))
    response = Response(exports.call_csv(found), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _in_use() -> str:
    return _("Đã có người chấm theo các tiêu chí này, nên giữ nguyên đến hết phiên.")


def _asked() -> tuple[str, str]:
    show = request.args.get("xem", "")
    return (show if show in reading.SHOWS else ""), request.args.get("nhom", "")


def _sifted(every: list[reading.Line]) -> list[reading.Line]:
    show, group = _asked()
    return [line for line in every if line.fits(show) and group in ("", line.group)]


def _criteria_page(fair: Fair, form: CriterionForm, edited: Criterion | None = None) -> str:
    rows = criteria.of_fair(fair.id)
    total = sum(one.points for one in rows)
    return render_template("fairs/calls/criteria.html", fair=fair, form=form, edited=edited, criteria=rows, total=total)


def _criterion(fair: Fair, criterion_id: int) -> Criterion:
    return criteria.find(fair.id, criterion_id) or abort(404)


def _fair(slug: str) -> Fair:
    return keeping.with_slug(slug) or abort(404, _("Không có hội chợ nào ở địa chỉ này."))
