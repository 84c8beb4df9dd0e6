"""The steps in which a facility dresses its booth, on a phone."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.access import facility, my_facility_id
from catalog import sale_words, sales
from core import times
from core.db import db
from fairs import booths, fair_prices, readiness, workspace
from fairs.booth_forms import FairPricesForm, field_of
from fairs.models import Booth

bp = Blueprint("fairs_booth", __name__, url_prefix="/quan-ly/gian/<int:booth_id>")


@bp.get("/gia")
@facility("editor")
def prices(booth_id: int):
    booth = _own(booth_id)
    asked = {field_of(one.variant_id): one.price for one in booth.prices}
    return _prices_page(booth, FairPricesForm(asked, fair_prices.forms_of(booth)))


@bp.post("/gia")
@facility("editor")
def ask(booth_id: int):
    booth = _own(booth_id)
    form = FairPricesForm(request.form, fair_prices.forms_of(booth))
    if not form.is_valid() or not _asked(booth, form):
        db.session.rollback()
        return _prices_page(_own(booth_id), form), 422
    db.session.commit()
    flash(_("Đã lưu giá riêng. Giá tự có hiệu lực khi phiên mở và tự hết khi phiên đóng."), "good")
    return redirect(url_for("fairs_booth.prices", booth_id=booth_id), 303)


@bp.post("/mo")
@facility("editor")
def open_up(booth_id: int):
    booth = _own(booth_id)
    try:
        booths.open_up(booth)
    except readiness.NotReady as shut:
        db.session.rollback()
        flash(
            ngettext(
                "Chưa mở được: còn %(num)s điều bắt buộc.", "Chưa mở được: còn %(num)s điều bắt buộc.", len(shut.lacks)
            ),
            "bad",
        )
        return redirect(_opening(booth_id), 303)
    db.session.commit()
    flash(_("Gian đã mở. Khách thấy ngay."), "good")
    return redirect(_opening(booth_id), 303)


@bp.post("/dong")
@facility("editor")
def shut(booth_id: int):
    booths.shut(_own(booth_id))
    db.session.commit()
    flash(_("Đã tạm đóng gian. Mở lại lúc nào cũng được."), "good")
    return redirect(_opening(booth_id), 303)


def _opening(booth_id: int) -> str:
    return url_for("fairs_manage.booth", booth_id=booth_id, _anchor="mo-gian")


def _asked(booth: Booth, form: FairPricesForm) -> bool:
    """Ask the prices, or leave the sentence of the rule that forbids one at its field."""
    try:
        fair_prices.revise(booth, form.wanted)
    except fair_prices.FairOver:
        abort(409, _("Phiên này không bán nữa, nên không đặt giá riêng được."))
    except fair_prices.Refused as refused:
        form.errors |= {field_of(one): sale_words.why(reason) for one, reason in refused.why.items()}
    return not form.errors


def _prices_page(booth: Booth, form: FairPricesForm):
    forms = fair_prices.forms_of(booth)
    return render_template(
        "fairs/booth_prices.html",
        facility=booth.facility,
        booth=booth,
        form=form,
        forms=forms,
        labels={field_of(one.id): one.full_name for one in forms},
        limit=sales.limit_on(times.local(booth.fair.opens_at).date()),
    )


def _own(booth_id: int) -> Booth:
    return workspace.booth_of(my_facility_id(), booth_id) or abort(404)
