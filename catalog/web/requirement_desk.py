"""What the market asks of makers, kept by staff: the requirements, the documents that wait, who lacks what."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from accounts import people
from accounts.access import staff
from catalog import facts_seen, lacking, recognition_facts, requirement_reminders, requirements, taxonomy
from catalog.models import Proof, Requirement
from catalog.requirement_forms import RefusalForm, RequirementForm
from catalog.web.requirements import served
from core import audit, times
from core.db import db, release
from programme import words
from programme.models import FACILITY_KINDS

bp = Blueprint("requirement_desk", __name__, url_prefix="/can-bo/yeu-cau")


@bp.get("")
@staff("moderate", "programme")
def desk():
    return render_template(
        "catalog/staff/requirements.html", queue=requirements.queue(), every=requirements.every(), now=times.now()
    )


@bp.get("/moi")
@staff("programme")
def new():
    return _form(RequirementForm({"from_on": times.today().isoformat()}))


@bp.post("/moi")
@staff("programme")
def define():
    form = RequirementForm(request.form)
    if form.is_valid():
        try:
            requirements.define(form.kind, form.terms, fact=form.fact, paper=form.paper)
            db.session.commit()
        except requirements.TooSoon as soon:
            form.errors["binds_on"] = _too_soon(soon)
    if form.errors:
        release()
        return _form(form), 422
    flash(_("Đã đặt yêu cầu. Cơ sở thấy ngay; chưa đến ngày bắt buộc thì chưa ai bị ngừng."), "good")
    return redirect(url_for(".desk"), 303)


@bp.get("/<int:requirement_id>")
@staff("programme")
def edit(requirement_id: int):
    return _form(RequirementForm.showing(_found(requirement_id)))


@bp.post("/<int:requirement_id>")
@staff("programme")
def revise(requirement_id: int):
    form = RequirementForm(request.form, _found(requirement_id))
    if form.is_valid():
        try:
            requirements.revise(_found(requirement_id), form.terms)
            db.session.commit()
        except requirements.TooSoon as soon:
            form.errors["binds_on"] = _too_soon(soon)
    if form.errors:
        release()
        form.asked = _found(requirement_id)
        return _form(form), 422
    flash(_("Đã lưu yêu cầu."), "good")
    return redirect(url_for(".desk"), 303)


@bp.get("/giay/<int:proof_id>")
@staff("moderate", "programme")
def review(proof_id: int):
    return _review(_proof(proof_id), RefusalForm())


@bp.post("/giay/<int:proof_id>/nhan")
@staff("moderate", "programme")
def accept(proof_id: int):
    _decide(lambda: requirements.accept(_proof(proof_id)))
    flash(_("Đã nhận giấy. Hàng bán tiếp ngay nếu chỉ còn thiếu giấy này."), "good")
    return redirect(url_for(".desk"), 303)


@bp.post("/giay/<int:proof_id>/tu-choi")
@staff("moderate", "programme")
def refuse(proof_id: int):
    form = RefusalForm(request.form)
    if not form.is_valid():
        return _review(_proof(proof_id), form), 422
    _decide(lambda: requirements.refuse(_proof(proof_id), form.reason))
    flash(_("Đã trả lại, kèm lý do."), "good")
    return redirect(url_for(".desk"), 303)


@bp.get("/giay/<int:proof_id>/tep")
@staff("moderate", "programme")
def paper(proof_id: int) -> Response:
    return served(_proof(proof_id))


@bp.get("/con-thieu")
@staff("moderate", "programme")
def who_lacks():
    of, what = request.args.get("yeu-cau", 0, type=int), request.args.get("xem", "")
    found = lacking.found(of, what if what in lacking.VIEWS else "")
    choices = [(one.id, one.title) for one in requirements.every() if not one.is_over]
    return render_template("catalog/staff/lacking.html", found=found, choices=choices, of=of, what=what)


@bp.post("/nhac")
@staff("programme")
def remind():
    sent = requirement_reminders.ask(request.form.getlist("facility_id", type=int))
    db.session.commit()
    said = ngettext("Đã gửi thư cho một cơ sở.", "Đã gửi thư cho %(num)s cơ sở.", sent)
    flash(said if sent else _("Không ai cần nhắc nữa: hôm nay đã nhắc rồi, hoặc đã đủ."), "good" if sent else "warn")
    return redirect(url_for(".who_lacks"), 303)


def _decide(act) -> None:
    try:
        act()
    except requirements.NotNow:
        abort(409, _("Giấy này vừa được người khác xem, hoặc cơ sở đã rút."))
    except requirements.OwnDocument:
        abort(403, _("Giấy của cơ sở mình hay do mình gửi thì người khác xem."))
    except requirements.Lapsed:
        abort(409, _("Giấy đã quá hạn. Trả lại và xin giấy còn hạn."))
    db.session.commit()


def _too_soon(soon: requirements.TooSoon) -> str:
    return _("Bắt buộc sớm nhất từ %(day)s: phải để cơ sở kịp làm.", day=f"{soon.least:%d/%m/%Y}")


def _found(requirement_id: int) -> Requirement:
    return requirements.find(requirement_id) or abort(404)


def _proof(proof_id: int) -> Proof:
    return requirements.proof(proof_id) or abort(404)


def _review(proof: Proof, form: RefusalForm):
    return render_template("catalog/staff/proof.html", proof=proof, form=form, who=people.names_of([proof.decided_by]))


def _form(form: RequirementForm):
    asked = form.asked
    return render_template(
        "catalog/staff/requirement.html",
        form=form,
        asked=asked,
        facts=[(code, fact.name) for code, fact in facts_seen.every().items()],
        papers=[*recognition_facts.kinds().items()],
        makers=[(kind, words.kind_name(kind)) for kind in FACILITY_KINDS],
        shelves=[(one.slug, one.label) for one in taxonomy.browse_groups()],
        history=audit.history_of(asked) if asked else (),
    )
