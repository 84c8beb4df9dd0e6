"""Contracts signed at a fair: noted by their maker on the phone, or by staff; the scan is for these two alone."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id, staff
from catalog.evidence import MOST_BYTES, RefusedEvidence
from catalog.web.papers import SHUT
from core import answers
from core.db import db, release
from core.web import new_key, once_for_form
from fairs import contracts, keeping, workspace
from fairs.deal_forms import CancelForm, ContractForm
from fairs.models import Booth, Fair, FairContract

bp = Blueprint("fairs_contracts", __name__)
RIGHTS = ("allot", "report")


@bp.get("/quan-ly/gian/<int:booth_id>/hop-dong")
@facility("editor")
def mine(booth_id: int):
    return _mine(_own(booth_id), ContractForm({"key": new_key()}))


@bp.post("/quan-ly/gian/<int:booth_id>/hop-dong")
@facility("editor")
def note_mine(booth_id: int):
    form, content = ContractForm(request.form), _uploaded()
    booth = _own(booth_id)
    if not form.is_valid() or not _noted(booth, form, content):
        return _mine(_own(booth_id), form), 422
    flash(_("Đã ghi vào sổ của hội chợ."), "good")
    return redirect(url_for(".mine", booth_id=booth_id), 303)


@bp.post("/quan-ly/gian/<int:booth_id>/hop-dong/<int:contract_id>/bo")
@facility("editor")
def cancel_mine(booth_id: int, contract_id: int):
    booth, form = _own(booth_id), CancelForm(request.form)
    found = contracts.find(booth.fair_id, contract_id, booth.id) or abort(404)
    if not form.is_valid():
        return _mine(booth, ContractForm({"key": new_key()}), form, contract_id), 422
    _cancelled(found, form)
    return redirect(url_for(".mine", booth_id=booth_id), 303)


@bp.get("/quan-ly/gian/<int:booth_id>/hop-dong/<int:contract_id>/ban-chup")
@facility("editor")
def my_scan(booth_id: int, contract_id: int) -> Response:
    booth = _own(booth_id)
    return _served(contracts.find(booth.fair_id, contract_id, booth.id))


@bp.get("/can-bo/hoi-cho/<slug>/hop-dong")
@staff(*RIGHTS)
def all_of_fair(slug: str):
    return _all(_fair(slug), ContractForm({"key": new_key()}))


@bp.post("/can-bo/hoi-cho/<slug>/hop-dong")
@staff(*RIGHTS)
def note(slug: str):
    content = _uploaded()
    fair = _fair(slug)
    every = {one.id: one for one in contracts.booths(fair.id)}
    form = ContractForm(request.form, list(every))
    if not form.is_valid() or not _noted(every[form.booth_id], form, content):
        return _all(_fair(slug), form), 422
    flash(_("Đã ghi vào sổ của hội chợ."), "good")
    return redirect(url_for(".all_of_fair", slug=slug), 303)


@bp.post("/can-bo/hoi-cho/<slug>/hop-dong/<int:contract_id>/bo")
@staff(*RIGHTS)
def cancel(slug: str, contract_id: int):
    fair, form = _fair(slug), CancelForm(request.form)
    found = contracts.find(fair.id, contract_id) or abort(404)
    if not form.is_valid():
        return _all(fair, ContractForm({"key": new_key()}), form, contract_id), 422
    _cancelled(found, form)
    return redirect(url_for(".all_of_fair", slug=slug), 303)


@bp.get("/can-bo/hoi-cho/<slug>/hop-dong/<int:contract_id>/ban-chup")
@staff(*RIGHTS)
def scan(slug: str, contract_id: int) -> Response:
    return _served(contracts.find(_fair(slug).id, contract_id))


def _uploaded() -> bytes:
    """Read before any row is held."""
    upload = request.files.get("file")
    content = upload.read(MOST_BYTES + 1) if upload and upload.filename else b""
    release()
    return content


def _noted(booth: Booth, form: ContractForm, content: bytes) -> bool:
    """Note it once however often the form is sent, or leave the sentence of the rule at its field."""
    if not content:
        form.errors["file"] = _("Chụp hoặc quét các trang đã ký.")
        return False

    def act() -> answers.Answer:
        return {"id": contracts.note(booth, form.told, content).id}

    try:
        once_for_form(act, str(booth.id))
    except contracts.NotAtTheFair:
        form.errors["signed_on"] = _("Chỉ ghi những gì ký trong những ngày hội chợ đã họp.")
    except RefusedEvidence as refused:
        form.errors["file"] = str(refused)
    except contracts.Reported:
        abort(409, _reported())
    except answers.OtherRequest:
        form.errors["partner"] = _("Phiếu này đã ghi rồi. Mở lại trang để ghi hợp đồng khác.")
    if form.errors:
        db.session.rollback()
    return not form.errors


def _cancelled(found: FairContract, form: CancelForm) -> None:
    try:
        contracts.cancel(found, form.reason)
    except contracts.Reported:
        abort(409, _reported())
    except contracts.AlreadyCancelled:
        abort(409, _("Hợp đồng này đã được bỏ rồi."))
    db.session.commit()
    flash(_("Đã bỏ, không tính nữa."), "good")


def _reported() -> str:
    return _("Báo cáo của hội chợ đã được nhận, sổ hợp đồng giữ nguyên.")


def _served(found: FairContract | None) -> Response:
    content = contracts.content_of(found) if found else None
    if found is None or content is None:
        abort(404)
    ending = "pdf" if found.mimetype == "application/pdf" else "jpg"
    response = Response(content, mimetype=found.mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="hop-dong-{found.id}.{ending}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SHUT
    return response


def _mine(booth: Booth, form: ContractForm, cancel: CancelForm | None = None, cancel_id: int = 0) -> str:
    return render_template(
        "fairs/contracts_mine.html",
        facility=booth.facility,
        booth=booth,
        rows=contracts.of_booth(booth.id),
        **_shared(booth.fair, form, cancel, cancel_id),
    )


def _all(fair: Fair, form: ContractForm, cancel: CancelForm | None = None, cancel_id: int = 0) -> str:
    return render_template(
        "fairs/staff/contracts.html",
        booths=[
            (one.id, f"{one.stand.number} · {one.title}" if one.stand else one.title)
            for one in contracts.booths(fair.id)
        ],
        rows=contracts.of_fair(fair.id),
        **_shared(fair, form, cancel, cancel_id),
    )


def _shared(fair: Fair, form: ContractForm, cancel: CancelForm | None, cancel_id: int) -> dict[str, object]:
    return {
        "fair": fair, "form": form, "cancel": cancel or CancelForm(), "cancel_id": cancel_id,
        "takes_notes": contracts.takes_notes(fair), "key": form.value("key") or new_key(),
    }  # fmt: skip


def _own(booth_id: int) -> Booth:
    return workspace.booth_of(my_facility_id(), booth_id) or abort(404)


def _fair(slug: str) -> Fair:
    return keeping.with_slug(slug) or abort(404, _("Không có hội chợ nào ở địa chỉ này."))
