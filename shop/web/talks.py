"""A talk with a maker at its unguessable address; and the staff's page where a buyer's traces are removed."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id, staff
from core import rates
from core.access import visitor
from core.db import db
from core.text import clean_line
from shop import design_access, division_queries, enquiries, queries
from shop.forms import MessageForm

bp = Blueprint("talks", __name__)
MOST_MESSAGES = 40  # an hour from one place


@bp.get("/hoi/<token>")
@visitor
def show(token: str):
    return _page(_talk(token), MessageForm())


@bp.post("/hoi/<token>")
@visitor
def write(token: str):
    enquiry = _talk(token)
    form = MessageForm(request.form)
    if not form.is_valid():
        return _page(enquiry, form), 422
    try:
        rates.count("message", request.remote_addr or "", MOST_MESSAGES)
        enquiries.write(enquiry, form.words)
    except (rates.TooOften, enquiries.TooMany):
        abort(429, _("Bạn đã viết nhiều trong giờ này. Xin đợi người bán trả lời, hoặc gọi điện."))
    db.session.commit()
    flash(_("Đã gửi."), "good")
    return redirect(url_for(".show", token=token, _anchor="cuoi"), 303)


@bp.post("/hoi/<token>/xong")
@visitor
def close(token: str):
    enquiries.close(_talk(token))
    db.session.commit()
    flash(_("Đã khép lại. Viết thêm lúc nào cũng được."), "good")
    return redirect(url_for(".show", token=token), 303)


@bp.post("/quan-ly/hoi-dap/<int:enquiry_id>/xong")
@facility("packer")
def close_by_maker(enquiry_id: int):
    enquiries.close(queries.enquiry_of(my_facility_id(), enquiry_id) or abort(404))
    db.session.commit()
    flash(_("Đã khép lại câu hỏi này."), "good")
    return redirect(url_for("shop_manage.questions"), 303)


@bp.get("/can-bo/hoi-dap")
@staff("moderate")
def desk():
    """Only what is looked for is shown: staff have no business reading the talks of others."""
    words = clean_line(request.args.get("q", ""))[:100]
    found = queries.enquiries_with(words) if len(words) > 2 else []
    return render_template("shop/staff_talks.html", words=words, found=found)


@bp.post("/can-bo/hoi-dap/<int:enquiry_id>/xoa-ten")
@staff("moderate")
def erase(enquiry_id: int):
    enquiry = queries.enquiry(enquiry_id) or abort(404)
    try:
        design_access.withdraw(enquiry)
        enquiries.erase(enquiry)
    except enquiries.Erased:
        abort(409, _("Câu hỏi này đã được xóa tên rồi."))
    db.session.commit()
    flash(_("Đã xóa tên, cách liên lạc và lời của người hỏi. Việc này không lấy lại được."), "good")
    return redirect(url_for(".desk"), 303)


def _talk(token: str):
    return queries.enquiry_at(token) or abort(404, _("Không có cuộc trò chuyện nào ở địa chỉ này."))


def _page(enquiry, form: MessageForm):
    shown = design_access.tokens_of([enquiry]).get(enquiry.id)
    return render_template(
        "shop/talk.html", enquiry=enquiry, form=form, designs_at=shown, shared=division_queries.sent_in(enquiry.id)
    )
