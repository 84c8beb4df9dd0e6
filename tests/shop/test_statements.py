"""A maker's months with the market, read from the ledger: what she sees is what the books say."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from openpyxl import load_workbook

from core import times
from core.db import db
from shop import ledger, parcels
from shop.ledger import Move
from shop.settling import months, sheets, statements
from tests.factories import (
    make_booth,
    make_facility,
    make_fair,
    make_member,
    make_parcel,
    make_product,
    make_user,
    make_voucher,
)
from tests.shop.test_sale_terms import rule

PATH = "/quan-ly/tien"
NOW = datetime(2026, 11, 20, 9, tzinfo=times.HANOI)


@pytest.fixture
def maker(app):
    """With 300.000 ₫ of September, 100.000 ₫ paid out in October, and a commission in November."""
    facility = make_facility()
    owed = ledger.code("facility", facility_id=facility.id)
    other = ledger.code("facility", facility_id=make_facility().id)
    for key, at, debit, credit, amount in (
        ("a", "2026-09-30T23:59:59", "card", owed, 300_000),
        ("b", "2026-10-01T00:00:00", owed, "payout", 100_000),
        ("c", "2026-11-02T08:00:00", owed, "commission", 15_000),
        ("d", "2026-11-02T09:00:00", "card", other, 999_000),
    ):
        moment = datetime.fromisoformat(at).replace(tzinfo=times.HANOI)
        ledger.post(key, "payout" if credit == "payout" else "sale", [Move(debit, credit, amount)], at=moment)
    db.session.commit()
    return facility


def test_each_month_goes_from_balance_to_balance_by_hanois_clock(maker):
    with times.frozen(NOW):
        told = [
            (one.month.month, one.opening, one.came, one.went, one.closing) for one in statements.by_month(maker.id)
        ]
    assert told == [(11, 200_000, 0, 15_000, 185_000), (10, 300_000, 0, 100_000, 200_000), (9, 0, 300_000, 0, 300_000)]
    for month, opening, *_middle, closing in told:
        one = statements.of(maker.id, NOW.date().replace(month=month, day=1))
        assert (one.opening, one.closing) == (opening, closing)
        assert one.opening + sum(line.amount for line in one.lines) == one.closing
    assert told[0][-1] == ledger.balance(ledger.code("facility", facility_id=maker.id))


def test_the_months_are_two_queries_and_a_statement_three_however_many_movements(maker, query_count):
    owed = ledger.code("facility", facility_id=maker.id)
    for number in range(30):
        ledger.post(f"more:{number}", "sale", [Move("card", owed, 1_000)])
    db.session.commit()
    mine, month = maker.id, times.today().replace(day=1)
    with query_count() as run:
        statements.by_month(mine)
    assert len(run) == 2
    with query_count() as run:
        statements.of(mine, month)
    assert len(run) == 3


def test_every_movement_names_its_order_and_parcel_and_the_page_shows_the_ledgers_sums(browser):
    rule(500)
    parcel = make_parcel(make_product(price=300_000), state="delivered")
    fair_goods = make_product(facility=parcel.facility, price=200_000)
    assert fair_goods.facility_id == parcel.facility_id
    browser.sign_in(make_member(parcel.facility, "owner"))
    month = f"{times.today():%Y-%m}"
    page = browser.get(f"{PATH}/thang/{month}").text
    assert parcel.order.number in page
    assert parcel.code in page
    assert "Hoa hồng của chợ" in page
    assert "-15.000" in page.replace("−", "-")
    front = browser.get(PATH).text
    assert "bạn còn nợ chợ" in front
    assert f"/quan-ly/tien/thang/{month}" in front


def test_what_a_fair_gives_is_in_the_books_when_it_is_delivered_and_only_told_of_before(browser):
    fair, product = make_fair(), make_product(price=200_000)
    booth = make_booth(fair, product.facility, products=[product])
    make_voucher(code="HOICHO22", fair_id=fair.id, percent=10)
    parcel = make_parcel(product, voucher="HOICHO22", booth=booth, state="handed_over")
    browser.sign_in(make_member(product.facility, "owner"))
    assert "ghi sổ khi hàng tới tay" in browser.get(PATH).text
    assert statements.by_month(product.facility_id) == []
    parcels.deliver(parcel)
    db.session.commit()
    page = browser.get(PATH).text
    assert "ghi sổ khi hàng tới tay" not in page
    assert statements.by_month(product.facility_id)[0].closing == 20_000
    assert "20.000" in page


def test_files_say_the_same_as_the_page(maker, browser):
    browser.sign_in(make_member(maker, "owner"))
    at = f"{PATH}/thang/2026-10/tai"
    rows = list(csv.reader(io.StringIO(browser.get(f"{at}.csv").data.decode("utf-8-sig"))))
    assert rows[0] == list(sheets.HEADINGS)
    assert rows[1][-1] == "300000"
    assert rows[2][:2] == ["01/10/2026", "Chợ chi về tài khoản của bạn"]
    assert rows[2][4:] == ["", "100000", "200000"]
    assert rows[-1][-1] == "200000"
    book = load_workbook(io.BytesIO(browser.get(f"{at}.xlsx").data)).active
    assert [cell.value for cell in book[3]][4:] == [None, 100_000, 200_000]
    pdf = browser.get(f"{at}.pdf")
    assert pdf.mimetype == "application/pdf"
    assert pdf.data.startswith(b"%PDF")


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "2019-12", "xxxx-xx", "9999-01", "2026-010"])
def test_what_is_no_month_is_not_there(maker, browser, month):
    browser.sign_in(make_member(maker, "owner"))
    assert browser.get(f"{PATH}/thang/{month}").status_code == 404
    assert browser.get(f"{PATH}/thang/{month}/tai.csv").status_code == 404


def test_is_for_the_owner_alone_and_shows_nobody_elses(maker, browser):
    at = f"{PATH}/thang/2026-09"
    assert browser.get(at).status_code == 302
    browser.sign_in(make_member(maker, "editor"))
    assert browser.get(at).status_code == 403
    browser.sign_in(make_user())
    assert browser.get(at).status_code == 403
    browser.sign_in(make_member(make_facility(), "owner"))
    assert "300.000" not in browser.get(at).text


def test_a_month_to_come_is_not_there(maker):
    assert months.read(f"{times.add_months(times.today(), 1):%Y-%m}") is None
    assert months.read(f"{times.today():%Y-%m}") == times.today().replace(day=1)
    assert months.of(times.now() + timedelta(0)) == times.today().replace(day=1)
