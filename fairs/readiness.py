"""What keeps a booth shut: photos, origin, price, certificate and delivery, each with what to mend and where.

How full a booth is (completeness.py) is advice; these five stand in the way of opening.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from catalog import labels
from catalog.models import Product, Recognition, in_force
from core import times
from core.db import db
from fairs import workspace
from fairs.completeness import PHOTOS_EACH
from fairs.models import Booth

CHECKS = ("photos", "origin", "price", "certificate", "delivery")
EATEN = ("thuc-pham", "tra-do-uong")  # sold at a fair only with a paper on food safety


class NotReady(Exception):
    """Some of the five stand in the way; nothing was changed."""

    def __init__(self, lacks: Sequence["Lack"]) -> None:
        super().__init__([one.code for one in lacks])
        self.lacks = lacks


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing to mend: which check, in words, and at which product; None: at the facility or the booth itself.

    `of` is the maker who mends it; None: the one whose booth it is.
    """

    code: str
    text: str
    product_id: int | None = None
    of: int | None = None


def lacks_of(booth: Booth) -> list[Lack]:
    return lacks([booth], workspace.goods_of([booth]))[booth.id]


def lacks(booths: Sequence[Booth], goods: Mapping[int, Sequence[Product]]) -> dict[int, list[Lack]]:
    """By booth, what keeps each shut; `goods` by booth. One query however many booths."""
    safe = _safe({one.facility_id for booth in booths for one in goods[booth.id]})
    return {booth.id: _lacks(booth, goods[booth.id], safe) for booth in booths}


def codes(found: Mapping[int, Iterable[Lack]]) -> dict[str, int]:
    """How many booths fail each check."""
    failing = [{one.code for one in of_booth} for of_booth in found.values()]
    return {code: sum(code in one for one in failing) for code in CHECKS}


def _lacks(booth: Booth, goods: Sequence[Product], safe: Container[int]) -> list[Lack]:
    found = [] if goods else [Lack("price", _("Bày ít nhất một món có giá hoặc “hỏi giá”."))]
    if not booth.facility.commune_code:
        found.append(Lack("origin", _("Ghi xã, phường nơi cơ sở làm hàng.")))
    if not booth.facility.delivery_note:
        found.append(Lack("delivery", _("Ghi cách gói, cách gửi và bao lâu thì giao.")))
    guests = {one.facility_id: one.facility for one in goods if one.facility_id != booth.facility_id}
    found += [
        Lack("delivery", _("%(maker)s: ghi cách gói, cách gửi và bao lâu thì giao.", maker=one.name), of=one.id)
        for one in guests.values()
        if not one.delivery_note
    ]
    return found + [lack for product in goods for lack in _lacks_of_product(product, safe)]


def _lacks_of_product(product: Product, safe: Container[int]) -> list[Lack]:
    photos, name = len(product.photos), product.name
    said = {
        "photos": photos < PHOTOS_EACH
        and ngettext(
            "%(name)s: mới có %(num)s ảnh, cần %(of)s (mặt trước, nhãn, cạnh vật quen).",
            "%(name)s: mới có %(num)s ảnh, cần %(of)s (mặt trước, nhãn, cạnh vật quen).",
            photos,
            name=name,
            of=PHOTOS_EACH,
        ),
        "origin": _lacks_origin(product) and _("%(name)s: ghi xuất xứ trên nhãn.", name=name),
        "price": not product.unit and _("%(name)s: ghi đơn vị tính của giá.", name=name),
        "certificate": _lacks_paper(product, safe)
        and _("%(name)s: cần giấy an toàn thực phẩm còn hạn, hoặc số công bố.", name=name),
        "delivery": _lacks_delivery(product),
    }
    return [Lack(code, text, product.id, product.facility_id) for code, text in said.items() if text]


def _lacks_delivery(product: Product) -> str:
    if product.mode == "made_to_order" and not product.lead_days:
        return _("%(name)s: làm theo đặt thì ghi số ngày làm.", name=product.name)
    return ""


def _lacks_origin(product: Product) -> bool:
    return any(one.field == "xuat_xu" for one in labels.missing(product))


def _lacks_paper(product: Product, safe: Container[int]) -> bool:
    if product.browse_category not in EATEN or product.facility_id in safe or product.label.get("so_cong_bo"):
        return False
    return not any(one.kind == "food_safety" and one.is_valid for one in product.recognitions)


def _safe(facility_ids: Iterable[int]) -> set[int]:
    """Makers that hold a paper on food safety today."""
    query = select(Recognition.facility_id).where(
        Recognition.facility_id.in_(sorted(facility_ids)), Recognition.kind == "food_safety", in_force(times.today())
    )
    return {one for one in db.session.scalars(query) if one is not None}
