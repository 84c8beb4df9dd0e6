"""What the worker does for shop when an event arrives; every handler may be called twice."""

import logging
from datetime import date, time
from typing import Any

from flask import Flask

from catalog.models import Lot
from core import jobs, schedule, times
from core.db import db
from shop import (
    claim_pictures,
    division_queries,
    divisions,
    gift_desk,
    lapsing,
    lot_letters,
    packing,
    reminders,
    standing,
    terms,
    unanswered,
    wishes,
)
from shop.bank import matching
from shop.cards import reconciling, refunds, rules, truth
from shop.carriers import prices, shipments
from shop.settling import checks

log = logging.getLogger("phiencho.shop")


def init_app(app: Flask) -> None:
    """Importing this module registers its handlers."""


@jobs.handles("lot.recalled")
def tell_buyers_of_recall(payload: dict[str, Any]) -> None:
    """The letters leave in the transaction that ends this job, so that one done twice writes once."""
    lot = db.session.get_one(Lot, payload["lot_id"])
    lot_letters.lot_recalled(lot, packing.parcels_with(lot.id))


@jobs.handles("bank.match")
def match_transfer(payload: dict[str, Any]) -> None:
    matching.match(payload["transaction_id"])


@jobs.handles("payment.remind")
def remind_of_transfer(payload: dict[str, Any]) -> None:
    lapsing.remind(payload["parcel_id"])


@jobs.handles("payment.lapse")
def lapse_unpaid(payload: dict[str, Any]) -> None:
    lapsing.lapse(payload["parcel_id"])


@schedule.daily("standing.run", at=time(2))
def run_standing_orders() -> None:
    """Each date is a job of its own: what one of them meets stops no other."""
    before = terms.value("standing_days_before")
    for standing_id, due_on in standing.due(before):
        jobs.enqueue("standing.place", standing_id=standing_id, due_on=due_on.isoformat())
    for standing_id, due_on in standing.due(before + terms.value("standing_letter_days")):
        jobs.enqueue("standing.remind", standing_id=standing_id, due_on=due_on.isoformat())


@jobs.handles("standing.place")
def place_standing_order(payload: dict[str, Any]) -> None:
    standing.place(payload["standing_id"], date.fromisoformat(payload["due_on"]))


@jobs.handles("standing.remind")
def remind_of_standing_order(payload: dict[str, Any]) -> None:
    standing.remind(payload["standing_id"], date.fromisoformat(payload["due_on"]))


@jobs.handles("division.close")
def close_division(payload: dict[str, Any]) -> None:
    divisions.close(division_queries.whole(payload["division_id"]))


@jobs.handles("order.look")
def look_at_order(payload: dict[str, Any]) -> None:
    unanswered.look(payload["order_id"])


@schedule.daily("carrier_prices.forget", at=time(3))
def forget_carrier_prices() -> None:
    prices.forget()


@jobs.handles("gift.deliver")
def deliver_gift_card(payload: dict[str, Any]) -> None:
    gift_desk.deliver(payload["card_id"])


@schedule.daily("gifts.lapse", at=time(4))
def lapse_gift_cards() -> None:
    gift_desk.lapse()


@jobs.handles("cart.remind")
def remind_of_cart(payload: dict[str, Any]) -> None:
    reminders.send(payload["cart_id"])


@schedule.daily("reminders.forget", at=time(3))
def forget_reminders() -> None:
    reminders.forget_old()


@schedule.daily("wishes.forget", at=time(3))
def forget_wishes() -> None:
    wishes.forget_old()


@jobs.handles("card.lapse")
def end_unpaid(payload: dict[str, Any]) -> None:
    truth.lapse(payload["order_id"])


@jobs.handles("card.close")
def close_outdated_page(payload: dict[str, Any]) -> None:
    truth.close_outdated(payload["order_id"])


@jobs.handles("card.look_at")
def look_at_card_payment(payload: dict[str, Any]) -> None:
    truth.look_at(payload["intent_id"])


@jobs.handles("card.fee")
def note_card_fee(payload: dict[str, Any]) -> None:
    truth.note_fee(payload["card_id"])


@jobs.handles("card.refund")
def send_refund(payload: dict[str, Any]) -> None:
    refunds.send(payload["refund_id"])


@jobs.handles("claim.develop")
def develop_claim_picture(payload: dict[str, Any]) -> None:
    claim_pictures.develop(payload["picture_id"])


@jobs.handles("carrier.make")
def make_shipment(payload: dict[str, Any]) -> None:
    shipments.make(payload["shipment_id"])


@jobs.handles("carrier.cancel")
def cancel_shipment(payload: dict[str, Any]) -> None:
    shipments.cancel_there(payload["shipment_id"])


@schedule.daily("card.reconcile", at=time(4))
def compare_with_stripe() -> None:
    if rules.are_on():
        for line in reconciling.heal(reconciling.look(times.start_of(times.today() - reconciling.LOOKS_BACK))):
            log.warning("%s", line)


@schedule.daily("ledger.check", at=time(5))
def look_over_ledger() -> None:
    checks.daily()
