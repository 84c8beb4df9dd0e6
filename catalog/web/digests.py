"""Unmet demand: staff look at words before they go to makers, and see what went; a maker reads hers and may refuse."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id, staff
from catalog import desk, digests, taxonomy
from catalog.models.digest import TERM_STATES
from core.db import db

bp = Blueprint("catalog_digests", __name__)


@bp.get("/quan-ly/nhu-cau")
@facility("editor")
def mine():
    return render_template(
        "catalog/manage/digests.html",
        facility=desk.facility(my_facility_id()),
        digests=digests.of_facility(my_facility_id()),
        refused=digests.refuses(my_facility_id()),
        name_of=taxonomy.name_of,
    )


@bp.post("/quan-ly/nhu-cau")
@facility("editor")
def choose():
    wanted = request.form.get("nhan") == "1"
    digests.choose(desk.facility(my_facility_id()), wanted=wanted)
    db.session.commit()
    flash(_("Từ nay chợ gửi thư này cho bạn.") if wanted else _("Chợ thôi gửi thư này. Trang này vẫn có."), "good")
    return redirect(url_for(".mine"), 303)


@bp.get("/can-bo/nhu-cau/gui")
@staff("report", "curate")
def review():
    found = digests.words()
    return render_template(
        "catalog/staff/digests.html",
        words=[(word, word.term.shelf if word.term else digests.nearest_shelf(word.written)) for word in found],
        rule=digests.rule(),
        shelves=[(group.slug, group.label) for group in taxonomy.browse_groups()],
        sent=digests.latest(),
        name_of=taxonomy.name_of,
    )


@bp.post("/can-bo/nhu-cau/gui")
@staff("curate")
def decide():
    """One word, let go to the makers of a shelf or held back."""
    state, shelf = request.form.get("move", ""), request.form.get("shelf", "")
    if state not in TERM_STATES:
        abort(422, _("Chọn gửi hay giữ lại."))
    if state == "go" and taxonomy.browse_group(shelf) is None:
        flash(_("Chọn nhóm hàng rồi hãy gửi, để lời đến đúng người làm được."), "bad")
        return redirect(url_for(".review"), 303)
    if not digests.decide(request.form.get("key", "")[:200], state, shelf if state == "go" else ""):
        flash(_("Lời này không còn đủ số ngày để gửi."), "bad")
        return redirect(url_for(".review"), 303)
    db.session.commit()
    flash(_("Sẽ gửi cho cơ sở của nhóm.") if state == "go" else _("Đã giữ lại, không gửi cho ai."), "good")
    return redirect(url_for(".review"), 303)
