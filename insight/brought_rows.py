"""The rows that a figure of a fair's report opens into: for a page, and whole for a workbook. No buyer is named."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from catalog.models import Product
from core import workbooks
from core.db import db
from core.workbooks import Cell
from fairs.models import Booth, FairComplaint, FairContract, Stand, StandSale
from insight import brought
from insight.brought import COMPLAINED, NOTED, SALES, SIGNED, VISITS, Scope
from insight.models import VisitCount
from programme.models import Facility, Scheme
from shop.models import Enquiry, Order, OrderLine, Parcel

CONTRACT_KINDS = {"contract": _l("hợp đồng"), "memorandum": _l("biên bản ghi nhớ")}
PARTNERS = {"domestic": _l("trong nước"), "foreign": _l("nước ngoài")}
OUTCOMES = {
    "": _l("chưa trả lời"), "upheld": _l("đúng, đã xử lý"), "settled": _l("đã thỏa thuận"),
    "refused": _l("không có căn cứ"), "passed_on": _l("đã chuyển cơ quan có thẩm quyền"),
}  # fmt: skip
SHOWN = 300  # on a page; the workbook has all
NAMES = {
    "pages": _l("Khách xem trang hội chợ"),
    "visits": _l("Khách ghé gian"),
    "scans": _l("Khách quét biển"),
    "slots": _l("Khách xem từ kệ"),
    "questions": _l("Câu hỏi"),
    "quotes": _l("Yêu cầu báo giá"),
    "orders": _l("Đơn hàng"),
    "fallen": _l("Đơn hủy, không có hàng"),
    "returned": _l("Phải trả lại tiền"),
    "sold": _l("Bán tại gian"),
    "contracts": _l("Hợp đồng, ghi nhớ"),
    "complaints": _l("Khiếu nại"),
}
PARCEL_STATES = {
    "placed": _l("mới đặt"), "confirmed": _l("đã nhận"), "packed": _l("đã gói"), "handed_over": _l("đã gửi"),
    "delivered": _l("đã tới nơi"), "cannot_supply": _l("không có hàng"), "cancelled": _l("đã hủy"),
    "refused": _l("khách không nhận"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rows:
    """`figures` says how many columns at the end are numbers; `is_cut` that there are more rows."""

    headings: list[str]
    rows: list[list[Cell]]
    figures: int
    is_cut: bool = False


def of(what: str, scope: Scope, at_most: int | None = SHOWN) -> Rows:
    """The newest first. One statement."""
    came = brought.what_came(what, scope).subquery()
    reading, shape = _reading(what)
    query = reading(came)
    query = query.outerjoin(Booth, Booth.id == came.c.booth_id).outerjoin(Stand, Stand.id == came.c.stand_id)
    query = query.outerjoin(Product, Product.id == came.c.product_id).outerjoin(Scheme, Scheme.id == came.c.scheme_id)
    query = query.outerjoin(Facility, Facility.id == came.c.facility_id)
    found = db.session.execute(query if at_most is None else query.limit(at_most + 1)).all()
    kept = found if at_most is None else found[:at_most]
    headings, figures = _headings(what)
    columns = 4 if what in (SIGNED, COMPLAINED) else 5  # these have no product
    rows = [[*_belonging(row)[:columns], *shape(row)] for row in kept]
    return Rows(headings, rows, figures, len(kept) < len(found))


def _reading(what: str) -> tuple[Callable[[Any], Any], Callable[[Any], list[Cell]]]:
    if what in VISITS:
        return _visits, _of_visits
    if what in SALES:
        return _sales, _of_sales
    of_one = {
        NOTED: (_noted, _of_noted),
        SIGNED: (_contracts, _of_contracts),
        COMPLAINED: (_complaints, _of_complaints),
    }
    return of_one.get(what, (_enquiries, _of_enquiries))


def workbook(what: str, scope: Scope) -> bytes:
    whole = of(what, scope, None)
    return workbooks.write(str(NAMES[what]), whole.headings, whole.rows)


def _headings(what: str) -> tuple[list[str], int]:
    shared = [_("Ngày") if what in VISITS else _("Lúc"), _("Gian"), _("Cơ sở"), _("Đề án"), _("Món hàng")]
    if what in VISITS:
        return [*shared, _("Khách")], 1
    if what in SALES:
        return [*shared, _("Kiện hàng"), _("Tình trạng"), _("Số lượng"), _("Tiền hàng")], 2
    if what == NOTED:
        return [*shared, _("Kho"), _("Số lượng"), _("Tiền hàng")], 2
    if what == SIGNED:
        return [_("Ngày ký"), *shared[1:4], _("Loại"), _("Số"), _("Đối tác"), _("Giá trị")], 1
    if what == COMPLAINED:
        return [*shared[:4], _("Chuyện gì"), _("Hạn trả lời"), _("Trả lời lúc"), _("Kết quả")], 0
    return [*shared, _("Hỏi bao nhiêu"), _("Trả lời lúc")], 0


_BELONGING = (
    Stand.number.label("number"), Booth.title.label("booth"), Facility.name.label("facility"),
    Scheme.code.label("scheme"), Product.name.label("product"),
)  # fmt: skip


def _belonging(row: Any) -> Sequence[Cell]:
    booth = " · ".join(filter(None, (row.number, row.booth)))
    return row.at, booth, row.facility or "", row.scheme or "", row.product or ""


def _visits(came: Any) -> Any:
    query = select(VisitCount.day.label("at"), came.c.visits, *_BELONGING)
    return query.join_from(came, VisitCount, VisitCount.id == came.c.row_id).order_by(
        VisitCount.day.desc(), came.c.row_id
    )


def _of_visits(row: Any) -> list[Cell]:
    return [row.visits]


def _enquiries(came: Any) -> Any:
    query = select(Enquiry.asked_at.label("at"), Enquiry.quantity, Enquiry.answered_at, *_BELONGING)
    query = query.join_from(came, Enquiry, Enquiry.id == came.c.row_id)
    return query.order_by(Enquiry.asked_at.desc(), Enquiry.id)


def _of_enquiries(row: Any) -> list[Cell]:
    return [row.quantity, row.answered_at]


def _sales(came: Any) -> Any:
    query = select(Order.placed_at.label("at"), Parcel.code, Parcel.state, came.c.units, came.c.dong, *_BELONGING)
    query = query.join_from(came, OrderLine, OrderLine.id == came.c.row_id).join(OrderLine.parcel).join(Parcel.order)
    return query.order_by(Order.placed_at.desc(), OrderLine.id)


def _of_sales(row: Any) -> list[Cell]:
    return [row.code, str(PARCEL_STATES[row.state]), row.units, row.dong]


def _noted(came: Any) -> Any:
    sale = StandSale
    query = select(sale.sold_at.label("at"), sale.taken_from_stock, came.c.units, came.c.dong, *_BELONGING)
    return query.join_from(came, sale, sale.id == came.c.row_id).order_by(sale.sold_at.desc(), sale.id)


def _of_noted(row: Any) -> list[Cell]:
    return [_("đã trừ") if row.taken_from_stock else _("không đổi"), row.units, row.dong]


def _contracts(came: Any) -> Any:
    one = FairContract
    query = select(
        one.signed_on.label("at"),
        one.kind,
        one.number.label("paper"),
        one.partner,
        one.partner_kind,
        came.c.dong,
        *_BELONGING,
    )
    return query.join_from(came, one, one.id == came.c.row_id).order_by(one.signed_on.desc(), one.id)


def _of_contracts(row: Any) -> list[Cell]:
    partner = f"{row.partner} ({PARTNERS[row.partner_kind]})"
    return [str(CONTRACT_KINDS[row.kind]), row.paper, partner, row.dong]


def _complaints(came: Any) -> Any:
    one = FairComplaint
    query = select(one.made_at.label("at"), one.words, one.due_at, one.closed_at, one.outcome, *_BELONGING)
    return query.join_from(came, one, one.id == came.c.row_id).order_by(one.made_at.desc(), one.id)


def _of_complaints(row: Any) -> list[Cell]:
    return [row.words, row.due_at, row.closed_at, str(OUTCOMES[row.outcome])]
