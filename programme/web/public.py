"""The public register of schemes and supports."""

from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template, request
from flask_babel import gettext as _

from core import times
from core.access import public
from programme import contents, places, queries, schemes, supports
from programme.forms import RegisterForm, SchemesForm
from programme.web import lists

bp = Blueprint("programme", __name__, url_prefix="/khuyen-cong")

SUPPORTS_PATH, SCHEMES_PATH = "/khuyen-cong/ho-tro", "/khuyen-cong/de-an"
SUPPORT_FILTERS = ("q", "nam", "noi-dung", "xa", "nguon", "ket-qua", "xep")
SCHEME_FILTERS = ("q", "nam", "noi-dung", "trang-thai")


@bp.get("/ho-tro")
@public
def register():
    form = RegisterForm(request.args)
    form.is_valid()
    sums = queries.register_sums(form.criteria)
    count = lists.pages(form.page, sums.turns, queries.PAGE_SIZE)
    offset = (form.page - 1) * queries.PAGE_SIZE
    wanted = lists.asked(name for name in SUPPORT_FILTERS if name not in form.errors)
    return render_template(
        "programme/register.html",
        form=form,
        sums=sums,
        supports=queries.register(form.criteria, offset=offset),
        excluded=queries.excluded(),
        chips=_support_chips(form, wanted),
        heads=lists.sort_links(
            SUPPORTS_PATH, wanted, form.criteria.order, ("name", "year", "given", "counterpart", "decided")
        ),
        files={kind: lists.address(f"{SUPPORTS_PATH}.{kind}", wanted) for kind in ("csv", "json")},
        page_count=count,
        page_links=lists.page_links(SUPPORTS_PATH, wanted, count),
        first=offset + 1,
        today=times.today(),
        choices=register_choices() | {"years": queries.years(), "communes": queries.communes()},
    )


@bp.get("/ho-tro.csv")
@public
def register_csv() -> Response:
    rows = queries.whole_register(_whole_form().criteria)
    response = Response(supports.as_csv(rows), mimetype="text/csv")
    return _as_file(response, "csv")


@bp.get("/ho-tro.json")
@public
def register_json() -> Response:
    criteria = _whole_form().criteria
    items = [supports.as_record(row) for row in queries.whole_register(criteria)]
    left_out = queries.excluded()
    answer = {
        "licence": supports.LICENCE,
        "licence_url": supports.LICENCE_URL,
        "as_of": times.today().isoformat(),
        "scope": _("Hỗ trợ của các đề án đã phê duyệt"),
        "filters": lists.asked(SUPPORT_FILTERS),
        "excluded": {"schemes": left_out.schemes, "supports": left_out.supports},
        "total": len(items),
        "items": items,
    }
    return _as_file(jsonify(answer), "json")


@bp.get("/de-an")
@public
def scheme_list():
    form = SchemesForm(request.args)
    form.is_valid()
    sums = queries.scheme_sums(form.criteria)
    count = lists.pages(form.page, sums.schemes, queries.PAGE_SIZE)
    wanted = lists.asked(name for name in SCHEME_FILTERS if name not in form.errors)
    return render_template(
        "programme/schemes.html",
        form=form,
        sums=sums,
        lines=queries.schemes(form.criteria, offset=(form.page - 1) * queries.PAGE_SIZE),
        excluded=queries.excluded(),
        chips=scheme_chips(SCHEMES_PATH, form, wanted),
        page_count=count,
        page_links=lists.page_links(SCHEMES_PATH, wanted, count),
        today=times.today(),
        years=queries.years(),
        contents=[(one.slug, one.label) for one in contents.contents()],
        states=[(one.code, one.label) for one in schemes.states() if one.is_approved],
        state_names={one.code: one.label for one in schemes.states()},
    )


def register_choices() -> dict[str, Any]:
    """What the register can be narrowed to that takes no query to know."""
    return {
        "contents": [(one.slug, one.label) for one in contents.contents()],
        "sources": [("local", _("Thành phố")), ("national", _("Quốc gia"))],
        "outcomes": [("accepted", _("Đã nghiệm thu")), ("running", _("Đang thực hiện"))],
    }


def scheme_chips(path: str, form: SchemesForm, wanted: dict[str, str]) -> list[tuple[str, str]]:
    criteria = form.criteria
    group = contents.content(criteria.content)
    labels = {
        "q": f"“{criteria.text}”" if criteria.text else "",
        "nam": str(criteria.year or ""),
        "noi-dung": group.label if group else "",
        "trang-thai": schemes.name_of(criteria.state) if criteria.state else "",
    }
    return _chips(path, wanted, labels)


def _support_chips(form: RegisterForm, wanted: dict[str, str]) -> list[tuple[str, str]]:
    criteria = form.criteria
    group, commune = contents.content(criteria.content), places.commune(criteria.commune)
    labels = {
        "q": f"“{criteria.text}”" if criteria.text else "",
        "nam": str(criteria.year or ""),
        "noi-dung": group.label if group else "",
        "xa": commune.name if commune else criteria.commune,
        "nguon": {"local": _("Tiền thành phố"), "national": _("Tiền quốc gia")}.get(criteria.source, ""),
        "ket-qua": {"accepted": _("Đã nghiệm thu"), "running": _("Đang thực hiện")}.get(criteria.state, ""),
    }
    return _chips(SUPPORTS_PATH, wanted, labels)


def _chips(path: str, wanted: dict[str, str], labels: dict[str, str]) -> list[tuple[str, str]]:
    without = {name: {key: value for key, value in wanted.items() if key != name} for name in labels}
    return [(lists.address(path, without[name]), label) for name, label in labels.items() if label]


def _whole_form() -> RegisterForm:
    """A file holds exactly what was asked for, so a filter that cannot be read is refused, never left out."""
    form = RegisterForm(request.args)
    if not form.is_valid():
        abort(400, _("Bộ lọc không đọc được: %(names)s.", names=", ".join(form.errors)))
    return form


def _as_file(response: Response, ending: str) -> Response:
    name = f"ho-tro-khuyen-cong-{times.today():%Y%m%d}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
