"""Accepting a quote: it becomes an order by the same steps as a cart, at the prices that were quoted."""

from core import audit
from shop import enquiries, offered, orders, payments, quote_letters, quote_reckoning, quotes, refused
from shop.deposits import Deposit
from shop.models import Order, Quote


class OtherPlace(Exception):
    """The fee that was quoted goes to another province."""


class NotSeen(Exception):
    """Its sum, or what is to be paid ahead, was not what the buyer says she was shown."""


def accept(
    quote: Quote, buyer: orders.Buyer, *, shown_total: int | None = None, shown_deposit: str | None = None
) -> Order:
    """Order what is quoted, or raise NotOpen, NotSeen, OtherPlace, Short, payments.NoTransfers or orders.NoCash and
    change nothing.

    The quote is claimed first, by the clock of that moment: of two who accept at once one makes the order.
    """
    deposit = deposit_of(quote)
    if shown_total not in (None, quote.total) or shown_deposit not in (None, deposit.said):
        raise NotSeen(quote.id)
    quotes.end(quote, "accepted", only_if_valid=True)
    if quote.province_code and buyer.province_code != quote.province_code:
        raise OtherPlace(quote.province_code)
    lines = offered.hold(quote.lines)
    order = orders.begin(buyer)
    parcel = orders.add_parcel(order, quote.enquiry.facility, lines, quote.delivery_fee)
    parcel.fees, parcel.fee_total = quote_reckoning.frozen(quote), quote.fee_total
    payments.expect(parcel, quote.enquiry.facility, order.payment_method, deposit)
    if parcel.payment.method == "cod" and refused.stops_cash(buyer.phone):
        raise orders.NoCash
    orders.finish(order)
    quote.order = order
    enquiries.heard(quote.enquiry)
    audit.record(quote, "quote.accepted", order=order.number, total=order.total)
    quote_letters.accepted(quote)
    return order


def deposit_of(quote: Quote) -> Deposit:
    return Deposit(quote.ahead, quote.keeps)
