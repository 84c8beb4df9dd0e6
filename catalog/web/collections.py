"""Collections: their public pages, and where staff keep them."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import staff
from catalog import attributes, collections, queries, search, taxonomy
from catalog.attributes import FACET
from catalog.browsing import PAGE_SIZE
from catalog.collection_forms import ChoiceForm, CollectionForm, as_typed
from core import audit
from core.access import public
from core.db import db

bp = Blueprint("catalog_collections", __name__)

_SHOWN_EACH = 4
_PREVIEWED = 8
MOVES = {"len": -1, "xuong": 1}
KEEPING = {"luu-tru": collections.archive, "mo-lai": collections.bring_back}


@bp.get("/bo-suu-tap")
@public
def show_all():
    found = collections.on_show()
    first = [one for _collection, ids in found for one in ids[:_SHOWN_EACH]]
    cards = {product.id: product for product in queries.products_by_ids(first)}
    rows = [(one, len(ids), [cards[n] for n in ids[:_SHOWN_EACH] if n in cards]) for one, ids in found]
    return render_template("catalog/collections.html", rows=rows)


@bp.get("/bo-suu-tap/<slug>")
@public
def show(slug: str):
    gone = _("Không có bộ sưu tập này, hoặc đã hết ngày bày. Xem các bộ khác ở mục Bộ sưu tập.")
    found = collections.with_slug(slug) or abort(404, gone)
    ids = collections.members(found, search.snapshot()) or abort(404, gone)
    pages, page = -(-len(ids) // PAGE_SIZE), request.args.get("trang", 1, type=int)
    if not 1 <= page <= pages:
        abort(404, _("Danh sách này không có trang %(n)s. Hãy quay lại trang đầu.", n=page))
    first = (page - 1) * PAGE_SIZE
    return render_template(
        "catalog/collection.html",
        collection=found,
        total=len(ids),
        products=queries.products_by_ids(ids[first : first + PAGE_SIZE]),
        page=page,
        pages=pages,
        first=first,
        hrefs={n: url_for(".show", slug=slug, trang=n if n > 1 else None) for n in range(1, pages + 1)},
    )


@bp.get("/can-bo/bo-suu-tap")
@staff("curate")
def keep_all():
    seen = search.snapshot()
    rows = [(one, len(collections.members(one, seen))) for one in collections.every()]
    return render_template("catalog/staff/collections.html", rows=rows)


@bp.get("/can-bo/bo-suu-tap/moi")
@staff("curate")
def new():
    return _page(None, CollectionForm({}))


@bp.post("/can-bo/bo-suu-tap/moi")
@staff("curate")
def make():
    form = CollectionForm(request.form)
    if not form.is_valid():
        return _page(None, form), 422
    if request.form.get("go") == "preview":
        return _page(None, form, previewed=True)
    made = collections.make(form.columns())
    db.session.commit()
    flash(_("Đã lập bộ sưu tập."), "good")
    return redirect(url_for(".edit", collection_id=made.id), 303)


@bp.get("/can-bo/bo-suu-tap/<int:collection_id>")
@staff("curate")
def edit(collection_id: int):
    found = _found(collection_id)
    return _page(found, CollectionForm(as_typed(found)))


@bp.post("/can-bo/bo-suu-tap/<int:collection_id>")
@staff("curate")
def change(collection_id: int):
    found, form = _found(collection_id), CollectionForm(request.form)
    if not form.is_valid():
        return _page(found, form), 422
    if request.form.get("go") == "preview":
        return _page(found, form, previewed=True)
    collections.change(found, form.columns())
    db.session.commit()
    flash(_("Đã lưu."), "good")
    return redirect(url_for(".edit", collection_id=collection_id), 303)


@bp.post("/can-bo/bo-suu-tap/<int:collection_id>/mon")
@staff("curate")
def choose(collection_id: int):
    found, form = _found(collection_id), ChoiceForm(request.form)
    if not form.is_valid() or not _chosen(found, form):
        return _page(found, CollectionForm(as_typed(found)), by_hand=form), 422
    db.session.commit()
    flash(_("Đã ghi."), "good")
    return redirect(url_for(".edit", collection_id=collection_id), 303)


@bp.post("/can-bo/bo-suu-tap/<int:collection_id>/mon/<int:product_id>/bo")
@staff("curate")
def forget(collection_id: int, product_id: int):
    if not collections.forget(_found(collection_id), product_id):
        abort(404)
    db.session.commit()
    flash(_("Món này lại theo quy tắc."), "good")
    return redirect(url_for(".edit", collection_id=collection_id), 303)


@bp.post("/can-bo/bo-suu-tap/<int:collection_id>/<any('len', 'xuong'):move>")
@staff("curate")
def order(collection_id: int, move: str):
    collections.move(_found(collection_id), MOVES[move])
    db.session.commit()
    return redirect(url_for(".keep_all"), 303)


@bp.post("/can-bo/bo-suu-tap/<int:collection_id>/<any('luu-tru', 'mo-lai'):move>")
@staff("curate")
def archive(collection_id: int, move: str):
    KEEPING[move](_found(collection_id))
    db.session.commit()
    flash(_("Đã ghi."), "good")
    return redirect(url_for(".keep_all"), 303)


def _found(collection_id: int):
    return collections.with_id(collection_id) or abort(404)


def _chosen(found, form: ChoiceForm) -> bool:
    try:
        collections.choose(found, form.sku, form.reason, is_in=form.is_in)
    except collections.NoSuchProduct:
        form.errors["sku"] = _("Không có món nào mang mã này.")
    except collections.TooMany:
        form.errors["sku"] = _("Một bộ nhận nhiều nhất %(n)s món bằng tay.", n=collections.MOST_BY_HAND)
    return not form.errors


def _page(found, form: CollectionForm, *, previewed: bool = False, by_hand: ChoiceForm | None = None):
    """The form, what it gathers now, and what is chosen by hand."""
    seen = search.snapshot()
    kept = collections.members(found, seen) if found else []
    fitting = collections.fitting(form.rules, seen) if previewed else kept
    return render_template(
        "catalog/staff/collection.html",
        collection=found,
        form=form,
        by_hand=by_hand or ChoiceForm({}),
        previewed=previewed,
        total=len(fitting),
        products=queries.products_by_ids(fitting[:_PREVIEWED]),
        chosen_products=collections.products_by_hand(found) if found else {},
        options=_options(seen),
        history=audit.history_of(found)[:12] if found else [],
    )


def _options(seen) -> dict:
    """What rules can choose from: only what has goods, by name."""
    known = attributes.known_of(seen)
    return {
        "group": [(one.slug, one.label) for one in taxonomy.browse_groups()],
        "stars": [(n, _("%(n)s sao", n=n)) for n in ("5", "4", "3")],
        "level": [(one.code, one.label) for one in taxonomy.levels()],
        "village": sorted(seen.labels["village"].items(), key=lambda pair: pair[1]),
        "commune": sorted(seen.labels["commune"].items(), key=lambda pair: pair[1]),
        "attributes": [
            (FACET + code, one.name, [(value, one.say(value)) for value in sorted(seen.facets[FACET + code])])
            for code, one in known.items()
            if FACET + code in seen.facets
        ],
    }
