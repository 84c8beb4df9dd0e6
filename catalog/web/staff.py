"""Staff approve products or send them back with remarks at fields."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts import people
from accounts.access import staff
from catalog import (
    bundles,
    completeness,
    desk,
    differences,
    fields,
    history,
    labels,
    making,
    photos,
    products,
    recognitions,
    revisions,
    spins,
    taxonomy,
)
from catalog.forms import PlaceForm, ReasonForm, RemarksForm
from core import times, workbooks
from core.db import db, release

bp = Blueprint("catalog_staff", __name__, url_prefix="/can-bo/san-pham")


@bp.get("")
@staff("moderate")
def queue():
    tab, group = request.args.get("loai", ""), request.args.get("nhom", "")
    waiting, groups = desk.waiting()
    shown = desk.queue(tab, group, request.args.get("trang", 1, type=int))
    return render_template(
        "catalog/staff/queue.html",
        shown=shown,
        edits=revisions.open_by_product(product.id for product in shown.products),
        tab=tab,
        group=group,
        groups=[(slug, taxonomy.name_of(slug)) for slug in groups],
        waiting=waiting,
        now=times.now(),
    )


@bp.get("/tai.xlsx")
@staff("moderate")
def workbook():
    rows = desk.whole_queue(request.args.get("loai", ""), request.args.get("nhom", ""))
    edits = revisions.open_by_product(product.id for product in rows)
    headings = [
        _("Mã hàng"), _("Tên hàng"), _("Cơ sở"), _("Xã, phường"), _("Nhóm hàng"), _("Giá (đồng)"), _("Số ảnh"),
        _("Trạng thái"), _("Chờ từ"), _("Là bản sửa"),
    ]  # fmt: skip
    cells = [
        [
            one.sku, one.name, one.facility.name, one.facility.commune_name, taxonomy.name_of(one.browse_category),
            one.price, len(one.photos), fields.state_names()[one.state],
            edits[one.id].made_at if one.id in edits else one.submitted_at, _("có") if one.id in edits else "",
        ]
        for one in rows
    ]  # fmt: skip
    return workbooks.answer("hang-cho-duyet", workbooks.write(_("Hàng chờ duyệt"), headings, cells))


@bp.get("/<int:product_id>")
@staff("moderate")
def review(product_id: int):
    product = _found(product_id)
    return _page(product, _remarks_form(product), ReasonForm())


@bp.post("/<int:product_id>/duyet")
@staff("moderate")
def approve(product_id: int):
    product = _found(product_id)
    if request.form.get("seen", product.updated_at.isoformat()) != product.updated_at.isoformat():
        abort(409, _("Người làm vừa sửa món này sau khi bạn mở trang. Hãy tải lại trang rồi duyệt."))
    try:
        _moved(products.publish, product)
    except products.NotComplete as lacking:
        return _not_yet(product_id, lacking.items)
    db.session.commit()
    return _on(product, _("Đã duyệt, %(name)s đang bày.", name=product.name))


@bp.post("/<int:product_id>/tra-lai")
@staff("moderate")
def send_back(product_id: int):
    product = _found(product_id)
    form = _remarks_form(product, request.form)
    if not form.is_valid():
        return _page(product, form, ReasonForm()), 422
    _moved(products.send_back, product, form.remarks)
    db.session.commit()
    return _on(product, _("Đã trả lại %(name)s kèm %(n)s lời nhắn.", name=product.name, n=len(form.remarks)))


@bp.post("/<int:product_id>/ban-sua/duyet")
@staff("moderate")
def approve_revision(product_id: int):
    product = _found(product_id)
    try:
        _decided(revisions.approve, product, _version())
    except products.NotComplete as lacking:
        return _not_yet(product_id, lacking.items)
    db.session.commit()
    return _on(product, _("Đã duyệt, bản mới của %(name)s đang bày.", name=product.name))


@bp.post("/<int:product_id>/ban-sua/tra-lai")
@staff("moderate")
def send_back_revision(product_id: int):
    product = _found(product_id)
    form = _revision_form(product, request.form)
    if not form.is_valid():
        return _page(product, form, ReasonForm()), 422
    _decided(revisions.send_back, product, _version(), form.remarks)
    db.session.commit()
    return _on(product, _("Đã trả lại bản sửa của %(name)s. Bản đang bày giữ nguyên.", name=product.name))


@bp.post("/<int:product_id>/go")
@staff("moderate")
def take_down(product_id: int):
    product = _found(product_id)
    form = ReasonForm(request.form)
    if not form.is_valid():
        return _page(product, _remarks_form(product), form), 422
    _moved(products.take_down, product, form.reason)
    db.session.commit()
    flash(_("Đã gỡ. Gỡ nhầm thì bấm “Bày lại” ngay trên trang này."), "good")
    return redirect(url_for(".review", product_id=product_id), 303)


@bp.post("/<int:product_id>/bay-lai")
@staff("moderate")
def restore(product_id: int):
    product = _found(product_id)
    try:
        _moved(products.restore, product)
    except products.NotComplete as lacking:
        return _not_yet(product_id, lacking.items)
    db.session.commit()
    flash(_("Đã bày lại."), "good")
    return redirect(url_for(".review", product_id=product_id), 303)


def _not_yet(product_id: int, items):
    release()
    flash(_("Chưa duyệt được, còn thiếu: %(what)s.", what="; ".join(item.text for item in items)), "bad")
    return redirect(url_for(".review", product_id=product_id), 303)


def _found(product_id: int):
    return desk.product(product_id) or abort(404)


def _moved(verb, product, *details) -> None:
    try:
        verb(product, *details)
    except products.IllegalMove:
        abort(409, _("Món này vừa được chuyển sang trạng thái khác. Hãy tải lại trang."))


def _decided(verb, product, *details) -> None:
    try:
        verb(product, *details)
    except revisions.AlreadyDecided:
        abort(409, _("Bản sửa này vừa được người khác xử lý hoặc người làm vừa sửa thêm. Hãy tải lại trang."))
    except recognitions.HoldsTitle:
        abort(409, _("Món này có danh hiệu CNNT tiêu biểu nên không ghi là độc bản được. Hãy trả lại bản sửa."))
    except revisions.NotOnShow:
        abort(409, _("Món này đang không bày. Bản sửa chờ đến khi bày lại."))


def _version() -> int:
    return request.form.get("version", 0, type=int)


def _on(product, sentence: str):
    """To the next in the queue, or back to it when it is empty."""
    flash(sentence, "good")
    following = desk.next_waiting(product)
    return redirect(url_for(".review", product_id=following) if following else url_for(".queue"), 303)


def _remarks_form(product, raw=None) -> RemarksForm:
    return RemarksForm([name for _step, rows in _fields(product) for name, _label, _text in rows] + [""], raw)


def _revision_form(product, raw=None) -> RemarksForm:
    revision = revisions.open_of(product)
    return RemarksForm([*(revision.changes if revision else ()), ""], raw)


def _page(product, remarks: RemarksForm, reason: ReasonForm):
    revision = revisions.open_of(product)
    return render_template(
        "catalog/staff/review.html",
        product=product,
        revision=revision,
        differences=differences.of(product, revision.changes) if revision else [],
        made_by=people.names_of([revision.made_by]).get(revision.made_by, "") if revision else "",
        form=remarks,
        reason=reason,
        steps=_fields(product),
        complete=completeness.of(product),
        open_remarks=products.remarks_by_field(product),
        history=history.of(product).events[:12],
        group=taxonomy.name_of(product.browse_category),
        levels=taxonomy.level_names(),
        label_facts=labels.facts(product),
        frames=spins.turn(product.id),
        made_in=making.steps_of(product),
        contents=bundles.parts_of([product.main.id]).get(product.main.id, ()),
        origins=photos.origins_of(product.photos),
        **places(),
        place=PlaceForm(product),
        waiting=desk.waiting()[0],
        following=desk.next_waiting(product),
    )


def places() -> dict[str, list[tuple[str, str]]]:
    """Every place of the three classifications, to choose from."""
    return {
        "shelves": [(one.code, one.label) for one in taxonomy.browse_groups()],
        "ocop_groups": [(one.code, f"{one.code} · {one.label}") for one in taxonomy.ocop_groups()],
        "cnnttb_groups": [(one.code, one.label) for one in taxonomy.cnnttb_groups()],
    }


def _fields(product) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Every field by step, as (name, what it is called, what stands in it)."""
    titles = {1: _("Ảnh, tên, nhóm"), 2: _("Giá, hàng, mô tả")}
    rows = [
        (titles[step], [(name, label, fields.shown(product, name)) for name, label in names.items()])
        for step, names in fields.steps().items()
    ]
    facts = [
        (f"label.{one.field}", one.name, str(product.label.get(one.field, "")))
        for one in labels.fields_of(product.browse_category)
    ]
    return [*rows, (_("Nhãn hàng hóa"), facts)]
