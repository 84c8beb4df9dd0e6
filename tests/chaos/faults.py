"""What the market would be without its guards: the kills must then find something."""

import os
import time
from pathlib import Path

from sqlalchemy import delete

from catalog import stock
from core import mail
from core.answers import KeptAnswer
from core.db import db
from shop import ledger
from shop.settling import payouts


def _half_done():
    """Tell that half of it is done, and give whoever kills the time to do it."""
    (Path(os.environ["DATA_DIR"]) / "half-done").touch()
    time.sleep(1)


def stock_taken_by_itself():
    """The units of an order are committed before the order is."""
    reserve = stock.reserve

    def reserve_and_commit(variant_id, quantity):
        reserve(variant_id, quantity)
        db.session.execute(delete(KeptAnswer))  # it is to be tried again
        db.session.commit()
        _half_done()

    stock.reserve = reserve_and_commit


def entry_before_its_movements():
    """An entry of the ledger is committed before the money is moved."""
    accounts = ledger._accounts

    def commit_first(codes):
        db.session.commit()
        _half_done()
        return accounts(codes)

    ledger._accounts = commit_first


def payout_line_by_line():
    """Each line of a batch is committed by itself."""
    post = payouts.post

    def post_and_commit(line):
        done = post(line)
        db.session.commit()
        _half_done()
        return done

    payouts.post = post_and_commit


def letter_before_its_order():
    """A letter is sent before what it tells of is committed."""

    def at_once(to, subject, text):
        mail.deliver({"to": to, "subject": subject, "text": text, "message_id": "<x@phiencho.example>"})
        _half_done()

    mail.send = at_once
