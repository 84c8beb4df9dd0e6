"""How what was done to a product goes back, in one tap: its words, offers, open edit and photos.

Fields are those of catalog/values.py as its maker wants them, approved or not, and of photos: `photo.<digest>` (there
or not; the place from which it was taken), `photo_order`, and `alt.`, `alt_en.`, `focus.`, `mark.` of an original.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from catalog import fields, frames, marks, photos, products, recognitions, revisions, stock, stock_words, values
from catalog.models import Photo, Product
from catalog.sheets.messages import AGAINST_RECORDS
from core import pictures, undo
from core.db import db
from programme.models import Facility

ACTIONS = (
    "product.revised", "product.revision_proposed", "product.revision_withdrawn", "product.photo_added",
    "product.photo_removed", "product.photos_ordered", "product.photo_described", "product.photo_focused",
    "product.photo_mark_chosen", "product.frames_added", "product.frames_removed",
)  # fmt: skip
OF_PHOTO = ("alt", "alt_en", "focus", "mark")


def init_app(app: Flask) -> None:
    for action in ACTIONS:
        undo.register(action, undo.Verb(_product, value_of, put, titles, label, told))
    undo.register(
        "facility.marks_photos",
        undo.Verb(
            load=lambda row_id: db.session.get(Facility, row_id),
            value_of=getattr,
            put=lambda facility, wanted: marks.switch(facility, on=wanted["marks_photos"]),
            label=lambda _field: _("Tên cơ sở trên mọi ảnh"),
            told=lambda _field, value: _("có") if value else _("không"),
        ),
    )


def value_of(product: Product, name: str) -> Any:
    """What its maker wants of a field: as the open edit has it, else as it stands."""
    kind, _dot, digest = name.partition(".")
    if kind == "photo":
        return True if digest in _wanted(product) else None
    if name == "photo_order":
        return [photo.original for photo in product.photos]
    if kind in OF_PHOTO:
        photo = _photo(product, digest)
        return _said(photo, kind) if photo else None
    revision = revisions.open_of(product) if products.is_reviewed(product) else None
    if revision and name in revision.changes:
        return revision.changes[name][1]
    return values.plain(values.of(product, name))


def put(product: Product, wanted: Mapping[str, Any]) -> None:
    """By the verbs that its maker has. Raises undo.Forbidden with the rule that stands against it."""
    of_photos = {name: value for name, value in wanted.items() if name.partition(".")[0] in (*OF_PHOTO, *_PHOTOS)}
    try:
        for name, value in of_photos.items():
            _put_photo(product, name, value)
        if others := {name: value for name, value in wanted.items() if name not in of_photos}:
            frames.recall(others.get("frames", ()))
            with db.session.begin_nested():
                revisions.revise(product, others)
                db.session.flush()
    except IntegrityError as rule:  # a number that another form bears by now
        raise undo.Forbidden(str(AGAINST_RECORDS["gtin_taken"])) from rule
    except photos.LastPhoto as rule:
        raise undo.Forbidden(_("Hàng đang bày cần ít nhất một ảnh.")) from rule
    except products.NotComplete as rule:
        raise undo.Forbidden(_("Hàng đang bày không bỏ trống mục này được.")) from rule
    except products.IllegalMove as rule:
        raise undo.Forbidden(_("Món này đang ở kho lưu trữ. Lấy ra rồi sửa.")) from rule
    except stock.BelowHeld as rule:
        raise undo.Forbidden(stock_words.why(rule)) from rule
    except recognitions.HoldsTitle as rule:
        raise undo.Forbidden(_("Món này có danh hiệu CNNT tiêu biểu, mà danh hiệu ấy chỉ cho hàng loạt.")) from rule


def label(name: str) -> str:
    kind = name.partition(".")[0]
    of_photos = {
        "photo": _("Ảnh"), "photo_order": _("Thứ tự ảnh"), "alt": _("Lời tả ảnh"), "alt_en": _("Lời tả ảnh tiếng Anh"),
        "focus": _("Tâm ảnh"), "mark": _("Tên cơ sở trên ảnh"),
    }  # fmt: skip
    return of_photos.get(kind) or fields.label_of(name, Product(browse_category=""))


def told(name: str, value: Any) -> str:
    kind = name.partition(".")[0]
    if kind == "photo":
        return _("có") if value is not None else _("không có")
    if kind == "photo_order":
        return _("%(n)s ảnh", n=len(value))
    if kind == "focus":
        return f"{value[0]}% × {value[1]}%" if value else _("chợ tìm")
    if kind == "mark":
        return {True: _("có"), False: _("không"), None: _("như mọi ảnh")}[value]
    return str(value or "") if kind in OF_PHOTO else fields.told(name, value)


_PHOTOS = ("photo", "photo_order")


def _product(product_id: int) -> Product | None:
    return db.session.get(Product, product_id)


def titles(product_ids: Iterable[int]) -> dict[int, str]:
    return dict(db.session.execute(select(Product.id, Product.name).where(Product.id.in_(product_ids))).all())


def _wanted(product: Product) -> set[str]:
    """Digests of the photos it has or will have, marked ones under both names."""
    there = set(revisions.digests(product))
    return there | {photo.original for photo in product.photos if photo.picture.digest in there}


def _photo(product: Product, digest: str) -> Photo | None:
    return next((one for one in product.photos if digest in (one.original, one.picture.digest)), None)


def _said(photo: Photo, kind: str) -> Any:
    return {
        "alt": photo.alt, "alt_en": photo.alt_en, "focus": photo.picture.chosen_focus, "mark": photo.is_marked,
    }[kind]  # fmt: skip


def _put_photo(product: Product, name: str, value: Any) -> None:
    kind, _dot, digest = name.partition(".")
    if kind == "photo":
        _hang(product, digest, value) if value is not None else _take_off(product, digest)
        return
    if kind == "photo_order":
        photos.order(product, [one.id for digest in value if (one := _photo(product, digest))])
        return
    photo = _photo(product, digest)
    if photo is None:
        raise undo.Forbidden(_("Ảnh ấy không còn ở món hàng."))
    if kind == "focus":
        photos.focus_on(product, photo, tuple(value) if value else None)
    elif kind == "mark":
        marks.choose(product, photo, value)
    else:
        tell = photos.describe if kind == "alt" else photos.describe_in_english
        tell(product, {photo.id: value})


def _hang(product: Product, digest: str, place: Any) -> None:
    """Where it hung before, if it is known and nobody has to approve it."""
    picture = pictures.known(digest)
    if picture is None or len(revisions.digests(product)) >= photos.MOST:
        raise undo.Forbidden(_("Ảnh ấy không còn, hoặc món hàng đã đủ ảnh."))
    photos.attach(product, picture)
    back = _photo(product, digest)
    if back is not None and place is not True:
        db.session.flush()
        row = [photo.id for photo in product.photos if photo is not back]
        photos.order(product, [*row[:place], back.id, *row[place:]])


def _take_off(product: Product, digest: str) -> None:
    photo = _photo(product, digest)
    if photo is not None:
        photos.remove(product, photo.id)
    else:
        photos.take_back(product, digest)
