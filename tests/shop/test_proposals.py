"""A maker who cannot supply all proposes; nothing changes before the buyer's word, and then all of it at once."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from catalog import stock
from catalog.models import CalendarWeek
from core import times
from core.db import db
from core.jobs import Job
from shop import parcels, payments, proposals, proposed
from shop.proposed import ParcelProposal
from tests.factories import (
    make_calendar,
    make_cart,
    make_facility,
    make_hamper,
    make_member,
    make_parcel,
    make_product,
    make_proposal,
    make_voucher,
    order_cart,
)


@pytest.fixture
def house(app):
    return make_facility(email="lam@example.vn")


def goods(house, **columns):
    return make_product(facility=house, **{"on_hand": 10} | columns)


def at(parcel, proposal):
    return f"/don-hang/{parcel.order.token}/goi/{parcel.code}/de-nghi/{proposal.id}"


def sums_agree(parcel):
    db.session.expire_all()
    return parcel.goods_total == sum(line.total for line in parcel.lines)


def test_fewer_with_her_word_changes_line_stock_total_and_what_is_awaited(browser, house):
    product = goods(house)
    parcel = make_parcel(product, quantity=3, payment="vietqr", email="ngan@example.vn")
    before, price = parcel.total, parcel.lines[0].unit_price
    browser.sign_in(make_member(house, "packer"))
    asked = browser.post(f"/quan-ly/don/{parcel.id}/de-nghi/mon/{parcel.lines[0].id}", quantity=1, words="Vỡ mẻ")
    assert asked.status_code == 303
    proposal = proposed.of([parcel.id])[parcel.id][0]
    db.session.expire_all()
    assert (parcel.total, product.held, parcel.lines[0].quantity) == (before, 3, 3)
    assert "Vỡ mẻ" in browser.get(f"/don-hang/{parcel.order.token}").text
    assert browser.post(at(parcel, proposal), do="agree").status_code == 303
    assert sums_agree(parcel)
    assert (parcel.lines[0].quantity, product.held, product.on_hand) == (1, 1, 10)
    assert parcel.total == parcel.payment.amount == before - 2 * price
    told = [job.payload for job in db.session.query(Job).filter_by(kind="mail")]
    assert sum("xin ý bạn" in one["subject"] for one in told) == 1
    assert sum("người mua đồng ý" in one["subject"] for one in told) == 1


def test_what_was_paid_stays_and_the_difference_is_owed_back(house):
    parcel = make_parcel(goods(house), quantity=3, payment="vietqr")
    paid = parcel.total
    payments.receive(parcel)
    proposals.agree(parcel, make_proposal(parcel, 1))
    db.session.commit()
    assert (parcel.payment.amount, parcel.balance) == (paid, -2 * parcel.lines[0].unit_price)


def test_none_of_a_line_leaves_the_others(house):
    pots, cups = goods(house), goods(house)
    parcel = make_parcel(pots, cups, quantity=2)
    proposals.agree(parcel, make_proposal(parcel, 0))
    db.session.commit()
    assert sums_agree(parcel)
    assert (parcel.lines[0].dropped_at is not None, pots.held, cups.held) == (True, 0, 2)
    parcels.pack(parcel)
    assert parcel.state == "packed"


def test_a_substitute_takes_its_own_stock_at_the_price_she_agreed_to(house):
    pots, cups = goods(house), goods(house)
    parcel = make_parcel(pots, quantity=3)
    price = parcel.lines[0].unit_price
    proposals.agree(parcel, make_proposal(parcel, 2, substitute=cups.main, price=price - 1_000))
    db.session.commit()
    assert sums_agree(parcel)
    assert (pots.held, cups.held) == (0, 2)
    assert [(one.name, one.total) for one in parcel.lines][1:] == [(cups.main.full_name, 2 * (price - 1_000))]
    parcels.pack(parcel)
    parcels._move(parcel, "handed_over", parcels.MAKER)
    assert parcels.units_of(parcel) == [(cups.main.id, 2)]


def test_a_substitute_that_has_run_out_changes_nothing(browser, house):
    pots, cups = goods(house), goods(house, on_hand=2)
    parcel = make_parcel(pots, quantity=3)
    proposal = make_proposal(parcel, 2, substitute=cups.main, price=5_000)
    stock.reserve(cups.main.id, 1)
    db.session.commit()
    assert browser.post(at(parcel, proposal), do="agree").status_code == 409
    db.session.expire_all()
    assert (proposal.state, pots.held, cups.held, len(parcel.lines)) == ("open", 3, 1, 1)


def test_a_hamper_gives_back_its_parts(house):
    part = goods(house)
    hamper = make_hamper(house, [(part, 2)])
    parcel = make_parcel(hamper, quantity=3)
    db.session.expire_all()
    held = part.held
    proposals.agree(parcel, make_proposal(parcel, 1))
    db.session.commit()
    db.session.expire_all()
    assert (held, part.held) == (6, 2)


def test_the_latest_weeks_are_given_back_first(house):
    product = make_product(facility=house, mode="made_to_order", on_hand=None, lead_days=3)
    make_calendar(product, week_units=2)
    parcel = make_parcel(product, quantity=5)
    proposals.agree(parcel, make_proposal(parcel, 3))
    db.session.commit()
    db.session.expire_all()
    weeks = db.session.query(CalendarWeek).order_by(CalendarWeek.week)
    assert [week.booked for week in weeks] == [2, 1, 0]
    parcels.cancel(parcel)
    assert sum(week.booked for week in weeks.populate_existing()) == 0


def test_without_an_answer_all_stays_and_it_lapses_by_itself(house):
    parcel = make_parcel(goods(house), quantity=3)
    proposal = make_proposal(parcel, 1)
    with times.frozen(proposal.until + timedelta(minutes=1)):
        assert not proposal.is_open
        with pytest.raises(proposals.NotOpen):
            proposals.agree(parcel, proposal)
        db.session.rollback()
        assert (parcel.lines[0].quantity, proposal.state) == (3, "open")
        again = make_proposal(parcel, 2)
        assert (again.is_open, proposal.state) == (True, "lapsed")


def test_nothing_is_packed_before_she_answers(browser, house):
    parcel = make_parcel(goods(house), quantity=3)
    proposal = make_proposal(parcel, 1)
    browser.sign_in(make_member(house, "packer"))
    assert browser.post(f"/quan-ly/don/{parcel.id}/goi").status_code == 409
    assert browser.post(f"/quan-ly/don/{parcel.id}/de-nghi/{proposal.id}/rut").status_code == 303
    assert browser.post(at(parcel, proposal), do="agree").status_code == 409
    assert browser.post(f"/quan-ly/don/{parcel.id}/goi").status_code == 303
    db.session.expire_all()
    assert (parcel.state, parcel.lines[0].quantity) == ("packed", 3)


def test_she_may_refuse_and_is_not_asked_twice_at_once(browser, house):
    parcel = make_parcel(goods(house), quantity=3)
    proposal = make_proposal(parcel, 1)
    with pytest.raises(proposals.WaitsAlready):
        proposals.propose(parcel, parcel.lines[0], 2)
    db.session.rollback()
    assert browser.post(at(parcel, proposal), do="refuse").status_code == 303
    assert browser.post(at(parcel, proposal), do="agree").status_code == 409
    assert browser.post(at(parcel, proposal), do="x").status_code == 422
    db.session.expire_all()
    assert (proposal.state, parcel.lines[0].quantity) == ("refused", 3)


def test_two_answers_at_once_are_one(house):
    product = goods(house)
    parcel = make_parcel(product, quantity=3)
    proposal = make_proposal(parcel, 1)
    other = update(ParcelProposal).values(state="refused", answered_at=times.now())
    db.session.execute(other.execution_options(synchronize_session=False))  # it still reads open here
    with pytest.raises(proposals.NotOpen):
        proposals.agree(parcel, proposal)
    db.session.rollback()
    db.session.expire_all()
    assert product.held == 3


@pytest.mark.parametrize("state", ["packed", "handed_over", "delivered"])
def test_what_is_packed_is_changed_no_more(house, state):
    parcel = make_parcel(goods(house), quantity=3, state=state)
    with pytest.raises(proposals.TooLate):
        proposals.propose(parcel, parcel.lines[0], 1)


@pytest.mark.parametrize("quantity", [3, 4, 0])
def test_as_many_or_none_of_the_only_line_is_no_proposal(browser, house, quantity):
    parcel = make_parcel(goods(house), quantity=3)
    browser.sign_in(make_member(house, "packer"))
    answer = browser.post(f"/quan-ly/don/{parcel.id}/de-nghi/mon/{parcel.lines[0].id}", quantity=quantity)
    assert (answer.status_code, "Ghi ít hơn số đã đặt" in answer.text) == (422, True)
    assert proposed.of([parcel.id]) == {parcel.id: []}


def test_only_her_own_goods_that_can_go_at_once_stand_in(house):
    shown, others = goods(house), make_product(on_hand=5)
    goods(house, on_hand=0), goods(house, mode="made_to_order", on_hand=None)
    parcel = make_parcel(shown, quantity=2)
    assert [one.id for one in proposed.substitutes(house.id)] == [shown.main.id]
    with pytest.raises(proposals.NotHers):
        proposals.propose(parcel, parcel.lines[0], 1, substitute=others.main, price=1_000)


def test_another_maker_and_another_order_write_nothing(browser, house):
    parcel, other = make_parcel(goods(house), quantity=3), make_parcel()
    proposal = make_proposal(parcel, 1)
    browser.sign_in(make_member(other.facility, "owner"))
    assert browser.post(f"/quan-ly/don/{parcel.id}/de-nghi/mon/{parcel.lines[0].id}", quantity=1).status_code == 404
    assert browser.post(f"/quan-ly/don/{other.id}/de-nghi/{proposal.id}/rut").status_code == 404
    assert browser.post(at(other, proposal), do="agree").status_code == 404
    db.session.expire_all()
    assert proposal.state == "open"


def test_the_database_keeps_one_open_proposal_a_line(house):
    parcel = make_parcel(goods(house), quantity=3)
    first = make_proposal(parcel, 1)
    row = {
        "parcel_id": parcel.id,
        "line_id": first.line_id,
        "quantity": 2,
        "made_at": times.now(),
        "until": first.until,
    }
    db.session.add(ParcelProposal(**row))
    with pytest.raises(IntegrityError):
        db.session.flush()


def discounted(house, *products, percent=10, quantity=4):
    voucher = make_voucher(facility_id=house.id, percent=percent, budget=1_000_000)
    cart = make_cart(*products, quantity=quantity)
    cart.voucher = voucher.code
    db.session.commit()
    return voucher, order_cart(cart).parcels[0]


def test_fewer_pieces_take_their_share_of_a_voucher_with_them_as_she_was_told(house):
    voucher, parcel = discounted(house, goods(house, price=100_003))
    proposal = make_proposal(parcel, 1)
    told = parcel.total + proposal.difference
    proposals.agree(parcel, proposal)
    db.session.commit()
    assert sums_agree(parcel)
    assert parcel.total == told == parcel.payment.amount
    line, frozen = parcel.lines[0], parcel.discounts[0]
    assert line.discount == parcel.discount == frozen.amount == voucher.spent == 40_001 // 4


def test_a_substitute_has_no_share_and_a_voucher_without_any_is_gone(house):
    pots, cups = goods(house), goods(house)
    voucher, parcel = discounted(house, pots)
    proposal = make_proposal(parcel, 2, substitute=cups.main, price=pots.main.price)
    told = parcel.total + proposal.difference
    proposals.agree(parcel, proposal)
    db.session.commit()
    assert (parcel.total, parcel.discount, parcel.discounts, voucher.spent) == (told, 0, [], 0)
