"""A stall of several makers: its holder asks them, their owners agree, either side ends it."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from core.db import db
from fairs import guests, workspace
from fairs.models import Booth, BoothGuest

bp = Blueprint("fairs_guests", __name__, url_prefix="/quan-ly")


@bp.get("/gian/<int:booth_id>/bay-chung")
@facility("editor")
def show(booth_id: int):
    return _page(_own(booth_id))


@bp.post("/gian/<int:booth_id>/bay-chung")
@facility("owner")
def invite(booth_id: int):
    booth, typed = _own(booth_id), request.form.get("maker", "")[:200]
    try:
        guest = guests.invite(booth, typed)
    except guests.FairOver:
        abort(409, _over())
    except guests.NoSuchMaker:
        wrong = _("Không có cơ sở nào tên hay địa chỉ như vậy. Chép địa chỉ trang của cơ sở, ví dụ /co-so/gom-tam-sen.")
        return _page(booth, typed, wrong), 422
    except guests.TooMany:
        return _page(booth, typed, _("Một gian bày chung nhiều nhất %(n)s cơ sở khác.", n=guests.MOST)), 422
    db.session.commit()
    flash(_("Đã mời %(name)s. Hàng của họ lên gian khi chủ cơ sở nhận lời.", name=guest.facility.name), "good")
    return redirect(url_for(".show", booth_id=booth_id), 303)


@bp.post("/gian/<int:booth_id>/bay-chung/<int:guest_id>/thoi")
@facility("owner")
def send_away(booth_id: int, guest_id: int):
    booth = _own(booth_id)
    guests.end(guests.guest_at(booth, guest_id) or abort(404))
    db.session.commit()
    flash(_("Đã thôi bày chung. Hàng của họ đã rời gian."), "good")
    return redirect(url_for(".show", booth_id=booth_id), 303)


@bp.post("/bay-chung/<int:guest_id>/nhan")
@facility("owner")
def accept(guest_id: int):
    guest = _asked(guest_id)
    try:
        guests.accept(guest)
    except guests.FairOver:
        abort(409, _over())
    except guests.Answered:
        abort(409, _("Lời mời này đã được trả lời hoặc đã rút."))
    db.session.commit()
    flash(_("Đã nhận lời. Gian %(name)s bày được hàng của cơ sở.", name=guest.booth.title), "good")
    return redirect(url_for("fairs_manage.my_booths"), 303)


@bp.post("/bay-chung/<int:guest_id>/roi")
@facility("owner")
def leave(guest_id: int):
    guests.end(_asked(guest_id))
    db.session.commit()
    flash(_("Đã xong. Hàng của cơ sở không ở gian ấy nữa."), "good")
    return redirect(url_for("fairs_manage.my_booths"), 303)


def _page(booth: Booth, typed: str = "", wrong: str = ""):
    return render_template(
        "fairs/booth_guests.html",
        facility=booth.facility,
        booth=booth,
        guests=[one for one in guests.of_booth(booth) if one.ended_at is None],
        typed=typed,
        wrong=wrong,
        most=guests.MOST,
    )


def _over() -> str:
    return _("Phiên đã tan, không đổi người bày chung được nữa.")


def _asked(guest_id: int) -> BoothGuest:
    return guests.guest_of(my_facility_id(), guest_id) or abort(404)


def _own(booth_id: int) -> Booth:
    return workspace.booth_of(my_facility_id(), booth_id) or abort(404)
