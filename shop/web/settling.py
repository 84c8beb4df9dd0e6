"""A maker's account with the market: her months, and each as a file."""

from flask import Blueprint, Response, abort, render_template
from flask_babel import force_locale

from accounts.access import facility, my_facility_id
from core import workbooks
from core.db import db
from programme import banks
from programme.models import Facility
from shop.settling import months, payouts, sheets, statements, words

bp = Blueprint("settling", __name__, url_prefix="/quan-ly/tien")

TYPES = {"pdf": "application/pdf", "xlsx": workbooks.XLSX, "csv": "text/csv"}


@bp.get("/thang/<month>")
@facility("owner")
def statement(month: str):
    shown = statements.of(my_facility_id(), months.read(month) or abort(404))
    return render_template("shop/statement.html", facility=_mine(), statement=shown, words=words)


@bp.get("/thang/<month>/tai.<any('pdf', 'xlsx', 'csv'):ending>")
@facility("owner")
def statement_file(month: str, ending: str) -> Response:
    return written(_mine(), month, ending)


@bp.get("/chi/<int:line_id>")
@facility("owner")
def payout(line_id: int):
    """What the market paid her, order by order."""
    line = payouts.one_of_facility(my_facility_id(), line_id) or abort(404)
    return render_template("shop/payout.html", facility=_mine(), line=line, bank_name=banks.name_of)


def written(of: Facility, month: str, ending: str) -> Response:
    """A statement as a file; staff get the same."""
    shown = statements.of(of.id, months.read(month) or abort(404))
    with force_locale("vi"):
        content = sheets.pdf(shown, of) if ending == "pdf" else getattr(sheets, ending)(shown)
    response = Response(content, mimetype=TYPES[ending])
    response.headers["Content-Disposition"] = f'attachment; filename="sao-ke-{of.slug}-{month}.{ending}"'
    return response


def _mine() -> Facility:
    return db.session.get_one(Facility, my_facility_id())
