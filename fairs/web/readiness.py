"""Staff see how ready the booths of a fair are, and remind their makers."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.access import staff
from core import answers
from core.web import new_key, once_for_form
from fairs import queries, readiness, reminders

bp = Blueprint("fairs_readiness", __name__, url_prefix="/can-bo/hoi-cho/<slug>/san-sang")
PAGE_SIZE = 60


@bp.get("")
@staff("allot")
def show(slug: str):
    fair = queries.fair(slug) or abort(404)
    rows = reminders.standings(fair)
    wanted = request.args.get("thieu", "")
    shown = [one for one in rows if not wanted or any(lack.code == wanted for lack in one.lacks)]
    page = max(request.args.get("trang", 1, type=int), 1)
    return render_template(
        "fairs/staff/readiness.html",
        fair=fair,
        rows=shown[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        wanted=wanted,
        page=page,
        pages=max(1, -(-len(shown) // PAGE_SIZE)),
        every=len(rows),
        is_open=sum(one.booth.published_at is not None for one in rows),
        lacking=sum(bool(one.lacks) for one in rows),
        to_remind=sum(one.can_be_reminded for one in rows),
        names=_names(),
        checks=_checks(fair.slug, readiness.codes({one.booth.id: one.lacks for one in rows}), wanted),
        key=new_key(),
    )


def _checks(slug: str, counts: dict[str, int], wanted: str) -> list[tuple[str, str, bool]]:
    """The tabs: every booth, and those that fail each check."""
    failing = [
        (url_for(".show", slug=slug, thieu=code), _("Thiếu %(what)s (%(n)s)", what=_names()[code], n=n), wanted == code)
        for code, n in counts.items()
        if n or wanted == code
    ]
    return [(url_for(".show", slug=slug), _("Mọi gian"), not wanted), *failing]


def _names() -> dict[str, str]:
    return {
        "photos": _("ảnh"),
        "origin": _("xuất xứ"),
        "price": _("hàng và giá"),
        "certificate": _("giấy chứng nhận"),
        "delivery": _("giao hàng"),
    }


@bp.post("/nhac")
@staff("allot")
def remind(slug: str):
    fair = queries.fair(slug) or abort(404)
    if fair.is_over:
        abort(409, _("Phiên đã tan, không còn gian nào để nhắc."))
    try:
        count = once_for_form(lambda: {"told": reminders.remind(fair)}, fair.slug)["told"]
    except answers.OtherRequest:
        abort(409, _("Phiếu này đã gửi rồi. Mở lại trang để xem."))
    flash(ngettext("Đã nhắc %(num)s gian qua thư.", "Đã nhắc %(num)s gian qua thư.", count), "good")
    return redirect(url_for(".show", slug=slug), 303)
