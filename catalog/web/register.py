"""The register of papers, kept by staff: confirm, refuse, add, correct, renew, revoke, release scans, take along."""

from datetime import date

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts import people
from accounts.access import staff
from catalog import evidence, recognition_exports, recognitions, register
from catalog.models import SUBJECTS, Recognition
from catalog.recognition_forms import PaperForm, ReasonForm, RegisterForm, RevokeForm, SubjectForm
from catalog.web import papers
from core import audit, times
from core.db import db
from core.i18n import here
from programme import places

bp = Blueprint("catalog_register", __name__, url_prefix="/can-bo/chung-nhan")

RIGHTS = ("moderate", "programme")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("")
@staff(*RIGHTS)
def listing():
    form = RegisterForm(request.args)
    form.is_valid()
    found, total = register.listed(form.criteria, form.page)
    pages = max(1, -(-total // register.PER_PAGE))
    query = {name: value for name, value in request.args.items() if name != "trang" and value}
    return _page(
        "register",
        form=form,
        found=found,
        total=total,
        pages=pages,
        hrefs={n: url_for(".listing", **query, trang=n) for n in range(1, pages + 1)},
        file=url_for(".workbook", **query),
        communes=[(one.code, one.name) for one in places.communes_of(places.HANOI)],
        waits=register.waiting(),
    )


@bp.get("/so.xlsx")
@staff(*RIGHTS)
def workbook() -> Response:
    form = RegisterForm(request.args)
    form.is_valid()
    content = recognition_exports.workbook(register.for_file(form.criteria), times.today())
    response = Response(content, mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="chung-nhan-{times.today():%Y%m%d}.xlsx"'
    return response


@bp.get("/moi")
@staff(*RIGHTS)
def new():
    kind, renewed = _asked()
    return _new_page(PaperForm(kind), SubjectForm(kind), renewed)


@bp.post("/moi")
@staff(*RIGHTS)
def add():
    kind, renewed = _asked()
    form, about = PaperForm(kind, request.form), SubjectForm(kind, request.form)
    about_is_valid = renewed is not None or about.is_valid()
    if not form.is_valid() or not about_is_valid:
        return _new_page(form, about, renewed), 422
    try:
        paper = recognitions.add(renewed.subject if renewed else about.subject, kind, form.facts(), renewed)
    except recognitions.NotWhole as lacking:
        form.errors |= lacking.problems
        return _new_page(form, about, renewed), 422
    db.session.commit()
    return _back(paper.id, _("Đã ghi vào sổ."))


@bp.get("/<int:recognition_id>")
@staff(*RIGHTS)
def paper(recognition_id: int):
    found = _found(recognition_id)
    return _paper_page(found)


@bp.post("/<int:recognition_id>/xac-nhan")
@staff(*RIGHTS)
def confirm(recognition_id: int):
    found = _found(recognition_id)
    _moved(lambda: recognitions.confirm(found))
    db.session.commit()
    return _back(recognition_id, _("Đã xác nhận. Giấy hiện ra chợ từ bây giờ."))


@bp.post("/<int:recognition_id>/tu-choi")
@staff(*RIGHTS)
def refuse(recognition_id: int):
    return _with_reason(recognition_id, "refuse", recognitions.refuse, _("Đã trả lại kèm lý do."))


@bp.post("/<int:recognition_id>/tra-lai")
@staff(*RIGHTS)
def reinstate(recognition_id: int):
    return _with_reason(recognition_id, "reinstate", recognitions.reinstate, _("Đã cho giấy hiệu lực trở lại."))


@bp.post("/<int:recognition_id>/thu-hoi")
@staff(*RIGHTS)
def revoke(recognition_id: int):
    found, form = _found(recognition_id), RevokeForm(request.form)
    if not form.is_valid():
        return _paper_page(found, revoke=form), 422
    _moved(lambda: recognitions.revoke(found, form.reason, form.on, form.decision))
    db.session.commit()
    return _back(recognition_id, _("Đã thu hồi. Giấy thôi hiện từ bây giờ, trang tra cứu nói rõ lý do."))


@bp.post("/<int:recognition_id>/sua")
@staff(*RIGHTS)
def correct(recognition_id: int):
    found = _found(recognition_id)
    form, why = PaperForm(found.kind, request.form), ReasonForm(request.form)
    why_is_valid = why.is_valid()
    if not form.is_valid() or not why_is_valid:
        form.errors |= why.errors
        return _paper_page(found, correct=form), 422
    _moved(lambda: recognitions.correct(found, form.facts(), why.reason))
    db.session.commit()
    return _back(recognition_id, _("Đã sửa; giá trị cũ còn trong nhật ký."))


@bp.get("/<int:recognition_id>/tep/<int:evidence_id>")
@staff(*RIGHTS)
def evidence_file(recognition_id: int, evidence_id: int) -> Response:
    return papers.served(evidence.of(_found(recognition_id), evidence_id))


@bp.post("/<int:recognition_id>/tep")
@staff(*RIGHTS)
def add_evidence(recognition_id: int):
    _found(recognition_id)
    scans, refused = papers.scans()
    found = _found(recognition_id)
    try:
        for name, scan in scans:
            evidence.attach(found, name, scan)
    except evidence.RefusedEvidence as reason:
        refused.append(str(reason))
    db.session.commit()
    for sentence in refused:
        flash(sentence, "bad")
    return _back(recognition_id, _("Đã nhận %(n)s tệp.", n=len(scans)) if scans and not refused else "")


@bp.post("/<int:recognition_id>/tep/<int:evidence_id>/<any('cong-khai', 'cat-di'):move>")
@staff(*RIGHTS)
def release_evidence(recognition_id: int, evidence_id: int, move: str):
    found = _found(recognition_id)
    one = evidence.of(found, evidence_id) or abort(404)
    if move == "cong-khai":
        evidence.release(found, one)
    else:
        evidence.hide(found, one)
    db.session.commit()
    return _back(recognition_id, _("Ai cũng xem được tệp này.") if move == "cong-khai" else _("Đã cất tệp."))


def _found(recognition_id: int) -> Recognition:
    return register.paper(recognition_id) or abort(404)


def _asked() -> tuple[str, Recognition | None]:
    renewed = request.values.get("gia-han", 0, type=int)
    if not renewed:
        return papers.kind_asked(), None
    before = _found(renewed)
    return before.kind, before


def _with_reason(recognition_id: int, act: str, verb, done: str):
    found, form = _found(recognition_id), ReasonForm(request.form)
    if not form.is_valid():
        return _paper_page(found, **{act: form}), 422
    _moved(lambda: verb(found, form.reason))
    db.session.commit()
    return _back(recognition_id, done)


def _moved(move) -> None:
    try:
        move()
    except recognitions.IllegalMove:
        abort(409, _("Giấy này vừa được chuyển sang trạng thái khác. Hãy tải lại trang."))
    except recognitions.NotWhole as lacking:
        abort(422, " ".join(lacking.problems.values()))


def _back(recognition_id: int, sentence: str):
    if sentence:
        flash(sentence, "good")
    return redirect(url_for(".paper", recognition_id=recognition_id), 303)


def _new_page(form: PaperForm, about: SubjectForm, renewed: Recognition | None):
    return _page("add", form=form, about=about, renewed=renewed, kind=form.kind, subjects=SUBJECTS[form.kind])


def _paper_page(found: Recognition, **forms):
    acts = audit.history_of(found)[:20]
    return _page(
        "staff_paper",
        paper=found,
        may={to: recognitions.may_move(found, to, recognitions.STAFF) for to in ("confirmed", "refused", "revoked")},
        history=acts,
        names=people.names_of(act.actor_id for act in acts),
        public=here(f"/xac-minh/{found.code}"),
        refuse=forms.get("refuse", ReasonForm()),
        reinstate=forms.get("reinstate", ReasonForm()),
        revoke=forms.get("revoke", RevokeForm()),
        correct=forms.get("correct", PaperForm(found.kind)),
    )


def _page(template: str, **context):
    today: date = times.today()
    return render_template(f"catalog/papers/{template}.html", today=today, **papers.words(), **context)
