"""Accounts whose notices come signed: the secret that a maker gives to her notice service, and who signed one.

The form is that of SePay's webhooks with HMAC-SHA256, read from a stored copy of developer.sepay.vn (pages “Xác thực”
and “Bảo mật”) and chưa xác minh with a live account: header X-SePay-Signature holds `sha256=` and the digest in hex
over `<X-SePay-Timestamp>.<raw body>`, the timestamp in seconds since 1970; one that is more than five minutes off is
refused.
"""

import base64
import hashlib
import hmac
import secrets

from flask import current_app
from sqlalchemy import select

from core import audit, times
from core.db import db
from programme.models import Facility
from shop import terms
from shop.models import BankFeed

SIGNATURE, TIMESTAMP = "X-SePay-Signature", "X-SePay-Timestamp"


class NoAccount(Exception):
    """The maker has given no bank account yet."""


def of(facility: Facility) -> BankFeed | None:
    """That of the account she takes transfers to now."""
    query = select(BankFeed).where(BankFeed.facility_id == facility.id, BankFeed.account == facility.bank_account)
    return db.session.scalar(query)


def renew(facility: Facility) -> BankFeed:
    """A new secret for the account of today; the one before holds no more. Raises NoAccount."""
    if not facility.bank_account:
        raise NoAccount(facility.id)
    feed = of(facility)
    if feed is None:
        feed = BankFeed(facility_id=facility.id, account=facility.bank_account)
        db.session.add(feed)
    feed.salt = secrets.token_urlsafe(18)
    db.session.flush()
    audit.record(feed, "bank.secret_renewed", account=feed.account[-4:])
    return feed


def secret(feed: BankFeed) -> str:
    """Made of the installation's own key and the salt, so that no copy of the database holds it."""
    about = f"bank-feed:{feed.facility_id}:{feed.account}:{feed.salt}"
    made = hmac.new(str(current_app.config["SECRET_KEY"]).encode(), about.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def signature(key: str, timestamp: str, body: bytes) -> str:
    said = timestamp.encode() + b"." + body
    return f"sha256={hmac.new(key.encode(), said, hashlib.sha256).hexdigest()}"


def signer(account: str, timestamp: str, body: bytes, given: str) -> BankFeed | None:
    """Whose secret signed it, of the makers who have this account; compared in the same time whatever was sent."""
    feeds = db.session.scalars(select(BankFeed).where(BankFeed.account == account).order_by(BankFeed.id)).all()
    sent = given.strip().encode()
    signed = [one for one in feeds if hmac.compare_digest(signature(secret(one), timestamp, body).encode(), sent)]
    return signed[0] if signed else None


def is_fresh(timestamp: str) -> bool:
    """Signed within the minutes that hold today, by both clocks."""
    off = times.now().timestamp() - int(timestamp) if timestamp.isascii() and timestamp.isdigit() else float("inf")
    return abs(off) <= 60 * terms.value("notice_minutes")
