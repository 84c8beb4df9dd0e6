"""Staff see what people look for and do not find; a page tells of a search, as it tells of a visit."""

from datetime import timedelta

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from accounts.access import staff
from catalog import demand, waiting, wanted
from core import times, workbooks

bp = Blueprint("catalog_demand", __name__, url_prefix="/can-bo/nhu-cau")

PERIODS = (30, 90, 365)
_SHOWN, _WHOLE = 50, 5_000


@bp.get("")
@staff("report", "curate")
def report():
    days, unmet = _asked()
    since = times.today() - timedelta(days=days - 1)
    return render_template(
        "catalog/staff/demand.html",
        rows=demand.told(demand.looked_for(since, _SHOWN, unmet=unmet)),
        rare=demand.rare(since),
        wishes=wanted.asked_for(since, _SHOWN),
        awaited=waiting.most_awaited(_SHOWN),
        days=days,
        unmet=unmet,
        periods=PERIODS,
        fewest=demand.FEWEST_DAYS,
    )


@bp.get("/tai.csv")
@staff("report", "curate")
def sheet():
    days, unmet = _asked()
    looked = demand.looked_for(times.today() - timedelta(days=days - 1), _WHOLE, unmet=unmet)
    headings = [_("Từ đã tìm"), _("Số lần"), _("Số ngày"), _("Lần không có hàng")]
    body = workbooks.as_csv(headings, [(one.written, one.count, one.days, one.empty) for one in looked])
    headers = {"Content-Disposition": f'attachment; filename="nhu-cau-{times.today():%Y-%m-%d}.csv"'}
    return Response(body, mimetype="text/csv", headers=headers)


def _asked() -> tuple[int, bool]:
    days = request.args.get("ngay", PERIODS[0], type=int)
    return days if days in PERIODS else PERIODS[0], request.args.get("loai") == "thieu"
