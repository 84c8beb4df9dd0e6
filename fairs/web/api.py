"""Fairs and facilities as JSON."""

from typing import Any

from flask import Blueprint, current_app, jsonify, request
from flask_babel import gettext as _

from catalog import paging
from core import openapi, times
from core.access import public
from core.errors import Problem
from fairs import directory, programme, queries
from fairs.directory_forms import MOST_AT_ONCE, PAGE_NAMES, FacilitiesQuery
from fairs.makers import FLAGS, Makers
from fairs.models import FAIR_KINDS, FAIR_STATES, SESSION_KINDS, Booth, Fair, FairSession
from fairs.web.directory import label
from programme import qualities
from programme.models import Facility, Support

bp = Blueprint("fairs_api", __name__, url_prefix="/api/v1")

_FAIR = {
    "slug": openapi.TEXT,
    "name": openapi.TEXT,
    "name_en": openapi.TEXT,
    "kind": {"enum": list(FAIR_KINDS)},
    "state": {"enum": list(FAIR_STATES)},
    "place": openapi.TEXT,
    "opens_at": openapi.MOMENT,
    "closes_at": openapi.MOMENT,
    "url": openapi.TEXT,
}
_FAIR_ITEM = openapi.schema("FairItem", _FAIR)
_HALL = openapi.schema("Hall", {"code": openapi.TEXT, "name": openapi.TEXT, "stands": openapi.INTEGER})
_BOOTH = openapi.schema(
    "Booth",
    {
        "code": openapi.TEXT,
        "stand": openapi.optional(openapi.TEXT),
        "hall": openapi.optional(openapi.TEXT),
        "slug": openapi.TEXT,
        "title": openapi.TEXT,
        "facility": openapi.TEXT,
        "group": openapi.optional(openapi.TEXT),
        "scheme": openapi.optional(openapi.TEXT),
        "url": openapi.TEXT,
    },
)
_SESSION = openapi.schema(
    "FairSession",
    {
        "slug": openapi.TEXT,
        "kind": {"enum": list(SESSION_KINDS)},
        "state": {"enum": ["coming", "live", "over", "cancelled"]},
        "title": openapi.TEXT,
        "title_en": openapi.TEXT,
        "speaker": openapi.TEXT,
        "place": openapi.TEXT,
        "booth": openapi.optional(openapi.TEXT),
        "starts_at": openapi.MOMENT,
        "ends_at": openapi.MOMENT,
        "stream_url": openapi.TEXT,
        "replay_url": openapi.TEXT,
        "url": openapi.TEXT,
    },
)
_SUPPORT = openapi.schema(
    "FacilitySupport",
    {
        "scheme": openapi.TEXT,
        "content": openapi.TEXT,
        "decided_on": openapi.DAY,
        "national": openapi.DONG,
        "local": openapi.DONG,
        "counterpart": openapi.DONG,
    },
)
_QUALITY = {"type": "object", "properties": {"code": openapi.TEXT, "verified": openapi.FLAG}}
_FACILITY = openapi.schema(
    "Facility",
    {
        "slug": openapi.TEXT,
        "name": openapi.TEXT,
        "name_en": openapi.TEXT,
        "kind": openapi.TEXT,
        "village": openapi.optional(openapi.TEXT),
        "commune": openapi.TEXT,
        "summary": openapi.TEXT,
        "is_sample": openapi.FLAG,
        "qualities": openapi.many(_QUALITY),
        "closed_until": openapi.optional(openapi.DAY),
        "products": openapi.many(openapi.TEXT),
        "booths": openapi.many(openapi.TEXT),
        "supports": openapi.many(_SUPPORT),
        "url": openapi.TEXT,
    },
)
_MANY = {"type": "string", "description": "one or several, separated by commas"}
_FACILITY_ITEM = openapi.schema(
    "FacilityItem",
    {
        "slug": openapi.TEXT,
        "name": openapi.TEXT,
        "name_en": openapi.TEXT,
        "kind": openapi.TEXT,
        "village": openapi.optional(openapi.TEXT),
        "commune": openapi.optional(openapi.TEXT),
        "commune_name": openapi.TEXT,
        "summary": openapi.TEXT,
        "products": {"type": "integer", "description": "how many are on show"},
        "lat": openapi.optional(openapi.NUMBER),
        "lon": openapi.optional(openapi.NUMBER),
        "point": {"enum": ["exact", "commune", None], "description": "its own point, or the middle of its commune"},
        "distance_km": openapi.optional(openapi.NUMBER),
        "is_sample": openapi.FLAG,
        "url": openapi.TEXT,
    },
)
_FACILITY_PAGE = openapi.schema(
    "FacilityPage",
    {
        "items": openapi.many(_FACILITY_ITEM),
        "total": openapi.INTEGER,
        "facets": {"type": "object", "description": "facet to [{value, label, count}]"},
        "next_cursor": openapi.optional(openapi.TEXT),
    },
)


@bp.get("/fairs")
@public
@openapi.describe("Các hội chợ", answers={200: openapi.schema("FairList", {"items": openapi.many(_FAIR_ITEM)})})
def fairs():
    return jsonify(items=[_fair(fair) for fair in queries.fairs()])


@bp.get("/fairs/<slug>")
@public
@openapi.describe(
    "Một hội chợ với các nhà và gian",
    answers={
        200: openapi.schema(
            "Fair",
            _FAIR | {"halls": openapi.many(_HALL), "sessions": openapi.many(_SESSION), "booths": openapi.many(_BOOTH)},
        ),
        404: None,
    },
)
def fair(slug: str):
    fair = queries.fair(slug)
    if fair is None:
        raise Problem(404, _("Không có hội chợ này"), _("Xem danh sách ở /api/v1/fairs."))
    counts = queries.stand_counts(fair.id)
    halls = [{"code": hall.code, "name": hall.name, "stands": counts.get(hall.id, 0)} for hall in fair.halls]
    return jsonify(
        **_fair(fair),
        halls=halls,
        sessions=[_session(fair, one) for one in programme.of_fair(fair)],
        booths=[_booth(fair, booth) for booth in queries.booths_at(fair.id)],
    )


@bp.get("/facilities")
@public
@openapi.describe(
    "Danh bạ cơ sở",
    query={
        "q": openapi.TEXT,
        **dict.fromkeys((facet for facet in PAGE_NAMES if facet != "flag"), _MANY),
        **dict.fromkeys(FLAGS, openapi.FLAG),
        "near": {"type": "string", "description": "lat,lon, rounded to a kilometre; or the code of a commune"},
        "sort": {"enum": list(directory.SORTS)},
        "limit": {"type": "integer", "minimum": 1, "maximum": MOST_AT_ONCE},
        "cursor": openapi.TEXT,
    },
    answers={200: _FACILITY_PAGE, 422: None},
)
def facilities():
    asked = FacilitiesQuery(request.args.to_dict(flat=False))
    if asked.errors:
        raise Problem(422, _("Tham số không đọc được"), _("Sửa các tham số nêu trong errors."), asked.errors)
    found = directory.find(asked.query, asked.selection, asked.origin)
    page = paging.page(found.ids, asked.cursor, asked.limit, asked.list_name)
    return jsonify(
        items=[_facility_item(one, found) for one in directory.cards(page.ids)],
        total=len(found.ids),
        facets={facet: _counted(facet, values, found.all) for facet, values in found.facets.items()},
        next_cursor=page.after,
    )


@bp.get("/facilities/<slug>")
@public
@openapi.describe("Một cơ sở", answers={200: _FACILITY, 404: None})
def facility(slug: str):
    facility = queries.facility(slug)
    if facility is None:
        raise Problem(404, _("Không có cơ sở này"), _("Địa chỉ cơ sở có trong mỗi món ở /api/v1/products."))
    return jsonify(
        slug=facility.slug,
        name=facility.name,
        name_en=facility.name_en,
        kind=facility.kind,
        village=facility.village.slug if facility.village else None,
        commune=facility.commune_name,
        summary=facility.summary,
        is_sample=facility.is_sample,
        qualities=[{"code": one.quality, "verified": one.is_verified} for one in qualities.of(facility)],
        closed_until=facility.closed_until.isoformat() if facility.is_closed else None,
        products=queries.slugs_of(facility.id),
        booths=[booth.code for booth in queries.booths_of(facility.id)],
        supports=[_support(support) for support in queries.supports_of(facility.id)],
        url=_site(f"/co-so/{facility.slug}"),
    )


def _facility_item(facility: Facility, found: directory.Found) -> dict[str, Any]:
    maker = found.all.by_id[facility.id]
    lat, lon = maker.point or (None, None)
    away = found.away.get(facility.id)
    return {
        "slug": facility.slug,
        "name": facility.name,
        "name_en": facility.name_en,
        "kind": facility.kind,
        "village": facility.village.slug if facility.village else None,
        "commune": facility.commune_code,
        "commune_name": facility.commune_name,
        "summary": facility.summary,
        "products": maker.goods,
        "lat": lat,
        "lon": lon,
        "point": ("exact" if maker.is_exact else "commune") if maker.point else None,
        "distance_km": round(away, 1) if away is not None else None,
        "is_sample": facility.is_sample,
        "url": _site(f"/co-so/{facility.slug}"),
    }


def _counted(facet: str, values: dict[str, int], makers: Makers) -> list[dict[str, Any]]:
    ordered = sorted(values.items(), key=lambda pair: (-pair[1], pair[0]))
    return [{"value": value, "label": label(facet, value, makers), "count": count} for value, count in ordered]


def _fair(fair: Fair) -> dict[str, str]:
    return {
        "slug": fair.slug,
        "name": fair.name,
        "name_en": fair.name_en,
        "kind": fair.kind,
        "state": fair.state,
        "place": fair.where,
        "opens_at": times.local(fair.opens_at).isoformat(),
        "closes_at": times.local(fair.closes_at).isoformat(),
        "url": _site(f"/hoi-cho/{fair.slug}"),
    }


def _session(fair: Fair, session: FairSession) -> dict[str, str | None]:
    booth = session.booth if session.booth and session.booth.published_at else None
    words = {
        name: getattr(session, name) for name in ("slug", "kind", "state", "title", "title_en", "speaker", "place")
    }
    return words | {
        "booth": booth.code if booth else None,
        "starts_at": times.local(session.starts_at).isoformat(),
        "ends_at": times.local(session.ends_at).isoformat(),
        "stream_url": session.room,
        "replay_url": session.replay_url,
        "url": _site(f"/hoi-cho/{fair.slug}/chuong-trinh/{session.slug}"),
    }


def _booth(fair: Fair, booth: Booth) -> dict[str, str | None]:
    return {
        "code": booth.code,
        "stand": booth.stand.number if booth.stand else None,
        "hall": booth.stand.hall.code if booth.stand else None,
        "slug": booth.slug,
        "title": booth.title,
        "facility": booth.facility.slug,
        "group": booth.stand.group if booth.stand else None,
        "scheme": booth.scheme.code if booth.scheme else None,
        "url": _site(f"/hoi-cho/{fair.slug}/{booth.slug}"),
    }


def _support(support: Support) -> dict[str, str | int]:
    return {
        "scheme": support.scheme.code,
        "content": support.content,
        "decided_on": support.decided_on.isoformat(),
        "national": support.national,
        "local": support.local,
        "counterpart": support.counterpart,
    }


def _site(path: str) -> str:
    return f"{current_app.config['SITE_URL']}{path}"
