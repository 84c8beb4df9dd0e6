"""How far goods go: set for a facility, or otherwise for one of its products."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from catalog.models import DeliveryRange, Product
from core import audit
from core.db import db
from programme.models import Facility

USUAL_HOUR = 10
FRESH = ("tươi", "ăn trong ngày", "trong ngày")


def range_of(product: Product) -> DeliveryRange | None:
    """The product's own, else its facility's; None: everywhere."""
    return product.own_range or product.usual_range


def of_facility(facility_id: int) -> DeliveryRange | None:
    query = select(DeliveryRange).where(DeliveryRange.facility_id == facility_id, DeliveryRange.product_id.is_(None))
    return db.session.scalar(query)


def own_range(product_id: int) -> DeliveryRange | None:
    return db.session.scalar(select(DeliveryRange).where(DeliveryRange.product_id == product_id))


def is_fresh(product: Product) -> bool:
    """Whether its own words say that it keeps a day or so; then the editor suggests the inner city, the same day."""
    said = f"{product.name} {product.summary} {product.label.get('han_su_dung', '')}".lower()
    return product.browse_category == "thuc-pham" and any(word in said for word in FRESH)


def set_range(
    facility_id: int, product: Product | None, reach: str, communes: Iterable[str] = (), cut_off_hour: int = USUAL_HOUR
) -> None:
    """Say how far; an empty reach goes back to the facility's, or to everywhere."""
    row = own_range(product.id) if product else of_facility(facility_id)
    before = plain(row)
    if reach:
        row = _written(row, facility_id, product)
        row.reach, row.communes, row.cut_off_hour = reach, sorted(set(communes)), cut_off_hour
    elif row:
        db.session.delete(row)
    after = plain(row) if reach else None
    if before != after:
        subject = product or db.session.get_one(Facility, facility_id)
        action = "product.range_set" if product else "delivery.range_set"
        audit.record(subject, action, reach=reach, back={"range": [before, after]})


def plain(row: DeliveryRange | None) -> list[Any] | None:
    """As the log keeps it, and set_range() takes it."""
    return [row.reach, list(row.communes), row.cut_off_hour] if row else None


def _written(row: DeliveryRange | None, facility_id: int, product: Product | None) -> DeliveryRange:
    if row is None:
        row = DeliveryRange(facility_id=facility_id, product_id=product.id if product else None)
        db.session.add(row)
    return row


def names() -> dict[str, str]:
    return {
        "everywhere": _("Gửi mọi nơi"),
        "province": _("Chỉ trong tỉnh, thành phố của cơ sở"),
        "communes": _("Chỉ những xã, phường đã chọn"),
        "same_day": _("Nội thành, trong ngày"),
        "chilled": _("Hàng mát, hàng đông: thùng giữ lạnh, chỉ tới nơi gần"),
        "quote": _("Hàng cồng kềnh: báo giá vận chuyển trước khi gửi"),
        "pick_up": _("Đến lấy tại cơ sở"),
    }
