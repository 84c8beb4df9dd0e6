"""Idempotency-Key on every write of a cart: the stored answer, in flight, another body."""

import threading

import pytest

from core import answers
from core.db import db
from shop.models import Cart, CartLine
from tests.factories import make_cart, make_product

API = "/api/v1/carts"


@pytest.fixture
def cart(app):
    return make_cart(make_product(on_hand=5))


def send(browser, method, path, key="k1", **body):
    headers = {"Idempotency-Key": key} if key else {}
    return browser.send(method, f"{API}{path}", json=body, headers=headers)


def line_of(cart):
    return db.session.query(CartLine).filter_by(cart_id=cart.id).one_or_none()


def test_a_changed_quantity_is_answered_again_and_changed_once(browser, cart):
    line = line_of(cart)
    first = send(browser, "PATCH", f"/{cart.token}/lines/{line.id}", quantity=3)
    assert (first.status_code, first.json["quantity"]) == (200, 3)
    send(browser, "PATCH", f"/{cart.token}/lines/{line.id}", key="k2", quantity=2)
    again = send(browser, "PATCH", f"/{cart.token}/lines/{line.id}", quantity=3)
    assert again.json == first.json
    assert line_of(cart).quantity == 2


def test_a_line_taken_out_is_answered_again(browser, cart):
    path = f"/{cart.token}/lines/{line_of(cart).id}"
    assert [send(browser, "DELETE", path).status_code for _ in range(2)] == [204, 204]
    assert send(browser, "DELETE", path, key="").status_code == 404
    assert line_of(cart) is None


def test_the_same_key_with_another_body_or_line_is_refused(browser, cart):
    line = line_of(cart)
    send(browser, "PATCH", f"/{cart.token}/lines/{line.id}", quantity=3)
    for path, body in ((line.id, {"quantity": 4}), (line.id + 1, {"quantity": 3})):
        answer = send(browser, "PATCH", f"/{cart.token}/lines/{path}", **body)
        assert (answer.status_code, answer.json["title"]) == (422, "key_reused")
    assert line_of(cart).quantity == 3


def test_a_refusal_leaves_no_key_behind(browser, cart):
    path = f"/{cart.token}/lines/{line_of(cart).id + 1}"
    assert send(browser, "DELETE", path).status_code == 404
    assert db.session.query(answers.KeptAnswer).count() == 0


def test_goods_are_held_and_asked_again_the_same_clock_goes_on(browser, cart):
    first = send(browser, "POST", f"/{cart.token}/hold")
    assert first.status_code == 200
    assert first.json["held_until"]
    assert line_of(cart).variant.held == 1
    for key in ("k1", "k2", ""):
        assert send(browser, "POST", f"/{cart.token}/hold", key=key).json["held_until"] == first.json["held_until"]
    assert line_of(cart).variant.held == 1
    assert browser.get(f"{API}/{cart.token}").json["held_until"] == first.json["held_until"]


def test_what_falls_short_is_named_and_nothing_is_held(browser, app):
    here, gone = make_product(on_hand=5), make_product(on_hand=1)
    cart = make_cart(here, gone)
    gone.main.held = 1
    db.session.commit()
    answer = send(browser, "POST", f"/{cart.token}/hold")
    assert (answer.status_code, answer.json["title"]) == (409, "out_of_stock")
    assert [(one["sku"], one["code"]) for one in answer.json["errors"]] == [(gone.sku, "sold_out")]
    assert here.main.held == 0
    assert send(browser, "POST", "/khong-co/hold").status_code == 404


def test_every_write_of_the_api_takes_a_key(browser, app):
    document = browser.get("/api/v1/openapi.json").json["paths"]
    writes = {
        (method, path): any(one["name"] == "Idempotency-Key" for one in said["parameters"])
        for path, methods in document.items()
        for method, said in methods.items()
        if method != "get"
    }
    assert ("post", "/carts/{token}/hold") in writes
    # A bank's notice, Stripe's and a carrier's are told apart by what they say; a card's page is the same one as long
    # as it is open.
    own = {("post", "/bank/notices"), ("post", "/stripe/webhook"), ("post", "/orders/{token}/card")}
    own |= {("post", "/carriers/{carrier}/{account_id}/{key}")}
    own |= {("post", "/carts/{token}/ways")}  # asks carriers what it would cost, and changes nothing
    assert {write for write, keyed in writes.items() if not keyed} <= own


def test_a_twin_waits_and_gets_the_same_answer_or_is_told_to_come_again(app, monkeypatch):
    """SQLite lets one writer in at a time; on PostgreSQL the twin waits at the key, and not for ever."""
    monkeypatch.setattr(answers, "WAITS_MS", 200)
    begun, over, said = threading.Event(), threading.Event(), []

    def slow():
        begun.set()
        over.wait(1.5)
        return {"n": 1}

    def first():
        with app.app_context():
            said.append(answers.once(("k",), "x", slow))

    thread = threading.Thread(target=first)
    db.session.rollback()
    thread.start()
    assert begun.wait(20)
    if db.engine.dialect.name == "postgresql":
        with pytest.raises(answers.InFlight):
            answers.once(("k",), "x", lambda: {"n": 2})
        over.set()
    thread.join(20)
    assert answers.once(("k",), "x", lambda: {"n": 2}) == {"n": 1} == said[0]
    assert db.session.query(Cart).count() == 0


def test_in_flight_is_said_with_when_to_come_again(browser, cart, monkeypatch):
    def busy(*_):
        raise answers.InFlight

    monkeypatch.setattr(answers, "once", busy)
    answer = send(browser, "POST", f"/{cart.token}/hold")
    assert (answer.status_code, answer.headers["Retry-After"]) == (409, "5")
    assert answer.mimetype == "application/problem+json"
