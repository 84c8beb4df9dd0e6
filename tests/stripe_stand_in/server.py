"""The stand-in as a server in a thread: Stripe's API for what we call, and the page on which a buyer types her card."""

import json
import re
import threading

from flask import Flask, Response, redirect, request
from markupsafe import escape
from werkzeug.serving import make_server

from tests.stripe_stand_in.books import Books, Refused
from tests.stripe_stand_in.notices import Notices

SECRET_KEY, WEBHOOK_SECRET = "sk_test_stand_in", "whsec_stand_in"
KNOWN = {
    "sessions": {
        "mode", "line_items", "success_url", "cancel_url", "client_reference_id", "customer_email", "expires_at",
        "locale", "metadata", "payment_intent_data", "payment_method_types",
    },
    "payment_intents": {"amount", "currency", "metadata", "payment_method_types", "description"},
    "refunds": {"payment_intent", "amount", "metadata", "reason"},
}  # fmt: skip
PAGE = "<!doctype html><html lang=vi><title>{title}</title><main>{body}</main>"


class StandIn:
    """Use as a context: `with StandIn() as stripe: … stripe.base`."""

    def __init__(self):
        self.notices = Notices(WEBHOOK_SECRET)
        self.books = Books(self.notices.happened)
        self.calls = []  # (method, path, Idempotency-Key) of every call to the API
        self.is_down = False
        self._server = make_server("127.0.0.1", 0, _application(self), threaded=True)
        self.base = f"http://127.0.0.1:{self._server.port}"

    def __enter__(self):
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.notices.wait()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def settings(self):
        return {
            "STRIPE_SECRET_KEY": SECRET_KEY, "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET, "STRIPE_API_BASE": self.base,
        }  # fmt: skip


def _application(stand_in):
    app, books = Flask("stand_in"), stand_in.books

    @app.errorhandler(Refused)
    def refused(error):
        return error.body, error.status

    @app.before_request
    def admit():
        if not request.path.startswith("/v1/"):
            return None
        stand_in.calls.append((request.method, request.path, request.headers.get("Idempotency-Key")))
        if stand_in.is_down:
            return {"error": {"type": "api_error", "message": "down"}}, 503
        if request.headers.get("Authorization") != f"Bearer {SECRET_KEY}":
            raise Refused(401, "api_key_invalid", "Invalid API Key provided.", "authentication_error")
        return None

    def once(make):
        """By Idempotency-Key: the same request gets the same answer, another one is refused."""
        key, said = request.headers.get("Idempotency-Key"), (request.path, sorted(request.form.items(multi=True)))
        with books.lock:
            if key and key in books.keys:
                earlier, answer = books.keys[key]
                if earlier != said:
                    raise Refused(400, None, "Keys for idempotent requests can only be used with the same "
                                  "parameters they were first used with.", "idempotency_error")  # fmt: skip
                return Response(answer, mimetype="application/json", headers={"Idempotent-Replayed": "true"})
            answer = json.dumps(_told(stand_in, make()))
            if key:
                books.keys[key] = (said, answer)
            return Response(answer, mimetype="application/json")

    @app.post("/v1/checkout/sessions")
    def open_session():
        return once(lambda: books.session(_asked("sessions")))

    @app.post("/v1/payment_intents")
    def make_intent():
        asked = _asked("payment_intents")
        return once(lambda: books.intent(asked.get("amount"), asked.get("currency"), asked.get("metadata", {})))

    @app.post("/v1/refunds")
    def make_refund():
        return once(lambda: books.refund(_asked("refunds")))

    @app.post("/v1/checkout/sessions/<one>/expire")
    def expire(one):
        return once(lambda: books.expire(_found(books.sessions, one)))

    @app.post("/v1/payment_intents/<one>/confirm")
    def confirm(one):
        number = {"pm_card_visa": "4242424242424242", "pm_card_chargeDeclined": "4000000000000002"}
        card = number.get(request.form.get("payment_method"), "4000002500003155")
        return once(lambda: books.confirm(_found(books.intents, one), card))

    @app.post("/v1/payment_intents/<one>/cancel")
    def cancel(one):
        return once(lambda: books.cancel(_found(books.intents, one)))

    @app.get("/v1/<path:kind>/<one>")
    def show(kind, one):
        return _told(stand_in, _found(_rows(books, kind), one))

    @app.get("/v1/payment_intents")
    def intents():
        return _listed(stand_in, books.intents)

    @app.get("/v1/refunds")
    def refunds():
        return _listed(stand_in, books.refunds)

    @app.get("/v1/checkout/sessions")
    def sessions():
        return _listed(stand_in, books.sessions)

    @app.get("/c/pay/<one>")
    def card_page(one):
        session = _found(books.sessions, one)
        error = "" if session["status"] == "open" else "<p role=alert>Trang trả tiền này đã đóng.</p>"
        return _card_form(session, error)

    @app.post("/c/pay/<one>")
    def pay(one):
        session = _found(books.sessions, one)
        try:
            with books.lock:
                intent = books.pay_session(session, re.sub(r"\D", "", request.form.get("card", "")))
        except Refused as no:
            return _card_form(session, f"<p role=alert>{escape(no)}</p>"), 402
        if intent["status"] == "requires_action":
            return redirect(f"/c/3ds/{one}", 303)
        return redirect(session["success_url"], 303)

    @app.get("/c/3ds/<one>")
    def bank_page(one):
        session = _found(books.sessions, one)
        return PAGE.format(
            title="Ngân hàng của bạn",
            body=f"<h1>Xác nhận {session['amount_total']} đồng</h1><form method=post>"
            "<button name=do value=pass>Xác nhận</button><button name=do value=fail>Từ chối</button></form>",
        )

    @app.post("/c/3ds/<one>")
    def authenticate(one):
        session = _found(books.sessions, one)
        passed = request.form.get("do") == "pass"
        with books.lock:
            books.authenticate(books.intents[session["payment_intent"]], passed=passed)
        return redirect(session["success_url"] if passed else f"/c/pay/{one}", 303)

    return app


def _card_form(session, note):
    back = f"<a href='{escape(session['cancel_url'])}'>Quay lại</a>" if session["cancel_url"] else ""
    form = "<form method=post><label>Số thẻ <input name=card></label><button>Trả tiền</button></form>"
    return PAGE.format(title="Trang trả thẻ", body=f"<h1>Trả {session['amount_total']} đồng</h1>{note}{form}{back}")


def _asked(kind):
    """The form as nested objects, as Stripe reads it; a parameter it does not know is refused."""
    nested = {}
    for name, value in request.form.items(multi=True):
        place, *keys = [part for part in re.split(r"[\[\]]+", name) if part]
        if place not in KNOWN[kind]:
            raise Refused(400, "parameter_unknown", f"Received unknown parameter: {place}")
        at = nested
        for key in [place, *keys][:-1]:
            at = at.setdefault(key, {})
        at[keys[-1] if keys else place] = value
    return nested


def _found(rows, one):
    if one not in rows:
        raise Refused(404, "resource_missing", f"No such object: '{one}'")
    return rows[one]


def _rows(books, kind):
    rows = {
        "payment_intents": books.intents, "refunds": books.refunds, "charges": books.charges,
        "checkout/sessions": books.sessions,
    }  # fmt: skip
    return _found(rows, kind)


def _told(stand_in, one):
    """An object as the API shows it; `expand[]` puts the charge in place of its id."""
    told = dict(one)
    if told["object"] == "checkout.session":
        told.pop("intent_metadata", None)
        told["url"] = f"{stand_in.base}/c/pay/{told['id']}" if told["status"] == "open" else None
    wanted = request.values.getlist("expand[]") or [v for k, v in request.values.items() if k.startswith("expand[")]
    deep = any("latest_charge.balance_transaction" in one for one in wanted)
    if told["object"] == "payment_intent" and told["latest_charge"] and any("latest_charge" in one for one in wanted):
        charge = dict(stand_in.books.charges[told["latest_charge"]])
        told["latest_charge"] = (
            charge if deep else charge | {"balance_transaction": charge["balance_transaction"]["id"]}
        )
    if told["object"] == "charge" and not deep:
        told["balance_transaction"] = told["balance_transaction"]["id"]
    return told


def _listed(stand_in, rows):
    """The latest first, by `created[gte]`, `payment_intent`, `limit` and `starting_after`."""
    limit, since = int(request.args.get("limit", 10)), int(request.args.get("created[gte]", 0))
    found = [one for one in reversed(rows.values()) if one["created"] >= since]
    if wanted := request.args.get("payment_intent"):
        found = [one for one in found if one.get("payment_intent") == wanted]
    if after := request.args.get("starting_after"):
        found = found[[one["id"] for one in found].index(after) + 1 :]
    page = [_told(stand_in, one) for one in found[:limit]]
    return {"object": "list", "data": page, "has_more": len(found) > limit, "url": request.path}
