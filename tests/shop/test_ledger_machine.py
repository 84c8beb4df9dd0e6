"""Whatever is bought, paid, given up, given back and delivered, in any order: the ledger says what the orders, the
vouchers, the gift cards, the fees and Stripe's own books say, to the đồng.

LEDGER_RUNS says how many markets Hypothesis makes up, each of some thirty deeds (`make chaos`: hundreds).
"""

import os
from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from core import jobs, times
from core.db import db
from shop import amending, claims, confirmations, deposits, gifts, ledger, parcels, payments, promotions
from shop.claimed import ParcelClaim
from shop.models import CardRefund, GiftCard, GiftMove, LedgerEntry, Order, Parcel, Payment
from shop.settling import commissions, proofs, statements
from shop.settling.commissions import Terms
from tests.conftest import empty_tables
from tests.factories import (
    make_cart,
    make_facility,
    make_fee,
    make_gift,
    make_product,
    make_scheme,
    make_support,
    make_voucher,
    order_cart,
)  # fmt: skip
from tests.shop import bank_notices
from tests.shop.cards import DECLINED, GOOD

RUNS = int(os.environ.get("LEDGER_RUNS", "4"))
RATE = 7  # percent of commission on the second maker's goods
CODES = ("ABCDEFGHJKLM2345", "ZYXWVUTSRQPN6789")


class Market(RuleBasedStateMachine):
    """Two makers, goods in stock and one made to order on a deposit, three vouchers, fees, two gift cards, cards on.

    Every rule is one deed of somebody, committed.
    """

    shop = None  # of tests.shop.conftest, set by the test

    @property
    def browser(self):
        return self.shop.browser

    def __init__(self):
        super().__init__()
        empty_tables()
        self.shop.stripe.books.__init__(self.shop.stripe.notices.happened)
        self.shop.stripe.notices.events.clear()
        self.heard = 0
        free, taxed = make_facility(), make_facility()
        commissions.make(Terms(RATE * 100, times.today(), "QĐ 1", taxed.id, None))
        scheme = make_scheme()
        make_support(scheme, taxed)
        make_support(scheme, free)
        line = next(one for one in scheme.fundings if one.source == "local")
        self.goods = [
            make_product(facility=one, price=price, on_hand=100_000)
            for one, price in ((free, 90_001), (free, 250_000), (taxed, 120_333), (taxed, 33_337))
        ]
        made = make_product(facility=free, price=400_001, mode="made_to_order", on_hand=None, lead_days=3)
        deposits.set_for(made, 30, 50, {})
        self.goods.append(made)
        make_fee(rate=3_000)
        make_fee(free, rate=1_500)
        for code in CODES:
            make_gift(300_000, code)
        mine = {"per_phone": None, "uses_most": None}
        self.vouchers = [
            "",
            make_voucher(facility_id=free.id, percent=13, **mine).code,
            make_voucher(facility_id=taxed.id, percent=None, effect="amount", amount=20_000, **mine).code,
            make_voucher(scheme_id=scheme.id, funding_id=line.id, budget=10_000_000, percent=30, **mine).code,
        ]
        self.taxed = taxed.id
        db.session.commit()

    def any_parcel(self, number, *states):
        """One of those in these states, or None."""
        found = db.session.scalars(select(Parcel).where(Parcel.state.in_(states)).order_by(Parcel.id)).all()
        return found[number % len(found)] if found else None

    @rule(
        which=some.sets(some.integers(0, 4), min_size=1, max_size=3),
        quantity=some.integers(1, 4),
        method=some.sampled_from(("cod", "vietqr", "stripe", "stripe")),
        voucher=some.integers(0, 3),
        cards=some.sampled_from(((), (), CODES[:1], CODES)),
        steps=some.integers(0, 4),
    )
    def order(self, which, quantity, method, voucher, steps, cards=()):  # noqa: PLR0913 (an order's own facts)
        """Placed, and its parcels brought so far on their way as their payment lets them."""
        cart = make_cart(*[self.goods[n] for n in sorted(which)], quantity=quantity)
        cart.voucher = self.vouchers[voucher]
        keys = tuple(map(gifts.key_of, cards))
        with suppress(promotions.NotGood, gifts.NotGood, gifts.TooLittleLeft):  # it is for none of it, or spent
            order = order_cart(cart, payment=method, email="ngan@example.vn", gifts=keys)
            if _awaits_card(order) and steps:
                self.shop.pay(order)
                self.hear()
            for parcel in order.parcels:
                _go_on(parcel, steps)
        db.session.rollback()

    @rule(number=some.integers(0, 50), card=some.sampled_from((GOOD, GOOD, DECLINED)))
    def pay_by_card(self, number, card):
        found = [one for one in db.session.scalars(select(Order).order_by(Order.id)) if _awaits_card(one)]
        if found:
            self.shop.pay(found[number % len(found)], card)
            self.hear()

    @rule(number=some.integers(0, 50), part=some.sampled_from((1, 1, 0.5, 1.5)))
    def transfer(self, number, part):
        """To the maker's own account: whole, short or over. The platform's ledger has nothing of it."""
        parcel = self.any_parcel(number, "placed", "confirmed", "packed")
        if parcel and payments.is_payable(parcel):
            bank_notices.told(self.browser, parcel, int(parcel.payment.amount * part))

    @rule(number=some.integers(0, 50), steps=some.integers(1, 4))
    def go_on(self, number, steps):
        parcel = self.any_parcel(number, *STEPS)
        if parcel:
            _go_on(parcel, steps)

    @rule(value=some.integers(50_000, 400_000), which=some.integers(0, 1))
    def fill_up(self, value, which):
        """Another card in the place of one that is spent, under its code."""
        old = gifts.find(CODES[which])
        if not old.balance:
            old.digest, old.last4 = None, ""
            db.session.flush()
            make_gift(value, CODES[which])

    @rule(number=some.integers(0, 50), quantity=some.integers(1, 3))
    def buy_fewer(self, number, quantity):
        parcel = self.any_parcel(number, "placed", "confirmed")
        line = parcel.lines[0] if parcel else None
        if line is None or line.quantity <= quantity or not amending.may_be_fewer(parcel):
            return
        amending.take_fewer(parcel, line, quantity)
        db.session.commit()

    @rule(number=some.integers(0, 50), act=some.sampled_from((parcels.cancel, parcels.refuse, parcels.call_off)))
    def come_to_nothing(self, number, act):
        parcel = self.any_parcel(number, "placed", "confirmed")
        if parcel:
            act(parcel, "Vỡ lúc nung")
            db.session.commit()
            jobs.work_off()
            self.hear()

    @rule(number=some.integers(0, 50))
    def not_taken_at_the_door(self, number):
        parcel = self.any_parcel(number, "handed_over")
        if parcel:
            parcels.bring_back(parcel, "Không gọi được")
            db.session.commit()
            jobs.work_off()
            self.hear()

    @rule(number=some.integers(0, 50), share=some.sampled_from((0.01, 0.3, 0.5, 1)), is_back=some.booleans())
    def give_back_for_breakage(self, number, share, is_back):
        """Of a maker without commission, so that what is expected stays plain."""
        parcel = self.any_parcel(number, "delivered")
        if parcel is None or parcel.facility_id == self.taxed or not parcel.payment.refundable:
            return
        with suppress(claims.TooMany, claims.AboveWhatWasPaid):
            claim = claims.ask(parcel, "broken", {parcel.lines[0].id: 1}, "Nắp nứt một đường.")
            db.session.flush()
            claims.agree(claim, "refund", max(1, int(parcel.payment.paid * share)), "Gửi lại tiền")
            if claim.state == "agreed" and not claim.by_card:  # else it moves by itself
                claims.send(claim, "Đã hoàn")
            db.session.commit()
            if claim.state == "sent":
                claims.receive(claim)
            if is_back:
                claims.take_back(claim, is_whole=number % 2 == 0)
            db.session.commit()
            jobs.work_off()
            self.hear()
        db.session.rollback()

    def hear(self):
        events = self.shop.stripe.notices.events
        self.shop.hear(*reversed(events[self.heard :]))
        self.heard = len(events)
        jobs.work_off()

    @invariant()
    def every_entry_moves_something(self):
        bare = select(func.count(LedgerEntry.id)).where(~LedgerEntry.movements.any())
        assert db.session.scalar(bare) == 0

    @invariant()
    def nothing_is_made_or_lost(self):
        books = ledger.balances()
        had = sum(amount for name, amount in books.items() if _is_had(name))
        assert had == sum(amount for name, amount in books.items() if not _is_had(name)), books

    @invariant()
    def what_is_had_by_card_is_what_stripe_has(self):
        stripe, books = self.shop.stripe.books, ledger.balances()
        came = sum(one["amount"] for one in stripe.charges.values() if one["paid"])
        went = sum(one["amount"] for one in stripe.refunds.values() if one["status"] == "succeeded")
        assert books.get("card", 0) + books.get("card_fee", 0) == came - went
        assert books.get("buyer", 0) == 0  # what was owed back to a card has gone

    @invariant()
    def gift_cards_hold_what_was_paid_for_less_what_was_spent(self):
        moved = select(func.coalesce(func.sum(GiftMove.amount), 0)).where(GiftMove.card_id == GiftCard.id)
        for card, amount in db.session.execute(select(GiftCard, moved.scalar_subquery())):
            assert card.balance == amount
        books, spent = ledger.balances(), sum(_by_gift(one) for one in db.session.scalars(select(Parcel)))
        issued = db.session.scalar(select(func.sum(GiftCard.value)))
        assert books["bank"] == issued
        assert books.get("gift_card", 0) == issued - spent

    @invariant()
    def every_payment_is_of_all_that_its_parcel_costs(self):
        live = select(Parcel).join(Payment).where(Payment.state.in_(("awaiting", "paid")), Parcel.origin == "")
        for parcel in db.session.scalars(live):
            assert parcel.came_to_nothing or parcel.payment.whole == parcel.total

    @invariant()
    def every_maker_is_owed_what_her_parcels_say(self):
        expected = {}
        for parcel in db.session.scalars(select(Parcel)):
            expected[parcel.facility_id] = expected.get(parcel.facility_id, 0) + self._owed(parcel)
        books = ledger.balances()
        for facility_id, amount in expected.items():
            assert books.get(f"facility:{facility_id}", 0) == amount
            assert statements.of(facility_id, times.today().replace(day=1)).closing == amount

    @invariant()
    def a_scheme_bears_what_its_vouchers_took_off_what_was_delivered(self):
        books = ledger.balances()
        borne = sum(amount for name, amount in books.items() if name.startswith("promotion:"))
        assert borne == sum(_given(one) for one in db.session.scalars(select(Parcel)))

    def _owed(self, parcel):
        """Written down anew from the rows of the parcel alone."""
        back = select(func.coalesce(func.sum(CardRefund.amount), 0)).where(CardRefund.parcel_id == parcel.id)
        by_card = parcel.payment.received - db.session.scalar(back) if parcel.payment.method == "stripe" else 0
        taken = _commission(parcel) if parcel.facility_id == self.taxed else 0
        return by_card + _by_gift(parcel) + _given(parcel) - _fees(parcel) - taken

    def teardown(self):
        """The books looked over as `flask shop ledger --check` does: nothing is left to say."""
        jobs.work_off()
        assert proofs.look(heal=False) == []


def _awaits_card(order):
    return any(one.awaits_card for one in order.parcels)


def _go_on(parcel, steps):
    for _ in range(steps):
        if parcel.state in STEPS and not (parcel.awaits_card or parcel.awaits_deposit):
            STEPS[parcel.state](parcel)
            db.session.commit()


def _hand_over(parcel):
    if not parcels.may_leave(parcel):
        confirmations.note(parcel, "call", "confirmed")
    parcels.hand_over(parcel, "Bưu điện", "VN123")


def _given(parcel):
    """What a scheme gave to the maker of what was delivered and did not come back."""
    if parcel.state != "delivered":
        return 0
    came = Counter()
    for claim in db.session.scalars(select(ParcelClaim).where(ParcelClaim.parcel_id == parcel.id)):
        came.update({one.line_id: one.quantity for one in claim.lines if claim.back_at})
    if all(came[line.id] >= line.quantity for line in parcel.lines):
        return 0
    back = sum(line.discount * min(came[line.id], line.quantity) // line.quantity for line in parcel.lines)
    return sum(one.amount - back for one in parcel.discounts if one.payer != "maker")


def _by_gift(parcel):
    """What gift cards paid of it and did not get back."""
    sent = (ParcelClaim.parcel_id == parcel.id, ParcelClaim.state.in_(("sent", "received")) | ParcelClaim.by_card)
    return parcel.payment.gifted - db.session.scalar(
        select(func.coalesce(func.sum(ParcelClaim.gifted), 0)).where(*sent)
    )


def _fees(parcel):
    """The market's, which a maker takes with the rest."""
    return sum(one.amount for one in parcel.fees if one.is_market) if parcel.state == "delivered" else 0


def _commission(parcel):
    """On what she gets for each line; her own vouchers' share is off it. Only where she has one line, so that it is
    plain; of several lines the shares are `reckoning.spread`'s, tested by itself."""
    if parcel.state != "delivered":
        return 0
    entry = db.session.scalar(select(LedgerEntry).where(LedgerEntry.key == f"sale:parcel:{parcel.id}"))
    taken = sum(one.amount for one in entry.movements) if entry else 0
    mine = sum(one.amount - one.off_delivery for one in parcel.discounts if one.payer == "maker")
    whole = sum(line.unit_price * line.quantity for line in parcel.lines) - mine
    assert whole * RATE // 100 - len(parcel.lines) <= taken <= whole * RATE // 100
    return taken


def _is_had(account):
    return account.split(":")[0] in ("card", "bank", "promotion") or account == "card_fee"


STEPS = {
    "placed": parcels.confirm, "confirmed": parcels.pack, "packed": _hand_over, "handed_over": parcels.deliver,
}  # fmt: skip


def test_the_ledger_is_what_happened(cards):
    Market.shop = cards
    found = settings(
        max_examples=RUNS, stateful_step_count=30, deadline=None, phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck), derandomize=RUNS < 50, database=None,
    )  # fmt: skip
    run_state_machine_as_test(Market, settings=found)


def test_the_machine_sees_a_posting_that_is_forgotten(cards, monkeypatch):
    monkeypatch.setattr("shop.promotions.settle", lambda parcel: None)
    Market.shop = cards
    market = Market()
    market.order({2}, 1, "cod", 3, 4)
    with pytest.raises(AssertionError):
        market.a_scheme_bears_what_its_vouchers_took_off_what_was_delivered()
