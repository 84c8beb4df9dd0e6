from itertools import product as product_of

import pytest

from core.audit import history_of
from core.db import db
from core.jobs import Job
from shop import parcels, payments
from shop.models import PARCEL_STATES, Parcel
from tests.factories import make_parcel, make_product

WAY = ["placed", "confirmed", "packed", "handed_over", "delivered"]


@pytest.mark.parametrize("by", [parcels.MAKER, parcels.BUYER])
def test_only_the_moves_of_the_table_are_allowed(app, by):
    parcel = make_parcel()
    for state, to in product_of(PARCEL_STATES, PARCEL_STATES):
        db.session.execute(db.update(Parcel).values(state=state))
        db.session.refresh(parcel)
        if parcels.MOVES.get((state, to)) == by:
            parcels._move(parcel, to, by)
            assert parcel.state == to
        else:
            with pytest.raises(parcels.IllegalMove):
                parcels._move(parcel, to, by)
            assert parcel.state == state


def test_each_step_is_on_the_time_line_and_audited(app):
    parcel = make_parcel(state="delivered")
    assert [move.state for move in parcel.moves] == WAY
    assert {entry.action for entry in history_of(parcel)} >= {"parcel.confirmed", "parcel.delivered"}


def test_handing_over_takes_the_goods_off_the_shelf(app):
    product = make_product(on_hand=5)
    make_parcel(product, quantity=2, state="handed_over")
    db.session.expire_all()
    assert (product.on_hand, product.held) == (3, 0)


def test_delivery_pays_what_is_paid_on_delivery(app):
    assert make_parcel(state="handed_over").payment.state == "awaiting"
    parcel = make_parcel(state="delivered")
    assert parcel.payment.state == "paid"
    assert parcel.payment.paid_at is not None


def test_delivery_does_not_pay_a_transfer(app):
    assert make_parcel(state="delivered", payment="vietqr").payment.state == "awaiting"


@pytest.mark.parametrize("give_up", [parcels.cancel, parcels.refuse])
def test_giving_up_releases_the_goods_and_the_buyer(app, give_up):
    product = make_product(on_hand=5)
    parcel = make_parcel(product, quantity=2)
    give_up(parcel, "Lò hỏng")
    db.session.commit()
    db.session.expire_all()
    assert (product.on_hand, product.held) == (5, 0)
    assert parcel.payment.state == "void"
    assert parcel.reason == "Lò hỏng"
    assert parcel.order.total == 0


def test_money_already_received_stays_received_when_given_up(app):
    parcel = make_parcel(payment="vietqr")
    payments.receive(parcel)
    parcels.refuse(parcel, "Hết đất")
    db.session.commit()
    assert parcel.payment.state == "paid"


def test_a_transfer_is_received_once(app):
    parcel = make_parcel(payment="vietqr")
    payments.receive(parcel)
    with pytest.raises(payments.NotAwaited):
        payments.receive(parcel)


def test_two_taps_make_one_move(app):
    parcel = make_parcel()
    parcels.confirm(parcel)
    db.session.commit()
    db.session.execute(db.text("UPDATE parcel SET state = 'packed'"))
    with pytest.raises(parcels.IllegalMove):
        parcels._move(parcel, "packed", parcels.MAKER)  # it still reads confirmed here
    db.session.rollback()
    assert [move.state for move in parcel.moves] == ["placed", "confirmed"]


def test_no_letter_goes_out_for_a_move_that_failed(app):
    parcel = make_parcel(state="packed")
    before = db.session.query(Job).count()
    with pytest.raises(parcels.IllegalMove):
        parcels.cancel(parcel)
    db.session.rollback()
    assert db.session.query(Job).count() == before
