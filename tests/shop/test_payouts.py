"""Paying makers what is due: made by one person, approved by another, posted whole, sent line by line."""

import csv
import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import insert, text, update
from sqlalchemy.exc import IntegrityError

from core import audit, times
from core.db import db
from core.jobs import Job
from programme import facilities
from shop import ledger, terms
from shop.ledger import Move
from shop.models import LedgerEntry, PayoutBatch, PayoutItem, PayoutLine
from shop.settling import bank_files, dues, payouts
from tests.conftest import Browser
from tests.factories import make_claim, make_facility, make_member, make_parcel, make_product, make_staff

DESK = "/can-bo/tien"
LONG_AGO = timedelta(days=30)


def sell(facility, amount=300_000, ago=LONG_AGO, state="delivered"):
    """A parcel that was paid to the market, and how far it came."""
    with times.frozen(times.now() - ago):
        parcel = make_parcel(make_product(facility=facility), state=state)
        owed = ledger.code("facility", facility_id=facility.id)
        ids = {"parcel_id": parcel.id, "order_id": parcel.order_id}
        ledger.post(f"card_paid:parcel:{parcel.id}", "card_paid", [Move("card", owed, amount)], **ids)
    db.session.commit()
    return parcel


def owe(facility, amount, key="fee"):
    owed = ledger.code("facility", facility_id=facility.id)
    ledger.post(f"{key}:{facility.id}", "correction", [Move(owed, "commission", amount)])
    db.session.commit()


def balance(facility):
    return ledger.balance(ledger.code("facility", facility_id=facility.id))


@pytest.fixture
def maker(app):
    return make_facility(name="Gốm Tâm Sen")


@pytest.fixture
def two(app):
    """Two members of staff who may pay."""
    return make_staff("pay"), make_staff("pay")


def make_batch(person):
    with audit.actor(person.id):
        batch = payouts.make()
    db.session.commit()
    return batch


def approve(batch, person):
    with audit.actor(person.id):
        payouts.approve(batch)
    db.session.commit()


def test_what_is_ripe_is_paid_and_itemised_to_orders(maker, two):
    old, fresh = sell(maker, 300_000), sell(maker, 100_000, ago=timedelta(days=2))
    sell(maker, 70_000, state="handed_over")
    owe(maker, 20_000)
    due = dues.of(maker)
    assert (due.balance, due.amount, due.trouble) == (450_000, 280_000, "")
    assert due.balance == balance(maker)
    batch = make_batch(two[0])
    (line,) = batch.lines
    assert {(item.parcel_id, item.amount) for item in line.items} == {(old.id, 300_000), (None, -20_000)}
    assert fresh.id not in {item.parcel_id for item in line.items}
    assert (line.amount, line.bank_account, line.state) == (280_000, maker.bank_account, "waiting")
    assert balance(maker) == 450_000  # nothing is posted before the second person agrees
    approve(batch, two[1])
    assert balance(maker) == 170_000
    assert ledger.balance("payout") == 280_000
    assert dues.of(maker).amount == 0
    assert dues.of(maker).balance == balance(maker)


def test_becomes_ripe_after_the_days_of_the_setting_and_not_under_an_open_claim(maker):
    days = terms.value("payout_hold_days")
    parcel = sell(maker, ago=timedelta(days=days) - timedelta(minutes=1))
    assert dues.of(maker).amount == 0
    with times.frozen(times.now() + timedelta(minutes=2)):
        assert dues.of(maker).amount == 300_000
    with times.frozen(times.now() - timedelta(days=4)):
        make_claim(parcel)
    with times.frozen(times.now() + timedelta(days=90)):
        assert dues.of(maker).amount == 0
        assert dues.of(maker).balance == 300_000


def test_below_the_least_nothing_is_paid_and_a_negative_balance_is_carried_over(maker, two):
    owe(maker, 500_000)
    assert (dues.of(maker).amount, dues.of(maker).trouble) == (-500_000, "owes")
    sell(maker, 500_000 + terms.value("payout_least") - 1)
    assert dues.of(maker).trouble == "little"
    with audit.actor(two[0].id), pytest.raises(payouts.NothingDue):
        payouts.make()
    db.session.rollback()
    sell(maker, 1)
    assert dues.of(maker).amount == terms.value("payout_least")
    assert make_batch(two[0]).total == terms.value("payout_least")


@pytest.mark.parametrize(
    ("columns", "trouble"),
    [
        ({"bank_bin": None, "bank_account": None}, "no_account"),
        ({"bank_bin": "999999"}, "no_account"),
        ({"bank_account": "12 34"}, "no_account"),
        ({"bank_holder": ""}, "no_account"),
    ],
)
def test_an_account_that_no_bank_could_take_is_not_paid_to(app, columns, trouble):
    maker = make_facility(**columns)
    sell(maker)
    assert dues.of(maker).trouble == trouble


def test_a_new_account_cools_down_and_its_owner_hears_of_it(maker, two):
    owner = make_member(maker, "owner", email="chu@example.vn")
    sell(maker)
    facilities.revise(maker, bank_account="0123456789")
    db.session.commit()
    assert dues.of(maker).trouble == "cooling"
    told = [one.payload for one in db.session.query(Job).filter_by(kind="mail")]
    changed = [one["to"] for one in told if "Tài khoản nhận tiền" in one["subject"]]
    assert {maker.email, owner.email} <= set(changed)
    assert any("chỉ chi vào tài khoản mới từ" in one["text"] for one in told)
    with times.frozen(times.now() + timedelta(days=3, minutes=1)):
        assert dues.of(maker).trouble == ""


def test_who_made_it_does_not_approve_it_neither_here_nor_in_the_database(maker, two):
    sell(maker)
    batch = make_batch(two[0])
    with audit.actor(two[0].id), pytest.raises(payouts.SamePerson):
        payouts.approve(batch)
    same = {"state": "approved", "decided_by": two[0].id, "decided_at": times.now()}
    with pytest.raises(IntegrityError):
        db.session.execute(update(PayoutBatch).values(same), execution_options={"synchronize_session": False})
    db.session.rollback()
    assert balance(maker) == 300_000


def test_one_batch_waits_at_a_time(maker, two):
    sell(maker)
    first = make_batch(two[0])
    with audit.actor(two[1].id), pytest.raises(payouts.WaitsAlready):
        payouts.make()
    db.session.rollback()
    row = {"state": "waiting", "made_by": two[1].id, "made_at": times.now(), "reason": ""}
    with pytest.raises(IntegrityError):
        db.session.execute(insert(PayoutBatch).values(row))
    db.session.rollback()
    with audit.actor(two[1].id):
        payouts.cancel(payouts.find(first.id), "Nhầm")
    db.session.commit()
    assert make_batch(two[1]).total == 300_000


def test_what_changed_since_it_was_made_stops_the_whole_batch(maker, two):
    other, parcel = make_facility(), sell(maker)
    sell(other)
    batch = make_batch(two[0])
    with times.frozen(times.now() - LONG_AGO + timedelta(days=2)):
        make_claim(parcel)
    with audit.actor(two[1].id), pytest.raises(payouts.Moved) as moved:
        payouts.approve(batch)
    assert moved.value.names == ["Gốm Tâm Sen"]
    db.session.rollback()
    assert (balance(maker), balance(other)) == (300_000, 300_000)
    assert payouts.find(batch.id).state == "waiting"


def test_a_changed_account_stops_it_too(maker, two):
    sell(maker)
    batch = make_batch(two[0])
    facilities.revise(maker, bank_account="0123456789")
    db.session.commit()
    with audit.actor(two[1].id), pytest.raises(payouts.Moved):
        payouts.approve(batch)


def test_is_approved_once(maker, two):
    sell(maker)
    batch = make_batch(two[0])
    approve(batch, two[1])
    with audit.actor(two[1].id), pytest.raises(payouts.Decided):
        payouts.approve(batch)
    assert db.session.query(LedgerEntry).filter_by(kind="payout").count() == 1


def test_sent_it_leaves_the_bank_and_the_maker_hears_of_it(maker, two):
    sell(maker)
    batch = make_batch(two[0])
    approve(batch, two[1])
    payouts.send(batch.lines[0], "FT26330001")
    db.session.commit()
    assert ledger.balance("payout") == 0
    assert ledger.balance("bank") == -300_000
    with pytest.raises(payouts.Decided):
        payouts.send(batch.lines[0], "FT26330002")
    db.session.rollback()
    told = [one.payload for one in db.session.query(Job).filter_by(kind="mail")]
    assert any("đã chuyển 300.000" in one["subject"] for one in told)


@pytest.mark.parametrize("was_sent", [False, True])
def test_failed_it_is_owed_again_and_due_in_the_next_batch(maker, two, was_sent):
    parcel = sell(maker)
    batch = make_batch(two[0])
    approve(batch, two[1])
    if was_sent:
        payouts.send(batch.lines[0], "FT1")
    payouts.fail(batch.lines[0], "Sai số tài khoản")
    db.session.commit()
    assert (balance(maker), ledger.balance("payout"), ledger.balance("bank")) == (300_000, 0, 0)
    assert [item.parcel_id for item in dues.of(maker).ripe] == [parcel.id]
    with pytest.raises(payouts.Decided):
        payouts.fail(batch.lines[0], "Lại sai")
    db.session.rollback()
    again = make_batch(two[0])
    approve(again, two[1])
    assert balance(maker) == 0


def test_what_a_line_pays_for_is_never_changed(maker, two):
    sell(maker)
    make_batch(two[0])
    with pytest.raises(IntegrityError):
        db.session.execute(update(PayoutItem).values(amount=1), execution_options={"synchronize_session": False})


@pytest.mark.parametrize(
    "values", [{"state": "sent"}, {"state": "failed"}, {"amount": 0}, {"bank_holder": ""}, {"state": "paid"}]
)
def test_the_database_refuses_a_line_that_cannot_be(maker, two, values):
    sell(maker)
    make_batch(two[0])
    with pytest.raises(IntegrityError):
        db.session.execute(update(PayoutLine).values(values), execution_options={"synchronize_session": False})


def test_the_file_for_the_bank_has_what_is_still_to_be_sent(app, two):
    makers = [make_facility(bank_holder="Phạm Thị Tâm Đức", bank_account="0012345678") for _ in range(3)]
    for maker in makers:
        sell(maker)
    batch = make_batch(two[0])
    approve(batch, two[1])
    payouts.send(batch.lines[0], "FT1")
    payouts.fail(batch.lines[1], "Sai tên")
    db.session.commit()
    rows = list(csv.reader(io.StringIO(bank_files.csv(batch).decode("utf-8-sig"))))
    line = batch.lines[2]
    said = ["1", "0012345678", "PHAM THI TAM DUC", "970436", "Vietcombank", "300000", line.content]
    assert rows == [list(bank_files.HEADINGS), said]
    sheet = load_workbook(io.BytesIO(bank_files.xlsx(batch))).active
    assert [cell.value for cell in sheet[2]][1:3] == ["0012345678", "PHAM THI TAM DUC"]
    assert all(one.isascii() and one.isupper() or one.isdigit() for one in line.content.split())


def test_the_dues_are_two_queries_however_many_makers(app, query_count):
    for _ in range(6):
        sell(make_facility())
    with query_count() as run:
        assert len(dues.every()) == 6
    assert len([one for one in run if one.startswith("SELECT")]) == 2


def test_a_process_that_dies_before_its_commit_has_posted_nothing(maker, two):
    sell(maker)
    sell(make_facility())
    batch = make_batch(two[0])
    with audit.actor(two[1].id):
        payouts.approve(batch)
    db.session.rollback()
    assert balance(maker) == 300_000
    assert db.session.scalar(text("SELECT count(*) FROM ledger_entry WHERE kind = 'payout'")) == 0
    approve(payouts.find(batch.id), two[1])
    assert db.session.query(LedgerEntry).filter_by(kind="payout").count() == 2


def signed_in(app, person):
    return Browser(app).sign_in(person)


def test_from_the_desk_to_the_makers_page(app, maker, two):
    parcel = sell(maker)
    one, other = (signed_in(app, person) for person in two)
    assert "Lập đợt chi" in one.get(DESK).text
    answer = one.post(f"{DESK}/dot")
    assert answer.status_code == 303
    at = answer.location
    assert "không tự duyệt được" in one.get(at).text
    assert one.post(f"{at}/duyet").status_code == 403
    assert other.post(f"{DESK}/dot").status_code == 409
    assert parcel.order.number in other.get(at).text
    assert other.post(f"{at}/duyet").status_code == 303
    assert other.get(f"{at}/tai.csv").status_code == 200
    assert other.get(f"{at}/tai.xlsx").status_code == 200
    line = db.session.query(PayoutLine).one()
    refused = other.post(f"{at}/{line.id}/toi", reference="")
    assert refused.status_code == 422
    assert "Ghi số giao dịch" in refused.text
    assert other.post(f"{at}/{line.id}/toi", reference="FT99").status_code == 303
    assert other.get(f"{at}/tai.csv").status_code == 409
    assert other.post(f"{at}/{line.id}/toi", reference="FT99").status_code == 409
    owner = signed_in(app, make_member(maker, "owner"))
    front = owner.get("/quan-ly/tien").text
    assert f"/quan-ly/tien/chi/{line.id}" in front
    page = owner.get(f"/quan-ly/tien/chi/{line.id}").text
    assert parcel.order.number in page
    assert "FT99" in page
    assert other.post(f"{at}/{line.id}/hong", error="Ngân hàng trả lại").status_code == 303
    assert "Ngân hàng trả lại" in owner.get(f"/quan-ly/tien/chi/{line.id}").text


def test_a_maker_sees_neither_what_waits_nor_anybody_elses(app, maker, two):
    sell(maker)
    batch = make_batch(two[0])
    owner, stranger = (signed_in(app, make_member(one, "owner")) for one in (maker, make_facility()))
    line = batch.lines[0].id
    assert owner.get(f"/quan-ly/tien/chi/{line}").status_code == 404
    approve(payouts.find(batch.id), two[1])
    assert owner.get(f"/quan-ly/tien/chi/{line}").status_code == 200
    assert stranger.get(f"/quan-ly/tien/chi/{line}").status_code == 404


def test_the_desk_is_for_who_may_pay(app, maker, two):
    sell(maker)
    batch = make_batch(two[0])
    db.session.commit()
    for person in (make_staff("moderate", "report"), make_member(maker, "owner")):
        browser = signed_in(app, person)
        assert browser.get(DESK).status_code == 403
        assert browser.post(f"{DESK}/dot").status_code == 403
        assert browser.post(f"{DESK}/dot/{batch.id}/duyet").status_code == 403
    assert payouts.find(batch.id).state == "waiting"


def test_a_batch_is_given_up_with_a_reason(app, maker, two):
    sell(maker)
    batch = make_batch(two[0])
    browser = signed_in(app, two[0])
    assert browser.post(f"{DESK}/dot/{batch.id}/bo", reason="").status_code == 422
    assert browser.post(f"{DESK}/dot/{batch.id}/bo", reason="Chờ đối soát").status_code == 303
    assert browser.post(f"{DESK}/dot/{batch.id}/bo", reason="Lại").status_code == 409
    db.session.expire_all()
    assert [line.state for line in payouts.find(batch.id).lines] == ["dropped"]
    assert balance(maker) == 300_000
