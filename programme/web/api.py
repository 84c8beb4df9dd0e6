"""Places, indicators, supports and schemes as JSON."""

from typing import Any

from flask import Blueprint, current_app, jsonify, request
from flask_babel import gettext as _

from core import openapi
from core.access import public
from core.errors import Problem, fault
from core.openapi import DAY, DONG, INTEGER, NUMBER, TEXT, many, optional
from programme import places, queries, schemes, supports
from programme.forms import RegisterForm
from programme.models import FUNDING_SOURCES, Indicator, Scheme
from programme.places import Commune, Province

bp = Blueprint("programme_api", __name__, url_prefix="/api/v1")

MOST = 100
PLACE = openapi.schema("Place", {"code": TEXT, "name": TEXT, "lat": NUMBER, "lon": NUMBER})
INDICATOR = openapi.schema(
    "Indicator",
    {
        "code": TEXT,
        "name": TEXT,
        "unit": TEXT,
        "value": INTEGER,
        "rounded": {"enum": ["exact", "over", "nearly"]},
        "count_kind": {"enum": ["events", "distinct", "participations"]},
        "as_of": optional(DAY),
        "scope": TEXT,
        "source": TEXT,
    },
)
SUPPORT = openapi.schema(
    "Support",
    {
        **dict.fromkeys(supports.COLUMNS, TEXT),
        **dict.fromkeys(("national", "local", "counterpart"), DONG),
        **dict.fromkeys(("year", "quantity"), INTEGER),
        "id": INTEGER,
        "decided_on": DAY,
        "accepted_on": optional(DAY),
    },
)
SUPPORTS = openapi.schema(
    "SupportPage", {"items": many(SUPPORT), "total": INTEGER, "licence": TEXT, "next_cursor": optional(TEXT)}
)
MONEY = {"type": "object", "properties": {"planned": DONG, "disbursed": DONG}}
MOVE = {"type": "object", "properties": {"state": TEXT, "on": DAY, "document_number": TEXT}}
TARGET = {"type": "object", "properties": {"name": TEXT, "planned": TEXT, "reached": TEXT}}
SCHEME = openapi.schema(
    "Scheme",
    {
        **dict.fromkeys(("code", "name", "name_en", "kind", "state", "objective", "decision_number", "url"), TEXT),
        "year": INTEGER,
        "funding": {"type": "object", "properties": dict.fromkeys(FUNDING_SOURCES, MONEY)},
        "accepted_on": optional(DAY),
        "targets": many(TARGET),
        "moves": many(MOVE),
        "support_count": INTEGER,
    },
)


@bp.get("/places")
@public
@openapi.describe("Tỉnh, thành phố", answers={200: {"type": "object", "properties": {"items": many(PLACE)}}})
def provinces():
    return jsonify(items=[_place(one) for one in places.provinces()])


@bp.get("/places/<province_code>")
@public
@openapi.describe(
    "Xã, phường của một tỉnh",
    answers={200: {"type": "object", "properties": {"items": many(PLACE)}}, 404: None},
)
def communes(province_code: str):
    found = places.communes_of(province_code)
    if not found:
        raise Problem(404, _("Không có tỉnh này"), _("Xem mã các tỉnh ở /api/v1/places."))
    return jsonify(items=[_place(one) for one in found])


def _place(one: Commune | Province) -> dict[str, Any]:
    """With its middle, so that whoever knows where they are finds the nearest without telling anybody."""
    return {"code": one.code, "name": one.name, "lat": one.lat, "lon": one.lon}


@bp.get("/programme/indicators")
@public
@openapi.describe(
    "Số đã công bố; nguồn nào cũng giữ riêng",
    answers={200: {"type": "object", "properties": {"items": many(INDICATOR)}}},
)
def indicators():
    return jsonify(items=[_indicator(row) for row in queries.indicators()])


@bp.get("/programme/supports")
@public
@openapi.describe(
    "Sổ cơ sở được hỗ trợ, chỉ đề án đã phê duyệt",
    query={
        "q": TEXT,
        "nam": INTEGER,
        "noi-dung": TEXT,
        "xa": TEXT,
        "nguon": {"enum": list(supports.SOURCES)},
        "ket-qua": {"enum": list(supports.STATES)},
        "limit": {"type": "integer", "minimum": 1, "maximum": MOST},
        "cursor": TEXT,
    },
    answers={200: SUPPORTS, 422: None},
)
def support_page():
    form = RegisterForm(request.args)
    limit = form.integer("limit", at_least=1, at_most=MOST, required=False) or 50
    after = form.integer("cursor", at_least=0, at_most=10**9, required=False) or 0
    if not form.is_valid():
        said = [fault(text, name) for name, text in form.errors.items()]
        raise Problem(422, _("Bộ lọc không đọc được"), _("Xem lại những tham số được nêu."), said)
    rows = queries.register_after(form.criteria, after, limit + 1)
    shown = rows[:limit]
    return jsonify(
        items=[{"id": row.id} | supports.as_record(row) for row in shown],
        total=queries.register_sums(form.criteria).turns,
        licence=supports.LICENCE,
        next_cursor=str(shown[-1].id) if len(rows) > limit else None,
    )


@bp.get("/programme/schemes/<code>")
@public
@openapi.describe("Một đề án đã phê duyệt", answers={200: SCHEME, 404: None})
def scheme(code: str):
    found = queries.scheme(code)
    if found is None or not found.is_approved:
        raise Problem(404, _("Không có đề án này"), _("Mã gõ nhầm, hoặc đề án chưa được phê duyệt."))
    _first, count = queries.supports_of(found.id, limit=1)
    return jsonify(_scheme(found) | {"support_count": count})


def _indicator(row: Indicator) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "unit": row.unit,
        "value": row.value,
        "rounded": row.rounded,
        "count_kind": row.count_kind,
        "as_of": row.as_of.isoformat() if row.as_of else None,
        "scope": row.scope,
        "source": row.source,
    }


def _scheme(found: Scheme) -> dict[str, Any]:
    return {
        "code": found.code,
        "name": found.name,
        "name_en": found.name_en,
        "kind": found.kind,
        "state": found.state,
        "state_name": schemes.name_of(found.state),
        "year": found.plan.year,
        "objective": found.objective,
        "decision_number": found.decision_number,
        "accepted_on": found.accepted_on.isoformat() if found.accepted_on else None,
        "funding": {one.source: {"planned": one.planned, "disbursed": one.disbursed} for one in found.fundings},
        "targets": found.targets,
        "moves": [
            {"state": one.state, "on": one.on.isoformat(), "document_number": one.document_number}
            for one in found.moves
        ],
        "url": f"{current_app.config['SITE_URL']}/khuyen-cong/de-an/{found.code}",
    }
