"""Products and suggestions as JSON."""

from flask import Blueprint, current_app, jsonify, redirect, request, url_for
from flask_babel import gettext as _

from catalog import attributes, paging, queries, search, sellers, slugs, unit_price
from catalog.browsing import MOST_AT_ONCE, ProductsQuery
from catalog.models import RECOGNITION_KINDS, Product, Recognition, Variant
from catalog.search.selection import NEAR, SORTS
from catalog.search.snapshots import PRICE_STEPS
from catalog.web import explaining, facets, kinds
from core import openapi
from core.access import public
from core.errors import Problem
from core.pictures import Picture

bp = Blueprint("catalog_api", __name__, url_prefix="/api/v1")


_RECOGNITION = openapi.schema(
    "Recognition",
    {
        "code": openapi.TEXT,
        "kind": {"enum": list(RECOGNITION_KINDS)},
        "stars": openapi.optional(openapi.INTEGER),
        "level": openapi.optional(openapi.TEXT),
        "year": openapi.optional(openapi.INTEGER),
        "decision_number": openapi.TEXT,
        "issuer": openapi.TEXT,
        "issued_on": openapi.optional(openapi.DAY),
        "expires_on": openapi.optional(openapi.DAY),
        "valid_until": openapi.optional(openapi.DAY),
        "verify_url": openapi.TEXT,
    },
)
_FACILITY_NAME = openapi.schema("FacilityName", {"slug": openapi.TEXT, "name": openapi.TEXT})
_ITEM = {
    "sku": openapi.TEXT,
    "slug": openapi.TEXT,
    "name": openapi.TEXT,
    "name_en": openapi.TEXT,
    "price": openapi.optional(openapi.DONG),
    "price_from": {"type": ["integer", "null"], "description": "the lowest of all who sell the same goods"},
    "sellers": {"type": "integer", "description": "how many sell the same goods; their offers are told with one"},
    "price_is_estimate": {"type": "boolean", "description": "sold by weight: the price is that of a typical piece"},
    "usual_price": {
        "type": ["integer", "null"],
        "description": "while a sale runs: the lowest price of the thirty days before it",
    },
    "unit": openapi.TEXT,
    "stars": openapi.optional(openapi.INTEGER),
    "recognitions": openapi.many(_RECOGNITION),
    "facility": _FACILITY_NAME,
    "village": openapi.optional(openapi.TEXT),
    "in_stock": openapi.FLAG,
    "image": openapi.optional(openapi.TEXT),
    "url": openapi.TEXT,
}
_PRODUCT_ITEM = openapi.schema("ProductItem", _ITEM)
_UNIT_PRICE = openapi.schema("UnitPrice", {"amount": openapi.DONG, "per": {"enum": ["kg", "l", "m", "piece"]}})
_BY_WEIGHT = openapi.schema(
    "SoldByWeight",
    {"price_per_kg": openapi.DONG, "typical_g": openapi.INTEGER, "is_estimate": openapi.FLAG, "most": openapi.DONG},
)
_VARIANT = openapi.schema(
    "Variant",
    {
        "sku": openapi.TEXT,
        "name": openapi.TEXT,
        "name_en": openapi.TEXT,
        "price": openapi.optional(openapi.DONG),
        "regular_price": openapi.optional(openapi.DONG),
        "sale_until": openapi.optional(openapi.MOMENT),
        "tiers": openapi.many(openapi.schema("PriceTier", {"least": openapi.INTEGER, "price": openapi.DONG})),
        "unit_price": openapi.optional(_UNIT_PRICE),
        "in_stock": openapi.FLAG,
        "left": openapi.optional(openapi.INTEGER),
        "gtin": openapi.optional(openapi.TEXT),
        "weight_g": openapi.optional(openapi.INTEGER),
        "weight": openapi.optional(_BY_WEIGHT),
    },
)
_SENSE = openapi.schema("Sense", {"label": openapi.TEXT, "query": openapi.TEXT, "count": openapi.INTEGER})
_PAGE = openapi.schema(
    "ProductPage",
    {
        "items": openapi.many(_PRODUCT_ITEM),
        "total": {"type": "integer", "description": "exact answers and near ones"},
        "exact": {"type": "integer", "description": "answers that say all that was asked; they come first"},
        "facets": {"type": "object", "description": "facet to [{value, label, count}]"},
        "at_least": {
            "type": "array",
            "items": openapi.TEXT,
            "description": "facets whose counts are of the first 10,000 answers: there are at least so many",
        },
        "cut_short": {
            "type": "boolean",
            "description": "some of the query was not read (beyond 120 letters or 14 words), or not every way to spell "
            "it was tried",
        },
        "senses": openapi.many(_SENSE),
        "did_you_mean": openapi.optional(openapi.TEXT),
        "next_cursor": openapi.optional(openapi.TEXT),
    },
)
_OFFER = openapi.schema(
    "Offer",
    {
        "sku": openapi.TEXT,
        "slug": openapi.TEXT,
        "facility": _FACILITY_NAME,
    }
    | {
        "price": openapi.optional(openapi.DONG),
        "in_stock": openapi.FLAG,
        "lead_days": openapi.optional(openapi.INTEGER),
    }
    | {"stars": openapi.optional(openapi.INTEGER), "url": openapi.TEXT},
)
_PRODUCT = openapi.schema(
    "Product",
    _ITEM
    | {
        "offers": openapi.many(_OFFER),
        "summary": openapi.TEXT,
        "summary_en": openapi.TEXT,
        "story": openapi.TEXT,
        "story_en": openapi.TEXT,
        "mode": openapi.TEXT,
        "group": openapi.TEXT,
        "ocop_group": openapi.optional(openapi.TEXT),
        "cnnttb_group": openapi.optional(openapi.TEXT),
        "weight_g": openapi.optional(openapi.INTEGER),
        "variants": openapi.many(_VARIANT),
        "lead_days": openapi.optional(openapi.INTEGER),
        "label": {"type": "object"},
        "attributes": {"type": "object", "description": "code to {name, name_en, kind, unit, values}"},
        "images": openapi.many(openapi.TEXT),
        "supports": openapi.many({"type": "object"}),
    },
)
_SUGGESTIONS = openapi.schema(
    "Suggestions",
    {
        "items": openapi.many(
            openapi.schema(
                "Suggestion",
                {
                    "kind": {"enum": [*kinds.words, "fair", "venue"]},
                    "label": openapi.TEXT,
                    "url": openapi.TEXT,
                    "count": openapi.INTEGER,
                },
            )
        )
    },
)
_MANY_TEXT = {"type": "string", "description": "one or several, separated by commas"}


@bp.get("/products")
@public
@openapi.describe(
    "Products on show",
    query={
        "q": openapi.TEXT,
        "group": _MANY_TEXT,
        "ocop": _MANY_TEXT,
        "cnnttb": _MANY_TEXT,
        "stars": _MANY_TEXT,
        "level": _MANY_TEXT,
        "village": _MANY_TEXT,
        "commune": _MANY_TEXT,
        "facility": _MANY_TEXT,
        "quality": _MANY_TEXT,
        "price_min": openapi.DONG,
        "price_max": openapi.DONG,
        "in_stock": openapi.FLAG,
        "in_fair": openapi.FLAG,
        "supported": openapi.FLAG,
        "gift": openapi.FLAG,
        "fair": _MANY_TEXT,
        "scheme": _MANY_TEXT,
        "attr.<code>": {
            "type": "string",
            "description": "values of an attribute, separated by commas; numbers by step, 20-50",
        },
        "near": {"type": "string", "description": "lat,lon, rounded to a kilometre; or the code of a commune"},
        "sort": {"enum": [*SORTS, NEAR], "description": "near only with a place"},
        "limit": {"type": "integer", "minimum": 1, "maximum": MOST_AT_ONCE},
        "cursor": openapi.TEXT,
        "explain": {
            "type": "boolean",
            "description": "1: why each item stands where it does; for staff who are signed in, ignored otherwise",
        },
    },
    answers={200: _PAGE, 422: None},
)
def products():
    asked = ProductsQuery(request.args.to_dict(flat=False))
    if asked.errors:
        raise Problem(422, _("Tham số không đọc được"), _("Sửa các tham số nêu trong errors."), asked.errors)
    seen = search.snapshot()
    answer = search.find(asked.query, asked.selection(), seen)
    page = paging.page(answer.ids, asked.cursor, asked.limit, asked.list_name)
    found = queries.products_by_ids(page.ids)
    items = [_item(product) for product in found]
    headers = {}
    if explaining.is_asked("explain"):
        headers["Cache-Control"] = "no-store"
        for item, why in zip(items, explaining.of(seen, answer, [product.id for product in found]), strict=True):
            item["why"] = explaining.as_json(why)
    body = jsonify(
        items=items,
        total=answer.total,
        exact=answer.exact,
        facets=_facets(answer, seen, asked.selection()),
        at_least=sorted(answer.bounded),
        cut_short=answer.is_cut_short,
        senses=[{"label": one.label, "query": one.query, "count": one.count} for one in answer.senses],
        did_you_mean=answer.did_you_mean or None,
        next_cursor=page.after,
    )
    return body, headers


@bp.get("/products/<slug>")
@public
@openapi.describe(
    "One product; a former address answers 301 to the present one", answers={200: _PRODUCT, 301: None, 404: None}
)
def product(slug: str):
    found = queries.product_on_show(slug)
    if found is None and (present := slugs.present(slug)):
        return redirect(url_for(".product", slug=present), 301)
    if found is None:
        raise Problem(404, _("Không có món này"), _("Không món nào đang bày ở địa chỉ này."))
    schemes = queries.schemes_of(found)
    return jsonify(
        **_item(found),
        summary=found.summary,
        summary_en=found.summary_en,
        story=found.story,
        story_en=found.story_en,
        mode=found.mode,
        group=found.browse_category,
        ocop_group=found.ocop_group,
        cnnttb_group=found.cnnttb_group,
        weight_g=found.weight_g,
        variants=[_variant(one) for one in found.offers],
        lead_days=found.lead_days,
        label=found.label,
        images=[_image(photo.picture) for photo in found.photos if photo.picture.is_ready],
        attributes={one.code: _attribute(one, values) for one, values in attributes.told_by(found)},
        supports=[{"scheme": scheme.code, "name": scheme.name} for scheme in schemes],
        offers=[_offer(one) for one in sellers.sold_as(found)],
    )


@bp.get("/suggest")
@public
@openapi.describe("Completions of what is typed", query={"q": openapi.TEXT}, answers={200: _SUGGESTIONS})
def suggest():
    found = search.suggest(request.args.get("q", "")[:100])
    return jsonify(
        items=[{"kind": one.kind, "label": one.label, "url": _absolute(one.path), "count": one.count} for one in found]
    )


def _offer(one: Product) -> dict:
    return {
        "sku": one.main.sku,
        "slug": one.slug,
        "facility": {"slug": one.facility.slug, "name": one.facility.name},
        "price": one.price,
        "in_stock": one.is_in_stock and not one.facility.refuses_orders,
        "lead_days": one.lead_days,
        "stars": one.stars,
        "url": _absolute(f"/san-pham/{one.slug}"),
    }


def _item(product: Product) -> dict:
    return {
        "sku": product.sku,
        "slug": product.slug,
        "name": product.name,
        "name_en": product.name_en,
        "price": product.price,
        "price_from": product.price_from,
        "sellers": product.seller_count,
        "price_is_estimate": product.price_is_estimate,
        "usual_price": product.usual_price,
        "unit": product.unit,
        "stars": product.stars,
        "recognitions": [_recognition(one) for one in product.recognitions if one.is_valid],
        "facility": {"slug": product.facility.slug, "name": product.facility.name},
        "village": product.village.slug if product.village else None,
        "in_stock": product.is_in_stock,
        "image": _image(product.cover) if product.cover and product.cover.is_ready else None,
        "url": _absolute(f"/san-pham/{product.slug}"),
    }


def _recognition(one: Recognition) -> dict:
    return {
        "code": one.code,
        "kind": one.kind,
        "stars": one.stars,
        "level": one.level,
        "year": one.year,
        "decision_number": one.decision_number,
        "issuer": one.issuer,
        "issued_on": one.issued_on.isoformat() if one.issued_on else None,
        "expires_on": one.expires_on.isoformat() if one.expires_on else None,
        "valid_until": one.ends_on.isoformat() if one.ends_on else None,
        "verify_url": _absolute(f"/xac-minh/{one.code}"),
    }


def _facets(answer: search.Answer, seen: search.Snapshot, chosen: search.Selection) -> dict:
    known, labels = attributes.known_of(seen), facets.labels_of(answer, seen, chosen)
    found = {
        facet: [
            {"value": value, "label": _label(facet, value, labels, known), "count": count}
            for value, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        ]
        for facet, counts in answer.facets.items()
    }
    edges = [0, *(step * 1000 for step in PRICE_STEPS), None]
    found["price"] = [
        {"min": low, "max": high, "count": count}
        for low, high, (count, _taken) in zip(edges, edges[1:], answer.histogram, strict=False)
        if count
    ]
    return found


def _label(facet: str, value: str, labels: facets.Labels, known: dict[str, attributes.Known]) -> str:
    one = known.get(facet.removeprefix(attributes.FACET))
    return one.say(value) if one else facets.label(facet, value, labels)


def _attribute(one: attributes.Known, values: list[str]) -> dict:
    told = [{"value": value, "label": one.say(value)} for value in values]
    return {"name": one.names[0], "name_en": one.names[1], "kind": one.kind, "unit": one.unit, "values": told}


def _image(picture: Picture) -> str:
    widths = [width for width in picture.widths if width <= 640] or picture.widths[:1]
    return _absolute(f"/anh/{picture.digest}/{widths[-1]}.jpg")


def _absolute(path: str) -> str:
    return current_app.config["SITE_URL"] + path


def _variant(variant: Variant) -> dict[str, object]:
    per = unit_price.of(variant)
    return {
        "sku": variant.sku,
        "name": variant.name,
        "name_en": variant.name_en,
        "price": variant.price_now,
        "regular_price": variant.price,
        "sale_until": variant.sale_until.isoformat() if variant.is_on_sale and variant.sale_until else None,
        "tiers": [{"least": one.least, "price": one.price} for one in variant.tiers_now],
        "unit_price": {"amount": per.amount, "per": per.per} if per else None,
        "in_stock": variant.is_in_stock,
        "left": variant.available,
        "gtin": variant.gtin_shown or None,
        "weight_g": variant.weight_g,
        "weight": _by_weight(variant) if variant.is_weighed else None,
    }


def _by_weight(variant: Variant) -> dict[str, object]:
    """The price above is then an estimate for a typical piece; one never costs more than `most` unless agreed."""
    return {
        "price_per_kg": variant.price_per_kg,
        "typical_g": variant.typical_g(),
        "is_estimate": True,
        "most": variant.at_most(),
    }
