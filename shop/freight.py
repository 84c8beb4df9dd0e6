"""The price of sending what goes by no table: asked from the checkout, quoted by its maker, owed once accepted."""

from collections.abc import Sequence
from itertools import groupby

from flask_babel import gettext as _
from sqlalchemy import delete

from core import audit, times
from core.db import db
from programme import places
from shop import delivery, enquiries, holding
from shop.models import Cart, CartLine, Enquiry, FreightLine, FreightRequest


class NothingToAsk(Exception):
    """Nothing in the cart wants its delivery quoted: it was asked for already, or taken out."""


def is_asked(line: CartLine) -> bool:
    """Whether its delivery is quoted first, and it can be had at all."""
    return line.counts and delivery.trouble(line.product, delivery.HOME) == "quote"


def ask(cart: Cart, name: str, contact: str, commune_code: str, street: str) -> list[Enquiry]:
    """A talk with each maker; its goods leave the cart for it, in one statement, so that sent twice it asks once.

    Nothing is held and nothing is owed: stock is taken when she accepts what the maker quotes. Raises NothingToAsk.
    """
    lines = _taken([line for line in cart.lines if is_asked(line)])
    if not lines:
        raise NothingToAsk
    cart.updated_at = times.now()
    db.session.expire(cart, ["lines"])
    holding.let_go(cart)
    by_maker = groupby(sorted(lines, key=_maker), key=_maker)
    return [_asked(list(mine), name, contact, commune_code, street) for _id, mine in by_maker]


def _taken(lines: Sequence[CartLine]) -> list[CartLine]:
    """Those of them that this request took out of the cart."""
    gone = delete(CartLine).where(CartLine.id.in_([line.id for line in lines])).returning(CartLine.id)
    ids = set(db.session.scalars(gone.execution_options(synchronize_session=False)))
    taken = [line for line in lines if line.id in ids]
    for line in lines:
        db.session.expunge(line)
    return taken


def _asked(lines: list[CartLine], name: str, contact: str, commune_code: str, street: str) -> Enquiry:
    first = lines[0]
    said = "\n".join(f"{line.quantity} × {line.variant.full_name}" for line in lines)
    text = _("Xin báo phí giao tới %(where)s cho:", where=places.full_name(commune_code))
    question = enquiries.Question(name, contact, f"{text}\n{said}", _written(lines), enquiries.Wanted())
    enquiry = enquiries.ask(
        first.product.facility, question, product=first.product, booth=first.booth, feature=first.feature
    )
    rows = [
        FreightLine(variant_id=line.variant_id, quantity=line.quantity, unit_price=line.unit_price) for line in lines
    ]
    enquiry.freight = FreightRequest(
        province_code=commune_code.partition("/")[0], commune_code=commune_code, street=street, lines=rows
    )
    db.session.flush()
    audit.record(enquiry, "freight.asked", lines=len(rows))
    return enquiry


def _written(lines: Sequence[CartLine]) -> str:
    return str(sum(line.quantity for line in lines))


def _maker(line: CartLine) -> int:
    return line.product.facility_id
