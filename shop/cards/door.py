"""The one door to Stripe, by its own SDK; what comes back are plain dicts.

Call it outside a transaction. `stripe` takes 0.8 s and 17 MB to import, so it is imported when it is first needed.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app

Told = dict[str, Any]
TOLERANCE = 300  # seconds
TIMEOUT = 20
RETRIES = 2


class Unreachable(Exception):
    """Stripe did not answer, or is not well: the same call may be made again under the same key."""


class Refused(Exception):
    """Stripe answered no: `code` is its own word for why."""

    def __init__(self, code: str, said: str) -> None:
        super().__init__(said)
        self.code = code


class NotSigned(Exception):
    """Not from Stripe, altered on its way, or too old."""


@dataclass(frozen=True, slots=True)
class Item:
    name: str
    amount: int


@dataclass(frozen=True, slots=True)
class Page:
    """What one of Stripe's pages asks of a buyer. The same key with the same page opens one, however often asked."""

    key: str
    number: str
    items: tuple[Item, ...]
    parcels: str
    email: str | None
    locale: str
    until: datetime
    back: str  # the address of the order


def open_page(page: Page) -> Told:
    about = {"order": page.number, "parcels": page.parcels}
    asked: Told = {
        "mode": "payment",
        "payment_method_types": ["card"],
        "line_items": [_line(item) for item in page.items],
        "client_reference_id": page.number,
        "metadata": about,
        "payment_intent_data": {"metadata": about},
        "locale": page.locale,
        "expires_at": int(page.until.timestamp()),
        "success_url": f"{page.back}?the=xong",
        "cancel_url": f"{page.back}?the=thoi",
    }
    if page.email:
        asked["customer_email"] = page.email
    return _ask(lambda stripe: stripe.checkout.sessions.create(asked, {"idempotency_key": page.key}))


def close_page(page_id: str) -> Told:
    """Nobody pays there any more; what it has become, where it was closed or paid already."""
    try:
        return _ask(lambda stripe: stripe.checkout.sessions.expire(page_id))
    except Refused:
        return page(page_id)


def page(page_id: str) -> Told:
    return _ask(lambda stripe: stripe.checkout.sessions.retrieve(page_id))


def intent(intent_id: str) -> Told:
    """With its charge, and what Stripe kept of it."""
    deep = {"expand": ["latest_charge.balance_transaction"]}
    return _ask(lambda stripe: stripe.payment_intents.retrieve(intent_id, deep))


def intents_since(moment: datetime) -> Iterator[Told]:
    asked = {"created": {"gte": int(moment.timestamp())}, "limit": 100}
    return _all(lambda stripe: stripe.payment_intents.list(asked))


def refunds_since(moment: datetime) -> Iterator[Told]:
    asked = {"created": {"gte": int(moment.timestamp())}, "limit": 100}
    return _all(lambda stripe: stripe.refunds.list(asked))


def refunds_of(intent_id: str) -> Iterator[Told]:
    return _all(lambda stripe: stripe.refunds.list({"payment_intent": intent_id, "limit": 100}))


def give_back(intent_id: str, amount: int, about: str, key: str) -> Told:
    asked: Told = {"payment_intent": intent_id, "amount": amount, "metadata": {"refund": about}}
    return _ask(lambda stripe: stripe.refunds.create(asked, {"idempotency_key": key}))


def event(body: bytes, signature: str) -> Told:
    """A notice, once its signature is found good. Raises NotSigned."""
    import stripe

    try:
        stripe.WebhookSignature.verify_header(
            body, signature, current_app.config["STRIPE_WEBHOOK_SECRET"], tolerance=TOLERANCE
        )
        told = json.loads(body)
    except (stripe.SignatureVerificationError, ValueError) as no:
        raise NotSigned(str(no)) from None
    if not isinstance(told, dict) or not isinstance(told.get("id"), str) or not isinstance(told.get("type"), str):
        raise NotSigned("no event")
    return told


def _line(item: Item) -> Told:
    """VND has no smaller unit: the amount is in đồng."""
    return {
        "quantity": 1,
        "price_data": {"currency": "vnd", "unit_amount": item.amount, "product_data": {"name": item.name}},
    }


def _ask(call: Callable[[Any], Any]) -> Told:
    import stripe

    try:
        return dict(call(_client().v1).to_dict())
    except (stripe.APIConnectionError, stripe.RateLimitError, stripe.APIError) as trouble:
        raise Unreachable(str(trouble)) from trouble
    except stripe.StripeError as no:
        if no.http_status == 409:  # the twin of this call is still under way
            raise Unreachable(str(no)) from no
        raise Refused(no.code or type(no).__name__, str(no)) from no


def _all(call: Callable[[Any], Any]) -> Iterator[Told]:
    import stripe

    try:
        for one in call(_client().v1).auto_paging_iter():
            yield dict(one.to_dict())
    except stripe.StripeError as trouble:
        raise Unreachable(str(trouble)) from trouble


def _client() -> Any:
    import stripe

    base = current_app.config["STRIPE_API_BASE"]
    known = current_app.extensions.get("stripe")
    if known is None or known[0] != (current_app.config["STRIPE_SECRET_KEY"], base):
        client = stripe.StripeClient(
            current_app.config["STRIPE_SECRET_KEY"],
            base_addresses={"api": base} if base else {},
            max_network_retries=RETRIES,
            http_client=stripe.RequestsClient(timeout=TIMEOUT),
        )
        known = current_app.extensions["stripe"] = ((current_app.config["STRIPE_SECRET_KEY"], base), client)
    return known[1]
