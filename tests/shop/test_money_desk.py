"""The staff's books: commissions, money that moved outside, months, taxes to declare, anybody's statement."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func

from core import times
from core.db import db
from shop import ledger
from shop.ledger import Move
from shop.models import ClosedMonth, CommissionRule, LedgerEntry, WithheldTax
from shop.settling import by_hand, declarations, sales, taxes
from shop.settling.by_hand import Settlement
from tests.conftest import Browser
from tests.factories import make_facility, make_member, make_parcel, make_product, make_staff
from tests.shop.test_sale_terms import claim_of, set_terms  # noqa: F401 (a fixture)

DESK = "/can-bo/tien"
RULES, BOOKS = f"{DESK}/hoa-hong", f"{DESK}/so"


@pytest.fixture
def desk(app):
    return Browser(app).sign_in(make_staff("pay"))


def today():
    return times.today().isoformat()


def test_a_commission_is_kept_with_its_day_and_its_source(desk):
    facility = make_facility(name="Mây tre Phú Vinh")
    said = {"rate": "2,5", "since": today(), "source": "QĐ 12/QĐ-TT", "facility": facility.id, "category": "gom-su"}
    assert desk.post(RULES, **said).status_code == 303
    rule = db.session.query(CommissionRule).one()
    assert (rule.rate, rule.facility_id, rule.category, rule.source) == (250, facility.id, "gom-su", "QĐ 12/QĐ-TT")
    page = desk.get(RULES).text
    assert "2,5%" in page
    assert "Mây tre Phú Vinh" in page


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("rate", "", "Điền phần trăm"),
        ("rate", "51", "Điền phần trăm"),
        ("rate", "-1", "Điền phần trăm"),
        ("rate", "1.234", "Điền phần trăm"),
        ("rate", "một", "Điền phần trăm"),
        ("since", "2020-01-01", "Ngày này không hợp"),
        ("since", "", "Chọn ngày"),
        ("source", "", "Ghi văn bản"),
        ("facility", "999", "Chọn một trong"),
        ("category", "khong-co", "Chọn một trong"),
    ],
)
def test_a_bad_commission_says_what_is_wrong_and_changes_nothing(desk, field, typed, says):
    answer = desk.post(RULES, **{"rate": "1", "since": today(), "source": "QĐ", field: typed})
    assert answer.status_code == 422
    assert says in answer.text
    assert db.session.query(CommissionRule).count() == 0


def earn(facility, amount=200_000, at=None):
    owed = ledger.code("facility", facility_id=facility.id)
    ledger.post(f"in:{facility.id}:{amount}", "correction", [Move("card", owed, amount)], at=at)
    db.session.commit()
    return owed


def hand(desk, **said):
    usual = {"kind": "card_in", "amount": "150.000", "on": today(), "reference": "FT1", "note": ""}
    return desk.post(f"{BOOKS}/ghi", **usual | said)


def test_what_moved_outside_is_written_once_with_the_banks_number(desk):
    earn(make_facility())
    assert hand(desk).status_code == 303
    assert (ledger.balance("bank"), ledger.balance("card")) == (150_000, 50_000)
    again = hand(desk)
    assert again.status_code == 422
    assert "đã ghi cho loại khoản này" in again.text
    assert hand(desk, amount="1.000").status_code == 422
    assert ledger.balance("bank") == 150_000
    assert "FT1" in desk.get(BOOKS).text


def test_what_was_written_by_mistake_is_turned_back_once_with_a_reason(desk):
    earn(make_facility())
    hand(desk)
    entry = db.session.query(LedgerEntry).filter_by(kind="card_in").one().id
    assert desk.post(f"{BOOKS}/{entry}/nguoc", why="").status_code == 422
    assert desk.post(f"{BOOKS}/{entry}/nguoc", why="Gõ nhầm số").status_code == 303
    assert (ledger.balance("bank"), ledger.balance("card")) == (0, 200_000)
    assert desk.post(f"{BOOKS}/{entry}/nguoc", why="Lại").status_code == 409
    other = db.session.query(LedgerEntry).filter_by(kind="correction").one().id
    assert desk.post(f"{BOOKS}/{other}/nguoc", why="Không phải ghi tay").status_code == 409
    assert desk.post(f"{BOOKS}/999999/nguoc", why="x").status_code == 404


@pytest.mark.parametrize("kind", list(by_hand.KINDS))
def test_every_kind_moves_money_between_the_right_accounts(app, kind):
    facility = make_facility()
    owed = earn(facility)
    owner = {"maker_paid": owed, "promotion_in": "promotion:fair:1"}.get(kind, "")
    if kind == "promotion_in":
        from tests.factories import make_fair

        owner = f"promotion:fair:{make_fair().id}"
    entry = by_hand.record(Settlement(kind, 70_000, times.today(), "FT7", owner))
    (move,) = entry.movements
    assert "bank" in (move.debit.code, move.credit.code)
    assert move.amount == 70_000
    assert {one.kind for one in (move.debit, move.credit)} - {"bank"}


def test_a_maker_who_pays_what_she_owes_owes_nothing(desk):
    facility = make_facility()
    owed = ledger.code("facility", facility_id=facility.id)
    ledger.post("fee", "sale", [Move(owed, "commission", 20_000)])
    db.session.commit()
    assert hand(desk, kind="maker_paid", owner=owed, amount="20.000").status_code == 303
    assert ledger.balance(owed) == 0


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"kind": ""}, "Chọn khoản gì"),
        ({"kind": "maker_paid"}, "Chọn đúng bên"),
        ({"kind": "promotion_in", "owner": "facility:1"}, "Chọn đúng bên"),
        ({"amount": "0"}, "Chưa đọc được"),
        ({"amount": "abc"}, "Chưa đọc được"),
        ({"on": (times.today() + timedelta(days=1)).isoformat()}, "Ngày này không hợp"),
        ({"reference": ""}, "Ghi số giao dịch"),
    ],
)
def test_bad_input_is_named_and_writes_nothing(desk, said, says):
    earn(make_facility())
    count = db.session.query(LedgerEntry).count()
    answer = hand(desk, **said)
    assert answer.status_code == 422
    assert says in answer.text
    assert db.session.query(LedgerEntry).count() == count


def test_a_month_is_closed_at_the_desk_and_takes_nothing_more(desk):
    earn(make_facility(), at=datetime(2026, 9, 10, 8, tzinfo=times.HANOI))
    assert "09/2026" in desk.get(BOOKS).text
    assert desk.post(f"{BOOKS}/2026-10/khoa").status_code == 409
    assert desk.post(f"{BOOKS}/2026-09/khoa").status_code == 303
    assert desk.post(f"{BOOKS}/2026-09/khoa").status_code == 409
    assert db.session.query(ClosedMonth).count() == 1
    late = hand(desk, on="2026-09-30")
    assert late.status_code == 422
    assert "đã khóa sổ" in late.text
    assert desk.post(f"{BOOKS}/xyz/khoa").status_code == 404


def test_staff_see_everybodys_statement_as_the_maker_does(desk):
    facility = make_facility()
    earn(facility, 123_000)
    month = f"{times.today():%Y-%m}"
    assert "123.000" in desk.get(f"{DESK}/co-so/{facility.slug}").text
    assert "123.000" in desk.get(f"{DESK}/co-so/{facility.slug}/{month}").text
    mine = Browser(desk.client.application).sign_in(make_member(facility, "owner"))
    for ending in ("csv", "pdf"):
        theirs = desk.get(f"{DESK}/co-so/{facility.slug}/{month}/tai.{ending}").data
        assert theirs == mine.get(f"/quan-ly/tien/thang/{month}/tai.{ending}").data
    assert desk.get(f"{DESK}/co-so/khong-co").status_code == 404
    assert desk.get(f"{DESK}/co-so/{facility.slug}/2026-13").status_code == 404


def test_every_page_is_for_who_may_pay(app):
    facility = make_facility()
    browser = Browser(app).sign_in(make_staff("moderate", "report", "programme"))
    for path in (DESK, RULES, BOOKS, f"{DESK}/co-so/{facility.slug}", f"{BOOKS}/thue/2026-09/tai.csv"):
        assert browser.get(path).status_code == 403
    for path in (RULES, f"{BOOKS}/ghi", f"{BOOKS}/2026-09/khoa"):
        assert browser.post(path).status_code == 403


def test_what_was_withheld_is_declared_by_maker_and_month_with_refunds_offset(desk, set_terms):  # noqa: F811
    set_terms({"tax_withheld": taxes.EVERY_SALE})
    facility = make_facility(tax_code="0100047516", name="Gốm Tâm Sen")
    parcel = make_parcel(make_product(facility=facility, price=1_000_000), state="delivered")
    make_parcel(make_product(price=500_000, facility=make_facility(kind="hop_tac_xa")), state="delivered")
    taken = sales.reckon(parcel)
    half = parcel.payment.amount // 2
    claim_of(parcel, half)
    month = times.today().replace(day=1)
    (told,) = declarations.of(month)
    assert told.facility.id == facility.id
    assert told.count == 2
    assert told.vat == ledger.balance("tax:vat") == taken.vat - taken.vat * half // parcel.payment.amount
    assert told.pit == ledger.balance("tax:pit")
    assert told.revenue == parcel.total - parcel.total * half // parcel.payment.amount
    at = f"{BOOKS}/thue/{times.today():%Y-%m}/tai"
    rows = list(csv.reader(io.StringIO(desk.get(f"{at}.csv").data.decode("utf-8-sig"))))
    assert rows[0] == list(declarations.HEADINGS)
    assert rows[1][0] == "0100047516"
    assert rows[-1][2:] == ["Cộng", "", "", "2", str(told.revenue), str(told.vat), str(told.pit)]
    assert desk.get(f"{at}.xlsx").status_code == 200
    before = times.add_months(month, -1)
    assert declarations.of(before) == []


def test_withheld_rows_say_what_the_ledger_says(app, set_terms):  # noqa: F811
    set_terms({"tax_withheld": taxes.EVERY_SALE})
    for price in (99_999, 1, 123_457):
        claim_of(make_parcel(make_product(price=price), state="delivered"), 1_111)
    vat, pit = db.session.query(func.sum(WithheldTax.vat), func.sum(WithheldTax.pit)).one()
    assert (vat, pit) == (ledger.balance("tax:vat"), ledger.balance("tax:pit"))
