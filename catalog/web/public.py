"""Listings, search, groups and villages."""

from itertools import groupby

from flask import Blueprint, Response, abort, jsonify, render_template, request
from flask_babel import gettext as _

from catalog import atlas, groups, queries, register, search, share, taxonomy
from catalog.browsing import ListingForm
from catalog.web import explaining, kinds, others, picked
from catalog.web import listing as listings
from core.access import public
from core.i18n import current_locale, here
from core.text import clean_line, sort_key
from programme import village_places

bp = Blueprint("catalog", __name__)

_SHOWN_IN_VILLAGE = 12
# The woodblock that stands for a shelf; branches of OCOP take that of their first shelf.
MOTIFS = {
    "gom-su": "binh-gom", "may-tre-dan": "gio-may", "lua-theu-may": "khan-lua", "son-mai-kham": "tranh-son-mai",
    "go-tuong": "roi-nuoc", "kim-hoan-duc": "dieu-sao", "non-quat-do-choi": "non-la", "huong-do-dung": "den-tre",
    "thuc-pham": "com", "tra-do-uong": "tra-sen", "duoc-lieu": "duoc-lieu", "co-khi-may-moc": "ban-xoay",
    "cay-canh": "canh-dao", "trai-nghiem": "ban-xoay", "ocop-i": "com", "ocop-ii": "tra-sen", "ocop-iii": "duoc-lieu",
    "ocop-iv": "am-chen", "ocop-v": "canh-dao", "ocop-vi": "cong-lang", "ocop-iv-2": "khan-lua",
    "cnnttb-tcmn": "am-chen", "cnnttb-cbtp": "com", "cnnttb-may": "ban-xoay", "cnnttb-khac": "ganh-hang",
}  # fmt: skip


@bp.get("/san-pham")
@public
def products():
    return _listing("/san-pham", "catalog/listing.html")


@bp.get("/tim")
@public
def find():
    seen = search.snapshot()
    return _listing("/tim", "catalog/search.html", seen=seen, others=others.of(_asked(), seen))


@bp.get("/tim/<slug>")
@public
def find_others(slug: str):
    """Everything of one kind that is called so: facilities, villages, fairs, schemes."""
    kind = search.named.with_slug(slug) or abort(404)
    query, seen, page = _asked(), search.snapshot(), request.args.get("trang", 1, type=int)
    first = (min(max(page, 1), 10_000) - 1) * others.PAGE_SIZE
    found = others.of_kind(kind, query, seen, others.PAGE_SIZE, first)
    if first and not found.items:
        abort(404, _("Danh sách này đã hết trước chỗ ấy. Hãy quay lại trang đầu."))
    more = first + len(found.items) < found.count
    return render_template(
        "catalog/others.html",
        query=query,
        others=found,
        beside=others.of(query, seen),
        goods=search.find(query, seen=seen).exact if query else None,
        first=first,
        before=f"{found.href}&trang={page - 1}" if first else None,
        after=f"{found.href}&trang={page + 1}" if more else None,
    )


@bp.get("/nhom")
@public
def all_groups():
    return render_template("catalog/groups.html", trees=groups.trees(), motifs=MOTIFS)


@bp.get("/nhom/<slug>")
@public
def group(slug: str):
    found = taxonomy.with_slug(slug) or abort(404, _("Không có nhóm hàng này. Xem mọi nhóm ở mục Hàng theo nghề."))
    trail = taxonomy.trail_to(found)
    seen = search.snapshot()
    standing = groups.standing(found, seen)
    if not standing.count:
        return render_template("catalog/empty_group.html", group=found, trail=standing.above), 404
    return _listing(
        f"/nhom/{slug}",
        "catalog/group.html",
        {found.facet: found.codes},
        seen,
        group=found,
        trail=trail,
        below=standing.below,
        motif=_motif(found, trail),
        shelves=[] if request.args else picked.for_group(slug),
    )


@bp.get("/anh/chia-se/<slug>.jpg")
@public
def shared(slug: str) -> Response:
    """What a link to a product shows where it is shared; asked about anew each time, so that it is never stale."""
    product = queries.product_on_show(slug) or abort(404)
    response = Response(share.picture(product), mimetype="image/jpeg")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@bp.get("/goi-y")
@public
def suggest() -> Response:
    items = [
        {
            "kind": str(kinds.words[one.kind].one),
            "label": one.label,
            "url": here(one.path),
            "count": None if one.kind == "product" else one.count,
        }
        for one in search.suggest(request.args.get("q", "")[:100], english=current_locale() == "en")
    ]
    return jsonify(items=items)


@bp.get("/lang-nghe")
@public
def villages():
    rows = sorted(queries.villages_with_counts(), key=lambda row: sort_key(row[0].name))
    areas = groupby(sorted(rows, key=lambda row: sort_key(row[0].former_district)), lambda row: row[0].former_district)
    return render_template(
        "catalog/villages.html",
        rows=rows,
        areas=[(area, list(found)) for area, found in areas],
        markers=atlas.markers((village, on_show) for village, _makers, on_show in rows),
        atlas=atlas,
    )


@bp.get("/lang-nghe/<slug>")
@public
def village(slug: str):
    found = queries.village(slug) or abort(404, _("Không có làng nghề này ở chợ. Xem mọi làng ở mục Làng nghề."))
    makers = queries.makers_of(found.id)
    goods = queries.products_of_village(found.id, _SHOWN_IN_VILLAGE)
    return render_template(
        "catalog/village.html",
        village=found,
        place=village_places.of(found),
        papers=register.public_of_village(found.id),
        makers=makers,
        products=goods,
        on_show=queries.count_of_village(found.id),
    )


def _asked() -> str:
    return clean_line(request.args.get("q", ""))[:200]


def _listing(path: str, template: str, fixed: dict[str, tuple[str, ...]] | None = None, seen=None, **given):
    form = ListingForm(request.args.to_dict(flat=False))
    seen = seen or search.snapshot()
    listing = listings.build(form, path, fixed, seen)
    if listing is None:
        abort(404, _("Danh sách này đã hết trước chỗ ấy. Hãy quay lại trang đầu."))
    says, alone = listings.busiest_band(listing.answer), not form.asks_anything
    why = (
        explaining.of(seen, listing.answer, [product.id for product in listing.products])
        if explaining.is_asked()
        else None
    )
    page = render_template(
        template, listing=listing, form=form, says=says, alone=alone, why=why, why_words=explaining, **given
    )
    headers = {"Cache-Control": "no-store"} if why is not None else {}
    return page, 422 if form.errors else 200, headers


def _motif(group: taxonomy.Group, trail: tuple[taxonomy.Group, ...]) -> str:
    """Its own picture, or that of the nearest entry above or beside it."""
    kin = (group, *reversed(trail), *taxonomy.children_of(group))
    return next((MOTIFS[one.slug] for one in kin if one.slug in MOTIFS), "ganh-hang")
