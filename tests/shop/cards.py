"""A shop that takes cards at the stand-in, and what a buyer does at Stripe's page."""

import urllib.error
import urllib.parse
import urllib.request

from core import jobs
from core.db import db
from shop import ledger
from shop.models import CardPayment, Order
from tests.factories import make_order, make_product

GOOD, DECLINED, POOR, ASKS = "4242424242424242", "4000000000000002", "4000000000009995", "4000002500003155"


class Shop:
    """The application with cards on; its notices go through its own test client, when the test lets them."""

    def __init__(self, app, browser, stripe):
        self.app, self.browser, self.stripe = app, browser, stripe

    def order(self, *products, **options):
        return make_order(*(products or (make_product(price=300_000),)), payment="stripe", **options)

    def page(self, order):
        """The address of Stripe's page for an order."""
        answer = self.browser.post(f"/don-hang/{order.token}/the")
        assert answer.status_code == 303, answer.text
        return answer.location

    def pay(self, order, card=GOOD):
        return type_card(self.page(order), card)

    def hear(self, *events):
        """Notices come in, in this order; the HTTP statuses of the answers."""
        return [self.hear_signed(*self.stripe.notices.signed(one)) for one in events]

    def hear_signed(self, body, signature):
        headers = {"Stripe-Signature": signature, "Content-Type": "application/json"}
        return self.browser.send("POST", "/api/v1/stripe/webhook", data=body, headers=headers).status_code

    def hear_all(self):
        return self.hear(*self.stripe.notices.events)

    def paid(self, *products, **options):
        """An order paid by card, its notices heard and its jobs done."""
        order = self.order(*products, **options)
        self.pay(order)
        self.hear_all()
        jobs.work_off()
        return order

    @property
    def succeeded(self):
        return self.stripe.notices.of("payment_intent.succeeded")[-1]


def type_card(address, number):
    """(status, address) after a card is typed on Stripe's page, redirects not followed."""
    return send(address, card=number)


def send(address, **fields):
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    try:
        with urllib.request.build_opener(Stay).open(address, urllib.parse.urlencode(fields).encode()) as answer:
            return answer.status, ""
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.headers.get("Location", "")


def card_of(order):
    return db.session.query(CardPayment).filter_by(order_id=order.id).one()


def states(order):
    return [(one.state, one.payment.state) for one in db.session.get_one(Order, order.id).parcels]


def letters(words=""):
    return [one.payload for one in db.session.query(jobs.Job).filter_by(kind="mail") if words in one.payload["text"]]


def books():
    """What is on each account, of those that are not at zero."""
    return {name: amount for name, amount in ledger.balances().items() if amount}
