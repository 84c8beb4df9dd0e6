"""Two who pay makers out, one step after the other, each committed by itself; killed at any moment, they go on."""

import random
import uuid

from accounts.models import User
from core import audit
from core.db import db
from programme.models import Facility
from shop import ledger
from shop.ledger import Move
from shop.models import LedgerEntry, Movement, PayoutBatch, PayoutLine
from shop.settling import payouts, proofs
from tests import factories as make

MAKERS = 4
BEATEN = (payouts.WaitsAlready, payouts.Decided, payouts.Moved, payouts.NothingDue)  # by the one beside


def seed():
    db.create_all()
    makers = [make.make_facility().id for _ in range(MAKERS)]
    people = [make.make_staff("pay").id for _ in range(2)]
    db.session.commit()
    return {"makers": makers, "people": people}


def world():
    """Who was seeded."""
    return {
        name: [*db.session.scalars(db.select(model.id).order_by(model.id))]
        for name, model in (("makers", Facility), ("people", User))
    }


def live(world):
    chance = random.Random()
    while True:
        try:
            step(world, chance)
        except BEATEN:
            db.session.rollback()


def step(world, chance):
    """Do the next thing there is to do, and commit."""
    maker, checker = world["people"]
    if batch := payouts.waiting():
        with audit.actor(checker):
            payouts.approve(batch)
    elif line := _unsent():
        with audit.actor(maker):
            payouts.fail(line, "Số tài khoản sai") if chance.random() < 0.3 else payouts.send(line, f"FT{line.id}")
    else:
        _earn(world["makers"])
        with audit.actor(maker):
            payouts.make()
    db.session.commit()


def finish(world):
    """Until nothing is begun and not ended; nobody earns any more."""
    maker, checker = world["people"]
    while batch := payouts.waiting():
        with audit.actor(checker):
            payouts.approve(batch)
        db.session.commit()
    while line := _unsent():
        with audit.actor(maker):
            payouts.send(line, f"FT{line.id}")
        db.session.commit()


def stands():
    return {
        "lines": [[one.id, one.state, one.amount] for one in db.session.query(PayoutLine)],
        "batches": [one.state for one in db.session.query(PayoutBatch)],
        "keys": [one.key for one in db.session.query(LedgerEntry)],
        "earned": sum(
            one.amount for one in db.session.query(Movement).join(Movement.entry).filter_by(kind="card_paid")
        ),
        "books": ledger.balances(),
        "findings": [one.said for one in proofs.look(heal=False)],
    }


def _unsent():
    query = db.select(PayoutLine).where(PayoutLine.state == "approved").order_by(PayoutLine.id).limit(1)
    return db.session.scalar(query)


def _earn(makers):
    for one in makers:
        owed = ledger.code("facility", facility_id=one)
        ledger.post(f"card:{uuid.uuid4()}", "card_paid", [Move("card", owed, 300_000)])
    db.session.commit()
