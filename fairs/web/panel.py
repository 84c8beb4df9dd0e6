"""Staff name who scores the applications to a fair."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import staff
from core.db import db
from core.forms import ids_in
from fairs import keeping
from fairs.calls import judging, panel
from fairs.models import CallJudge, Fair

bp = Blueprint("fairs_panel", __name__, url_prefix="/can-bo/hoi-cho/<slug>/ban-cham")


@bp.get("")
@staff("allot")
def show(slug: str):
    return _page(_fair(slug))


@bp.post("")
@staff("allot")
def name(slug: str):
    fair = _fair(slug)
    wanted = ids_in(request.form.get("person_id", ""))
    try:
        if not wanted:
            raise panel.NotStaff
        panel.name(fair, wanted[0])
    except panel.NotStaff:
        return _page(fair, _("Chọn một cán bộ có quyền xếp gian.")), 422
    except panel.OfAnApplicant as member:
        return _page(fair, _("Người này thuộc %(name)s, cơ sở đang xin gian.", name=member.facility)), 422
    except panel.Closed:
        abort(409, _closed())
    db.session.commit()
    flash(_("Đã thêm vào ban chấm, thư đã gửi."), "good")
    return redirect(url_for(".show", slug=slug), 303)


@bp.post("/<int:judge_id>/bo")
@staff("allot")
def drop(slug: str, judge_id: int):
    fair = _fair(slug)
    judge = db.session.get(CallJudge, judge_id)
    if judge is None or judge.fair_id != fair.id:
        abort(404)
    try:
        panel.drop(fair, judge)
    except panel.Closed:
        abort(409, _closed())
    except panel.HasScored:
        abort(409, _("Người này đã chấm, nên ở lại trong ban đến hết phiên."))
    db.session.commit()
    flash(_("Đã đưa ra khỏi ban chấm."), "good")
    return redirect(url_for(".show", slug=slug), 303)


def _closed() -> str:
    return _("Đã đóng chấm điểm: ban chấm giữ nguyên.")


def _page(fair: Fair, error: str = "") -> str:
    judges, others = panel.of_fair(fair.id), panel.to_choose(fair.id)
    return render_template(
        "fairs/calls/panel.html",
        fair=fair,
        judges=judges,
        scored=panel.scored(fair.id),
        others=others,
        of_applicants=panel.applicants_of(fair.id, [one.person_id for one in judges] + [one.id for one in others]),
        is_closed=judging.ruling_of(fair.id) is not None,
        fewest=panel.FEWEST,
        error=error,
        asked=request.form.get("person_id", ""),
    )


def _fair(slug: str) -> Fair:
    return keeping.with_slug(slug) or abort(404, _("Không có hội chợ nào ở địa chỉ này."))
