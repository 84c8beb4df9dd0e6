"""What a facility must have ready, by day and over chosen parcels, and its papers for packing."""

from flask import Blueprint, Response, abort, render_template, request
from flask_babel import force_locale
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from core.db import db
from programme.models import Facility
from shop import sheets, supply

bp = Blueprint("shop_gathering", __name__, url_prefix="/quan-ly/hang-can")


@bp.get("")
@facility("packer")
def by_day():
    return render_template("shop/supply.html", facility=_mine(), days=supply.by_day(my_facility_id()))


@bp.get("/nhat")
@facility("packer")
def pick_list():
    parcels = _chosen()
    page = {"parcels": parcels, "needs": supply.of_parcels(parcels), "goods_of": supply.goods_of}
    return render_template("shop/pick_list.html", facility=_mine(), named=_named(), **page)


@bp.get("/phieu-goi.pdf")
@facility("packer")
def papers():
    parcels = _chosen() or abort(404, _("Không có gói nào còn chờ gói để in."))
    with force_locale("vi"):
        response = Response(sheets.of_parcels(_mine(), parcels), mimetype="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="phieu-goi.pdf"'
    return response


def _chosen():
    return supply.chosen(my_facility_id(), _named())


def _named() -> list[int]:
    """The parcels ticked on the list of orders; whatever is no number of a row names none."""
    said = request.args.getlist("goi")
    return [int(one) if one.isascii() and one.isdigit() and len(one) < 10 else 0 for one in said]


def _mine() -> Facility:
    return db.session.get_one(Facility, my_facility_id())
