import json
import time
from datetime import UTC, datetime, timedelta

import pytest

from core import times
from core.db import db
from core.jobs import Job
from shop.bank import feeds, notices
from shop.models import BankTransaction
from tests.factories import make_facility, make_parcel
from tests.shop.bank_notices import PATH, body_of, connect, rows, send


@pytest.fixture
def parcel(app):
    return make_parcel(payment="vietqr")


def asked():
    return db.session.query(Job).filter_by(kind="bank.match").count()


def test_a_notice_is_kept_as_it_came_and_left_to_the_worker(browser, parcel):
    key, body = connect(parcel.facility), body_of(parcel, id=92704, referenceCode="FT24261")
    answer = send(browser, body, key)
    assert (answer.status_code, answer.json) == (200, {"success": True})
    [row] = rows()
    assert (row.source, row.key, row.reference, row.amount) == ("notice", "92704", "FT24261", parcel.total)
    assert (row.account, row.facility_id, row.state) == (parcel.payment.bank_account, parcel.facility_id, "new")
    assert row.at == datetime(2026, 11, 29, 7, 2, 37, tzinfo=UTC)
    assert row.raw == body.decode()
    assert parcel.payment.state == "awaiting"
    assert asked() == 1


def test_a_replay_changes_nothing_however_late_or_altered_within(browser, parcel):
    key, body = connect(parcel.facility), body_of(parcel, id=7)
    send(browser, body, key)
    hours_ago = time.time() - 7200
    for again in (body, body_of(parcel, 1, id=7)):
        assert send(browser, again, key, at=hours_ago).status_code == 200
    assert [row.amount for row in rows()] == [parcel.total]
    assert asked() == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda headers, body: (headers, body.replace(b'"in"', b'"in" ')),
        lambda headers, body: (headers | {"X-SePay-Signature": "sha256=" + "0" * 64}, body),
        lambda headers, body: (headers | {"X-SePay-Signature": ""}, body),
        lambda headers, body: (headers | {"X-SePay-Signature": "chữ ký"}, body),
        lambda headers, body: (headers | {"X-SePay-Timestamp": str(int(time.time()) + 1)}, body),
        lambda headers, body: ({}, body),
    ],
)
def test_what_is_altered_or_unsigned_is_refused(browser, parcel, spoil):
    key, body, stamp = connect(parcel.facility), body_of(parcel), str(int(time.time()))
    headers = {"X-SePay-Signature": feeds.signature(key, stamp, body), "X-SePay-Timestamp": stamp}
    headers, body = spoil(headers, body)
    headers = {name: value.encode().decode("latin-1") for name, value in headers.items()}
    answer = browser.send("POST", PATH, data=body, headers=headers)
    assert (answer.status_code, answer.json["title"]) == (401, "bad_signature")
    assert answer.mimetype == "application/problem+json"
    assert rows() == []


def test_another_makers_secret_does_not_speak_for_this_account(browser, parcel):
    connect(parcel.facility)
    assert send(browser, body_of(parcel), connect(make_facility())).status_code == 401
    assert rows() == []


def test_a_renewed_secret_ends_the_one_before(browser, parcel):
    old, new = connect(parcel.facility), connect(parcel.facility)
    assert send(browser, body_of(parcel), old).status_code == 401
    assert send(browser, body_of(parcel), new).status_code == 200


def test_two_makers_of_one_account_are_told_apart_by_who_signed(browser, parcel):
    other = make_facility(bank_account=parcel.payment.bank_account)
    connect(other)
    assert send(browser, body_of(parcel), connect(parcel.facility)).status_code == 200
    assert [row.facility_id for row in rows()] == [parcel.facility_id]


@pytest.mark.parametrize("off", [timedelta(minutes=5, seconds=30), -timedelta(minutes=5, seconds=30)])
def test_an_old_or_future_signature_is_refused(browser, parcel, off):
    key = connect(parcel.facility)
    answer = send(browser, body_of(parcel), key, at=(times.now() - off).timestamp())
    assert (answer.status_code, answer.json["title"]) == (401, "stale")
    assert rows() == []


def test_four_minutes_are_not_too_old(browser, parcel):
    assert send(browser, body_of(parcel), connect(parcel.facility), at=time.time() - 240).status_code == 200


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"id": None}, "id"),
        ({"id": True}, "id"),
        ({"id": "x" * 101}, "id"),
        ({"accountNumber": ""}, "accountNumber"),
        ({"accountNumber": ["1"]}, "accountNumber"),
        ({"transferAmount": 0}, "transferAmount"),
        ({"transferAmount": -1}, "transferAmount"),
        ({"transferAmount": 1.5}, "transferAmount"),
        ({"transferAmount": "1.000"}, "transferAmount"),
        ({"transferAmount": 10**12}, "transferAmount"),
        ({"transferAmount": True}, "transferAmount"),
        ({"transferType": "vào"}, "transferType"),
        ({"transactionDate": "hôm qua"}, "transactionDate"),
        ({"transactionDate": "0001-01-01"}, "transactionDate"),
    ],
)
def test_an_odd_notice_names_the_field(browser, parcel, said, field):
    answer = send(browser, body_of(parcel, **said), connect(parcel.facility))
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)
    assert rows() == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff\xfe", b"[" * 60_000, b"7"])
def test_what_is_no_notice_is_said_plainly(browser, parcel, body):
    answer = send(browser, body, connect(parcel.facility))
    assert (answer.status_code, answer.json["title"]) == (422, "unreadable")


def test_a_body_too_large_is_refused_before_it_is_read(browser, parcel):
    answer = send(browser, b" " * (notices.MOST_BYTES + 1), connect(parcel.facility))
    assert (answer.status_code, answer.json["title"]) == (413, "too_large")


def test_odd_letters_in_the_content_are_kept_as_any_database_can(browser, parcel):
    body = body_of(parcel, content="x")
    body = body.replace(b'"content": "x"', b'"content": "\\ud800 \\u0000 KC"')
    assert send(browser, body, connect(parcel.facility)).status_code == 200
    assert rows()[0].content == "? KC"


def test_the_names_of_sepays_api_are_read_too():
    said = {
        "transaction_id": "t-1", "account_number": "0123 456", "amount": "25000", "transfer_type": "in",
        "content": "KC26B7Q4X9", "reference_code": "FT1",
    }  # fmt: skip
    line = notices.read(json.dumps(said).encode())
    assert (line.key, line.account, line.amount, line.reference) == ("t-1", "0123456", 25_000, "FT1")


def test_the_secret_is_in_no_row(app):
    facility = make_facility()
    secret = connect(facility)
    assert len(secret) >= 40
    row = db.session.execute(db.text("SELECT * FROM bank_feed")).mappings().one()
    assert secret not in map(str, row.values())


def test_a_notice_is_answered_in_few_statements(browser, parcel, query_count):
    key, body = connect(parcel.facility), body_of(parcel)
    with query_count() as run:
        assert send(browser, body, key).status_code == 200
    assert len([one for one in run if "pragma" not in one.lower()]) <= 8


def test_the_database_keeps_one_of_a_key(app, parcel):
    line = notices.read(body_of(parcel, id=5))
    assert notices.take_in(parcel.facility_id, line, "notice", "")
    assert not notices.take_in(parcel.facility_id, line, "notice", "")
    db.session.commit()
    assert db.session.query(BankTransaction).count() == 1
