"""What the stand-in knows: intents, charges, sessions, refunds, keys; and the rules by which Stripe refuses."""

import itertools
import secrets
import threading
import time

LEAST = 13_000  # đồng: an amount must be worth about half a US dollar
CARDS = {
    "4242424242424242": "ok",
    "4000000000000002": "card_declined",
    "4000000000009995": "insufficient_funds",
    "4000002500003155": "3ds",
}


class Refused(Exception):
    def __init__(self, status, code, message, kind="invalid_request_error"):
        super().__init__(message)
        self.status, self.body = status, {"error": {"type": kind, "code": code, "message": message}}


class Books:
    def __init__(self, emit):
        self.emit = emit  # called with (event type, object) when something happened
        self.lock = threading.RLock()
        self.intents, self.charges, self.sessions, self.refunds, self.keys = {}, {}, {}, {}, {}
        self.refunds_stay_pending = False
        self._numbers = itertools.count(1)

    def intent(self, amount, currency, metadata):
        amount = self._amount(amount, currency)
        one = {
            "id": self._id("pi"), "object": "payment_intent", "amount": amount, "amount_received": 0,
            "currency": currency, "metadata": metadata, "status": "requires_payment_method", "latest_charge": None,
            "last_payment_error": None, "next_action": None, "created": int(time.time()),
        }  # fmt: skip
        one["client_secret"] = f"{one['id']}_secret_{secrets.token_hex(8)}"
        self.intents[one["id"]] = one
        self.emit("payment_intent.created", one)
        return one

    def confirm(self, intent, card):
        """Pay with a card number: succeeds, is declined, or asks for 3-D Secure."""
        if intent["status"] not in ("requires_payment_method", "requires_confirmation"):
            raise Refused(400, "payment_intent_unexpected_state", f"This PaymentIntent is {intent['status']}.")
        outcome = CARDS.get(card, "card_declined")
        if outcome == "ok":
            return self._succeed(intent)
        if outcome == "3ds":
            intent["status"] = "requires_action"
            intent["next_action"] = {"type": "redirect_to_url"}
            self.emit("payment_intent.requires_action", intent)
            return intent
        self._fail(intent, outcome)
        raise Refused(402, outcome, "Your card was declined.", "card_error")

    def authenticate(self, intent, *, passed):
        """What the buyer did on her bank's page."""
        if intent["status"] != "requires_action":
            raise Refused(400, "payment_intent_unexpected_state", f"This PaymentIntent is {intent['status']}.")
        intent["next_action"] = None
        if passed:
            self._succeed(intent)
        else:
            self._fail(intent, "payment_intent_authentication_failure")

    def cancel(self, intent):
        if intent["status"] in ("succeeded", "canceled"):
            raise Refused(400, "payment_intent_unexpected_state", f"This PaymentIntent is {intent['status']}.")
        intent["status"] = "canceled"
        self.emit("payment_intent.canceled", intent)
        return intent

    def session(self, asked):
        items = list(asked.get("line_items", {}).values())
        if asked.get("mode") != "payment" or not items or not asked.get("success_url"):
            raise Refused(400, "parameter_missing", "Missing required param: mode, line_items or success_url.")
        prices = [one["price_data"] for one in items]
        total = sum(int(one["unit_amount"]) * int(item["quantity"]) for one, item in zip(prices, items, strict=True))
        currency = prices[0]["currency"]
        self._amount(total, currency)
        expires = int(asked.get("expires_at", time.time() + 86_400))
        if not 30 * 60 - 60 <= expires - time.time() <= 86_400 + 60:
            raise Refused(400, "parameter_invalid", "The `expires_at` timestamp must be 30 minutes to 24 hours away.")
        one = {
            "id": self._id("cs"), "object": "checkout.session", "mode": "payment", "status": "open",
            "payment_status": "unpaid", "amount_total": total, "currency": currency, "payment_intent": None,
            "metadata": asked.get("metadata", {}), "expires_at": expires, "created": int(time.time()),
            "client_reference_id": asked.get("client_reference_id"), "success_url": asked["success_url"],
            "cancel_url": asked.get("cancel_url"), "customer_email": asked.get("customer_email"), "url": None,
        }  # fmt: skip
        self.sessions[one["id"]] = one | {"intent_metadata": asked.get("payment_intent_data", {}).get("metadata", {})}
        return self.sessions[one["id"]]

    def pay_session(self, session, card):
        """The intent is made when the buyer first sends a card, and is the same for each further try."""
        if session["status"] != "open" or session["expires_at"] < time.time():
            raise Refused(400, "session_not_open", "This Checkout Session is no longer open.")
        if session["payment_intent"] is None:
            made = self.intent(session["amount_total"], session["currency"], session["intent_metadata"])
            session["payment_intent"] = made["id"]
        return self.confirm(self.intents[session["payment_intent"]], card)

    def expire(self, session):
        if session["status"] != "open":
            raise Refused(400, "resource_not_open", "Only open Sessions can be expired.")
        session["status"] = "expired"
        self.emit("checkout.session.expired", session)
        return session

    def refund(self, asked):
        intent = self.intents.get(asked.get("payment_intent"))
        if intent is None:
            raise Refused(404, "resource_missing", "No such payment_intent.")
        if intent["status"] != "succeeded":
            raise Refused(400, "charge_not_succeeded", "This PaymentIntent has no successful charge to refund.")
        charge = self.charges[intent["latest_charge"]]
        left = charge["amount"] - charge["amount_refunded"]
        amount = int(asked.get("amount", left))
        if left == 0:
            raise Refused(400, "charge_already_refunded", f"Charge {charge['id']} has already been refunded.")
        if not 0 < amount <= left:
            raise Refused(400, "amount_too_large", f"Refund amount ({amount}) is greater than what is left ({left}).")
        charge["amount_refunded"] += amount
        one = {
            "id": self._id("re"), "object": "refund", "amount": amount, "currency": intent["currency"],
            "payment_intent": intent["id"], "charge": charge["id"], "metadata": asked.get("metadata", {}),
            "reason": asked.get("reason"), "status": "pending" if self.refunds_stay_pending else "succeeded",
            "created": int(time.time()),
        }  # fmt: skip
        self.refunds[one["id"]] = one
        self.emit("refund.created", one)
        self.emit("charge.refunded", charge)
        return one

    def end_refund(self, refund_id, status):
        """What the bank did with one that was pending: succeeded or failed."""
        one = self.refunds[refund_id]
        one["status"] = status
        if status == "failed":
            self.charges[one["charge"]]["amount_refunded"] -= one["amount"]
        self.emit("refund.failed" if status == "failed" else "refund.updated", one)

    def _succeed(self, intent):
        charge = {
            "id": self._id("ch"), "object": "charge", "amount": intent["amount"], "amount_refunded": 0,
            "currency": intent["currency"], "payment_intent": intent["id"], "metadata": intent["metadata"],
            "paid": True, "status": "succeeded", "created": int(time.time()),
            "balance_transaction": {"id": self._id("txn"), "object": "balance_transaction",
                                    "amount": intent["amount"], "currency": intent["currency"],
                                    "fee": intent["amount"] * 34 // 1000 + 8000},
        }  # fmt: skip
        self.charges[charge["id"]] = charge
        intent.update(status="succeeded", latest_charge=charge["id"], amount_received=intent["amount"])
        self.emit("charge.succeeded", charge)
        self.emit("payment_intent.succeeded", intent)
        for session in self.sessions.values():
            if session["payment_intent"] == intent["id"]:
                session.update(status="complete", payment_status="paid")
                self.emit("checkout.session.completed", session)
        return intent

    def _fail(self, intent, code):
        intent["status"] = "requires_payment_method"
        intent["last_payment_error"] = {"type": "card_error", "code": code, "message": "Your card was declined."}
        self.emit("payment_intent.payment_failed", intent)

    def _amount(self, amount, currency):
        if currency != "vnd":
            raise Refused(400, "currency_not_supported", f"The stand-in knows vnd only, not {currency}.")
        if not str(amount).isdigit():
            raise Refused(400, "parameter_invalid_integer", f"Invalid integer: {amount}")
        if int(amount) < LEAST:
            raise Refused(400, "amount_too_small", "The amount must convert to at least 50 cents.")
        if int(amount) > 99_999_999:
            raise Refused(400, "amount_too_large", "Amount must be no more than 99999999.")
        return int(amount)

    def _id(self, prefix):
        return f"{prefix}_{next(self._numbers):04}{secrets.token_hex(6)}"
