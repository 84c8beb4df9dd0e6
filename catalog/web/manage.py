"""A facility keeps its products: three steps, photos, stock, and asking for approval."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.access import covers, facility, my_facility_id
from catalog import (
    bundles,
    completeness,
    designs,
    desk,
    differences,
    english,
    fields,
    labels,
    making,
    photos,
    products,
    recognitions,
    revisions,
    spins,
    stock,
    stock_words,
    taxonomy,
    uploads,
    videos,
    waiting,
)
from catalog.forms import BasicsForm, LabelForm, NewProductForm, OfferForm, ScheduleForm
from catalog.web.photos import sent, tell_refused
from catalog.web.staff import places
from core import pictures
from core.db import db, release
from core.text import clean_line

bp = Blueprint("catalog_manage", __name__, url_prefix="/quan-ly")

LAST_STEP = 3
MOVES = {
    "goi-lai": (products.call_back, _l("Đã rút về để sửa tiếp.")),
    "cat-di": (products.withdraw, _l("Đã cất khỏi chợ. Bày lại lúc nào cũng được.")),
    "bay-lai": (products.put_back, _l("Đã bày lại ở chợ.")),
    "luu-tru": (products.archive, _l("Đã đưa vào kho lưu trữ. Đơn cũ và lời khen vẫn còn nguyên.")),
    "mo-lai": (products.bring_back, _l("Đã lấy ra khỏi kho lưu trữ, thành bản nháp.")),
}


@bp.get("/san-pham")
@facility("packer", helped=True)
def products_page():
    state, words = request.args.get("tt", ""), clean_line(request.args.get("q", ""))[:100]
    shown = desk.products_of(my_facility_id(), state, words, request.args.get("trang", 1, type=int))
    return _page(
        "list",
        shown=shown,
        counts=desk.states_of(my_facility_id()),
        state=state,
        words=words,
        complete={product.id: completeness.of(product) for product in shown.products},
        remarks={product.id: products.open_remarks(product) for product in shown.products},
        waiters=waiting.counts_of(my_facility_id()),
        may_edit=covers("editor"),
    )


@bp.get("/san-pham/moi")
@facility("editor")
def new_product():
    return _new_page(NewProductForm())


@bp.post("/san-pham/moi")
@facility("editor")
def make_product():
    form = NewProductForm(request.form)
    batch = photos.render(sent("photos"))
    kept = [found for digest in request.form.getlist("kept") if (found := pictures.known(digest))]
    if not form.is_valid():
        return _new_page_again(form, batch, kept)
    try:
        product = products.create(
            desk.facility(my_facility_id()),
            form.name,
            form.browse_category,
            sku=form.sku,
            name_en=form.name_en,
            **form.usual,
        )
    except products.SkuTaken:
        form.errors["sku"] = _("Mã này đã có món khác dùng.")
        return _new_page_again(form, batch, kept)
    for picture in kept:
        photos.attach(product, picture)
    photos.add(product, batch)
    db.session.commit()
    tell_refused(batch)
    return redirect(url_for(".step", product_id=product.id, number=2 if product.photos else 1), 303)


@bp.get("/san-pham/<int:product_id>/buoc/<int:number>")
@facility("editor")
def step(product_id: int, number: int):
    product = _mine(product_id)
    return _step_page(product, number, _form(product, number))


@bp.post("/san-pham/<int:product_id>/buoc/<int:number>")
@facility("editor")
def save_step(product_id: int, number: int):
    """Save one step; `go` says where next: on, submit, or stay."""
    product = _mine(product_id)
    form = _form(product, number, request.form)
    if not form.is_valid() or not _saved(product, form):
        release()
        return _step_page(_mine(product_id), number, form), 422
    if request.form.get("go") == "submit":
        return _submitted(product_id)
    db.session.commit()
    flash(*_saved_words(product))
    further = number + 1 if request.form.get("go") == "next" and number < LAST_STEP else number
    return redirect(url_for(".step", product_id=product_id, number=further), 303)


@bp.get("/san-pham/<int:product_id>/xem-truoc")
@facility("packer")
def preview(product_id: int):
    product = _mine(product_id)
    revisions.lay_over(product, revisions.open_of(product))
    return _page("preview", **_seen(product))


@bp.post("/san-pham/<int:product_id>/ban-sua/rut-lai")
@facility("editor")
def call_back_revision(product_id: int):
    try:
        revisions.call_back(_mine(product_id))
    except revisions.AlreadyDecided:
        abort(409, _("Bản sửa này không còn chờ nữa. Hãy tải lại trang."))
    db.session.commit()
    flash(_("Đã rút bản sửa. Trang ở chợ giữ nguyên."), "good")
    return redirect(_editor(product_id), 303)


@bp.post("/san-pham/<int:product_id>/gui-duyet")
@facility("editor")
def submit(product_id: int):
    return _submitted(product_id)


@bp.post("/san-pham/<int:product_id>/<any('goi-lai', 'cat-di', 'bay-lai', 'luu-tru', 'mo-lai'):move>")
@facility("editor")
def move(product_id: int, move: str):
    verb, done = MOVES[move]
    product = _mine(product_id)
    try:
        verb(product)
    except products.IllegalMove:
        abort(409)
    except products.NotComplete as lacking:
        return _lacking_page(product_id, lacking.items)
    db.session.commit()
    flash(str(done), "good")
    return redirect(request.form.get("back") == "list" and url_for(".products_page") or _editor(product_id), 303)


@bp.post("/san-pham/<int:product_id>/lich-bay")
@facility("editor")
def schedule(product_id: int):
    """The days on which it is on show; an empty day has no bound."""
    product = _mine(product_id)
    form = ScheduleForm(request.form)
    if not form.is_valid():
        return _step_page(product, LAST_STEP, _form(product, LAST_STEP), days=form), 422
    products.schedule(product, form.begins, form.ends)
    db.session.commit()
    flash(_("Đã ghi lịch bày."), "good")
    return redirect(_editor(product_id), 303)


@bp.post("/san-pham/<int:product_id>/ton-kho")
@facility("packer")
def count(product_id: int):
    """Set what is on hand; an empty field stops counting."""
    product = _mine(product_id)
    typed = request.form.get("on_hand", "").strip()
    if typed and not (typed.isascii() and typed.isdigit() and len(typed) <= 6):
        flash(_("%(name)s: số đang có phải là số nguyên.", name=product.name), "bad")
        return redirect(_back_to_list(), 303)
    try:
        products.count(product.sku, int(typed) if typed else None)
    except stock.BelowHeld as below:
        flash(f"{product.name}: {stock_words.why(below)}", "bad")
        return redirect(_back_to_list(), 303)
    db.session.commit()
    flash(_("%(name)s: đã ghi số đang có.", name=product.name), "good")
    return redirect(_back_to_list(), 303)


def _mine(product_id: int):
    return desk.product_of(my_facility_id(), product_id) or abort(404)


def _page(template: str, **context):
    return render_template(f"catalog/manage/{template}.html", facility=desk.facility(my_facility_id()), **context)


def _new_page(form, kept=()):
    return _page("new", form=form, groups=_groups(), kept=kept, number=1)


def _new_page_again(form, batch, kept):
    """What was typed and what was sent stays: photos wait in the form by their digests."""
    kept = [*kept, *photos.kept(batch)]
    db.session.commit()
    tell_refused(batch)
    return _new_page(form, kept), 422


def _groups() -> list[tuple[str, str]]:
    return [(group.code, group.label) for group in taxonomy.browse_groups()]


def _form(product, number: int, raw=None):
    if number == 1:
        return BasicsForm(raw)
    if number == 2:
        return OfferForm(raw)
    return LabelForm(product, raw) if number == LAST_STEP else abort(404)


def _saved(product, form) -> bool:
    """Put the form's changes in; a rule that forbids one leaves its sentence at the field."""
    try:
        revisions.revise(product, form.changes())
    except products.IllegalMove:
        abort(409, _("Món này đang ở kho lưu trữ. Lấy ra rồi sửa."))
    except products.NotComplete as lacking:
        sentence = _("Hàng đang bày không bỏ trống mục này được.")
        form.errors |= {item.field: sentence for item in lacking.items}
    except stock.BelowHeld as below:
        form.errors["on_hand"] = stock_words.why(below)
    except recognitions.HoldsTitle:
        form.errors["one_of_a_kind"] = _("Món này có danh hiệu CNNT tiêu biểu, mà danh hiệu ấy chỉ cho hàng loạt.")
    return not form.errors


def _saved_words(product) -> tuple[str, str]:
    if revisions.open_of(product):
        return _("Đã lưu. Giá và số hàng có ngay; phần còn lại chờ người trực xem, bản đang bày giữ nguyên."), "good"
    return _("Đã lưu."), "good"


def _step_page(product, number: int, form, lacking=(), days=None):
    revision = revisions.open_of(product)
    coming = photos.waiting(product)
    changes = differences.of(product, revision.changes) if revision else []
    revisions.lay_over(product, revision)
    context = _seen(product) | {
        "revision": revision,
        "differences": changes,
        "coming": coming,
        "number": number,
        "missing_english": english.missing(product),
        "form": form,
        "groups": _groups(),
        **places(),
        "usual": [taxonomy.name_of(code) if code else "" for code in taxonomy.usual_for(product.browse_category)],
        "complete": completeness.of(product),
        "remarks": products.remarks_by_field(product),
        "step_of": fields.step_of,
        "lacking": lacking,
        "days": days or ScheduleForm({"show_from": product.first_day or "", "show_until": product.last_day or ""}),
        "awaited": photos.awaited(product),
        "most_photos": photos.MOST,
        "video_hosts": videos.names(),
        "part_size": uploads.PART,
        "spin": spins,
        "designs": designs.of_product(product.id),
        "suggested": labels.suggested(product),
        "kinds": labels.kinds(product),
    }
    return _page(f"step_{number}", **context)


def _seen(product):
    """What the page as visitors see it needs."""
    return {
        "product": product,
        "frames": spins.told(product),
        "made_in": making.steps_of(product),
        "contents": bundles.parts_of([product.main.id]).get(product.main.id, ()),
        "group": taxonomy.name_of(product.browse_category),
        "levels": taxonomy.level_names(),
        "label_facts": labels.facts(product),
    }


def _submitted(product_id: int):
    product = _mine(product_id)
    try:
        revisions.submit(product)
    except products.IllegalMove:
        abort(409)
    except products.NotComplete as lacking:
        return _lacking_page(product_id, lacking.items)
    db.session.commit()
    flash(_("Đã gửi. Người trực xem trong một ngày, có kết quả chợ báo ngay."), "good")
    return redirect(_editor(product_id), 303)


def _lacking_page(product_id: int, items):
    """What was typed is kept; what is missing is named, each with the way to it."""
    db.session.commit()
    product = _mine(product_id)
    return _step_page(product, LAST_STEP, _form(product, LAST_STEP), items), 422


def _editor(product_id: int) -> str:
    return url_for(".step", product_id=product_id, number=LAST_STEP)


def _back_to_list() -> str:
    return url_for(
        ".products_page",
        tt=request.form.get("tt") or None,
        q=request.form.get("q") or None,
        trang=request.form.get("trang") or None,
    )
