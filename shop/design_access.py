"""Who may see private designs: the asker of an enquiry that the maker accepted, at an address nobody can guess."""

import secrets
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from catalog import designs
from catalog.models import Product
from core import audit, times
from core.db import db
from shop import letters
from shop.models import DesignAccess, Enquiry


class NothingToShow(Exception):
    """The enquiry is about no product, or about one without private designs."""


def accept(enquiry: Enquiry) -> DesignAccess:
    """Let the asker see the designs of the product she asked about; told by mail if she left an address. After a
    withdrawal the address is a new one. Raises NothingToShow."""
    if enquiry.product_id is None or not designs.shown(enquiry.product_id):
        raise NothingToShow(enquiry.id)
    access = db.session.scalar(select(DesignAccess).where(DesignAccess.enquiry_id == enquiry.id).with_for_update())
    if access is not None and access.withdrawn_at is None:
        return access
    access = access or DesignAccess(enquiry_id=enquiry.id)
    access.token = secrets.token_urlsafe(24)
    access.accepted_at, access.accepted_by, access.withdrawn_at = times.now(), audit.actor_id(), None
    db.session.add(access)
    audit.record(enquiry, "enquiry.designs_shown")
    letters.designs_shown(enquiry, access.token)
    return access


def withdraw(enquiry: Enquiry) -> None:
    """From this commit on the address leads nowhere."""
    access = db.session.scalar(select(DesignAccess).where(DesignAccess.enquiry_id == enquiry.id))
    if access is not None and access.withdrawn_at is None:
        access.withdrawn_at = times.now()
        audit.record(enquiry, "enquiry.designs_withdrawn")


def opened_by(token: str) -> Enquiry | None:
    """The accepted enquiry of an address, with its product and maker; None once it is withdrawn."""
    wanted = select(Enquiry).join(DesignAccess, DesignAccess.enquiry_id == Enquiry.id)
    wanted = wanted.where(DesignAccess.token == token, DesignAccess.withdrawn_at.is_(None))
    product = joinedload(Enquiry.product).joinedload(Product.facility)
    return db.session.scalar(wanted.options(product, joinedload(Enquiry.facility)))


def tokens_of(enquiries: Sequence[Enquiry]) -> dict[int, str]:
    """The open addresses of these enquiries. One query."""
    ids = [enquiry.id for enquiry in enquiries]
    wanted = select(DesignAccess.enquiry_id, DesignAccess.token)
    wanted = wanted.where(DesignAccess.enquiry_id.in_(ids), DesignAccess.withdrawn_at.is_(None))
    return dict(db.session.execute(wanted).all())
