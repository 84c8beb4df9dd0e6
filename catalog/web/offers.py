"""A maker keeps the forms of a product: a list, one form to fill in, order by buttons."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from catalog import desk, gtin, sale_words, sales, stock, stock_words, tiers, variants
from catalog.forms import SaleForm, VariantForm
from catalog.sheets.messages import AGAINST_RECORDS
from core import barcodes, times
from core.db import db, release
from core.forms import ids_in

bp = Blueprint("catalog_offers", __name__, url_prefix="/quan-ly/san-pham/<int:product_id>/loai")

MOST_PAST = 20
MOVES = {"thoi-ban": variants.retire, "ban-lai": variants.bring_back}


@bp.get("")
@facility("editor")
def show(product_id: int):
    return _page(_mine(product_id), VariantForm())


@bp.post("")
@facility("editor")
def add(product_id: int):
    product, form = _mine(product_id), VariantForm(request.form)
    if not form.is_valid() or not _done(form, lambda: variants.add(product, sku=form.sku, **form.columns())):
        release()
        return _page(_mine(product_id), form), 422
    db.session.commit()
    flash(_("Đã thêm loại %(name)s.", name=form.name), "good")
    return redirect(url_for(".show", product_id=product_id), 303)


@bp.get("/<int:variant_id>")
@facility("editor")
def edit(product_id: int, variant_id: int):
    product = _mine(product_id)
    return _page(product, VariantForm(), _one(product, variant_id))


@bp.post("/<int:variant_id>")
@facility("editor")
def revise(product_id: int, variant_id: int):
    product = _mine(product_id)
    variant, form = _one(product, variant_id), VariantForm(request.form, is_only=len(product.variants) == 1)
    if not form.is_valid() or not _done(form, lambda: variants.revise(variant, form.changes())):
        release()
        product = _mine(product_id)
        return _page(product, form, _one(product, variant_id)), 422
    db.session.commit()
    flash(_("Đã lưu. Giá và số hàng mới có ngay."), "good")
    return redirect(url_for(".show", product_id=product_id), 303)


@bp.post("/thu-tu")
@facility("editor")
def arrange(product_id: int):
    """`move` = "<id>:-1": a place up or down."""
    product = _mine(product_id)
    ids = [variant.id for variant in product.variants]
    moved, _colon, by = request.form.get("move", "").partition(":")
    if ids_in(moved) and int(moved) in ids and by in ("-1", "1"):
        place = ids.index(int(moved))
        ids.insert(max(place + int(by), 0), ids.pop(place))
    variants.order(product, ids)
    db.session.commit()
    return redirect(url_for(".show", product_id=product_id), 303)


@bp.post("/<int:variant_id>/giam-gia")
@facility("editor")
def put_on_sale(product_id: int, variant_id: int):
    product = _mine(product_id)
    variant, form = _one(product, variant_id), SaleForm(request.form)
    if not form.is_valid() or not _on_sale(variant, form):
        release()
        product = _mine(product_id)
        return _page(product, VariantForm(), _one(product, variant_id), form), 422
    db.session.commit()
    flash(_("Đã đặt đợt giảm giá. Tới ngày thì giá mới tự hiện, hết đợt tự về giá thường."), "good")
    return redirect(url_for(".edit", product_id=product_id, variant_id=variant_id, _anchor="giam-gia"), 303)


@bp.post("/<int:variant_id>/thoi-giam")
@facility("editor")
def end_sale(product_id: int, variant_id: int):
    sales.end(_one(_mine(product_id), variant_id))
    db.session.commit()
    return redirect(url_for(".edit", product_id=product_id, variant_id=variant_id, _anchor="giam-gia"), 303)


@bp.get("/<int:variant_id>/ma-vach.svg")
@facility("packer")
def bars(product_id: int, variant_id: int):
    """The barcode alone, to be printed on labels."""
    variant = _one(_mine(product_id), variant_id)
    drawn = barcodes.drawing(gtin.shown(variant.gtin or abort(404)))
    return Response(drawn, mimetype="image/svg+xml")


@bp.post("/<int:variant_id>/<any('thoi-ban', 'ban-lai'):move>")
@facility("editor")
def move(product_id: int, variant_id: int, move: str):
    try:
        MOVES[move](_one(_mine(product_id), variant_id))
    except variants.LastOffered:
        abort(409, _("Món này chỉ còn một loại đang bán. Thêm loại khác trước, hoặc cất cả món đi."))
    db.session.commit()
    return redirect(url_for(".show", product_id=product_id), 303)


def _mine(product_id: int):
    return desk.product_of(my_facility_id(), product_id) or abort(404)


def _one(product, variant_id: int):
    return next((one for one in product.variants if one.id == variant_id), None) or abort(404)


def _done(form: VariantForm, act) -> bool:
    """Do it, or leave the sentence of the rule that forbids it at the field."""
    try:
        act()
    except variants.SkuTaken:
        form.errors["sku"] = _("Mã này đã có món khác dùng.")
    except variants.NameTaken:
        form.errors["name"] = _("Món này đã có một loại mang tên đó.")
    except variants.GtinTaken:
        form.errors["gtin"] = str(AGAINST_RECORDS["gtin_taken"])
    except variants.TooMany:
        form.errors["name"] = _("Một món nhiều nhất %(n)s loại.", n=variants.MOST)
    except variants.CannotBeWeighed:
        form.errors["price_per_kg"] = str(AGAINST_RECORDS["cannot_be_weighed"])
    except stock.BelowHeld as below:
        form.errors["on_hand"] = stock_words.why(below)
    return not form.errors


def _on_sale(variant, form: SaleForm) -> bool:
    """Set the sale, or leave the sentence of the rule that forbids it at the field."""
    try:
        sales.begin(variant, form.price, form.since, form.until)
    except (sales.NoPrice, sales.NotLower, sales.TooLow) as refused:
        form.errors["price"] = sale_words.why(refused)
    except sales.TooLong as long:
        form.errors["last"] = sale_words.why(long)
    except sales.NotAhead:
        form.errors["last"] = _("Ngày cuối phải từ ngày đầu trở đi.")
    return not form.errors


def _page(product, form: VariantForm, chosen=None, sale: SaleForm | None = None):
    return render_template(
        "catalog/manage/offers.html",
        facility=desk.facility(my_facility_id()),
        product=product,
        form=form,
        chosen=chosen,
        most=variants.MOST,
        tiers=tiers.MOST,
        sale=sale or SaleForm(),
        past=sales.history(chosen)[:MOST_PAST] if chosen else (),
        limit=sales.limit_on(times.today()),
        now=times.now(),
        today=times.today(),
    )
