"""Staff curate the shelf of a fair: candidates, the shelf in order, and what visitors see of it."""

from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import staff
from catalog import taxonomy
from catalog.models import Product
from core import times, workbooks
from core.db import db
from core.forms import ids_in
from fairs import curation, exports, fairness, shelves
from fairs.forms import FeatureForm
from fairs.models import Fair, Feature, Shelf

bp = Blueprint("fairs_shelf", __name__, url_prefix="/can-bo/ke")


@bp.get("")
@staff("curate")
def board():
    fair = _fair(request.args.get("fair", ""))
    if fair is None:
        return render_template("fairs/no_shelf.html")
    shelf = curation.shelf_of(fair)
    editing, adding = request.args.get("sua", type=int), request.args.get("them", type=int)
    slot = curation.slot(editing) if editing else None
    form = FeatureForm.showing(slot) if slot else FeatureForm(_usual(fair))
    return _page(fair, shelf, form, editing=editing, adding=adding)


@bp.get("/tai.xlsx")
@staff("curate")
def workbook():
    fair = _fair(request.args.get("fair", "")) or abort(404)
    return workbooks.answer(f"ke-{fair.slug}", exports.shelf(curation.slots(curation.shelf_of(fair))))


@bp.post("")
@staff("curate")
def feature():
    fair = _fair(request.form.get("fair", "")) or abort(404)
    product = db.session.get(Product, request.form.get("product_id", 0, type=int)) or abort(404)
    form = _form()
    if not form.is_valid():
        return _page(fair, curation.shelf_of(fair), form, adding=product.id), 422
    shelf = shelves.of_fair(fair)
    try:
        slot = shelves.feature(shelf, product, form.terms, revision=_revision())
    except shelves.AlreadyOnShelf:
        abort(409, _("%(name)s đã có trên kệ, có lẽ người cùng ca vừa đặt.", name=product.name))
    except shelves.NotOnShow:
        abort(409, _("%(name)s vừa thôi bày nên chưa đặt lên kệ được.", name=product.name))
    db.session.commit()
    flash(_("Đã đặt %(name)s lên kệ.", name=product.name), "good")
    return redirect(_address(fair, slot))


@bp.post("/thu-tu")
@staff("curate")
def order():
    fair = _fair(request.form.get("fair", "")) or abort(404)
    shelves.move(shelves.of_fair(fair), _wanted_order(), revision=_revision())
    db.session.commit()
    return redirect(_address(fair))


@bp.post("/<int:feature_id>")
@staff("curate")
def revise(feature_id: int):
    slot = curation.slot(feature_id) or abort(404)
    form = _form()
    if not form.is_valid():
        return _page(slot.shelf.fair, slot.shelf, form, editing=slot.id), 422
    shelves.revise(slot, form.terms, revision=_revision())
    db.session.commit()
    flash(_("Đã lưu %(name)s.", name=slot.product.name), "good")
    return redirect(_address(slot.shelf.fair, slot))


@bp.post("/<int:feature_id>/go")
@staff("curate")
def remove(feature_id: int):
    slot = curation.slot(feature_id) or abort(404)
    shelves.remove(slot, revision=_revision())
    db.session.commit()
    flash(_("Đã gỡ %(name)s. Đặt lại được ở mục Đã gỡ khỏi kệ.", name=slot.product.name), "good")
    return redirect(_address(slot.shelf.fair) + "#da-go")


@bp.post("/<int:feature_id>/dat-lai")
@staff("curate")
def restore(feature_id: int):
    slot = curation.slot(feature_id) or abort(404)
    shelves.restore(slot, revision=_revision())
    db.session.commit()
    flash(_("%(name)s đã về chỗ cũ.", name=slot.product.name), "good")
    return redirect(_address(slot.shelf.fair, slot))


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
        back=_address(shelf.fair),
    )
    return page, 409


def _page(fair: Fair, shelf: Shelf, form: FeatureForm, *, editing: int | None = None, adding: int | None = None):
    slots = curation.slots(shelf)
    products = [slot.product for slot in slots]
    wanted = _wanted()
    candidates, total = curation.candidates(shelf, wanted)
    fresh = curation.newcomers(shelf, [p.facility_id for p in products + candidates])
    return render_template(
        "fairs/shelf.html",
        fair=fair,
        fair_tabs=[(_address(one), one.name, one.id == fair.id) for one in curation.fairs_to_curate()],
        second=timedelta(seconds=1),
        shelf=shelf,
        slots=slots,
        removed=curation.removed_slots(shelf),
        meters=fairness.meters(products, fresh),
        newcomers=fresh,
        candidates=candidates,
        total=total,
        wanted=wanted,
        groups=[(group.slug, group.label) for group in taxonomy.browse_groups()],
        form=form,
        editing=editing,
        adding=db.session.get(Product, adding) if adding else None,
        schemes=[(str(scheme.id), f"{scheme.code}, {scheme.name}") for scheme in curation.schemes_to_charge()],
    )


def _wanted() -> curation.Wanted:
    asked = request.args
    return curation.Wanted(
        text=asked.get("q", "")[:100],
        group=asked.get("nhom", "") if taxonomy.browse_group(asked.get("nhom", "")) else "",
        newcomers_only="lan-dau" in asked,
        in_stock="con-hang" in asked,
        with_paper="con-han" in asked,
    )


def _fair(slug: str) -> Fair | None:
    """The fair asked for, among those that can still be curated; the first of them when none is named."""
    fairs = curation.fairs_to_curate()
    if slug:
        return next((fair for fair in fairs if fair.slug == slug), None) or abort(404)
    return next(iter(fairs), None)


def _form() -> FeatureForm:
    return FeatureForm(request.form, [scheme.id for scheme in curation.schemes_to_charge()])


def _usual(fair: Fair) -> dict[str, str]:
    """How a slot usually runs: from today to the fair's last day, signed by whoever sits here."""
    return {
        "starts_on": times.today().isoformat(),
        "ends_on": times.local(fair.closes_at - timedelta(seconds=1)).date().isoformat(),
        "signed": current_user.name,
        "scheme_id": str(fair.scheme_id or ""),
    }


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


def _address(fair: Fair, slot: Feature | None = None) -> str:
    return url_for("fairs_shelf.board", fair=fair.slug) + (f"#mon-{slot.id}" if slot else "")
