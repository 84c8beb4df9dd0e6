"""A maker's places of goods: opened and closed, what lies at each counted, and goods carried between them."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from catalog import kept, stock, stock_words, stocktaking
from core.db import db, release
from core.forms import Form
from programme.models import Facility
from shop import ways

bp = Blueprint("stock_places", __name__, url_prefix="/quan-ly/kho")


class PlaceForm(Form):
    """`venue_id`: one of the places to see and buy at which she hands over."""

    def __init__(self, raw, venues: dict[str, str]) -> None:
        super().__init__(raw)
        self.venues = venues

    def clean(self) -> None:
        self.name = self.text("name", at_most=80, required=_("Đặt tên cho nơi để hàng."))
        chosen = self.choice("venue_id", ["", *self.venues])
        self.venue_id = int(chosen) if chosen else None


class CountForm(Form):
    """What was counted, in fields named dem-<variant id>; an empty one is left as it is."""

    def __init__(self, raw, rows: list[stocktaking.Kept]) -> None:
        super().__init__(raw)
        self.rows = rows

    def clean(self) -> None:
        found = {
            one.variant: self.integer(f"dem-{one.variant.id}", at_least=0, at_most=stock.MOST, required=False)
            for one in self.rows
        }
        self.found = {variant: units for variant, units in found.items() if units is not None}


class CarryForm(Form):
    """From where (0: the workshop), which goods and how many, and why."""

    def __init__(self, raw, rows: list[stocktaking.Kept], places: list[str]) -> None:
        super().__init__(raw)
        self.rows, self.places = rows, places

    def clean(self) -> None:
        self.way = self.choice("way", self.places, required=_("Chọn chuyển từ đâu, tới đâu."))
        sku = self.choice("sku", [one.variant.sku for one in self.rows], required=_("Chọn món."))
        self.variant = next((one.variant for one in self.rows if one.variant.sku == sku), None)
        self.units = self.integer("units", at_least=1, at_most=stock.MOST)
        self.reason = self.text("reason", at_most=200)


@bp.get("")
@facility("editor")
def show():
    return _list(PlaceForm({}, _venues()))


@bp.post("")
@facility("editor")
def open_one():
    form = PlaceForm(request.form, _venues())
    if not form.is_valid() or not _opened(form):
        release()
        return _list(form), 422
    db.session.commit()
    flash(_("Đã mở nơi để hàng. Giờ chuyển hàng tới đó hoặc đếm số đang có ở đó."), "good")
    return redirect(url_for(".show"), 303)


@bp.get("/<int:place_id>")
@facility("editor")
def place(place_id: int):
    return _page(_mine(place_id))


@bp.post("/<int:place_id>/kiem-ke")
@facility("editor")
def count(place_id: int):
    mine = _mine(place_id)
    form = CountForm(request.form, stocktaking.counts(my_facility_id(), mine.id))
    if not form.is_valid() or not _counted(mine, form):
        release()
        return _page(_mine(place_id), counting=form), 422
    db.session.commit()
    flash(_("Đã ghi số đếm được."), "good")
    return redirect(url_for(".place", place_id=place_id), 303)


@bp.post("/<int:place_id>/chuyen")
@facility("editor")
def carry(place_id: int):
    mine = _mine(place_id)
    form = CarryForm(request.form, stocktaking.counts(my_facility_id(), mine.id), list(_ways(mine)))
    if not form.is_valid() or not _carried(mine, form):
        release()
        return _page(_mine(place_id), carrying=form), 422
    db.session.commit()
    flash(_("Đã ghi chuyến hàng."), "good")
    return redirect(url_for(".place", place_id=place_id), 303)


@bp.post("/<int:place_id>/dong")
@facility("editor")
def close(place_id: int):
    try:
        stocktaking.close(_mine(place_id))
    except stocktaking.NotEmpty:
        abort(409, _("Ở đó còn hàng. Chuyển hết đi rồi mới đóng được."))
    db.session.commit()
    flash(_("Đã đóng nơi để hàng."), "good")
    return redirect(url_for(".show"), 303)


def _opened(form: PlaceForm) -> bool:
    try:
        stocktaking.open_place(my_facility_id(), form.name, form.venue_id)
    except stocktaking.NameTaken:
        form.errors["name"] = _("Đã có nơi mang tên này.")
    except stocktaking.TooMany:
        form.errors["name"] = _("Nhiều nhất %(n)s nơi.", n=stocktaking.MOST_PLACES)
    return not form.errors


def _counted(mine, form: CountForm) -> bool:
    for variant, found in sorted(form.found.items(), key=lambda pair: pair[0].id):
        try:
            stocktaking.count(mine, variant, found)
        except stock.BelowHeld as below:
            form.errors[f"dem-{variant.id}"] = stock_words.why(below)
    return not form.errors


def _carried(mine, form: CarryForm) -> bool:
    inward, _colon, other = form.way.partition(":")
    there, here = int(other) or None, mine.id
    come_from, to = (there, here) if inward == "ve" else (here, there)
    try:
        stocktaking.carry(form.variant, form.units, form.reason, come_from=come_from, to=to)
    except kept.TooFew as few:
        form.errors["units"] = _("Nơi đó chỉ còn %(n)s chưa hứa cho ai.", n=few.left)
    return not form.errors


def _ways(mine) -> dict[str, str]:
    """Here from anywhere, and from here to anywhere, as a form names it."""
    names = {0: _("xưởng")} | {one.id: one.name for one in stocktaking.places_of(my_facility_id()) if one.id != mine.id}
    inward = {f"ve:{key}": _("Từ %(name)s tới đây", name=name) for key, name in names.items()}
    return inward | {f"di:{key}": _("Từ đây tới %(name)s", name=name) for key, name in names.items()}


def _venues() -> dict[str, str]:
    mine = ways.points_of(my_facility_id())
    return {str(one.id): one.name for one in ways.venues() if one.id in mine}


def _mine(place_id: int):
    return stocktaking.place_of(my_facility_id(), place_id) or abort(404)


def _facility() -> Facility:
    return db.session.get_one(Facility, my_facility_id())


def _list(form: PlaceForm):
    places = stocktaking.places_of(my_facility_id())
    sums = stocktaking.sums(my_facility_id())
    return render_template("shop/stock_places.html", facility=_facility(), places=places, sums=sums, form=form)


def _page(mine, counting: CountForm | None = None, carrying: CarryForm | None = None):
    rows = stocktaking.counts(my_facility_id(), mine.id)
    return render_template(
        "shop/stock_place.html",
        facility=_facility(),
        place=mine,
        rows=rows,
        ways=_ways(mine),
        moves=stocktaking.moves_at(mine.id),
        counting=counting or CountForm({}, rows),
        carrying=carrying or CarryForm({}, rows, []),
    )
