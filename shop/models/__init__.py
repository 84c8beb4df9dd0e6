"""The rows behind buying: carts, orders, parcels, payments, the ledger, reviews, enquiries, quotes and vouchers."""

from shop.models.bank import (
    BANK_DIRECTIONS,
    BANK_SOURCES,
    BANK_STATES,
    FOR_A_PARCEL,
    UNREAD,
    BankFeed,
    BankTransaction,
)
from shop.models.card import CARD_STATES, REFUND_STATES, CardDoubt, CardEvent, CardPayment, CardRefund
from shop.models.carrier import CarrierAccount, CarrierNotice, Shipment
from shop.models.cart import Cart, CartLine
from shop.models.check import LedgerCheck
from shop.models.closing import ClosedMonth
from shop.models.deposit import DepositRule
from shop.models.division import DIVISION_STATES, SHARE_STATES, Division, Share
from shop.models.enquiry import ENQUIRY_SIDES, Asking, DesignAccess, Enquiry, EnquiryMessage
from shop.models.fee import FEE_BASES, FEE_KINDS, FeeRule, ParcelFee
from shop.models.freight import FreightLine, FreightRequest
from shop.models.gift import GiftCard, GiftMove
from shop.models.invoice import InvoiceData
from shop.models.ledger import ACCOUNT_KINDS, Account, LedgerEntry, Movement
from shop.models.order import CAME_TO_NOTHING, PARCEL_STATES, Order, OrderLine, Parcel, ParcelMove
from shop.models.payment import PAYMENT_METHODS, PAYMENT_STATES, Payment
from shop.models.payout import PayoutBatch, PayoutItem, PayoutLine
from shop.models.quote import QUOTE_STATES, Quote, QuoteFee, QuoteLine
from shop.models.reminder import CartReminder
from shop.models.review import REVIEW_MENDING, REVIEW_STATES, Review, ReviewReport
from shop.models.sending import CarrierPrice, SendingRate, SendingWay
from shop.models.slot import DeliverySlot
from shop.models.standing import StandingDate, StandingLine, StandingOffer, StandingOrder, StandingPrice
from shop.models.terms import CommissionRule, LineTerms, ParcelTerms
from shop.models.voucher import VOUCHER_EFFECTS, ParcelDiscount, Voucher, VoucherPhone, VoucherProduct
from shop.models.withheld import WithheldTax
from shop.ways import PickUpPoint

__all__ = [
    "PickUpPoint",
    "CarrierAccount",
    "CarrierNotice",
    "CarrierPrice",
    "SendingRate",
    "SendingWay",
    "Shipment",
    "ACCOUNT_KINDS",
    "Account",
    "Asking",
    "BANK_DIRECTIONS",
    "BANK_SOURCES",
    "BANK_STATES",
    "BankFeed",
    "BankTransaction",
    "CAME_TO_NOTHING",
    "CARD_STATES",
    "CardDoubt",
    "CardEvent",
    "CardPayment",
    "CardRefund",
    "Cart",
    "CartLine",
    "CartReminder",
    "ClosedMonth",
    "CommissionRule",
    "DeliverySlot",
    "DepositRule",
    "DIVISION_STATES",
    "SHARE_STATES",
    "StandingDate",
    "StandingLine",
    "StandingOffer",
    "StandingOrder",
    "StandingPrice",
    "Division",
    "Share",
    "DesignAccess",
    "ENQUIRY_SIDES",
    "Enquiry",
    "EnquiryMessage",
    "FEE_BASES",
    "FEE_KINDS",
    "FOR_A_PARCEL",
    "FeeRule",
    "FreightLine",
    "FreightRequest",
    "LedgerCheck",
    "GiftCard",
    "GiftMove",
    "InvoiceData",
    "LedgerEntry",
    "LineTerms",
    "Movement",
    "Order",
    "OrderLine",
    "PARCEL_STATES",
    "PAYMENT_METHODS",
    "PAYMENT_STATES",
    "Parcel",
    "ParcelDiscount",
    "ParcelFee",
    "ParcelMove",
    "ParcelTerms",
    "Payment",
    "PayoutBatch",
    "PayoutItem",
    "PayoutLine",
    "REFUND_STATES",
    "QUOTE_STATES",
    "Quote",
    "QuoteFee",
    "QuoteLine",
    "REVIEW_MENDING",
    "REVIEW_STATES",
    "Review",
    "ReviewReport",
    "UNREAD",
    "VOUCHER_EFFECTS",
    "Voucher",
    "VoucherPhone",
    "VoucherProduct",
    "WithheldTax",
]
