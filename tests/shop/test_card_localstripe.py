"""The second opinion: Stripe's own SDK against localstripe, where that is faithful (docs/decisions/0066-cards.md).

It has no Checkout Session: the intent is made here as Stripe's page makes it, with the metadata that we gave.
"""

import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request

import pytest
from werkzeug.serving import make_server

from core import jobs
from core.db import db
from shop.models import CardEvent
from tests.factories import make_order, make_product
from tests.shop.cards import states

SECRET = "whsec_localstripe"
# It keeps its store in one file of the whole machine and listens everywhere: here it does neither.
START = """
import builtins, socket, sys
import localstripe.resources as resources
from aiohttp import web
from localstripe.server import app
resources.open = lambda _path, mode: builtins.open(sys.argv[1], mode)
sock = socket.socket()
sock.bind(("127.0.0.1", int(sys.argv[2])))
web.run_app(app, sock=sock, access_log=None, print=None)
"""

pytestmark = pytest.mark.processes


@pytest.fixture
def base(tmp_path):
    """Where localstripe answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-c", START, str(tmp_path / "store"), str(port)])
    try:
        until(lambda: answers(f"http://127.0.0.1:{port}/js.stripe.com/v3/"))
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture
def shop(app, base):
    """The application over HTTP, told of by localstripe."""
    settings = {"STRIPE_SECRET_KEY": "sk_test_x", "STRIPE_WEBHOOK_SECRET": SECRET, "STRIPE_API_BASE": base}
    kept = {name: app.config[name] for name in settings}
    app.config.update(settings)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    told = {"url": f"http://127.0.0.1:{server.port}/api/v1/stripe/webhook", "secret": SECRET}
    urllib.request.urlopen(f"{base}/_config/webhooks/shop", urllib.parse.urlencode(told).encode()).close()
    yield base
    server.shutdown()
    server.server_close()
    thread.join()
    app.config.update(kept)


@pytest.fixture
def stripe(base):
    import stripe

    return stripe.StripeClient("sk_test_x", base_addresses={"api": base}).v1


def answers(url):
    try:
        urllib.request.urlopen(url, timeout=2).close()
    except OSError:
        return False
    return True


def until(true, seconds=20):
    for _ in range(seconds * 5):
        met = true()
        db.session.rollback()  # what is read here must not hold the lock that a notice needs
        if met:
            return
        time.sleep(0.2)
    raise AssertionError("it did not come")


def intent_of(order, stripe, number):
    card = {"number": number, "exp_month": "12", "exp_year": "2039", "cvc": "123"}
    method = stripe.payment_methods.create({"type": "card", "card": card})
    about = {"order": order.number, "parcels": ",".join(str(one.id) for one in order.parcels)}
    asked = {"amount": order.total, "currency": "vnd", "payment_method": method.id, "metadata": about}
    db.session.rollback()
    return stripe.payment_intents.create(asked | {"confirm": True})


def test_an_intent_that_succeeds_pays_its_order_by_a_signed_notice(shop, stripe):
    order = make_order(make_product(price=300_000), payment="stripe")
    intent = intent_of(order, stripe, "4242424242424242")
    assert (intent.status, intent.amount) == ("succeeded", order.total)  # đồng have no smaller unit
    until(lambda: states(order) == [("placed", "paid")])
    assert db.session.query(CardEvent).filter_by(kind="payment_intent.succeeded").count() == 1


def test_three_d_secure_pays_once_the_bank_says_so_and_a_parcel_goes_back(shop, stripe, browser):
    order = make_order(make_product(price=300_000), make_product(price=200_000), payment="stripe")
    intent = intent_of(order, stripe, "4000002500003155")
    assert intent.status == "requires_action"
    time.sleep(1.5)  # a notice would have come by now
    assert states(order) == [("placed", "awaiting")] * 2
    db.session.rollback()
    said = urllib.parse.urlencode({"client_secret": intent.client_secret, "success": "true"}).encode()
    request = urllib.request.Request(f"{shop}/v1/payment_intents/{intent.id}/_authenticate", said)
    request.add_header("Authorization", "Bearer sk_test_x")
    urllib.request.urlopen(request).close()
    until(lambda: states(order) == [("placed", "paid")] * 2)
    gone = order.parcels[0]
    browser.post(f"/don-hang/{order.token}/goi/{gone.code}/huy")
    jobs.work_off()
    assert states(order) == [("cancelled", "refunded"), ("placed", "paid")]
    (back,) = stripe.refunds.list({"payment_intent": intent.id}).data
    assert (back.amount, back.currency) == (gone.total, "vnd")
