"""The report of a fair: what came through each stand, each figure the sum of its rows, each maker her own."""

import io

import openpyxl
import pytest

from core import times
from core.db import db
from fairs.models import Booth, StandSale
from insight import brought, brought_rows, visits
from insight.brought import FIGURES, Scope
from shop.models import Enquiry, OrderLine, Parcel
from tests.factories import (
    make_booth,
    make_complaint,
    make_contract,
    make_enquiry,
    make_facility,
    make_fair,
    make_feature,
    make_hall,
    make_member,
    make_order,
    make_product,
    make_scheme,
    make_shelf,
    make_staff,
    make_stand,
)
from tests.papers import lines_of


@pytest.fixture
def fair(app):
    """Two makers at one fair: gốm sells 5 of 100,000 in two orders, one more falls through after it was paid."""
    fair = make_fair(slug="cho-thu", name="Chợ thu")
    hall, scheme = make_hall(fair, name="Nhà Một"), make_scheme(code="KC-1", name="Gian hàng")
    goods = [make_product(facility=make_facility(name=name), price=100_000, on_hand=50) for name in ("Gốm", "Lụa")]
    booths = [
        make_booth(
            fair, one.facility, make_stand(hall), products=[one], title=f"Gian {one.facility.name}", scheme_id=paid
        )
        for one, paid in zip(goods, (scheme.id, None), strict=True)
    ]
    make_order(goods[0], quantity=3, booth=booths[0])
    make_order(goods[0], quantity=2, booth=booths[0])
    _fall(make_order(goods[0], quantity=4, booth=booths[0]))
    make_order(goods[1], quantity=1, booth=booths[1])
    make_order(goods[0], quantity=9)
    for quantity in ("", "", "50 bộ"):
        told = {"booth_id": booths[0].id, "stand_id": booths[0].stand_id, "scheme_id": scheme.id, "fair_id": fair.id}
        make_enquiry(goods[0].facility, product_id=goods[0].id, quantity=quantity, is_quotation=bool(quantity), **told)
    for n in (1, 2):
        _noted(booths[0], goods[0], f"k{n}")
    _noted(booths[0], goods[0], "k3", cancelled_at=times.now(), cancel_reason="Ghi nhầm.")
    make_contract(booths[0], partner="Công ty Quà Việt", amount=250_000_000)
    make_contract(booths[0], kind="memorandum", partner="Kyoto Crafts", partner_kind="foreign", amount=0)
    make_contract(booths[0], cancelled_at=times.now(), cancel_reason="Ghi nhầm.")
    make_complaint(booths[0])
    make_complaint(fair=fair)
    slot = make_feature(make_shelf(fair), goods[0])
    for kind, number, count in (("fair", fair.id, 9), ("booth", booths[0].id, 7), ("booth", booths[1].id, 2),
                                ("scan", booths[0].id, 4), ("slot", slot.id, 5)):  # fmt: skip
        visits.record_many({(times.today(), kind, number): count})
    db.session.commit()
    return fair


def _noted(booth, product, key, **more):
    credit = {f"{one}_id": getattr(booth, f"{one}_id") for one in ("fair", "stand", "scheme")}
    form = {"facility_id": product.facility_id, "product_id": product.id, "variant_id": product.main.id}
    moments = {"sold_at": times.now(), "noted_at": times.now()}
    db.session.add(
        StandSale(booth_id=booth.id, key=key, quantity=2, total=190_000, **credit, **form, **moments, **more)
    )


def _fall(order):
    (parcel,) = order.parcels
    parcel.state, parcel.payment.state, parcel.payment.paid_at = "cancelled", "paid", times.now()


def gom(fair):
    return db.session.query(Booth).filter_by(fair_id=fair.id, title="Gian Gốm").one()


def told(figures):
    return {what: (one.count, one.units, one.dong) for what, one in figures.items() if one.count}


WHOLE = {
    "pages": (9, 0, 0), "visits": (9, 0, 0), "scans": (4, 0, 0), "slots": (5, 0, 0), "questions": (2, 0, 0),
    "quotes": (1, 0, 0), "orders": (3, 6, 600_000), "fallen": (1, 4, 400_000), "returned": (1, 4, 400_000),
    "sold": (2, 4, 380_000), "contracts": (2, 0, 250_000_000), "complaints": (2, 0, 0),
}  # fmt: skip
OF_GOM = WHOLE | {"visits": (7, 0, 0), "orders": (2, 5, 500_000), "complaints": (1, 0, 0)}
del OF_GOM["pages"]


def test_counts_what_came_through_the_fair_alone(fair):
    make_enquiry(make_facility(), fair_id=make_fair().id)
    assert told(brought.totals(Scope(fair.id))) == WHOLE
    assert told(brought.totals(Scope(fair.id, gom(fair).facility_id))) == OF_GOM


@pytest.mark.parametrize("by", brought.BY)
def test_tells_it_apart(fair, by):
    line = brought.lines(Scope(fair.id), by)[0]
    untold = [what for what in FIGURES if by in brought.UNTOLD.get(what, ())]
    in_halls = WHOLE | {"complaints": (1, 0, 0)}  # one is of the fair itself
    own = {"hall": in_halls, "slot": {"slots": (5, 0, 0)}}.get(by, OF_GOM)
    if by == "scheme":  # a slot nobody paid for is no scheme's
        own = {what: figure for what, figure in own.items() if what != "slots"}
    assert told(line.figures) == {what: figure for what, figure in own.items() if what not in (*untold, "pages")}
    assert line.name


def test_a_stand_keeps_what_came_to_it_when_its_booth_moves(fair):
    before = brought.lines(Scope(fair.id), "stand")
    booth = gom(fair)
    booth.stand_id = make_stand(booth.stand.hall).id
    db.session.commit()
    assert [(line.name, told(line.figures)) for line in brought.lines(Scope(fair.id), "stand")] == [
        (line.name, told(line.figures)) for line in before
    ]


@pytest.mark.parametrize("what", FIGURES)
@pytest.mark.parametrize("by", ["", "booth", "product"])
def test_each_figure_is_the_sum_of_its_rows(fair, what, by):
    if by in brought.UNTOLD.get(what, ()):
        return
    key = {"booth": gom(fair).id, "product": gom(fair).goods[0].product_id}.get(by)
    scope = Scope(fair.id, by=by, key=key)
    figure, rows = brought.totals(scope)[what], brought_rows.of(what, scope).rows
    if what in (*brought.SALES, brought.NOTED):
        assert (figure.units, figure.dong) == (sum(row[-2] for row in rows), sum(row[-1] for row in rows))
    elif what in brought.VISITS:
        assert figure.count == sum(row[-1] for row in rows)
    else:
        assert figure.count == len(rows)
    assert rows


def test_a_page_says_when_it_shows_but_some_of_the_rows(fair):
    assert brought_rows.of("orders", Scope(fair.id), 2).is_cut
    assert not brought_rows.of("orders", Scope(fair.id), 3).is_cut


def test_a_maker_reads_her_own_part(browser, fair):
    browser.sign_in(make_member(gom(fair).facility, "packer"))
    page = browser.get("/quan-ly/hoi-cho/cho-thu/mang-ve").text
    assert "500.000" in page
    assert "600.000" not in page
    assert "Khách xem trang hội chợ" not in page
    rows = browser.get("/quan-ly/hoi-cho/cho-thu/mang-ve/orders").text
    assert rows.count("mới đặt") == 2
    assert "2 đơn, 500.000" in rows
    assert browser.get("/quan-ly/hoi-cho/cho-thu/mang-ve?theo=co-so").status_code == 404


def test_a_maker_who_did_not_stand_there_has_no_report(browser, fair):
    browser.sign_in(make_member(make_facility(), "owner"))
    for path in ("", "/orders", "/orders.xlsx", ".pdf"):
        assert browser.get(f"/quan-ly/hoi-cho/cho-thu/mang-ve{path}").status_code == 404


def test_nobody_reaches_another_makers_rows_by_their_number(browser, fair):
    other = db.session.query(Booth).filter_by(fair_id=fair.id, title="Gian Lụa").one()
    other_id = other.id
    browser.sign_in(make_member(gom(fair).facility, "owner"))
    page = browser.get(f"/quan-ly/hoi-cho/cho-thu/mang-ve/orders?theo=gian&so={other_id}").text
    assert "Chưa có dòng nào" in page
    assert "Lụa" not in page


def test_rows_are_exported_whole(browser, fair):
    booth = gom(fair).id
    browser.sign_in(make_staff("report"))
    content = browser.get(f"/can-bo/hoi-cho/cho-thu/mang-ve/orders.xlsx?theo=gian&so={booth}").data
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet.max_row == 3
    assert [sheet.cell(row, sheet.max_column).value for row in (2, 3)] == [200_000, 300_000]


def test_staff_read_what_the_programmes_reports_ask(browser, fair):
    browser.sign_in(make_staff("report"))
    page = browser.get("/can-bo/hoi-cho/cho-thu/mang-ve").text
    for words in ("600.000", "Số lượt cơ sở", "Doanh thu", "KC-1 · Gian hàng", "Yêu cầu báo giá", "Khiếu nại"):
        assert words in page
    assert "1 hợp đồng, 1 biên bản ghi nhớ; 1 với đối tác nước ngoài; 250.000.000" in page.replace("\u00a0", " ")


def test_contracts_and_complaints_open_into_their_rows(browser, fair):
    browser.sign_in(make_staff("report"))
    page = browser.get("/can-bo/hoi-cho/cho-thu/mang-ve/contracts").text
    for words in ("Kyoto Crafts (nước ngoài)", "biên bản ghi nhớ", "Công ty Quà Việt (trong nước)", "250.000.000"):
        assert words in page
    assert "chưa trả lời" in browser.get("/can-bo/hoi-cho/cho-thu/mang-ve/complaints").text
    sheet = openpyxl.load_workbook(
        io.BytesIO(browser.get("/can-bo/hoi-cho/cho-thu/mang-ve/contracts.xlsx").data)
    ).active
    assert sheet.max_row == 3


def test_the_paper_says_the_same(browser, fair):
    browser.sign_in(make_staff("report"))
    answer = browser.get("/can-bo/hoi-cho/cho-thu/mang-ve.pdf")
    assert answer.mimetype == "application/pdf"
    lines = [line for page in lines_of(answer.data) for line in page]
    assert "Chợ thu: hội chợ mang về gì" in lines
    assert "3 đơn, 600.000 ₫".replace(" ₫", "") in " ".join(lines).replace("\u00a0", " ")
    assert any("KC-1" in line for line in lines)
    assert "1 hợp đồng, 1 biên bản ghi nhớ" in " ".join(lines)
    booth = gom(fair)
    browser.sign_in(make_member(booth.facility, "packer"))
    mine = [line for page in lines_of(browser.get("/quan-ly/hoi-cho/cho-thu/mang-ve.pdf").data) for line in page]
    assert not any("Lụa" in line or "600.000" in line for line in mine)


@pytest.mark.parametrize("path", ["/nobody", "/orders?theo=gian&so=x", "/orders?theo=la&so=1", "?theo=la"])
def test_refuses_what_it_does_not_know(browser, fair, path):
    browser.sign_in(make_staff("report"))
    assert browser.get(f"/can-bo/hoi-cho/cho-thu/mang-ve{path}").status_code == 404


@pytest.mark.parametrize("more", [0, 12])
def test_costs_the_same_however_many_booths(browser, fair, query_count, more):
    for _ in range(more):
        make_booth(fair, stand=make_stand(fair.halls[0]))
    browser.sign_in(make_staff("report"))
    with query_count() as run:
        assert browser.get("/can-bo/hoi-cho/cho-thu/mang-ve").status_code == 200
    assert len(run) <= 18


def test_a_question_and_a_line_keep_the_stand_they_came_through(fair):
    booth = gom(fair)
    lines = db.session.query(OrderLine).join(Parcel).filter(OrderLine.booth_id == booth.id)
    assert {one.stand_id for one in lines} == {booth.stand_id}
    assert {one.stand_id for one in db.session.query(Enquiry).filter_by(booth_id=booth.id)} == {booth.stand_id}
