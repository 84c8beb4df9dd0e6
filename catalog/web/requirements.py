"""What the market asks of a maker: what is missing, why, by when; she declares and hands in from the same page."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import covers, facility, my_facility_id
from catalog import desk, evidence, facts_seen, requirements, standing
from catalog.models import Proof, Requirement
from catalog.requirement_forms import DocumentForm
from catalog.web import papers
from core import times
from core.db import db, release

bp = Blueprint("requirements", __name__, url_prefix="/quan-ly/yeu-cau")


@bp.get("")
@facility("editor")
def show():
    return _page()


@bp.post("/cam-ket")
@facility("owner")
def attest():
    """Whoever declares for a facility owns it; the version is that of the text she read."""
    try:
        requirements.attest(my_facility_id(), _asked(), request.form.get("version", 0, type=int))
    except requirements.NotNow:
        abort(409, _("Lời cam kết vừa được sửa. Mở lại trang, đọc lại rồi cam kết."))
    db.session.commit()
    flash(_("Đã ghi cam kết, kèm ngày giờ và đúng lời vừa đọc."), "good")
    return redirect(url_for(".show"), 303)


@bp.post("/giay")
@facility("editor")
def hand_in():
    asked_id, form = _asked().id, DocumentForm(request.form)
    form.is_valid()
    scans, refused = papers.scans()
    if refused or not scans:
        form.errors["file"] = refused[0] if refused else _("Chụp hoặc chọn bản quét của giấy.")
    if not form.errors:
        _hand_in(asked_id, form, *scans[0])
    if form.errors:
        release()
        return _page(form, asked_id), 422
    flash(_("Đã gửi. Người trực xem rồi báo lại; chỉ cơ sở và người trực mở được tệp này."), "good")
    return redirect(url_for(".show"), 303)


@bp.post("/giay/<int:proof_id>/rut")
@facility("editor")
def withdraw(proof_id: int):
    try:
        requirements.withdraw(_mine(proof_id))
    except requirements.NotNow:
        abort(409, _("Giấy này đã được xem rồi. Tải lại trang."))
    db.session.commit()
    return redirect(url_for(".show"), 303)


@bp.get("/giay/<int:proof_id>/tep")
@facility("editor")
def paper(proof_id: int) -> Response:
    return served(_mine(proof_id))


def served(proof: Proof) -> Response:
    return papers.scan_served(requirements.content_of(proof), proof.mimetype, proof.digest)


def _hand_in(asked_id: int, form: DocumentForm, name: str, scan: evidence.Scan) -> None:
    asked = requirements.find(asked_id) or abort(404)
    try:
        requirements.hand_in(my_facility_id(), asked, form.paper, scan, name)
        db.session.commit()
    except requirements.WaitsAlready:
        form.errors["file"] = _("Đang có một giấy chờ xem. Rút giấy ấy rồi gửi giấy mới.")
    except requirements.Lapsed:
        form.errors["valid_until"] = _("Giấy đã hết hạn. Cần giấy còn hạn.")
    except requirements.NotNow:
        abort(409, _("Yêu cầu này không còn. Tải lại trang."))


def _asked() -> Requirement:
    return requirements.find(request.form.get("requirement", 0, type=int)) or abort(404)


def _mine(proof_id: int) -> Proof:
    return requirements.proof(proof_id, my_facility_id()) or abort(404)


def _page(form: DocumentForm | None = None, of: int = 0):
    mine = desk.facility(my_facility_id())
    items = standing.of(mine.id)
    return render_template(
        "catalog/manage/requirements.html",
        facility=mine,
        open_items=sorted((one for one in items if not one.is_met), key=_urgency),
        met=[one for one in items if one.is_met],
        history=[one for one in requirements.history(mine.id) if one.digest],
        facts=facts_seen.every(),
        form=form or DocumentForm(),
        of=of,
        is_owner=covers("owner"),
        today=times.today(),
    )


def _urgency(item: standing.Item) -> tuple[bool, str, int]:
    """What stops something first; then what is only good to have."""
    return item.bites_on is None, str(item.bites_on), item.requirement.id
