"""Printed codes of lots: their page, label sheets, the lot in a parcel, who got it, and what staff see of recalls."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id, staff
from catalog import desk, lots
from core import qr
from core.db import db
from shop import lot_letters, packing, queries
from shop.forms import LetterForm

bp = Blueprint("shop_lots", __name__)

SHEETS = {"a4": 24, "a6": 4}


@bp.get("/quan-ly/lo/<int:lot_id>/tem")
@facility("packer")
def labels(lot_id: int):
    """A sheet of labels to print and cut: 24 on A4, four on A6."""
    lot = _mine(lot_id)
    paper = request.args.get("kho", "a4")
    count = SHEETS.get(paper) or abort(404)
    address = f"{current_app.config['SITE_URL']}/q/{lot.code}"
    return render_template(
        "shop/lot_labels.html", lot=lot, paper=paper, count=count, code=qr.drawing(address), address=address
    )


@bp.get("/quan-ly/lo/<int:lot_id>/nguoi-mua")
@facility("packer")
def buyers(lot_id: int):
    return _buyers(_mine(lot_id), LetterForm())


@bp.post("/quan-ly/lo/<int:lot_id>/nguoi-mua")
@facility("owner")
def write(lot_id: int):
    lot, form = _mine(lot_id), LetterForm(request.form)
    if not form.is_valid():
        return _buyers(lot, form), 422
    sent = lot_letters.about_lot(lot, packing.parcels_with(lot.id), form.text_said)
    db.session.commit()
    flash(_("Đã gửi thư cho %(n)s người mua.", n=sent), "good")
    return redirect(url_for(".buyers", lot_id=lot_id), 303)


@bp.post("/quan-ly/don/<int:parcel_id>/lo/<int:line_id>")
@facility("packer")
def note(parcel_id: int, line_id: int):
    """`lot_id` is in this line; with `go=away` it is not."""
    parcel = queries.parcel_of(my_facility_id(), parcel_id) or abort(404)
    if all(line.id != line_id for line in parcel.lines):
        abort(404)
    lot_id = request.form.get("lot_id", 0, int)
    if request.form.get("go") == "away":
        packing.forget(parcel, line_id, lot_id)
    else:
        try:
            packing.note(parcel, line_id, lot_id)
        except packing.NotPackable:
            abort(409, _("Không gói được hàng của lô này: lô quá hạn, đã thu hồi, đã hết, hoặc gói đã gửi đi."))
    db.session.commit()
    flash(_("Đã ghi lô."), "good")
    return redirect(url_for("shop_manage.parcel", parcel_id=parcel_id), 303)


@bp.get("/can-bo/thu-hoi")
@staff("moderate", "report")
def recalls():
    return render_template("shop/staff_recalls.html", recalls=packing.recalls())


def _mine(lot_id: int):
    return lots.find(my_facility_id(), lot_id) or abort(404)


def _buyers(lot, form: LetterForm):
    return render_template(
        "shop/lot_buyers.html",
        facility=desk.facility(my_facility_id()),
        lot=lot,
        parcels=packing.parcels_with(lot.id),
        form=form,
    )
