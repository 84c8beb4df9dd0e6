"""What stands cost is charged, borne, owed and paid in entries that are added and never changed."""

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy.exc import IntegrityError

from core import audit, times, vietqr
from core.db import db
from fairs import ledger
from fairs.models import FairFunding, StandAccount, StandEntry
from programme.models import Funding
from tests.factories import (
    make_booth,
    make_facility,
    make_fair,
    make_hall,
    make_member,
    make_scheme,
    make_staff,
    make_stand,
)

BOOK = "/can-bo/hoi-cho/tet/so-gian"
MINE = "/quan-ly/tien-gian"
DAY = timedelta(days=1)
PRICE, SHARE, PLANNED = 9_000_000, 7_200_000, 20_000_000


@pytest.fixture
def staff(browser):
    return browser.sign_in(make_staff("allot"))


@pytest.fixture
def fair(app):
    """A fair that one line of its scheme pays for."""
    scheme = make_scheme()
    db.session.query(Funding).filter_by(scheme_id=scheme.id).delete()
    line = Funding(scheme_id=scheme.id, source="local", planned=PLANNED)
    db.session.add(line)
    db.session.flush()
    now = times.now()
    fair = make_fair(slug="tet", scheme_id=scheme.id, opens_at=now + 9 * DAY, closes_at=now + 12 * DAY)
    db.session.add(FairFunding(fair_id=fair.id, funding_id=line.id))
    db.session.commit()
    return fair


@pytest.fixture
def line_id(fair):
    return db.session.query(FairFunding).filter_by(fair_id=fair.id).one().funding_id


def held(fair, *numbers, facility=None, price=PRICE, share=SHARE):
    hall = make_hall(fair)
    for number in numbers:
        stand = make_stand(hall, number=number, list_price=price, subsidised=share)
        make_booth(fair, facility or make_facility(), stand)


def charged(staff, fair, line_id, *numbers, **options):
    held(fair, *numbers, **options)
    assert staff.post(BOOK, funding_id=str(line_id)).status_code == 303
    return [one.id for one in db.session.query(StandAccount).order_by(StandAccount.id)]


def payment(amount=1_800_000, key="phieu-1", **other):
    return {"amount": str(amount), "on": times.today().isoformat(), "reference": "FT261", "key": key} | other


def adds_up(account_id):
    account = db.session.get(StandAccount, account_id)
    return [account.sum_of(kind) for kind in ("charge", "subsidy", "payment")] + [account.owed]


def test_every_held_stand_is_charged_once_with_its_share_to_a_line(staff, fair, line_id):
    first, second = charged(staff, fair, line_id, "G01", "G02")

    assert staff.post(BOOK, funding_id=str(line_id)).status_code == 303

    assert db.session.query(StandAccount).count() == 2
    assert adds_up(first) == adds_up(second) == [PRICE, SHARE, 0, PRICE - SHARE]
    page = staff.get(BOOK).text
    assert "5.600.000" in page  # left of the line: 20 - 14.4 million
    assert audit.history_of(fair)[0].action == "stands.charged"


def test_a_line_bears_no_more_than_the_scheme_planned(staff, fair, line_id):
    held(fair, "G01", "G02", "G03")

    answer = staff.post(BOOK, funding_id=str(line_id))

    assert answer.status_code == 422
    assert "1.600.000" in answer.text  # 21.6 of 20 million
    assert db.session.query(StandEntry).count() == 0


def test_what_other_fairs_took_of_the_line_counts(staff, fair, line_id):
    charged(staff, fair, line_id, "G01", "G02")
    other = make_fair(slug="sau", scheme_id=fair.scheme_id)
    db.session.add(FairFunding(fair_id=other.id, funding_id=line_id))
    db.session.commit()
    held(other, "M01")

    assert staff.post("/can-bo/hoi-cho/sau/so-gian", funding_id=str(line_id)).status_code == 422
    assert db.session.query(StandAccount).count() == 2


def test_a_share_needs_a_line_of_this_fair(staff, fair):
    held(fair, "G01")
    foreign = db.session.query(Funding).filter(Funding.scheme_id != fair.scheme_id).first()
    typed = str(foreign.id) if foreign else "999"

    for funding_id in ("", typed):
        assert staff.post(BOOK, funding_id=funding_id).status_code == 422
    assert db.session.query(StandAccount).count() == 0


def test_the_line_of_a_charged_stand_stays_with_the_fair(staff, fair, line_id):
    charged(staff, fair, line_id, "G01")

    assert ledger.uses_other_lines(fair.id, [])
    assert not ledger.uses_other_lines(fair.id, [line_id])


def test_a_payment_is_entered_once_and_never_beyond_what_is_owed(staff, fair, line_id):
    (one,) = charged(staff, fair, line_id, "G01")
    for _ in range(2):
        assert staff.post(f"{BOOK}/{one}/thu", **payment(800_000)).status_code == 303

    assert adds_up(one) == [PRICE, SHARE, 800_000, 1_000_000]
    assert staff.post(f"{BOOK}/{one}/thu", **payment(1_000_001, "phieu-2")).status_code == 422
    assert staff.post(f"{BOOK}/{one}/thu", **payment(1_000_000, "phieu-3")).status_code == 303
    assert adds_up(one) == [PRICE, SHARE, 1_800_000, 0]


@pytest.mark.parametrize(
    ("field", "value"), [("amount", "0"), ("amount", "1.5"), ("reference", ""), ("on", ""), ("on", "2999-01-01")]
)
def test_a_payment_with_a_fault_is_not_entered_and_says_where(staff, fair, line_id, field, value):
    (one,) = charged(staff, fair, line_id, "G01")

    answer = staff.post(f"{BOOK}/{one}/thu", **payment() | {field: value})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert adds_up(one)[2] == 0


def test_a_mistake_is_taken_back_by_one_counter_entry(staff, fair, line_id):
    (one,) = charged(staff, fair, line_id, "G01")
    staff.post(f"{BOOK}/{one}/thu", **payment())
    entry = db.session.query(StandEntry).filter_by(kind="payment").one().id
    path = f"{BOOK}/{one}/but-toan/{entry}/dao"

    assert staff.post(path, reason="").status_code == 422
    assert staff.post(path, reason="Nhầm cơ sở.").status_code == 303
    assert staff.post(path, reason="Lần nữa.").status_code == 409

    rows = db.session.query(StandEntry).filter_by(kind="payment").order_by(StandEntry.id).all()
    assert [(row.amount, row.note, row.reverses_id) for row in rows] == [
        (1_800_000, "", None), (-1_800_000, "Nhầm cơ sở.", entry),
    ]  # fmt: skip
    assert adds_up(one) == [PRICE, SHARE, 0, PRICE - SHARE]


def test_a_charge_is_not_taken_back_by_itself(staff, fair, line_id):
    (one,) = charged(staff, fair, line_id, "G01")
    charge = db.session.query(StandEntry).filter_by(kind="charge").one().id

    assert staff.post(f"{BOOK}/{one}/but-toan/{charge}/dao", reason="Thử.").status_code == 409
    assert db.session.query(StandEntry).count() == 2


def test_a_stand_given_back_closes_its_account_and_the_next_holder_has_her_own(staff, fair, line_id):
    (one,) = charged(staff, fair, line_id, "G01")
    staff.post(f"{BOOK}/{one}/thu", **payment(500_000))
    stand_id = db.session.get(StandAccount, one).stand_id
    staff.post(f"/can-bo/gian/{stand_id}/thu-lai")
    assert "không còn giữ gian này" in staff.get(BOOK).text

    assert staff.post(f"{BOOK}/{one}/dong", reason="Trả gian.").status_code == 303
    assert staff.post(f"{BOOK}/{one}/dong", reason="Trả gian.").status_code == 409
    staff.post(f"/can-bo/gian/{stand_id}/giao", facility_id=str(make_facility().id))
    assert staff.post(BOOK, funding_id=str(line_id)).status_code == 303

    assert adds_up(one) == [0, 0, 500_000, -500_000]
    next_one = db.session.query(StandAccount).filter(StandAccount.id != one).one().id
    assert adds_up(next_one) == [PRICE, SHARE, 0, PRICE - SHARE]
    assert ledger.line_sums(fair.id)[0].here == SHARE


def test_a_facility_sees_what_it_owes_with_a_code_for_its_bank(browser, app, fair, line_id, monkeypatch):
    facility = make_facility()
    (one,) = charged(browser.sign_in(make_staff("allot")), fair, line_id, "G01", facility=facility)
    code = db.session.get(StandAccount, one).code
    maker = browser.sign_in(make_member(facility))
    assert "Hỏi Trung tâm số tài khoản" in maker.get(MINE).text
    for name, value in (("BANK_BIN", "970436"), ("BANK_ACCOUNT", "0011001234567"), ("BANK_NAME", "TRUNG TAM")):
        monkeypatch.setitem(app.config, name, value)

    page = maker.get(MINE).text

    assert "1.800.000" in page
    assert code in page
    assert "<svg" in page
    told = vietqr.parse(vietqr.encode("970436", "0011001234567", PRICE - SHARE, code))
    assert (told.amount, told.content) == (1_800_000, code)
    assert "G01" not in browser.sign_in(make_member(make_facility())).get(MINE).text


def test_the_workbook_has_every_entry(staff, fair, line_id):
    (one,) = charged(staff, fair, line_id, "G01")
    staff.post(f"{BOOK}/{one}/thu", **payment())

    sheet = load_workbook(io.BytesIO(staff.get(BOOK + "/tai.xlsx").data)).active

    assert [row[5] for row in sheet.iter_rows(min_row=2, values_only=True)] == [PRICE, SHARE, 1_800_000]


def test_the_database_keeps_one_open_account_a_stand_and_signs_apart(app, fair, line_id):
    held(fair, "G01")
    ledger.charge_all(fair, line_id)
    db.session.commit()
    one = db.session.query(StandAccount).one()
    same = {name: getattr(one, name) for name in ("fair_id", "stand_id", "facility_id", "opened_at")}
    on = {"account_id": one.id, "on": times.today(), "recorded_at": times.now()}
    rows = [
        StandAccount(**same, code="A", list_price=1, subsidised=0),
        StandAccount(**same, code="B", list_price=1, subsidised=1, closed_at=times.now()),
        StandAccount(**same, code="C", list_price=1, subsidised=2, funding_id=line_id, closed_at=times.now()),
        StandAccount(**same, code="D", list_price=2, subsidised=1, funding_id=999, closed_at=times.now()),
        StandEntry(kind="payment", amount=-5, **on),
        StandEntry(kind="payment", amount=0, **on),
        StandEntry(kind="present", amount=5, **on),
    ]
    for row in rows:
        db.session.add(row)
        with pytest.raises(IntegrityError):
            db.session.commit()
        db.session.rollback()


@pytest.mark.parametrize("many", [1, 12])
def test_the_book_runs_the_same_queries_however_many_stands(staff, fair, query_count, line_id, many):
    charged(staff, fair, line_id, *[f"G{n:02}" for n in range(many)], share=1_000_000)

    with query_count() as run:
        assert staff.get(BOOK).status_code == 200

    assert sum("SELECT" in statement for statement in run) <= 14
