"""A facility's sheets: put up, looked at row by row, confirmed; and the photos that a sheet named."""

import io

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from catalog import desk, export, fetching, imports, photos, runs, sheet_guide
from catalog.sheets import headings
from catalog.sheets.judge import Reason
from catalog.sheets.unreadable import UnreadableSheet
from core import times
from core.db import db

bp = Blueprint("catalog_sheets", __name__, url_prefix="/quan-ly/nhap")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOM = "\ufeff"  # without it Excel takes a CSV for another encoding


@bp.get("")
@facility("editor")
def sheets():
    return _front()


@bp.post("")
@facility("editor")
def put_up():
    file = request.files.get("sheet")
    if file is None or not file.filename:
        return _front(error=_("Chọn một tệp .xlsx hoặc .csv.")), 422
    run = runs.put_up(desk.facility(my_facility_id()), file.filename, file.read())
    db.session.commit()
    _now_or_later(run, runs.read, runs.read_later)
    return redirect(url_for(".run_page", run_id=run.id), 303)


@bp.get("/mau.csv")
@facility("editor")
def model():
    return _csv(",".join(headings()) + "\n", "bang-ke-mau.csv")


@bp.get("/mau.xlsx")
@facility("editor")
def example():
    """Two rows to write over, and how each column is written."""
    file = io.BytesIO()
    sheet_guide.write_model(file)
    return _xlsx(file, "bang-ke-mau.xlsx")


@bp.get("/hang.xlsx")
@facility("editor")
def goods():
    """What the facility has now, in the columns that the importer reads."""
    mine, file = desk.facility(my_facility_id()), io.BytesIO()
    export.write(mine, file)
    return _xlsx(file, f"{mine.slug}-{times.today():%Y-%m-%d}.xlsx")


@bp.get("/<int:run_id>")
@facility("editor")
def run_page(run_id: int):
    run = _mine(run_id)
    kind = request.args.get("loai", "")
    if not runs.is_read(run):
        return _page("sheet_waiting", run=run, why=_why(run), read=runs.rows_read(run)), 200 if _why(
            run
        ) is None else 422
    part = runs.part(run, kind, request.args.get("trang", 1, type=int))
    shown = {"part": part, "kind": kind, "Reason": Reason, "told": imports.teller()}
    return _page("sheet", run=run, digest=_digest(run), fates=fetching.fates(run), **shown)


@bp.post("/<int:run_id>/xac-nhan")
@facility("editor")
def confirm(run_id: int):
    """Take in the very file that was shown: its digest comes back with the button."""
    run = _mine(run_id)
    if request.form.get("digest") != _digest(run) or not runs.is_read(run):
        abort(409, _("Bảng kê này vừa đổi. Hãy xem lại rồi xác nhận."))
    _now_or_later(run, runs.confirm, runs.confirm_later)
    return redirect(url_for(".run_page", run_id=run_id), 303)


@bp.post("/<int:run_id>/lay-anh")
@facility("editor")
def fetch_pictures(run_id: int):
    """Have the worker fetch the photos whose addresses the sheet names: only when it is asked for."""
    run = _mine(run_id)
    if not run.confirmed_at:
        abort(409, _("Xác nhận bảng kê trước, rồi mới lấy ảnh."))
    try:
        fetching.ask(run, runs.skus_taken(run))
    except fetching.NothingToFetch:
        flash(_("Bảng kê không ghi địa chỉ ảnh nào bắt đầu bằng https://."), "warn")
    db.session.commit()
    return redirect(url_for(".run_page", run_id=run_id, _anchor="anh"), 303)


@bp.get("/<int:run_id>/ket-qua.csv")
@facility("editor")
def report(run_id: int):
    run = _mine(run_id)
    return _csv(runs.report(run), f"ket-qua-nhap-{run.id}.csv")


@bp.post("/anh")
@facility("editor")
def match_photos():
    """Photos by the names that the sheets gave; those nobody waits for are named."""
    uploads = [(file.filename, file.read()) for file in request.files.getlist("photos") if file.filename]
    batch = photos.render(uploads, photos.MOST_AT_ONCE)
    counts = photos.match(photos.awaiting_products(my_facility_id()), batch)
    db.session.commit()
    if counts:
        flash(_("Đã gắn %(n)s ảnh vào %(goods)s món.", n=sum(counts.values()), goods=len(counts)), "good")
    for name, reason in batch.refused:
        flash(f"{name}: {reason}", "bad")
    return redirect(url_for(".sheets"), 303)


def _now_or_later(run, now, later) -> None:
    """A small sheet while its sender waits, a large one by the worker."""
    if runs.is_small(run):
        now(run.id)
    else:
        later(run)
    db.session.commit()


def _front(error: str | None = None):
    awaiting = photos.awaiting_products(my_facility_id())
    return _page(
        "sheets",
        error=error,
        runs=desk.runs_of(my_facility_id()),
        columns=sheet_guide.columns(),
        left_out=sheet_guide.left_out(),
        awaiting=[(product, photos.awaited(product)) for product in awaiting],
    )


def _mine(run_id: int):
    return desk.run_of(my_facility_id(), run_id) or abort(404)


def _why(run) -> str | None:
    """Why the whole file could not be read."""
    code = run.counts.get("unreadable")
    return str(UnreadableSheet(code)) if code else None


def _digest(run) -> str:
    return run.file_key.rpartition("/")[2]


def _page(template: str, **context):
    names = imports.field_names()
    return render_template(
        f"catalog/manage/{template}.html", facility=desk.facility(my_facility_id()), names=names, **context
    )


def _xlsx(file: io.BytesIO, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(file.getvalue(), mimetype=XLSX, headers=headers)


def _csv(text: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(BOM + text, mimetype="text/csv", headers=headers)
