"""Staff curate shelves: candidates, the shelf in order, what stands by, and what visitors see of it and when."""

from datetime import date, datetime, timedelta

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import staff
from catalog import taxonomy
from catalog.models import Product
from core import times, workbooks
from core.db import db
from core.forms import ids_in
from fairs import curation, exports, fairness, queries, shelf_places, shelves, slots
from fairs.forms import FeatureForm, SeasonForm
from fairs.models import Feature, Shelf
from fairs.shelf_places import Place

bp = Blueprint("fairs_shelf", __name__, url_prefix="/can-bo/ke")

MONTH, MOST_YEAR = timedelta(days=30), 2100
MOST_ACTS, MOST_NEWS = 10, 3  # that the board tells of


@bp.get("")
@staff("curate")
def board():
    place = _place()
    if request.args.get("phan") == "vua-doi":  # what shelf.js asks for
        return _news(place)
    editing, adding = request.args.get("sua", type=int), request.args.get("them", type=int)
    slot = curation.slot(editing) if editing else None
    form = FeatureForm.showing(slot) if slot else FeatureForm(_usual(place))
    return _page(place, form, editing=editing, adding=adding)


@bp.get("/tai.xlsx")
@staff("curate")
def workbook():
    place = _place()
    return workbooks.answer(f"ke-{place.key}", exports.shelf(curation.slots(curation.shelf_at(place))))


@bp.get("/can-xem")
@staff("curate")
def fallen():
    """Every slot of every shelf that visitors do not see because of its product."""
    return render_template("fairs/fallen.html", fallen=curation.fallen(), said=slots.said)


@bp.get("/co-so/<slug>")
@staff("curate")
def rotation(slug: str):
    """Every turn a facility had on any shelf."""
    facility = queries.facility(slug) or abort(404)
    features = curation.rotation(facility.id)
    return render_template(
        "fairs/rotation.html",
        facility=facility,
        features=features,
        names=curation.names_of([one.decided_by for one in features if one.decided_by]),
        second=timedelta(seconds=1),
    )


@bp.post("")
@staff("curate")
def feature():
    place = _place()
    product = db.session.get(Product, request.form.get("product_id", 0, type=int)) or abort(404)
    form = _form()
    if not form.is_valid():
        return _page(place, form, adding=product.id), 422
    try:
        slot = shelves.feature(shelves.at(place), product, form.terms, revision=_revision())
    except shelves.AlreadyOnShelf:
        abort(409, _("%(name)s đã có trên kệ, có lẽ người cùng ca vừa đặt.", name=product.name))
    except shelves.NotOnShow:
        abort(409, _("%(name)s vừa thôi bày nên chưa đặt lên kệ được.", name=product.name))
    db.session.commit()
    flash(_("Đã đặt %(name)s lên kệ.", name=product.name), "good")
    return redirect(_address(place.key, slot))


@bp.post("/thu-tu")
@staff("curate")
def order():
    place = _place()
    shelves.move(shelves.at(place), _wanted_order(), revision=_revision())
    db.session.commit()
    return redirect(_address(place.key))


@bp.post("/mua")
@staff("curate")
def keep_season():
    """Open a shelf for a season, or change the one named."""
    place, form = _place(), SeasonForm(request.form)
    if not form.is_valid():
        return _page(place, FeatureForm(_usual(place)), season=form), 422
    if place.kind == "season":
        shelf = shelves.at(place)
        shelves.change_season(shelf, form.season, revision=_revision())
    else:
        shelf = shelves.open_season(form.season)
    db.session.commit()
    flash(_("Đã lưu kệ %(name)s.", name=shelf.title), "good")
    return redirect(_address(shelf.key))


@bp.post("/hoan-tac/<int:entry_id>")
@staff("curate")
def undo(entry_id: int):
    place = _place()
    if shelves.act(shelves.at(place), entry_id) is None:
        abort(404)
    try:
        shelves.undo(shelves.at(place), entry_id, revision=_revision())
    except shelves.NotLast:
        abort(409, _("Sau việc ấy món này đã đổi nữa; hoàn tác việc sau trước."))
    db.session.commit()
    flash(_("Đã hoàn tác."), "good")
    return redirect(_address(place.key) + "#nhat-ky")


@bp.post("/<int:feature_id>")
@staff("curate")
def revise(feature_id: int):
    slot = curation.slot(feature_id) or abort(404)
    form = _form()
    if not form.is_valid():
        return _page(_place(slot.shelf.key), form, editing=slot.id), 422
    shelves.revise(slot, form.terms, revision=_revision())
    db.session.commit()
    flash(_("Đã lưu %(name)s.", name=slot.product.name), "good")
    return redirect(_address(slot.shelf.key, slot))


@bp.post("/<int:feature_id>/go")
@staff("curate")
def remove(feature_id: int):
    slot = curation.slot(feature_id) or abort(404)
    shelves.remove(slot, revision=_revision())
    db.session.commit()
    flash(_("Đã gỡ %(name)s. Đặt lại được ở mục Đã gỡ khỏi kệ.", name=slot.product.name), "good")
    return redirect(_address(slot.shelf.key) + "#da-go")


@bp.post("/<int:feature_id>/dat-lai")
@staff("curate")
def restore(feature_id: int):
    slot = curation.slot(feature_id) or abort(404)
    shelves.restore(slot, revision=_revision())
    db.session.commit()
    flash(_("%(name)s đã về chỗ cũ.", name=slot.product.name), "good")
    return redirect(_address(slot.shelf.key, slot))


@bp.errorhandler(shelves.ShelfChanged)
def show_both(conflict: shelves.ShelfChanged):
    """What the other one did, and what you were about to do, ready to go on with."""
    db.session.rollback()
    shelf = db.session.get_one(Shelf, conflict.shelf_id)
    changes = shelves.changes_since(shelf, conflict.revision)
    mine = {name: value for name, value in request.form.items() if name not in ("csrf_token", "revision")}
    page = render_template(
        "fairs/shelf_changed.html",
        shelf=shelf,
        changes=changes,
        names=curation.names_of([entry.actor_id for entry in changes if entry.actor_id]),
        mine=mine,
        product=_product_of(mine),
        action=request.path,
        back=_address(shelf.key),
    )
    return page, 409


def _page(
    place: Place,
    form: FeatureForm,
    *,
    editing: int | None = None,
    adding: int | None = None,
    season: SeasonForm | None = None,
):
    shelf, wanted = curation.shelf_at(place), _wanted()
    rows = curation.rows_of(shelf)
    candidates, total = curation.candidates(shelf, place, wanted)
    return render_template(
        "fairs/shelf.html",
        place=place,
        places=_options(),
        second=timedelta(seconds=1),
        shelf=shelf,
        slots=slots.arrange(rows, times.now()),
        reserves=[row for row in rows if row[0].is_reserve],
        fault=lambda row: slots.fault(*row, times.now()),
        said=slots.said,
        removed=curation.removed_slots(shelf),
        candidates=candidates,
        total=total,
        wanted=wanted,
        groups=[(group.slug, group.label) for group in taxonomy.browse_groups()],
        form=form,
        season=season or SeasonForm(_season_as_it_is(place)),
        editing=editing,
        adding=db.session.get(Product, adding) if adding else None,
        schemes=[(str(scheme.id), f"{scheme.code}, {scheme.name}") for scheme in curation.schemes_to_charge()],
        **_measured(shelf, [product for row, product in rows if not row.is_reserve], candidates),
        **_acts(shelf),
        **_preview(rows),
    )


def _news(place: Place):
    """What was done on the shelf after the revision somebody looks at; nothing where nothing was."""
    changes = shelves.changes_since(curation.shelf_at(place), request.args.get("tu", 0, type=int))
    if not changes:
        return ""
    return render_template(
        "fairs/_shelf_news.html",
        changes=changes[:MOST_NEWS],
        more=max(len(changes) - MOST_NEWS, 0),
        names=curation.names_of([entry.actor_id for entry in changes if entry.actor_id]),
        href=_address(place.key),
    )


def _measured(shelf: Shelf, chosen: list[Product], candidates: list[Product]) -> dict:
    """The meters, how often each maker had a turn, and why each candidate is proposed."""
    turns = curation.turns(shelf, [one.facility_id for one in chosen + candidates])
    fresh = {maker for maker, turn in turns.items() if not turn.ever}
    of_late = {maker: turn.of_late for maker, turn in turns.items()}
    why = {one.id: fairness.reasons(one, chosen, fresh) for one in candidates}
    return {
        "meters": fairness.meters(chosen, fresh, of_late),
        "newcomers": fresh,
        "of_late": of_late,
        "why": why,
    }


def _acts(shelf: Shelf) -> dict:
    acts = shelves.history(shelf)
    names = curation.names_of([entry.actor_id for entry in acts[:MOST_ACTS] if entry.actor_id])
    undoable = {entry.id for entry in shelves.undoable(acts)}
    return {"acts": acts[:MOST_ACTS], "names": names, "undoable": undoable}


def _preview(rows: list[slots.Row]) -> dict:
    """What visitors see now, or will see at the start of the day asked for."""
    try:
        day = date.fromisoformat(request.args.get("ngay", ""))
        moment = max(times.start_of(day), times.now()) if day.year < MOST_YEAR else times.now()
    except ValueError:
        moment = times.now()
    return {"seen": slots.shown(rows, moment), "moment": moment, "today": times.today()}


def _options() -> list[tuple[str, str]]:
    return [(one.key, one.title) for one in _places()]


def _wanted() -> curation.Wanted:
    asked = request.args
    return curation.Wanted(
        text=asked.get("q", "")[:100],
        group=asked.get("nhom", "") if taxonomy.browse_group(asked.get("nhom", "")) else "",
        newcomers_only="lan-dau" in asked,
        in_stock="con-hang" in asked,
        with_paper="con-han" in asked,
        women_led="nu-chu" in asked,
    )


def _place(key: str = "") -> Place:
    """The place named, among those that can still be curated; one that is over, and any other, is not found."""
    key, slug = key or request.values.get("ke", ""), request.values.get("fair", "")
    return shelf_places.find(_places(), key, slug) or abort(404)


def _places() -> list[Place]:
    """Looked up once in a request."""
    if "shelf_places" not in g:
        g.shelf_places = shelf_places.every()
    return g.shelf_places


def _form() -> FeatureForm:
    return FeatureForm(request.form, [scheme.id for scheme in curation.schemes_to_charge()])


def _usual(place: Place) -> dict[str, str]:
    """How a slot usually runs: from today to the last day of the fair or season, signed by whoever sits here."""
    begins = max(place.starts_at or times.now(), times.now())
    return {
        "starts_on": times.local(begins).date().isoformat(),
        "ends_on": _last_day(place.ends_at or begins + MONTH),
        "signed": current_user.name,
        "scheme_id": str((place.fair and place.fair.scheme_id) or ""),
    }


def _season_as_it_is(place: Place) -> dict[str, str]:
    if place.kind != "season" or place.starts_at is None or place.ends_at is None:
        return {}
    shelf = curation.shelf_at(place)
    days = {"starts_on": times.local(place.starts_at).date().isoformat(), "ends_on": _last_day(place.ends_at)}
    return {"title": shelf.title, "title_en": shelf.title_en} | days


def _last_day(until: datetime) -> str:
    return times.local(until - timedelta(seconds=1)).date().isoformat()


def _wanted_order() -> list[int]:
    """The order sent by a drag, or the present one with a slot moved up or down."""
    ids = ids_in(request.form.get("order", ""))
    for name, step in (("up", -1), ("down", 1)):
        moved = request.form.get(name, 0, type=int)
        if moved in ids and 0 <= ids.index(moved) + step < len(ids):
            here_now = ids.index(moved)
            ids[here_now], ids[here_now + step] = ids[here_now + step], ids[here_now]
    return ids


def _revision() -> int:
    return request.form.get("revision", -1, type=int)


def _product_of(mine: dict[str, str]) -> Product | None:
    """What the refused change was about."""
    if "product_id" in mine:
        return next((db.session.get(Product, one) for one in ids_in(mine["product_id"])), None)
    slot = curation.slot(request.view_args.get("feature_id", 0)) if request.view_args else None
    return slot.product if slot else None


def _address(key: str, slot: Feature | None = None) -> str:
    return url_for("fairs_shelf.board", ke=key) + (f"#mon-{slot.id}" if slot else "")
