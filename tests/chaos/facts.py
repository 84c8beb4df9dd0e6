"""What stands in the database, read by one of the house's own processes."""

from catalog.models import Variant
from core import jobs, times
from core.db import db
from shop import ledger
from shop.bank import feeds
from shop.models import BankTransaction, LedgerEntry, Order
from tests import factories as make
from tests.chaos import payers

MAKERS, GOODS, ON_HAND = 3, 3, 1_000


def seed():
    """Three makers with three goods each; by SKU what a notice of a bank needs to know of its maker."""
    db.create_all()
    told = {}
    for n in range(MAKERS):
        house = make.make_facility()
        feed = feeds.renew(house)
        for m in range(GOODS):
            goods = make.make_product(facility=house, sku=f"G{n}{m}", price=50_000 + 7_000 * m, on_hand=ON_HAND)
            told[goods.sku] = {"account": house.bank_account, "key": feeds.secret(feed)}
    db.session.commit()
    return told


def seed_paying():
    return payers.seed()


def finish_paying():
    payers.finish(payers.world())


def paid_out():
    return payers.stands()


def stands():
    return {
        "orders": [_order(one) for one in db.session.query(Order)],
        "goods": {one.sku: _goods(one) for one in db.session.query(Variant)},
        "bank": [[one.key, one.state] for one in db.session.query(BankTransaction)],
        "entries": [_entry(one) for one in db.session.query(LedgerEntry)],
        "books": ledger.balances(),
        "waiting": db.session.query(jobs.Job)
        .filter(jobs.Job.done_at.is_(None), jobs.Job.failed_at.is_(None), jobs.Job.run_at <= times.now())
        .count(),
        "failed": [one.last_error for one in db.session.query(jobs.Job).filter(jobs.Job.failed_at.is_not(None))],
    }


def _order(order):
    parcels = [
        {
            "code": one.code, "state": one.state, "total": one.total, "paid": one.payment.state,
            "received": one.payment.received, "units": {line.sku: line.quantity for line in one.lines},
        }
        for one in order.parcels
    ]  # fmt: skip
    return {"token": order.token, "number": order.number, "method": order.payment_method, "parcels": parcels}


def _goods(variant):
    return {"on_hand": variant.on_hand, "held": variant.held, "available": variant.available}


def _entry(entry):
    return {"key": entry.key, "order": entry.order_id, "moved": [one.amount for one in entry.movements]}
