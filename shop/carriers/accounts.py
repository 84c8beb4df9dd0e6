"""A maker's account with a carrier: its keys, kept encrypted, and the address to which its notices come."""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import current_app
from sqlalchemy import select

from core import audit, times
from core.db import db
from shop.carriers.packages import Keys
from shop.models import CarrierAccount

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


class NoKeys(Exception):
    """Taken off, or written under another secret of the installation: its maker has to give them again."""


def of(facility_id: int) -> Sequence[CarrierAccount]:
    """Those that are on."""
    query = select(CarrierAccount).where(CarrierAccount.facility_id == facility_id, CarrierAccount.keys != "")
    return db.session.scalars(query.order_by(CarrierAccount.id)).all()


def one_of(facility_id: int, carrier: str) -> CarrierAccount | None:
    return next((one for one in of(facility_id) if one.carrier == carrier), None)


def connect(facility_id: int, carrier: str, keys: Keys) -> CarrierAccount:
    """Keep its keys; those before hold no more."""
    query = select(CarrierAccount).where(CarrierAccount.facility_id == facility_id, CarrierAccount.carrier == carrier)
    account = db.session.scalar(query)
    if account is None:
        account = CarrierAccount(facility_id=facility_id, carrier=carrier)
        db.session.add(account)
    account.keys = _vault().encrypt(json.dumps(keys).encode()).decode()
    account.salt, account.connected_at = secrets.token_urlsafe(18), times.now()
    db.session.flush()
    audit.record(account, "carrier.connected", carrier=carrier)
    return account


def take_off(account: CarrierAccount) -> None:
    """Nothing more is handed to it; what is under way is still told of."""
    account.keys = ""
    audit.record(account, "carrier.taken_off", carrier=account.carrier)


def keys_of(account: CarrierAccount) -> Keys:
    """Raises NoKeys."""
    from cryptography.fernet import InvalidToken

    try:
        return dict(json.loads(_vault().decrypt(account.keys.encode())))
    except InvalidToken:
        raise NoKeys(account.id) from None


def address_key(account: CarrierAccount) -> str:
    """The part of the address that only the carrier is told; it follows from the installation's own secret."""
    about = f"carrier-notices:{account.id}:{account.salt}"
    return base64.urlsafe_b64encode(_derived(about)).decode().rstrip("=")


def told_by(account_id: int, carrier: str, key: str) -> CarrierAccount | None:
    """Whose address it is; compared in the same time whatever was sent."""
    account = db.session.get(CarrierAccount, account_id)
    if account is None or account.carrier != carrier:
        return None
    return account if hmac.compare_digest(address_key(account).encode(), key.encode()) else None


def _vault() -> "Fernet":
    from cryptography.fernet import Fernet  # six megabytes that few processes need

    return Fernet(base64.urlsafe_b64encode(_derived("carrier-keys")))


def _derived(about: str) -> bytes:
    return hmac.new(str(current_app.config["SECRET_KEY"]).encode(), about.encode(), hashlib.sha256).digest()
