"""A fair's visitors complain and read the answer; staff answer by the clock."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import staff
from core import answers, rates
from core.access import visitor
from core.db import db
from core.web import new_key, once_for_form
from fairs import complaints, contracts, keeping, queries, rules
from fairs.deal_forms import ComplaintAnswerForm, ComplaintForm
from fairs.models import Fair

bp = Blueprint("fairs_complaints", __name__)
RIGHTS = ("allot", "report")
MOST = 5  # an hour from one place


@bp.get("/hoi-cho/<fair_slug>/khieu-nai")
@visitor
def begin(fair_slug: str):
    return _form(_shown(fair_slug), ComplaintForm({"booth": request.args.get("gian", "")[:120], "key": new_key()}))


@bp.post("/hoi-cho/<fair_slug>/khieu-nai")
@visitor
def complain(fair_slug: str):
    fair = _shown(fair_slug)
    every = {one.slug: one for one in contracts.booths(fair.id)}
    form = ComplaintForm(request.form, list(every))
    if not form.is_valid():
        return _form(fair, form), 422

    def act() -> answers.Answer:
        booth = every.get(form.booth)
        return {"token": complaints.make(fair, booth, form.words, form.contact, form.name).token}

    try:
        rates.count("complaint", request.remote_addr or "", MOST)
        token = str(once_for_form(act, fair.slug)["token"])
    except rates.TooOften:
        abort(429, _("Bạn đã gửi nhiều trong giờ này. Xin đợi một lát, hoặc gặp Ban tổ chức tại chỗ."))
    except complaints.NotNow:
        abort(409, _("Hội chợ này chưa mở, hoặc đã tan quá %(n)s ngày.", n=rules.value("complaint_taken_days")))
    except answers.OtherRequest:
        abort(409, _("Phiếu này đã gửi rồi. Mở lại trang để gửi lời khác."))
    return redirect(url_for(".show", fair_slug=fair_slug, token=token), 303)


@bp.get("/hoi-cho/<fair_slug>/khieu-nai/<token>")
@visitor
def show(fair_slug: str, token: str):
    found = complaints.by_token(token)
    if found is None or found.fair.slug != fair_slug:
        abort(404, _("Không có lời khiếu nại nào ở địa chỉ này."))
    return render_template("fairs/complaint.html", complaint=found, fair=found.fair)


@bp.get("/can-bo/hoi-cho/<slug>/khieu-nai")
@staff(*RIGHTS)
def desk(slug: str):
    return _desk(_fair(slug))


@bp.post("/can-bo/hoi-cho/<slug>/khieu-nai/<int:complaint_id>")
@staff(*RIGHTS)
def answer(slug: str, complaint_id: int):
    fair, form = _fair(slug), ComplaintAnswerForm(request.form)
    found = complaints.find(fair.id, complaint_id) or abort(404)
    if not form.is_valid():
        return _desk(fair, form, complaint_id), 422
    try:
        complaints.close(found, form.outcome, form.answer)
    except complaints.AlreadyClosed:
        abort(409, _("Lời khiếu nại này đã có người trả lời."))
    db.session.commit()
    flash(_("Đã trả lời. Ai để lại thư thì nhận thư, ai để lại số thì xin gọi báo."), "good")
    return redirect(url_for(".desk", slug=slug), 303)


def _form(fair: Fair, form: ComplaintForm):
    return render_template(
        "fairs/complain.html",
        fair=fair,
        form=form,
        booths=[
            (one.slug, f"{one.stand.number} · {one.title}" if one.stand else one.title)
            for one in contracts.booths(fair.id)
        ],
        takes=complaints.takes(fair),
        rule=rules.value,
        key=form.value("key") or new_key(),
    )


def _desk(fair: Fair, form: ComplaintAnswerForm | None = None, form_id: int = 0) -> str:
    return render_template(
        "fairs/staff/complaints.html",
        fair=fair,
        rows=complaints.of_fair(fair.id),
        form=form or ComplaintAnswerForm(),
        form_id=form_id,
    )


def _shown(slug: str) -> Fair:
    return queries.fair(slug) or abort(404, _("Không có hội chợ nào ở địa chỉ này. Xem các hội chợ ở mục Hội chợ."))


def _fair(slug: str) -> Fair:
    return keeping.with_slug(slug) or abort(404, _("Không có hội chợ nào ở địa chỉ này."))
