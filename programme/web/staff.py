"""Schemes and what each supported, for staff."""

from dataclasses import replace

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import staff
from core import times
from core.db import db
from core.i18n import day
from core.web import new_key
from programme import contents, exports, gates, giving, places, queries, record_queries, records, schemes, units, words
from programme.forms import MoveForm, SchemesForm
from programme.scheme_forms import FilingForm, GiftForm
from programme.web import lists
from programme.web.public import SCHEME_FILTERS, scheme_chips

bp = Blueprint("programme_staff", __name__, url_prefix="/can-bo/de-an")

PATH = "/can-bo/de-an"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("")
@staff("programme", "report")
def scheme_list():
    form, criteria = _asked()
    sums = queries.scheme_sums(criteria)
    count = lists.pages(form.page, sums.schemes, queries.PAGE_SIZE)
    wanted = lists.asked(name for name in SCHEME_FILTERS if name not in form.errors)
    return render_template(
        "programme/staff_schemes.html",
        form=form,
        criteria=criteria,
        sums=sums,
        lines=queries.schemes(criteria, offset=(form.page - 1) * queries.PAGE_SIZE),
        chips=scheme_chips(PATH, form, wanted),
        page_count=count,
        page_links=lists.page_links(PATH, wanted, count),
        file=lists.address(f"{PATH}/tai.xlsx", wanted),
        years=queries.years(approved_only=False),
        contents=[(one.slug, one.label) for one in contents.contents()],
        states=[(one.code, one.label) for one in schemes.states()],
        state_names={one.code: one.label for one in schemes.states()},
        may_propose=units.may("propose"),
    )


@bp.get("/tai.xlsx")
@staff("programme", "report")
def workbook() -> Response:
    form, criteria = _asked()
    if form.errors:
        abort(400, _("Bộ lọc không đọc được: %(names)s.", names=", ".join(form.errors)))
    content = exports.workbook(queries.schemes(criteria, limit=None), times.today())
    response = Response(content, mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="de-an-{times.today():%Y%m%d}.xlsx"'
    return response


@bp.get("/<code>")
@staff("programme", "report")
def scheme(code: str):
    return page(code, MoveForm())


@bp.post("/<code>/chuyen")
@staff("programme")
def move(code: str):
    form = MoveForm(request.form)
    if not form.is_valid():
        return page(code, form), 422
    moved = queries.scheme_to_move(code) or abort(404)
    try:
        schemes.move(moved, form.to, form.on, form.paper, form.note)
    except units.NotYours:
        abort(403, _("Bước này của đơn vị khác. Xem phân công ở trang Đơn vị."))
    except schemes.IllegalMove:
        abort(409, _("Đề án không chuyển được sang bước đó, hoặc vừa có người chuyển. Hãy mở lại hồ sơ để xem."))
    except schemes.MoveTooEarly as early:
        form.errors["on"] = _("Ngày phải từ %(last)s đến hôm nay.", last=day(early.last))
    except schemes.NeedsWaiver as beyond:
        form.errors["waiver"] = str(beyond)
    except schemes.NotReady as missing:
        form.errors["to"] = str(missing)
    if form.errors:
        db.session.rollback()
        return page(code, form), 422
    db.session.commit()
    flash(_("Đã chuyển sang: %(state)s.", state=schemes.name_of(form.to)), "good")
    return redirect(url_for("programme_staff.scheme", code=code), 303)


def _asked():
    form = SchemesForm(request.args)
    form.is_valid()
    return form, replace(form.criteria, approved_only=False)


def page(code: str, form: MoveForm, *, filing: FilingForm | None = None, gift: GiftForm | None = None) -> str:
    found = queries.scheme_file(code) or abort(404)
    supports, support_count = queries.supports_of(found.id, limit=200)
    return render_template(
        "programme/staff_scheme.html",
        scheme=found,
        form=form,
        supports=supports,
        support_count=support_count,
        state=schemes.state(found.state),
        papers=schemes.papers_of(schemes.state(found.state)),
        nexts=[
            (x.code, x.label) for x in schemes.next_states(found) if units.may(schemes.act_of(found, x.code), found)
        ],
        is_last=not schemes.next_states(found),
        may_edit=records.may_change(found),
        lacking=[(x.label, gates.named(gates.lacking(found, x.code))) for x in schemes.next_states(found)],
        may_file=any(units.may(act, found) for act in units.ACTS),
        may_give=giving.is_open(found)
        and units.may("propose" if found.state in records.DRAFTS else "carry_out", found),
        may_receive=found.state in records.UNDER_WAY and (units.may("carry_out", found) or units.may("check", found)),
        filing=filing or FilingForm(),
        gift=gift or GiftForm(),
        changes=record_queries.changes_of(found),
        field_name=words.scheme_field,
        may_work=units.may("propose" if found.state in records.DRAFTS else "carry_out", found),
        may_note=found.state in records.UNDER_WAY and units.may("carry_out", found),
        communes=[known.name for one in found.places if (known := places.commune(one.commune_code))],
        key=new_key(),
        types=schemes.document_types(),
        moves=[(schemes.name_of(one.state), one) for one in found.moves],
        document_names=dict(schemes.document_types()),
        today=times.today(),
    )
