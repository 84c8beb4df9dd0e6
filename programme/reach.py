"""What of the market lies where a member of staff works: her lists and queues leave out the rest."""

from typing import Any

from sqlalchemy import ColumnElement, select, true

from core import access
from programme import places
from programme.models import Facility


def within(facility_id: Any) -> ColumnElement[bool]:
    """SQL: its facility lies where whoever reads may act; true of every one for who is not narrowed."""
    area = access.area()
    if area is None:
        return true()
    return facility_id.in_(select(Facility.id).where(Facility.commune_code.in_(sorted(area))))


def names() -> list[str]:
    """The communes that whoever reads is narrowed to; none where she is not."""
    known = {code: places.commune(code) for code in sorted(access.area() or ())}
    return [place.name if place else code for code, place in known.items()]
