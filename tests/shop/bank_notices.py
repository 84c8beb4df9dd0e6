"""Signed notices as a bank's service sends them, for the tests."""

import json
import time
from itertools import count

from core import jobs
from core.db import db
from shop.bank import feeds
from shop.models import BankTransaction

PATH = "/api/v1/bank/notices"
_ids = count(92_704)


def body_of(parcel, amount=None, **said):
    """One transfer to the parcel's maker; whole and with the parcel's code unless told otherwise."""
    usual = {
        "id": next(_ids), "gateway": "Vietcombank", "transactionDate": "2026-11-29 14:02:37",
        "accountNumber": parcel.payment.bank_account, "code": None,
        "content": f"MBVCB.123.{parcel.code}.CT tu 0011 NGUYEN VAN A", "transferType": "in",
        "transferAmount": amount or parcel.total, "accumulated": 19_077_000, "subAccount": None,
        "referenceCode": f"FT{next(_ids)}", "description": "",
    }  # fmt: skip
    return json.dumps(usual | said).encode()


def connect(facility):
    """The secret of a maker's account."""
    feed = feeds.renew(facility)
    db.session.commit()
    return feeds.secret(feed)


def send(browser, body, key, *, at=None, **headers):
    stamp = str(int(at or time.time()))
    signed = {"X-SePay-Signature": feeds.signature(key, stamp, body), "X-SePay-Timestamp": stamp}
    return browser.send("POST", PATH, data=body, content_type="application/json", headers=signed | headers)


def told(browser, parcel, amount=None, **said):
    """Send a notice and let the worker match it."""
    answer = send(browser, body_of(parcel, amount, **said), connect_once(parcel.facility))
    assert answer.status_code == 200, answer.text
    work()
    return rows()[-1]


def connect_once(facility):
    feed = feeds.of(facility)
    return feeds.secret(feed) if feed else connect(facility)


def work():
    """The worker does what is due."""
    db.session.rollback()
    jobs.work_off()
    db.session.expire_all()


def rows():
    return db.session.query(BankTransaction).order_by(BankTransaction.id).all()
