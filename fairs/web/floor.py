"""Staff draw the halls of a fair: the drawing board, which works by mouse, by keyboard and by its forms alone."""

from flask import Blueprint, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

import accounts.people
from accounts.access import staff
from catalog import taxonomy
from catalog.sheets import UnreadableSheet
from core import times, undo, workbooks
from core.db import db
from fairs import halls, plans, workspace
from fairs.floor import asking, drawing, rules, sheet
from fairs.floor.asking import HallForm, RowsForm, StandForm, ThingForm
from fairs.floor.faults import Unfit
from fairs.floor.shapes import things_of
from fairs.floor.steps import MergeStands, PutStand, PutThing, RemoveStand, RemoveThing, SplitStand, Step
from fairs.models import Fair, Hall, Stand
from fairs.web import boards, marks

bp = Blueprint("fairs_floor", __name__, url_prefix="/can-bo/hoi-cho/<slug>/so-do")

ACTS = 12  # shown of what was drawn
USUAL_HALL = {"width": 24, "height": 20}


@bp.get("")
@staff("allot")
def index(slug: str):
    return _index(_fair(slug), HallForm(USUAL_HALL))


@bp.post("")
@staff("allot")
def begin(slug: str):
    fair = _fair(slug)
    form = HallForm(request.form)
    if not form.is_valid():
        return _index(fair, form), 422
    try:
        hall = halls.begin(fair, _told(form) | {"code": form.code})
    except halls.HallThere:
        form.errors["code"] = _("Hội chợ này đã có nhà %(code)s. Chọn chữ khác.", code=form.code)
        return _index(fair, form), 422
    db.session.commit()
    flash(_("Đã dựng %(hall)s. Kẻ lối đi, đặt cửa, rồi xếp gian.", hall=hall.name), "good")
    return redirect(_address(fair, hall), 303)


@bp.get("/<code>")
@staff("allot")
def board(slug: str, code: str):
    return _page(*_there(slug, code))


@bp.get("/<code>/mat-bang.json")
@staff("allot")
def drawn(slug: str, code: str):
    """The plan as the drawing board draws it; 204 to one who has seen this revision."""
    _fair_there, hall = _there(slug, code)
    if request.args.get("tu", type=int) == hall.revision:
        return Response(status=204)
    return jsonify(boards.state(hall))


@bp.post("/<code>/doi")
@staff("allot")
def change(slug: str, code: str):
    """Steps from the drawing board, as JSON; the answer is the plan as it is now, or a sentence."""
    _fair_there, hall = _there(slug, code)
    try:
        steps, revision = asking.steps_in(request.get_json(silent=True))
    except asking.Unreadable:
        abort(400, _("Không đọc được nét vẽ. Tải lại trang rồi làm lại."))
    return _answer(hall, lambda: drawing.change(hall, steps, revision=revision))


@bp.post("/<code>/lui")
@staff("allot")
def take_back(slug: str, code: str):
    """Undo one act: from the drawing board, or by the button beside it."""
    fair, hall = _there(slug, code)
    act_id = request.form.get("act", 0, type=int)
    if request.accept_mimetypes.best == "application/json":
        return _answer(hall, lambda: drawing.take_back(hall, act_id))
    return _done(fair, hall, lambda: drawing.take_back(hall, act_id), _("Đã lui lại một việc."))


@bp.post("/<code>/nha")
@staff("allot")
def revise(slug: str, code: str):
    fair, hall = _there(slug, code)
    form = HallForm(request.form | {"code": hall.code})
    if not form.is_valid():
        return _page(fair, hall, hall_form=form), 422
    return _done(fair, hall, lambda: halls.revise(hall, _told(form)), _("Đã lưu nhà."), hall_form=form)


@bp.post("/<code>/bo")
@staff("allot")
def remove(slug: str, code: str):
    fair, hall = _there(slug, code)
    try:
        halls.remove(hall)
    except halls.HallHasStands:
        abort(409, _("Nhà còn gian nên chưa bỏ được. Bỏ hết gian trước."))
    db.session.commit()
    flash(_("Đã bỏ nhà %(code)s.", code=code), "good")
    return redirect(url_for(".index", slug=fair.slug), 303)


@bp.post("/<code>/gian")
@staff("allot")
def put_rows(slug: str, code: str):
    """New stands in rows, by form."""
    fair, hall = _there(slug, code)
    form = RowsForm(request.form)
    if not form.is_valid():
        return _page(fair, hall, rows_form=form), 422
    return _draw(fair, hall, [form.step], _("Đã thêm gian."), rows_form=form)


@bp.post("/<code>/gian/<int:stand_id>")
@staff("allot")
def put_stand(slug: str, code: str, stand_id: int):
    """Save, split or remove one stand, by form."""
    fair, hall = _there(slug, code)
    stand = _stand(hall, stand_id)
    act = request.form.get("act", "")
    if act == "remove":
        return _draw(fair, hall, [RemoveStand(stand_id)], _("Đã bỏ gian %(n)s.", n=stand.number), chosen=stand)
    if act == "split":
        parts = min(max(request.form.get("parts", 2, type=int), 2), asking.MOST_PARTS)
        step = SplitStand(stand_id, parts, -1)
        return _draw(fair, hall, [step], _("Đã tách gian %(n)s.", n=stand.number), chosen=stand)
    form = StandForm(request.form)
    if not form.is_valid():
        return _page(fair, hall, stand_form=form, chosen=stand), 422
    done = _("Đã lưu gian %(n)s.", n=form.values["number"])
    return _draw(fair, hall, [PutStand(stand_id, form.values)], done, stand_form=form, chosen=stand)


@bp.post("/<code>/gop")
@staff("allot")
def merge(slug: str, code: str):
    """Merge stands by their numbers: "G07, G08"."""
    fair, hall = _there(slug, code)
    numbers = [one.strip().upper() for one in request.form.get("numbers", "")[:400].split(",") if one.strip()]
    known = {stand.number: stand.id for stand in workspace.stands_of(hall.id)}
    missing = [number for number in numbers if number not in known]
    if missing or len(numbers) < 2:
        says = _("Ghi ít nhất hai số gian của nhà này, cách nhau dấu phẩy.")
        return _page(fair, hall, merge_error=says, merged=", ".join(numbers)), 422
    steps = [MergeStands(tuple(dict.fromkeys(known[number] for number in numbers)))]
    return _draw(fair, hall, steps, _("Đã gộp %(n)s gian.", n=len(numbers)))


@bp.post("/<code>/cho")
@staff("allot")
def put_thing(slug: str, code: str):
    """A new aisle, entrance, zone, stage or desk; or one that is there saved or removed, by form."""
    fair, hall = _there(slug, code)
    key = request.form.get("thing", 0, type=int)
    if key and key not in things_of(hall.features):
        abort(404)
    if request.form.get("act") == "remove":
        return _draw(fair, hall, [RemoveThing(key)], _("Đã bỏ khỏi sơ đồ."))
    form = ThingForm(request.form)
    if not form.is_valid():
        return _page(fair, hall, thing_form=form, thing_id=key), 422
    return _draw(fair, hall, [PutThing(key, form.values)], _("Đã đặt lên sơ đồ."), thing_form=form, thing_id=key)


@bp.post("/<code>/nhap")
@staff("allot")
def take_in(slug: str, code: str):
    """Take in a sheet of stands: whole, or not at all."""
    fair, hall = _there(slug, code)
    file = request.files.get("sheet")
    if file is None or not file.filename:
        return _page(fair, hall, sheet_error=_("Chọn một tệp .xlsx hoặc .csv.")), 422
    try:
        taken = sheet.take_in(hall, file.stream, others_go="others_go" in request.form)
    except UnreadableSheet as unreadable:
        db.session.rollback()
        return _page(*_there(slug, code), sheet_error=_why(unreadable)), 422
    except drawing.PlanChanged as changed:
        return _refused(slug, code, _who_was_first(changed), 409)
    except drawing.FairOver as over:
        return _refused(slug, code, _plainly(over), 409)
    if taken.drawn is None:
        db.session.rollback()
        return _page(*_there(slug, code), taken=taken), 422
    db.session.commit()
    flash(_("Đã nhận %(n)s gian từ bảng. Lui lại được ở mục Nhật ký.", n=len(taken.rows)), "good")
    return redirect(_address(fair, hall), 303)


@bp.get("/<code>/gian.<any(xlsx, csv):ending>")
@staff("allot")
def sheet_of(slug: str, code: str, ending: str):
    """The stands as a sheet that can be taken in again."""
    fair, hall = _there(slug, code)
    name, floor = f"gian-{fair.slug}-{hall.code.lower()}", drawing.floor_of(hall)
    if ending == "xlsx":
        return workbooks.answer(name, sheet.write(floor))
    answer = Response(sheet.write_csv(floor), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{times.today():%Y%m%d}.csv"'
    return answer


def _fair(slug: str) -> Fair:
    return next((fair for fair in workspace.fairs_to_allot() if fair.slug == slug), None) or abort(404)


def _there(slug: str, code: str) -> tuple[Fair, Hall]:
    fair = _fair(slug)
    return fair, (halls.find(fair, code) or abort(404))


def _stand(hall: Hall, stand_id: int) -> Stand:
    stand = workspace.stand(stand_id)
    if stand is None or stand.hall_id != hall.id:
        abort(404, _("Gian này không còn trên sơ đồ; có thể người cùng ca vừa bỏ hoặc gộp nó."))
    return stand


def _told(form: HallForm) -> dict:
    return {name: getattr(form, name) for name in ("name", "name_en", "width", "height")}


def _address(fair: Fair, hall: Hall, stand: str = "") -> str:
    return url_for("fairs_floor.board", slug=fair.slug, code=hall.code, **({"gian": stand} if stand else {}))


def _answer(hall: Hall, act) -> Answer | tuple[Answer, int]:
    """Do it and answer with the plan; or with why not, and the plan as others made it."""
    try:
        done = act()
    except (Unfit, drawing.PlanChanged, drawing.CannotTakeBack, drawing.FairOver) as refused:
        db.session.rollback()
        db.session.refresh(hall)
        says = _who_was_first(refused) if isinstance(refused, drawing.PlanChanged) else _plainly(refused)
        return jsonify(says=says, plan=boards.state(hall)), 422 if isinstance(refused, Unfit) else 409
    db.session.commit()
    return jsonify(act=done.act_id, plan=boards.state(hall))


def _draw(fair: Fair, hall: Hall, steps: list[Step], says: str, **forms):
    revision = request.form.get("revision", hall.revision, type=int)
    return _done(fair, hall, lambda: drawing.change(hall, steps, revision=revision), says, **forms)


def _done(fair: Fair, hall: Hall, act, says: str, **forms):
    """Do it and come back to the board; or the board with why not, and what was typed."""
    slug, code = fair.slug, hall.code
    try:
        act()
    except drawing.PlanChanged as changed:
        return _refused(slug, code, _who_was_first(changed), 409, **forms)
    except (Unfit, drawing.CannotTakeBack, drawing.FairOver) as refused:
        return _refused(slug, code, _plainly(refused), 422 if isinstance(refused, Unfit) else 409, **forms)
    db.session.commit()
    flash(says, "good")
    return redirect(_address(fair, hall), 303)


def _refused(slug: str, code: str, says: str, status: int, **forms):
    db.session.rollback()
    return _page(*_there(slug, code), says=says, **forms), status


def _plainly(refused: Exception) -> str:
    if isinstance(refused, drawing.FairOver):
        return _("Hội chợ đã tan, sơ đồ giữ nguyên như lúc họp.")
    if isinstance(refused, drawing.CannotTakeBack):
        return _("Việc này đã được lui lại rồi, hoặc không lui được.")
    return str(refused)


def _who_was_first(changed: drawing.PlanChanged) -> str:
    db.session.rollback()
    person = accounts.people.names_of([changed.actor_id]).get(changed.actor_id) if changed.actor_id else None
    who = person or _("Người cùng ca")
    if not changed.numbers:
        return _("%(who)s vừa bỏ chỗ bạn đang sửa. Sơ đồ dưới đây là bản mới nhất; xem rồi làm tiếp.", who=who)
    return _(
        "%(who)s vừa sửa %(what)s trước bạn một chút, nên nét của bạn chưa được vẽ. Sơ đồ dưới đây là bản mới nhất.",
        who=who,
        what=", ".join(changed.numbers[:5]),
    )


def _why(unreadable: UnreadableSheet) -> str:
    if unreadable.code == "no_header":
        return _("Không thấy dòng tiêu đề có “Số gian”, “Cột” và “Hàng”. Tải bảng mẫu ở trên rồi điền theo.")
    if unreadable.code == "too_many_rows":
        return _("Bảng có quá %(n)s gian, nhiều hơn một nhà chứa được.", n=rules.MOST_STANDS)
    return str(unreadable)


def _index(fair: Fair, form: HallForm):
    return render_template(
        "fairs/floor/index.html",
        fair=fair,
        fair_tabs=[(url_for(".index", slug=one.slug), one.name, one is fair) for one in workspace.fairs_to_allot()],
        counts=workspace.stands_by_hall(fair.id),
        form=form,
    )


def _page(fair: Fair, hall: Hall, *, says: str = "", chosen: Stand | None = None, thing_id: int = 0, **told):
    """The board; `told` are forms as they were typed, and what is wrong."""
    stands = workspace.stands_of(hall.id)
    by_id = {stand.id: stand for stand in stands}
    chosen = by_id.get(chosen.id) if chosen else halls.stand_in(stands, request.args.get("gian", ""))
    things = things_of(hall.features)
    thing_id = thing_id or request.args.get("cho", 0, type=int)
    return render_template(
        "fairs/floor/board.html",
        fair=fair,
        hall=hall,
        hall_tabs=[(_address(fair, one), one.name, one is hall) for one in fair.halls],
        says=says,
        side_only=request.args.get("phan") == "ben",  # what the drawing board asks for when a stand is picked
        stands=stands,
        held=sum(stand.booth is not None for stand in stands),
        plan_stands=marks.on_plan(stands, lambda one: _address(fair, hall, one.number) + "#gian", name=marks.held),
        plan_groups=plans.key_of(stands),
        groups=[(group.slug, group.label) for group in taxonomy.browse_groups()],
        kinds=list(rules.kind_names().items()),
        chosen=chosen,
        things=things,
        thing_id=thing_id if thing_id in things else 0,
        name_of=rules.name_of,
        **_log(hall),
        **boards.forms(hall, stands, chosen, things.get(thing_id))
        | {"merged": request.args.get("gop", "")[:400]}
        | told,
    )


def _log(hall: Hall) -> dict:
    acts = drawing.acts(hall, ACTS)
    return {
        "acts": acts,
        "undone": undo.undone_among([entry.id for entry in acts]),
        "names": accounts.people.names_of([entry.actor_id for entry in acts if entry.actor_id]),
    }
