"""The programme portal, what each scheme brought, and the counting of visits."""

from typing import Any

from flask import Blueprint, Response, abort, render_template, request
from flask_babel import gettext as _

import programme.queries
from catalog import demand, taxonomy
from core import held, rates, times
from core.access import public, visitor
from core.db import db
from core.i18n import number
from insight import figures, queries, tally, visits
from insight.web.callers import caller
from programme import indicators, schemes
from programme.models import FUNDING_SOURCES
from programme.supports import Criteria
from programme.web.public import register_choices

bp = Blueprint("insight", __name__)

REGISTER_SHOWN = 6
CRAFTS_SHOWN = 7
TOLD_BY_PAGES = ("product", "booth", "fair", "facility", "lot")
MOST_SEARCHES = 200  # an hour from one place are counted


@bp.get("/khuyen-cong")
@public
def portal():
    published = programme.queries.indicators()
    groups = indicators.together(published)
    return render_template(
        "insight/portal.html",
        groups=groups,
        sources=indicators.sources(published),
        notes=list(dict.fromkeys(one.first.period_note for group in groups for one in group if one.first.period_note)),
        fairs=(fairs := figures.fair_sums()),
        counted=figures.counted(fairs),
        sums=programme.queries.standing(),
        crafts=_crafts(),
        supports=programme.queries.register(Criteria(order="-given"), limit=REGISTER_SHOWN),
        story=queries.story(),
        today=times.today(),
        choices=register_choices(),
        **_money(),
    )


def _money() -> dict[str, Any]:
    """For the chart, in billions of đồng; and what one đồng of state money drew."""
    money = programme.queries.money_by_year()
    given = sum(year["national"] + year["local"] for _year, year in money)
    columns = {source: [year[source] / 10**9 for _year, year in money] for source in FUNDING_SOURCES}
    drawn = figures.drawn(given, sum(year["counterpart"] for _year, year in money))
    return {"money_years": [year for year, _sums in money], "money": columns, "drawn": drawn}


def _crafts() -> dict[str, list[Any]]:
    found = figures.turns_by_craft(at_most=CRAFTS_SHOWN)
    words = {figures.OTHER_CRAFTS: _("Nghề khác"), "": _("Chưa bày hàng")}
    return {
        "names": [words.get(one.group) or taxonomy.name_of(one.group) for one in found],
        "turns": [one.turns for one in found],
        "facilities": [one.facilities for one in found],
        "says": [_("%(n)s lượt, %(m)s cơ sở", n=number(one.turns), m=number(one.facilities)) for one in found],
    }


@bp.get("/khuyen-cong/de-an/<code>")
@public
def scheme(code: str):
    page = queries.scheme_page(code) or abort(
        404, _("Mã gõ nhầm, hoặc đề án chưa được phê duyệt. Xem mọi đề án ở mục Khuyến công.")
    )
    return render_template(
        "insight/scheme.html",
        page=page,
        scheme=page.scheme,
        moves=[(schemes.name_of(move.state), move) for move in page.scheme.moves],
        ahead=[one.label for one in schemes.next_states(page.scheme)[:1] if one.step],
        document_names=dict(schemes.document_types()),
        state=schemes.state(page.scheme.state),
        today=times.today(),
    )


@bp.post("/dem")
@visitor
def count_visit() -> Response:
    """A page tells that somebody is looking at it. Programs are not counted; nothing about the visitor is kept.

    Nothing is read or written here: what is not on show falls out when the visits of a second are written.
    """
    kind, subject_id = request.form.get("kind", ""), request.form.get("id", "")
    if kind == "search":
        return _count_search(subject_id)
    shelf_slot = request.form.get("slot", "")
    if not _is_number(subject_id) or (shelf_slot and not _is_number(shelf_slot)) or kind not in TOLD_BY_PAGES:
        abort(400)
    held.changes_nothing()
    if not visits.is_machine(request.user_agent.string):
        tally.note(kind, int(subject_id), caller())
        if shelf_slot:
            tally.note("slot", int(shelf_slot), caller())
    return Response(status=204)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _count_search(typed: str) -> Response:
    try:
        if not visits.is_machine(request.user_agent.string) and demand.record(typed):
            rates.count("search", request.remote_addr or "", MOST_SEARCHES)
            db.session.commit()
    except rates.TooOften:
        abort(429)
    return Response(status=204)
