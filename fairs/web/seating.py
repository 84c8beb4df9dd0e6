"""Staff have the stands of a fair proposed, change the proposal by hand, and fix it."""

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.access import staff
from core import workbooks
from core.db import db
from core.text import clean_line
from fairs import exports, keeping, plans, workspace
from fairs.calls import reading
from fairs.judging_forms import WeightsForm
from fairs.models import Fair, Stand
from fairs.seating import proposing
from fairs.stands import FairClosed, StandTaken
from fairs.web import marks

bp = Blueprint("fairs_seating", __name__, url_prefix="/can-bo/hoi-cho")

RULES = {
    "zone": _l("Đúng khu của nhóm hàng"),
    "coverage": _l("Mỗi xã trong mỗi nhóm hàng có ít nhất một gian"),
    "first": _l("Cơ sở lần đầu không đứng cuối lối"),
    "trade": _l("Hai gian liền nhau không cùng nghề, trừ khi cùng làng"),
    "village": _l("Cùng làng đứng liền nhau"),
    "wish": _l("Được gian đã mong; gian mong đầu tiên tính 0, không được tính 3"),
    "size": _l("Đúng cỡ gian đã xin"),
    "corner": _l("Xin gian góc thì được gian góc"),
}


@bp.get("/<slug>/cho-dung")
@staff("allot")
def show(slug: str):
    return _page(_fair(slug))


@bp.get("/<slug>/cho-dung/tai.xlsx")
@staff("allot")
def workbook(slug: str) -> Response:
    fair = _fair(slug)
    return workbooks.answer(f"cho-dung-{fair.slug}", exports.seats(proposing.shown(fair), RULES))


@bp.post("/<slug>/cho-dung")
@staff("allot")
def make(slug: str):
    fair, form = _fair(slug), WeightsForm(request.form)
    if not form.is_valid():
        return _page(fair, form), 422
    try:
        proposing.make(fair, form.weights)
    except proposing.NobodyToSeat:
        abort(409, _("Chưa công bố kết quả, hoặc cơ sở nào được nhận cũng đã có gian."))
    db.session.commit()
    flash(_("Đã tính xong. Xem từng quy tắc mất bao nhiêu, sửa tay rồi chốt."), "good")
    return redirect(url_for(".show", slug=slug), 303)


@bp.post("/<slug>/cho-dung/<int:application_id>")
@staff("allot")
def change(slug: str, application_id: int):
    fair, number = _fair(slug), clean_line(request.form.get("number", ""))[:20].upper()
    if reading.line(fair, application_id) is None:
        abort(404)
    try:
        proposing.change(fair, application_id, number)
    except proposing.NoSuchStand:
        db.session.rollback()
        return _page(_fair(slug), wrong=(application_id, number)), 422
    except proposing.NobodyToSeat:
        abort(409, _("Đơn này không chờ xếp chỗ."))
    except proposing.NothingToFix:
        abort(409, _nothing())
    db.session.commit()
    flash(_("Đã đổi chỗ trong đề xuất."), "good")
    return redirect(url_for(".show", slug=slug, _anchor=f"don-{application_id}"), 303)


@bp.post("/<slug>/cho-dung/chot")
@staff("allot")
def fix(slug: str):
    fair = _fair(slug)
    try:
        count = proposing.fix(fair)
    except StandTaken as taken:
        abort(409, _("Một gian trong đề xuất vừa giao cho %(who)s. Chưa chốt gian nào; tính lại.", who=taken.holder))
    except FairClosed:
        abort(409, _("Hội chợ đã tan hoặc đã hủy, không giao gian được nữa."))
    except proposing.NothingToFix:
        abort(409, _nothing())
    db.session.commit()
    flash(_("Đã chốt %(n)s gian. Cơ sở nào cũng nhận thư.", n=count), "good")
    return redirect(url_for("fairs_stands.board", fair=slug), 303)


def _nothing() -> str:
    return _("Không có đề xuất nào chờ chốt.")


def _page(fair: Fair, form: WeightsForm | None = None, wrong: tuple[int, str] = (0, "")) -> str:
    shown = proposing.shown(fair)
    drawn = _drawn(fair, shown) if any(row.stand for row in shown.rows) else None
    weights = {f"weight.{rule}": weight for rule, weight in shown.weights.items()}
    return render_template(
        "fairs/calls/seats.html",
        fair=fair,
        shown=shown,
        drawn=drawn,
        form=form or WeightsForm(weights),
        rules=RULES,
        wrong=wrong,
    )


def _drawn(fair: Fair, shown: proposing.Shown) -> dict[str, Any]:
    """One hall as it would be: who has a stand, whom the proposal puts where. Each leads to her line, the rest to where
    stands are given. One query."""
    proposed = {row.stand.id: row.ranked for row in shown.rows if row.stand}
    every = {row.stand.hall.code: row.stand.hall for row in shown.rows if row.stand}
    hall = every.get(request.args.get("nha", "")) or next(iter(every.values()))
    stands = workspace.stands_of(hall.id)

    def name(stand: Stand) -> str:
        one = proposed.get(stand.id)
        return _("đề xuất cho %(who)s", who=one.line.facility.name) if one else marks.held(stand)

    def href(stand: Stand) -> str:
        if stand.id in proposed:
            return f"#don-{proposed[stand.id].application_id}"
        return url_for("fairs_stands.board", fair=fair.slug, nha=hall.code, gian=stand.number, _anchor="gian")

    tabs = [(url_for(".show", slug=fair.slug, nha=one.code), one.name, one is hall) for one in every.values()]
    return {
        "hall": hall,
        "tabs": tabs,
        "stands": marks.on_plan(stands, href, proposed, name),
        "groups": plans.key_of(stands),
    }


def _fair(slug: str) -> Fair:
    return keeping.with_slug(slug) or abort(404, _("Không có hội chợ nào ở địa chỉ này."))
