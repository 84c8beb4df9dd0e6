"""Staff judge the applications to a fair: points, ranking, decisions, their publication, answers to objections."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import staff
from core import workbooks
from core.db import db
from core.forms import Form
from fairs import exports, keeping
from fairs.calls import criteria, deciding, judging, panel, ranking, reading
from fairs.calls.reading import Line
from fairs.judging_forms import AnswerForm, ConflictForm, DecisionForm, DraftForm, PublishForm, ScoreForm
from fairs.models import Application, Fair, Ruling

bp = Blueprint("fairs_judging", __name__, url_prefix="/can-bo/hoi-cho")


@bp.get("/<slug>/don/<int:application_id>")
@staff("allot")
def show(slug: str, application_id: int):
    fair = _fair(slug)
    return _one(fair, _line(fair, application_id))


@bp.post("/<slug>/don/<int:application_id>/diem")
@staff("allot")
def score(slug: str, application_id: int):
    fair = _fair(slug)
    form = ScoreForm(request.form, criteria.of_fair(fair.id))

    def write(application: Application) -> str:
        try:
            judging.score(application, current_user.id, form.points, form.remark)
        except judging.AlreadyScored:
            abort(409, _("Bạn đã chấm đơn này rồi; điểm đã nộp giữ nguyên."))
        except judging.NotAJudge:
            abort(409, _not_a_judge())
        except judging.HasInterest:
            abort(409, _("Bạn là người của một cơ sở đang xin gian ở phiên này, nên không chấm đơn."))
        except judging.NotNow:
            abort(409, _no_scores())
        return _("Đã nộp điểm. Giờ xem được điểm của người khác cho đơn này.")

    return _written(fair, application_id, {"scoring": form}, write)


@bp.post("/<slug>/don/<int:application_id>/xung-dot")
@staff("allot")
def declare(slug: str, application_id: int):
    form = ConflictForm(request.form)

    def write(application: Application) -> str:
        try:
            judging.declare(application, current_user.id, form.conflict)
        except judging.NotAJudge:
            abort(409, _not_a_judge())
        except (judging.NotNow, judging.AlreadyScored):
            abort(409, _no_scores())
        return _("Đã ghi: bạn không chấm đơn này.")

    return _written(_fair(slug), application_id, {"conflict": form}, write)


@bp.post("/<slug>/don/<int:application_id>/quyet-dinh")
@staff("allot")
def decide(slug: str, application_id: int):
    form = DecisionForm(request.form)

    def write(application: Application) -> str:
        try:
            deciding.decide(application, form.outcome, form.reason)
        except (deciding.NotScored, deciding.Published):
            abort(409, _not_to_be_decided())
        return _("Đã ghi vào bản nháp. Cơ sở chỉ biết khi công bố.")

    return _written(_fair(slug), application_id, {"deciding_by": form}, write)


@bp.post("/<slug>/don/<int:application_id>/tra-loi")
@staff("allot")
def answer(slug: str, application_id: int):
    form = AnswerForm(request.form)

    def write(application: Application) -> str:
        try:
            deciding.answer(application, form.words, form.outcome)
        except deciding.NothingToAnswer:
            abort(409, _("Đơn này không có khiếu nại, hoặc khiếu nại đã được trả lời."))
        return _("Đã trả lời, cơ sở nhận thư.")

    return _written(_fair(slug), application_id, {"answering": form}, write)


@bp.get("/<slug>/xep-hang")
@staff("allot")
def rank(slug: str):
    return _ranking(_fair(slug))


@bp.get("/<slug>/xep-hang/tai.xlsx")
@staff("allot")
def workbook(slug: str):
    fair = _fair(slug)
    rows = _ranked(fair, judging.ruling_of(fair.id))
    return workbooks.answer(f"xep-hang-{fair.slug}", exports.ranking(rows, criteria.of_fair(fair.id)))


@bp.post("/<slug>/xep-hang/dong")
@staff("allot")
def close(slug: str):
    try:
        judging.close(_fair(slug))
    except judging.NotNow:
        abort(409, _no_scores())
    except judging.TooFewScores as few:
        abort(409, _("Còn %(n)s đơn chưa đủ hai người chấm.", n=few.count))
    db.session.commit()
    flash(_("Đã đóng chấm điểm. Xếp hạng hiện ở đây."), "good")
    return redirect(url_for(".rank", slug=slug), 303)


@bp.post("/<slug>/xep-hang")
@staff("allot")
def draft(slug: str):
    fair, form = _fair(slug), DraftForm(request.form)
    if not form.is_valid():
        return _ranking(fair, drafting=form), 422
    try:
        deciding.draft(fair, ranking.of_fair(fair), form.most, form.reasons)
    except (deciding.NotScored, deciding.Published):
        abort(409, _not_to_be_decided())
    db.session.commit()
    flash(_("Đã lập bản nháp theo thứ hạng. Sửa từng đơn nếu cần, rồi công bố."), "good")
    return redirect(url_for(".rank", slug=slug), 303)


@bp.post("/<slug>/xep-hang/cong-bo")
@staff("allot")
def publish(slug: str):
    fair, form = _fair(slug), PublishForm(request.form)
    if not form.is_valid():
        return _ranking(fair, publishing=form), 422
    try:
        deciding.publish(fair, ranking.of_fair(fair), form.until)
    except (deciding.NotScored, deciding.Published):
        abort(409, _not_to_be_decided())
    except deciding.NotAllDecided as some:
        abort(409, _("Còn %(n)s đơn chưa có quyết định.", n=some.count))
    db.session.commit()
    flash(_("Đã công bố cùng lúc cho mọi cơ sở. Thư đang gửi."), "good")
    return redirect(url_for(".rank", slug=slug), 303)


def _written(fair: Fair, application_id: int, forms: dict[str, Form], write: Callable[[Application], str]):
    """Write what the one of `forms` told and say so, back at the application; or its page again, with what is wrong."""
    line = _line(fair, application_id)
    if not all(form.is_valid() for form in forms.values()):
        return _one(fair, line, **forms), 422
    said = write(line.application)
    db.session.commit()
    flash(said, "good")
    return redirect(url_for(".show", slug=fair.slug, application_id=application_id), 303)


def _no_scores() -> str:
    return _("Lúc này không nhận điểm: chấm từ khi hết hạn nhận đơn đến khi đóng chấm điểm.")


def _not_a_judge() -> str:
    return _("Chỉ người trong ban chấm của phiên này chấm được, khi ban có đủ hai người.")


def _not_to_be_decided() -> str:
    return _("Quyết định ghi được từ khi đóng chấm điểm đến khi công bố.")


def _one(fair: Fair, line: Line, **forms: Form) -> str:
    ruling, asked = judging.ruling_of(fair.id), criteria.of_fair(fair.id)
    application_id = line.application.id
    seen = judging.open_to(current_user.id, [application_id], ruling)
    decision = deciding.of_application(application_id) if ruling else None
    usual: dict[str, Any] = {
        "scoring": ScoreForm({}, asked),
        "conflict": ConflictForm({}),
        "deciding_by": DecisionForm.showing(decision),
        "answering": AnswerForm({}),
    }
    return render_template(
        "fairs/calls/one.html",
        fair=fair,
        line=line,
        past=reading.past_fairs(line.application.facility_id, fair),
        criteria=asked,
        ruling=ruling,
        takes_scores=judging.takes_scores(fair, ruling) and not line.application.withdrawn_at,
        is_judge=panel.seat(fair.id, current_user.id) is not None and panel.is_whole(fair.id),
        seen=seen,
        mine=next((one for one in seen if one.scorer_id == current_user.id), None),
        scorers=judging.counts(fair.id).get(application_id, 0),
        decision=decision,
        objection=deciding.objection_of(application_id),
        **usual | forms,
    )


def _ranking(fair: Fair, drafting: DraftForm | None = None, publishing: PublishForm | None = None) -> str:
    ruling = judging.ruling_of(fair.id)
    return render_template(
        "fairs/calls/ranking.html",
        fair=fair,
        ruling=ruling,
        takes_scores=judging.takes_scores(fair, ruling),
        lacking=[] if ruling else judging.lacking_scores(fair.id),
        criteria=criteria.of_fair(fair.id),
        ranked=_ranked(fair, ruling),
        judges=panel.of_fair(fair.id),
        stands=keeping.stands_by_fair().get(fair.id, (0, 0)),
        drafting=drafting or DraftForm({}),
        publishing=publishing or PublishForm({}),
    )


def _ranked(fair: Fair, ruling: Ruling | None) -> list[ranking.Ranked]:
    """Those within reach, each with its place among all; points are nobody's to read before scoring is closed."""
    return [one for one in ranking.of_fair(fair) if one.is_in_reach] if ruling else []


def _line(fair: Fair, application_id: int) -> Line:
    return reading.line(fair, application_id) or abort(404)


def _fair(slug: str) -> Fair:
    return keeping.with_slug(slug) or abort(404, _("Không có hội chợ nào ở địa chỉ này."))
