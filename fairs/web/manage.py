"""A facility keeps its booths, on a phone."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

import catalog.queries
from accounts.access import facility, my_facility_id
from core.db import db
from fairs import booths, completeness, guests, looks, readiness, workspace
from fairs.booth_forms import TodayForm
from fairs.models import Booth
from fairs.web import showing
from programme.models import Facility

bp = Blueprint("fairs_manage", __name__, url_prefix="/quan-ly")


@bp.get("/gian")
@facility("packer", helped=True)
def my_booths():
    mine = workspace.booths_of(my_facility_id())
    goods = workspace.goods_of(mine)
    return render_template(
        "fairs/manage_booths.html",
        facility=_facility(),
        booths=[(booth, completeness.of(booth, goods[booth.id])) for booth in mine],
        lacks=readiness.lacks(mine, goods),
        stalls=guests.of_facility(my_facility_id()),
        calls=workspace.fairs_taking_applications(),
    )


@bp.get("/gian/<int:booth_id>")
@facility("editor")
def booth(booth_id: int):
    booth = _own(booth_id)
    return _booth_page(booth, TodayForm({"today": booth.today}))


@bp.post("/gian/<int:booth_id>")
@facility("editor")
def tell(booth_id: int):
    """What happens at the stand today goes past the draft: visitors read it at once."""
    booth = _own(booth_id)
    form = TodayForm(request.form)
    if not form.is_valid():
        return _booth_page(booth, form), 422
    booths.tell(booth, {"today": form.today})
    db.session.commit()
    flash(_("Đã lưu. Khách thấy ngay ở gian."), "good")
    return redirect(url_for("fairs_manage.booth", booth_id=booth_id), 303)


def _booth_page(booth: Booth, form: TodayForm):
    draft = looks.draft_of(booth)
    values = looks.values_of(booth)
    shown = workspace.goods_of([booth])[booth.id]
    goods = catalog.queries.products_by_ids(values["goods"]) if draft else shown
    names = showing.names()
    return render_template(
        "fairs/manage_booth.html",
        facility=booth.facility,
        booth=booth,
        form=form,
        links=showing.step_links(booth),
        changed=[names[name] for name in looks.NAMES if draft and name in draft.values],
        complete=completeness.of(looks.Dressed(booth, values), goods),
        lacks=readiness.lacks([booth], {booth.id: shown})[booth.id],
    )


def _own(booth_id: int) -> Booth:
    return workspace.booth_of(my_facility_id(), booth_id) or abort(404)


def _facility() -> Facility:
    return db.session.get_one(Facility, my_facility_id())
