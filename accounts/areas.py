"""The communes to which a member of staff is narrowed, and where facilities lie, as programme tells it."""

from collections.abc import Callable, Iterable

from accounts.models import StaffArea, User
from core import access, audit

CommuneOf = Callable[[int], str | None]
_told: list[CommuneOf] = []


class OwnArea(Exception):
    """Nobody narrows or widens herself."""


def told_by(commune_of: CommuneOf) -> None:
    """In which commune a facility lies, by its id: a floor above knows."""
    _told[:] = [commune_of]


def narrow(user: User, communes: Iterable[str]) -> None:
    """From now on she reaches these communes only; none: every one. Raises OwnArea, access.OutOfArea."""
    if user.id == audit.actor_id():
        raise OwnArea(user.id)
    access.must_reach(None)  # who is narrowed herself hands out no area
    before, wanted = sorted(user.area or ()), sorted(set(communes))
    if before == wanted:
        return
    kept = {one.commune_code: one for one in user.areas}
    user.areas = [kept.get(code) or StaffArea(commune_code=code) for code in wanted]
    audit.record(user, "staff.narrowed", communes=[before, wanted])


def reaches(user: User, facility_id: int) -> bool:
    """Whether a facility lies where she works; whoever is not narrowed costs no look at it."""
    return user.area is None or user.reaches(_told[0](facility_id))


def must_reach(facility_id: int) -> None:
    """access.must_reach() for who knows a facility by its id alone."""
    access.must_reach(_told[0](facility_id))
