"""A structured invoice file in the layout of the tax authority's e-invoice data, to be imported where it is signed.

Tags after Decision 1450/QĐ-TCT as amended by 1510/QĐ-TCT (Decree 123/2020/NĐ-CP), read from published field tables and
from a provider's public example, not from the decisions themselves: chưa xác minh, and no provider has taken a file.
Series, number, signature and the authority's code are the provider's to give, so they are left out.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as Xml

from core import spelled
from shop import invoices
from shop.invoices import Bill, Item

VERSION = "2.0.0"
VAT_INVOICE, SALES_INVOICE = "1", "2"  # of who deducts tax; of who pays on turnover
METHODS = {"cod": "Tiền mặt", "vietqr": "Chuyển khoản", "stripe": "Thẻ", "gift": "Thẻ quà tặng"}


def file_of(bill: Bill) -> bytes:
    root = Xml.Element("HDon")
    data = Xml.SubElement(root, "DLHDon", Id=f"PC-{bill.parcel.code}")
    _put(data, "TTChung", _general(bill))
    content = Xml.SubElement(data, "NDHDon")
    _put(content, "NBan", _seller(bill))
    _put(content, "NMua", _buyer(bill))
    lines = Xml.SubElement(content, "DSHHDVu")
    for n, item in enumerate(bill.items, 1):
        _put(lines, "HHDVu", _line(n, item))
    _totals(Xml.SubElement(content, "TToan"), bill)
    Xml.indent(root, " ")
    return bytes(Xml.tostring(root, encoding="UTF-8", xml_declaration=True))


def files_of(bills: Iterable[Bill]) -> bytes:
    """One file each, in a ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for bill in bills:
            book.writestr(f"{name_of(bill)}.xml", file_of(bill))
    return out.getvalue()


def name_of(bill: Bill) -> str:
    return f"hoa-don-{bill.parcel.order.number}-{bill.parcel.code}"


def _general(bill: Bill) -> list[tuple[str, str]]:
    title = "Hóa đơn giá trị gia tăng" if bill.tells_tax else "Hóa đơn bán hàng"
    return [
        ("PBan", VERSION),
        ("THDon", title),
        ("KHMSHDon", VAT_INVOICE if bill.tells_tax else SALES_INVOICE),
        ("NLap", bill.on.isoformat()),
        ("DVTTe", "VND"),
        ("TGia", "1"),
        ("HTTToan", METHODS[bill.parcel.payment.method]),
    ]


def _seller(bill: Bill) -> list[tuple[str, str]]:
    one = bill.seller
    said = [("Ten", one.name), ("MST", one.tax_code or ""), ("DChi", invoices.address_of(one)), ("SDThoai", one.phone)]
    return [*said, ("DCTDTu", one.email or ""), ("STKNHang", one.bank_account or "")]


def _buyer(bill: Bill) -> list[tuple[str, str]]:
    order, data = bill.parcel.order, bill.buyer
    if data is None:
        return [("DChi", order.address), ("HVTNMHang", order.buyer_name), ("SDThoai", order.buyer_phone)]
    said = [("Ten", data.name), ("MST", data.tax_code), ("DChi", data.address), ("HVTNMHang", order.buyer_name)]
    return [*said, ("SDThoai", order.buyer_phone), ("DCTDTu", data.email)]


def _line(n: int, one: Item) -> list[tuple[str, str]]:
    said = [("TChat", "1"), ("STT", str(n)), ("MHHDVu", one.code), ("THHDVu", one.name), ("DVTinh", one.unit)]
    said += [("SLuong", f"{one.quantity.normalize():f}"), ("DGia", f"{one.price_before_tax.normalize():f}")]
    said += [("STCKhau", str(one.off_before_tax)), ("ThTien", str(one.before_tax))]
    return [*said, *([("TSuat", one.rate.percent)] if one.rate else [])]


def _totals(at: Xml.Element, bill: Bill) -> None:
    if bill.tells_tax:
        rates = Xml.SubElement(at, "THTTLTSuat")
        for rate, before, tax in bill.by_rate:
            _put(rates, "LTSuat", [("TSuat", rate.percent), ("ThTien", str(before)), ("TThue", str(tax))])
        _add(at, [("TgTCThue", str(bill.total - bill.tax)), ("TgTThue", str(bill.tax))])
    _add(at, [("TgTTTBSo", str(bill.total)), ("TgTTTBChu", spelled.dong(bill.total))])


def _put(at: Xml.Element, tag: str, rows: Sequence[tuple[str, str]]) -> None:
    _add(Xml.SubElement(at, tag), rows)


def _add(at: Xml.Element, rows: Sequence[tuple[str, str]]) -> None:
    """What is not known is left out, never empty."""
    for tag, value in rows:
        if value:
            Xml.SubElement(at, tag).text = value
