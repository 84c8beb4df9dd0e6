"""The page of a commune: who makes what there, what it was called, and what the programme gave."""

from flask import Blueprint, abort, redirect, render_template
from flask_babel import gettext as _

from catalog import taxonomy
from core.access import public
from core.i18n import here
from fairs import regions
from programme import former_places, places

bp = Blueprint("regions", __name__)


@bp.get("/xa-phuong/<province>/<slug>")
@public
def show(province: str, slug: str):
    """A commune that has nothing at the market leads on to the makers nearest to it."""
    commune = places.commune(f"{province}/{slug}") or abort(404, _("Không có xã, phường nào ở địa chỉ này."))
    found = regions.region(commune)
    if found is None:
        return redirect(here(f"/co-so?gan={commune.code}"))
    return render_template(
        "fairs/region.html",
        region=found,
        commune=commune,
        province=places.province(commune.province_code),
        former=former_places.became(commune.code),
        levels=taxonomy.level_names(),
    )
