"""Whether an application is complete: each thing that a decision needs, met or not, and where to mend it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from catalog.models import Product
from programme.models import Facility

FACTS, GOODS, HERE = "/quan-ly/co-so", "/quan-ly/san-pham", "#product_ids"


@dataclass(frozen=True, slots=True)
class Check:
    """One clause: what is asked, whether it is so, and where one mends it."""

    text: str
    is_met: bool
    mend_at: str


def checks(facility: Facility, goods: Sequence[Product]) -> list[Check]:
    """Of a facility with the goods it means to show; these need their photos loaded."""
    has_number = bool(facility.tax_code or facility.household_number or facility.registration_number)
    return [
        Check(_("Có số đăng ký kinh doanh hoặc mã số thuế"), has_number, FACTS),
        Check(_("Có tên người đại diện"), bool(facility.representative), FACTS),
        Check(_("Có điện thoại"), bool(facility.phone), FACTS),
        Check(_("Có thư điện tử để nhận kết quả"), bool(facility.email), FACTS),
        Check(_("Có xã, phường hiện nay"), bool(facility.commune_code), FACTS),
        Check(_("Có món định bày, món nào cũng đang bày"), bool(goods), HERE),
        Check(_("Món nào định bày cũng có ảnh"), bool(goods) and all(one.photos for one in goods), GOODS),
    ]


def is_complete(found: Sequence[Check]) -> bool:
    return all(one.is_met for one in found)
