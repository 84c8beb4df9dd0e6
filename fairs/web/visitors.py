"""Visitors register for a fair and have a ticket; staff at the door let them in; a booth notes down who agreed."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id, staff
from core import answers, qr, rates, times, workbooks
from core.access import visitor
from core.db import db
from core.i18n import day, hour
from core.web import new_key, once_for_form
from fairs import queries
from fairs.models import Booth, Fair, FairTicket
from fairs.visitors import badge, leads, tickets
from fairs.visitors.forms import BadgeForm, TicketForm
from programme.models import Facility

bp = Blueprint("fairs_visitors", __name__)

MOST_TICKETS = 20  # an hour from one place


@bp.get("/hoi-cho/<slug>/ve")
@visitor
def begin(slug: str):
    return _form_page(_fair(slug), TicketForm({"key": new_key()}))


@bp.post("/hoi-cho/<slug>/ve")
@visitor
def register(slug: str):
    fair, form = _fair(slug), TicketForm(request.form)
    if not form.is_valid():
        return _form_page(fair, form), 422
    try:
        made = once_for_form(lambda: _registered(fair, form), fair.slug)
    except rates.TooOften:
        abort(429, _("Nhiều vé vừa được lấy từ chỗ này. Xin đợi một lát rồi lấy tiếp."))
    except answers.OtherRequest:
        form.errors["name"] = _("Phiếu này đã làm một vé rồi. Mở lại trang để làm vé khác.")
        return _form_page(fair, form), 422
    except tickets.NotRegistering:
        abort(409, _("Hội chợ này hiện không lấy vé."))
    return redirect(url_for(".ticket", token=made["token"]), 303)


def _registered(fair: Fair, form: TicketForm) -> answers.Answer:
    rates.count("ticket", request.remote_addr or "", MOST_TICKETS)
    return {"token": tickets.register(fair, form.name, form.contact).token}


@bp.get("/ve/<token>")
@visitor
def ticket(token: str):
    mine = _mine(token)
    return render_template(
        "fairs/visitors/ticket.html",
        ticket=mine,
        fair=mine.fair,
        drawing=qr.drawing(badge.address_of(mine)),
        until=tickets.kept_until(mine.fair),
    )


@bp.get("/ve/<token>/ve.pdf")
@visitor
def paper(token: str):
    mine = _mine(token)
    response = Response(badge.pdf(mine), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="ve-{mine.fair.slug}.pdf"'
    return response


@bp.post("/ve/<token>/<any('xoa', 'thoi-chia-se'):move>")
@visitor
def withdraw(token: str, move: str):
    mine = _mine(token)
    slug = mine.fair.slug
    if move == "xoa":
        tickets.erase(mine)
        db.session.commit()
        flash(_("Đã xóa tên và liên lạc. Vé không dùng được nữa."), "good")
        return redirect(url_for("fairs.hall", slug=slug), 303)
    tickets.unshare(mine)
    db.session.commit()
    flash(_("Các gian không còn thấy liên lạc của bạn. Vé vẫn dùng được."), "good")
    return redirect(url_for(".ticket", token=token), 303)


@bp.get("/ve/ma/<code>")
@visitor
def scanned(code: str):
    """What a stranger who scans a badge is shown: the fair, and where those who work there go on."""
    fair = tickets.fair_of_code(code) or abort(404, _("Không có vé này, hoặc vé đã hết hạn giữ."))
    return render_template("fairs/visitors/scanned.html", fair=fair, code=tickets.code_in(code))


@bp.get("/can-bo/hoi-cho/<slug>/cua")
@staff("allot", "assist")
def door(slug: str):
    return _door_page(_fair(slug), BadgeForm({"code": request.args.get("ma", "")[:200]}))


@bp.post("/can-bo/hoi-cho/<slug>/cua")
@staff("allot", "assist")
def let_in(slug: str):
    fair, form = _fair(slug), BadgeForm(request.form)
    if not form.is_valid():
        return _door_page(fair, form), 422
    try:
        entered = tickets.let_in(fair, form.code)
    except tickets.NoSuchTicket:
        form.errors["code"] = _("Không có vé này ở hội chợ này. Xem lại mã.")
    except tickets.DoorsShut:
        form.errors["code"] = _("Hội chợ chưa mở hoặc đã tan, chưa cho ai vào.")
    except tickets.AlreadyIn as before:
        form.errors["code"] = _("Vé này đã vào lúc %(hour)s ngày %(day)s.", hour=hour(before.at), day=day(before.at))
    else:
        db.session.commit()
        flash(_("Mời vào: %(name)s.", name=entered.name), "good")
        return redirect(url_for(".door", slug=slug), 303)
    return _door_page(fair, form), 409


@bp.get("/quan-ly/hoi-cho/<slug>/khach")
@facility("packer")
def met(slug: str):
    return _leads_page(*_my_booths(slug), BadgeForm({"code": request.args.get("ma", "")[:200]}))


@bp.post("/quan-ly/hoi-cho/<slug>/khach")
@facility("packer")
def note(slug: str):
    fair, booths = _my_booths(slug)
    form = BadgeForm(request.form)
    chosen = next((one for one in booths if str(one.id) == request.form.get("booth_id")), booths[0])
    if not form.is_valid():
        return _leads_page(fair, booths, form), 422
    try:
        noted = leads.note(chosen, form.code, form.note)
    except tickets.NoSuchTicket:
        form.errors["code"] = _("Không có vé này ở hội chợ này. Xem lại mã.")
    except leads.DoesNotShare:
        form.errors["code"] = _("Khách này chưa đồng ý để các gian ghi lại.")
    else:
        db.session.commit()
        flash(_("Đã ghi: %(name)s.", name=noted.name), "good")
        return redirect(url_for(".met", slug=slug), 303)
    return _leads_page(fair, booths, form), 409


@bp.get("/quan-ly/hoi-cho/<slug>/khach.xlsx")
@facility("packer")
def met_workbook(slug: str):
    fair, booths = _my_booths(slug)
    return workbooks.answer(f"khach-{fair.slug}", leads.workbook(leads.of_booths([one.id for one in booths])))


def _fair(slug: str) -> Fair:
    return queries.fair(slug) or abort(404)


def _mine(token: str) -> FairTicket:
    return tickets.with_token(token) or abort(404, _("Không có vé này, hoặc vé đã hết hạn giữ."))


def _my_booths(slug: str) -> tuple[Fair, list[Booth]]:
    fair = _fair(slug)
    booths = list(leads.booths_of(fair.id, my_facility_id()))
    if not booths:
        abort(404, _("Cơ sở không có gian ở hội chợ này."))
    return fair, booths


def _form_page(fair: Fair, form: TicketForm):
    return render_template(
        "fairs/visitors/register.html",
        fair=fair,
        form=form,
        can_register=tickets.takes_visitors(fair),
        until=tickets.kept_until(fair),
        key=form.value("key") or new_key(),
    )


def _door_page(fair: Fair, form: BadgeForm):
    registered, entered = tickets.counts(fair.id)
    return render_template(
        "fairs/visitors/door.html", fair=fair, form=form, registered=registered, entered=entered, now=times.now()
    )


def _leads_page(fair: Fair, booths: list[Booth], form: BadgeForm):
    return render_template(
        "fairs/visitors/leads.html",
        fair=fair,
        facility=db.session.get_one(Facility, my_facility_id()),
        booths=booths,
        form=form,
        leads=leads.of_booths([one.id for one in booths]),
        until=tickets.kept_until(fair),
    )
