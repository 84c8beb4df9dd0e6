"""A maker's wallet: every paper of the facility and its goods, brought for confirmation, with their scans."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from catalog import desk, evidence, recognitions, register
from catalog.evidence import RefusedEvidence
from catalog.models import Recognition
from catalog.recognition_forms import AboutForm, PaperForm
from catalog.web import papers
from core.db import db

bp = Blueprint("catalog_wallet", __name__, url_prefix="/quan-ly/chung-nhan")
SIZES = ("a6", "a7")  # four or eight signs on a sheet of A4


@bp.get("")
@facility("packer")
def wallet():
    return _page("wallet", papers=register.wallet(my_facility_id()))


@bp.get("/moi")
@facility("editor")
def new():
    kind, renewed = _asked()
    return _new_page(PaperForm(kind), AboutForm(kind, register.goods_of(my_facility_id())), renewed)


@bp.post("/moi")
@facility("editor")
def bring():
    scans, refused = papers.scans()
    kind, renewed = _asked()
    form = PaperForm(kind, request.form)
    about = AboutForm(kind, register.goods_of(my_facility_id()), request.form)
    about_is_valid = about.is_valid()
    if not form.is_valid() or not about_is_valid or refused:
        form.errors |= {"file": refused[0]} if refused else {}
        return _new_page(form, about, renewed), 422
    try:
        paper = recognitions.propose(_subject(about), kind, form.facts(), renewed)
    except recognitions.NotWhole as lacking:
        form.errors |= lacking.problems
        return _new_page(form, about, renewed), 422
    _attach(paper, scans)
    db.session.commit()
    flash(_("Đã gửi. Người trực đối chiếu rồi giấy mới hiện ra chợ."), "good")
    return redirect(url_for(".paper", recognition_id=paper.id), 303)


@bp.get("/bien")
@facility("packer")
def signs():
    """Signs with codes to print and set up at a stall: all that may be printed, or those asked for."""
    size = request.args.get("kho", SIZES[0])
    if size not in SIZES:
        abort(404)
    every = register.printable(my_facility_id())
    ticked = request.args.getlist("bien") or ["co-so", *(str(one.id) for one in every)]
    chosen = [one for one in every if str(one.id) in ticked]
    codes = [desk.facility(my_facility_id()).verify_code, *(one.code for one in chosen)]
    drawings = {code: papers.code_drawing(code) for code in codes}
    return _page("signs", size=size, every=every, chosen=chosen, ticked=ticked, drawings=drawings)


@bp.get("/<int:recognition_id>")
@facility("packer")
def paper(recognition_id: int):
    mine = _mine(recognition_id)
    return _paper_page(mine, PaperForm(mine.kind))


@bp.post("/<int:recognition_id>")
@facility("editor")
def revise(recognition_id: int):
    mine = _mine(recognition_id)
    form = PaperForm(mine.kind, request.form)
    if not form.is_valid():
        return _paper_page(mine, form), 422
    _moved(lambda: recognitions.revise(mine, form.facts()))
    db.session.commit()
    flash(_("Đã lưu và gửi người trực."), "good")
    return redirect(url_for(".paper", recognition_id=recognition_id), 303)


@bp.post("/<int:recognition_id>/rut")
@facility("editor")
def withdraw(recognition_id: int):
    mine = _mine(recognition_id)
    _moved(lambda: recognitions.withdraw(mine))
    db.session.commit()
    flash(_("Đã rút giấy này."), "good")
    return redirect(url_for(".wallet"), 303)


@bp.post("/<int:recognition_id>/tep")
@facility("editor")
def add_evidence(recognition_id: int):
    _mine(recognition_id)
    scans, refused = papers.scans()
    kept = _attach(_mine(recognition_id), scans)
    db.session.commit()
    for sentence in refused:
        flash(sentence, "bad")
    if kept:
        flash(_("Đã nhận tệp. Chỉ cơ sở và người trực xem được."), "good")
    elif not refused:
        flash(_("Chưa chọn tệp nào."), "warn")
    return redirect(url_for(".paper", recognition_id=recognition_id, _anchor="tep"), 303)


@bp.get("/<int:recognition_id>/tep/<int:evidence_id>")
@facility("packer")
def evidence_file(recognition_id: int, evidence_id: int) -> Response:
    return papers.served(evidence.of(_mine(recognition_id), evidence_id))


@bp.post("/<int:recognition_id>/tep/<int:evidence_id>/xin")
@facility("editor")
def ask_release(recognition_id: int, evidence_id: int):
    mine = _mine(recognition_id)
    evidence.ask_release(mine, evidence.of(mine, evidence_id) or abort(404))
    db.session.commit()
    flash(_("Đã xin đưa ra công khai. Người trực xem lại trước."), "good")
    return redirect(url_for(".paper", recognition_id=recognition_id, _anchor="tep"), 303)


def _mine(recognition_id: int) -> Recognition:
    return register.paper_of(my_facility_id(), recognition_id) or abort(404)


def _asked() -> tuple[str, Recognition | None]:
    """The kind of paper, or the one to be renewed, which says the kind."""
    renewed = request.values.get("gia-han", 0, type=int)
    if not renewed:
        return papers.kind_asked(), None
    before = _mine(renewed)
    return before.kind, before


def _subject(about: AboutForm):
    if about.product_id is None:
        return desk.facility(my_facility_id())
    return register.product_of(my_facility_id(), about.product_id) or abort(404)


def _attach(paper: Recognition, scans) -> int:
    for name, scan in scans:
        try:
            evidence.attach(paper, name, scan)
        except RefusedEvidence as refused:
            flash(f"{name[:60]}: {refused}", "bad")
            return 0
    return len(scans)


def _moved(move) -> None:
    try:
        move()
    except recognitions.IllegalMove:
        abort(409, _("Giấy này vừa được chuyển sang trạng thái khác. Hãy tải lại trang."))
    except recognitions.NotWhole as lacking:
        abort(422, " ".join(lacking.problems.values()))


def _new_page(form: PaperForm, about: AboutForm, renewed: Recognition | None):
    return _page("new", form=form, about=about, renewed=renewed, kind=form.kind)


def _paper_page(mine: Recognition, form: PaperForm):
    return _page("paper", paper=mine, form=form, drawing=papers.code_drawing(mine.code))


def _page(template: str, **context):
    mine = desk.facility(my_facility_id())
    return render_template(f"catalog/papers/{template}.html", facility=mine, **papers.words(), **context)
