"""Quotes: the maker offers, offers anew after what was said, or takes back; the buyer declines. See quote_orders."""

from dataclasses import asdict

from sqlalchemy import select, update

from core import audit, times
from core.db import db
from shop import enquiries, quote_letters, quote_reckoning
from shop.models import Enquiry, Quote, QuoteLine
from shop.quote_terms import Terms

MOST_LINES = 20
MOST_DAYS = 180  # that a quote may hold
_KEPT = ("delivery_fee", "province_code", "ready_on", "valid_until", "words", "ahead_percent", "kept_percent")


class SeenOld(Exception):
    """Another version was sent, or the buyer has answered, since the one who acts looked."""


class NotOpen(Exception):
    """It was answered, replaced or taken back; `standing` says which, or lapsed."""

    def __init__(self, standing: str) -> None:
        super().__init__(standing)
        self.standing = standing


def seen_of(enquiry: Enquiry) -> str:
    """What a page knew of a talk's quotes, to be sent back with what is done there."""
    return f"{enquiry.quote.number}:{enquiry.quote.state}" if enquiry.quote else ""


def offer(enquiry: Enquiry, terms: Terms, seen: str) -> Quote:
    """Send a version; the open one before it stays readable and can no longer be accepted. Raises Erased, SeenOld.

    The talk's row is written first, so that two who offer at once come one after the other.
    """
    if enquiry.erased_at:
        raise enquiries.Erased(enquiry.id)
    enquiries.heard(enquiry)
    db.session.flush()
    quotes = select(Quote).where(Quote.enquiry_id == enquiry.id).execution_options(populate_existing=True)
    db.session.scalars(quotes).all()
    db.session.expire(enquiry, ["quotes"])
    if seen != seen_of(enquiry):
        raise SeenOld(enquiry.id)
    if enquiry.quote and enquiry.quote.state == "open":
        end(enquiry.quote, "replaced")
    quote = _next(enquiry, terms)
    enquiry.quotes.append(quote)
    audit.record(quote, "quote.offered", number=quote.number, total=quote.total)
    quote_letters.offered(quote)
    return quote


def withdraw(quote: Quote) -> None:
    """The maker takes it back while nobody has answered. Raises NotOpen."""
    end(quote, "withdrawn")
    audit.record(quote, "quote.withdrawn")
    quote_letters.withdrawn(quote)


def decline(quote: Quote, reason: str) -> None:
    """The buyer does not want it so, and says why; the maker is asked again. Raises NotOpen."""
    end(quote, "declined", reason=reason)
    enquiries.wait(quote.enquiry)
    audit.record(quote, "quote.declined")
    quote_letters.declined(quote)


def end(quote: Quote, state: str, *, only_if_valid: bool = False, reason: str = "") -> None:
    """One conditional UPDATE, so that of two who end it at once one does. Raises NotOpen."""
    still = (Quote.id == quote.id) & (Quote.state == "open")
    if only_if_valid:
        still &= Quote.valid_until >= times.today()
    ended = db.session.execute(
        update(Quote)
        .where(still)
        .values(state=state, ended_at=times.now(), reason=reason)
        .returning(Quote.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    db.session.refresh(quote, ["state", "ended_at", "reason", "valid_until", "order_id"])
    if ended is None:
        raise NotOpen(quote.standing)


def _next(enquiry: Enquiry, terms: Terms) -> Quote:
    lines = [QuoteLine(position=n, **asdict(line)) for n, line in enumerate(terms.lines)]
    said = {name: getattr(terms, name) for name in _KEPT}
    number = enquiry.quote.number + 1 if enquiry.quote else 1
    asked = quote_reckoning.deposit_of(enquiry, terms)
    said |= {"ahead": asked.ahead, "keeps": asked.keeps, "fees": quote_reckoning.fees_of(enquiry.facility, terms.lines)}
    return Quote(number=number, at=times.now(), offered_by=audit.actor_id(), lines=lines, **said)
