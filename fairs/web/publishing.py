"""A facility looks at the draft of its booth as visitors would, publishes or drops it, opens and shuts the booth."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

import catalog.queries
from accounts import people
from accounts.access import facility, my_facility_id
from core.db import db
from fairs import booths, looks, readiness, workspace
from fairs.models import Booth
from fairs.web import showing

bp = Blueprint("fairs_look", __name__, url_prefix="/quan-ly/gian/<int:booth_id>")


@bp.get("/xem-truoc")
@facility("editor")
def preview(booth_id: int):
    booth = _own(booth_id)
    values = looks.values_of(booth)
    return showing.page(looks.Dressed(booth, values), catalog.queries.products_by_ids(values["goods"]), is_preview=True)


@bp.post("/cong-bo")
@facility("editor")
def publish(booth_id: int):
    try:
        looks.publish(_own(booth_id))
    except looks.NothingToPublish:
        flash(_("Không có gì mới để công bố."), "bad")
        return redirect(_booth(booth_id), 303)
    except readiness.NotReady as shut:
        db.session.rollback()
        abort(409, _("Chưa công bố được, gian sẽ thiếu: %(what)s", what=" ".join(one.text for one in shut.lacks)))
    db.session.commit()
    flash(_("Đã công bố. Khách thấy ngay ở gian."), "good")
    return redirect(_booth(booth_id), 303)


@bp.post("/bo-nhap")
@facility("editor")
def discard(booth_id: int):
    looks.discard(_own(booth_id))
    db.session.commit()
    flash(_("Đã bỏ bản nháp. Gian giữ nguyên như khách đang thấy."), "good")
    return redirect(_booth(booth_id), 303)


@bp.get("/lich-su")
@facility("editor")
def history(booth_id: int):
    booth = _own(booth_id)
    seen = looks.history(booth)
    names, earlier = showing.names(), [*seen[1:], None][: len(seen)]
    rows = [
        (one, [names[name] for name in looks.changed_between(one, before)])
        for one, before in zip(seen, earlier, strict=True)
    ]
    who = people.names_of(one.published_by for one in seen)
    return render_template("fairs/booth_history.html", facility=booth.facility, booth=booth, rows=rows, who=who)


@bp.post("/lich-su/<int:look_id>")
@facility("editor")
def take_again(booth_id: int, look_id: int):
    booth = _own(booth_id)
    look = next((one for one in looks.history(booth) if one.id == look_id), None) or abort(404)
    looks.take_again(booth, look)
    db.session.commit()
    flash(_("Đã lấy lại vào bản nháp. Xem trước rồi công bố."), "good")
    return redirect(_booth(booth_id), 303)


@bp.post("/mo")
@facility("editor")
def open_up(booth_id: int):
    try:
        booths.open_up(_own(booth_id))
    except readiness.NotReady as shut:
        db.session.rollback()
        flash(
            ngettext(
                "Chưa mở được: còn %(num)s điều bắt buộc.", "Chưa mở được: còn %(num)s điều bắt buộc.", len(shut.lacks)
            ),
            "bad",
        )
        return redirect(_booth(booth_id), 303)
    db.session.commit()
    flash(_("Gian đã mở. Khách thấy ngay."), "good")
    return redirect(_booth(booth_id), 303)


@bp.post("/dong")
@facility("editor")
def shut(booth_id: int):
    booths.shut(_own(booth_id))
    db.session.commit()
    flash(_("Đã tạm đóng gian. Mở lại lúc nào cũng được."), "good")
    return redirect(_booth(booth_id), 303)


def _booth(booth_id: int) -> str:
    return url_for("fairs_manage.booth", booth_id=booth_id, _anchor="mo-gian")


def _own(booth_id: int) -> Booth:
    return workspace.booth_of(my_facility_id(), booth_id) or abort(404)
