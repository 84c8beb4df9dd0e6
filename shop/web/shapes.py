"""What carts and orders look like in JSON, and the same said in OpenAPI."""

from typing import Any

from catalog.models import Session
from core.openapi import DONG, INTEGER, MOMENT, TEXT, many, optional, schema
from shop import holding, payments, promotions
from shop.models import Cart, CartLine, Order, OrderLine, Parcel, ParcelFee

_BOOLEAN = {"type": "boolean"}
# Of what is sold by weight; the total is then an estimate until `weighed_g` is there, and never above `most`.
_WEIGHT = schema(
    "Weight",
    {"price_per_kg": DONG, "typical_g": INTEGER, "is_estimate": _BOOLEAN, "most": DONG}
    | {"weighed_g": optional(INTEGER), "asked_g": optional(INTEGER)},
)
NEW_LINE = schema(
    "NewCartLine", {"sku": TEXT, "quantity": INTEGER, "booth": TEXT, "session": INTEGER}, required=("sku", "quantity")
)
QUANTITY = schema("Quantity", {"quantity": INTEGER})
LINE = schema(
    "CartLine",
    {"id": INTEGER, "sku": TEXT, "name": TEXT, "quantity": INTEGER, "unit": TEXT, "unit_price": optional(DONG)}
    | {"list_price": optional(DONG)}
    | {
        "total": DONG,
        "weight": optional(_WEIGHT),
        "trouble": {
            "enum": [
                "",
                "awaited",
                "over",
                "withdrawn",
                "stopped",
                "resting",
                "sold_out",
                "too_few",
                "session_over",
                "session_full",
            ]
        },
    },
)
_TROUBLES = ["", "unknown", "early", "over", "used_up", "phone_used", "too_little", "stands", "not_covered"]
# The code that is kept with a cart: `trouble` says why it brings nothing.
_VOUCHER = schema("CartVoucher", {"code": TEXT, "title": TEXT, "trouble": {"enum": _TROUBLES}})
VOUCHER_CODE = schema("VoucherCode", {"code": TEXT}, required=("code",))
# `discount`: what vouchers and rules take off the goods; what they take off delivery is known at checkout.
# The rule that would hold if so much more of the goods it covers were bought.
_NEXT = schema("NextDiscount", {"title": TEXT, "missing": DONG})
CART = schema(
    "Cart",
    {"id": TEXT, "lines": many(LINE), "discount": DONG, "voucher": optional(_VOUCHER), "total": DONG}
    | {"next_discount": optional(_NEXT)}
    | {"is_estimate": _BOOLEAN, "most": DONG, "held_until": optional(MOMENT)},
)
BUYER = schema("Buyer", {"name": TEXT, "phone": TEXT, "email": TEXT}, required=("name", "phone"))
# Where a maker's goods are fetched instead of sent: `at` is workshop, or the slug of a place to see and buy.
_PICK_UP = schema("PickUp", {"facility": TEXT, "at": TEXT})
# The time at which a maker's goods are to come: `slot` is the id of one that POST /carts/<token>/ways offers.
_TIME = schema("Time", {"facility": TEXT, "slot": INTEGER}, required=("facility", "slot"))
_SLOT = schema("Slot", {"starts_at": MOMENT, "ends_at": MOMENT})
# How a maker's goods are sent: `way` is the id of one that POST /carts/<token>/ways offers; else by the first of them.
_SENDING = schema("Sending", {"facility": TEXT, "way": TEXT}, required=("facility", "way"))
ADDRESS = schema("Address", {"province_code": TEXT, "commune_code": TEXT, "street": TEXT})
INVOICE = schema(
    "InvoiceData", {"name": TEXT, "tax_code": TEXT, "address": TEXT, "email": TEXT}, required=("name", "address")
)
# What is paid ahead, and stays with the maker where the buyer gives up: sent back as it was shown to her. An order
# with a deposit that was not sent back so is refused (409 total_moved), with what there is to show.
SHOWN_DEPOSIT = schema("ShownDeposit", {"ahead": DONG, "keeps": DONG})
METHOD = {"enum": ["cod", "vietqr", "stripe"]}
CHECKOUT = schema(
    "Checkout",
    {"buyer": BUYER, "address": ADDRESS, "payment": METHOD, "note": TEXT, "voucher": TEXT, "gift_cards": many(TEXT)}
    | {
        "pick_up": many(_PICK_UP),
        "sending": many(_SENDING),
        "slots": many(_TIME),
        "shown_total": DONG,
        "shown_deposit": SHOWN_DEPOSIT,
        "invoice": INVOICE,
    }
    | {"deliver_before": {"type": "string", "format": "date"}},
    required=("buyer", "payment"),
)
_VIETQR = schema(
    "VietQr",
    {"payload": TEXT, "bin": TEXT, "account": TEXT, "amount": DONG, "content": TEXT} | {"due_at": optional(MOMENT)},
)
# Of what is made to order `amount` is paid ahead and `rest` when it is received; `keeps` stays with the maker where the
# buyer gives up what was accepted, and `kept` is what did.
_DEPOSIT = schema("Deposit", {"amount": DONG, "rest": DONG, "rest_paid": _BOOLEAN, "keeps": DONG, "kept": DONG})
# `gifted` is paid by gift cards; where that is all, the method is "gift".
_PAYMENT = schema(
    "Payment",
    {
        "method": {"enum": [*METHOD["enum"], "gift"]},
        "state": {"enum": ["awaiting", "paid", "void", "refunding", "refunded"]},
        "received": DONG,
    }
    | {"vietqr": _VIETQR, "deposit": _DEPOSIT, "gifted": DONG},
    required=("method", "state", "received"),
)
_SESSION = schema("BookedSession", {"id": INTEGER, "starts_at": MOMENT, "ends_at": MOMENT})
_PART = schema("HamperPart", {"sku": TEXT, "name": TEXT, "count": INTEGER})
_ORDER_LINE = schema(
    "OrderLine",
    {"sku": TEXT, "name": TEXT, "quantity": INTEGER, "unit": TEXT, "unit_price": DONG, "total": DONG, "discount": DONG}
    | {"weight": optional(_WEIGHT), "dropped": _BOOLEAN}
    | {"list_price": optional(DONG), "price_kind": {"enum": ["regular", "sale", "tier", "fair", "quote", "exchange"]}}
    | {"promised_on": optional(TEXT), "session": optional(_SESSION), "parts": many(_PART)},
)
_DISCOUNT = schema(
    "Discount", {"title": TEXT, "code": TEXT, "payer": {"enum": ["maker", "fair", "scheme"]}, "amount": DONG}
)
FEE = schema(
    "Fee",
    {"kind": {"enum": ["packing", "transport", "admin", "fundraising"]}, "title": TEXT, "amount": DONG}
    | {"of": {"enum": ["maker", "market"]}},
)
_MAKER = schema("Maker", {"slug": TEXT, "name": TEXT})
_PARCEL = schema(
    "Parcel",
    {"code": TEXT, "facility": _MAKER, "lines": many(_ORDER_LINE), "shipping": DONG, "total": DONG, "state": TEXT}
    | {"fees": many(FEE), "discount": DONG, "discounts": many(_DISCOUNT)}
    | {"is_estimate": _BOOLEAN, "most": DONG, "balance": {"type": "integer"}}
    | {"origin": {"enum": ["", "exchange", "rest"]}}
    | {"way": {"enum": ["send", "workshop", "point"]}, "fetched_at": TEXT, "sent_by": TEXT, "slot": optional(_SLOT)}
    | {"carrier": TEXT, "tracking_code": TEXT, "reason": TEXT, "payment": _PAYMENT},
)
# Of an order paid by card: POST /orders/<token>/card gives the page on which the buyer pays, until `pay_before`.
_CARD = schema(
    "CardPayment",
    {"state": {"enum": ["awaiting", "paid", "void"]}, "amount": DONG, "currency": {"const": "vnd"}}
    | {"pay_before": MOMENT, "declined": TEXT, "received": DONG, "refunding": DONG},
)
CARD_PAGE = schema("CardPage", {"url": TEXT})
CARD_NOTICE = schema("CardNotice", {"received": {"const": True}, "new": _BOOLEAN})
ORDER = schema(
    "OrderAnswer",
    {
        "order": schema(
            "Order",
            {
                "token": TEXT,
                "number": TEXT,
                "state": TEXT,
                "placed_at": MOMENT,
                "deliver_before": optional(TEXT),
                "total": DONG,
                "is_estimate": _BOOLEAN,
                "most": DONG,
                "parcels": many(_PARCEL),
                "card": optional(_CARD),
            },
        )
    },
)


def cart(row: Cart) -> dict[str, Any]:
    counted = [one for one in row.lines if one.counts]
    got = promotions.reckon(promotions.of_cart(row.lines), {}, row.voucher)
    title = got.voucher.title if got.voucher else ""
    return {
        "id": row.token,
        "lines": [line(one) for one in row.lines],
        "discount": got.amount,
        "voucher": {"code": got.code, "title": title, "trouble": got.trouble} if got.code else None,
        "next_discount": {"title": got.nearest[0].title, "missing": got.nearest[1]} if got.nearest else None,
        "total": sum(one.total for one in counted) - got.amount,
        "is_estimate": any(one.variant.is_weighed for one in counted),
        "most": sum(one.most for one in counted) - got.amount,
        "held_until": held.isoformat() if (held := holding.until(row)) else None,
    }


def line(row: CartLine) -> dict[str, Any]:
    return {
        "id": row.id,
        "sku": row.variant.sku,
        "name": row.variant.full_name,
        "quantity": row.quantity,
        "unit": row.product.unit,
        "unit_price": row.unit_price,
        "list_price": row.variant.price,
        "total": row.total,
        "weight": _cart_weight(row) if row.variant.is_weighed else None,
        "trouble": row.trouble,
    }


def order(row: Order) -> dict[str, Any]:
    return {
        "token": row.token,
        "number": row.number,
        "state": row.state,
        "placed_at": row.placed_at.isoformat(),
        "deliver_before": row.deliver_before.isoformat() if row.deliver_before else None,
        "total": row.total,
        "is_estimate": row.is_estimate,
        "most": sum(one.most for one in row.parcels if not one.came_to_nothing),
        "parcels": [_parcel(one) for one in row.parcels],
        "card": _card(row) if row.card else None,
    }


def _card(row: Order) -> dict[str, Any]:
    card = row.card
    assert card is not None  # asked before
    return {
        "state": card.state,
        "amount": sum(one.payment.amount for one in row.parcels if one.awaits_card) or card.received,
        "currency": "vnd",
        "pay_before": card.pay_before.isoformat(),
        "declined": card.declined,
        "received": card.received,
        "refunding": card.refunding,
    }


def _parcel(row: Parcel) -> dict[str, Any]:
    return {
        "code": row.code,
        "facility": {"slug": row.facility.slug, "name": row.facility.name},
        "lines": [_order_line(one) for one in row.lines],
        "shipping": row.shipping_fee,
        "fees": [fee(one) for one in row.fees],
        "discount": row.discount,
        "discounts": [
            {"title": one.title, "code": one.code, "payer": one.payer, "amount": one.amount} for one in row.discounts
        ],
        "total": row.total,
        "is_estimate": row.is_estimate,
        "most": row.most,
        "balance": row.balance,
        "state": row.state,
        "origin": row.origin,
        "way": row.way,
        "fetched_at": row.fetched_at,
        "sent_by": row.sent_by,
        "slot": _slot(row),
        "carrier": row.carrier,
        "tracking_code": row.tracking_code,
        "reason": row.reason,
        "payment": _payment(row),
    }


def fee(row: ParcelFee) -> dict[str, Any]:
    whose = "market" if row.is_market else "maker"
    return {"kind": row.kind, "title": row.title, "amount": row.amount, "of": whose}


def _order_line(row: OrderLine) -> dict[str, Any]:
    return {
        "sku": row.sku,
        "name": row.name,
        "quantity": row.quantity,
        "unit": row.unit,
        "unit_price": row.unit_price,
        "list_price": row.list_price,
        "price_kind": row.price_kind,
        "total": row.total,
        "discount": row.discount,
        "weight": _line_weight(row) if row.is_weighed else None,
        "dropped": row.dropped_at is not None,
        "promised_on": row.promised_on.isoformat() if row.promised_on else None,
        "session": _session(row.session) if row.session else None,
        "parts": [{"sku": part.sku, "name": part.name, "count": part.count} for part in row.parts],
    }


def _cart_weight(row: CartLine) -> dict[str, Any]:
    terms = row.variant
    said = {"price_per_kg": terms.price_per_kg, "typical_g": terms.typical_g(row.quantity)}
    return said | {"is_estimate": True, "most": row.most, "weighed_g": None, "asked_g": None}


def _line_weight(row: OrderLine) -> dict[str, Any]:
    said = {"price_per_kg": row.price_per_kg, "typical_g": row.typical_g(row.quantity), "most": row.most}
    return said | {"is_estimate": row.waits_for_scales, "weighed_g": row.weighed_g, "asked_g": row.asked_g}


def _session(row: Session) -> dict[str, Any]:
    return {"id": row.id, "starts_at": row.starts_at.isoformat(), "ends_at": row.ends_at.isoformat()}


def _slot(row: Parcel) -> dict[str, Any] | None:
    if row.slot_starts_at is None or row.slot_ends_at is None:
        return None
    return {"starts_at": row.slot_starts_at.isoformat(), "ends_at": row.slot_ends_at.isoformat()}


def _payment(parcel: Parcel) -> dict[str, Any]:
    """The transfer is told only while it is still awaited, and not before everything is weighed."""
    row = parcel.payment
    said: dict[str, Any] = {"method": row.method, "state": row.state, "received": row.received}
    if row.gifted:
        said["gifted"] = row.gifted
    if row.rest:
        said["deposit"] = {"amount": row.amount, "rest": row.rest, "rest_paid": row.rest_at is not None}
        said["deposit"] |= {"keeps": row.keeps, "kept": row.kept}
    if payments.is_payable(parcel):
        said["vietqr"] = {
            "payload": payments.payload(row),
            "bin": row.bank_bin,
            "account": row.bank_account,
            "amount": row.missing,
            "content": row.content,
            "due_at": row.due_at.isoformat() if row.due_at else None,
        }
    return said
