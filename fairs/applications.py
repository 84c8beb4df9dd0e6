"""A facility's application for a stand at a fair: one a facility, changed or withdrawn until the call closes."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from core import audit, times
from core.db import db
from fairs.models import Application, Fair, Stand, StandWish


class CallClosed(Exception):
    """The fair takes no applications now."""


class NoSuchStand(Exception):
    """A wished stand is not on the plan; `number` is what was typed."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


@dataclass(frozen=True, slots=True)
class Request:
    """What one asks for. `stands` are numbers on the plan, the most wished first."""

    product_ids: Sequence[int]
    wish: str = ""
    power: str = ""
    needs_water: bool = False
    wants_corner: bool = False
    units: int = 1
    stands: Sequence[str] = field(default=())


def apply(fair: Fair, facility_id: int, asked: Request) -> Application:
    """Hand in the application, or change the one handed in before. Raises CallClosed, NoSuchStand."""
    if fair.state != "applications":
        raise CallClosed(fair.id)
    wished = _stands(fair, asked.stands)
    application = of_facility(fair, facility_id) or Application(fair_id=fair.id, facility_id=facility_id)
    for name in ("wish", "power", "needs_water", "wants_corner", "units"):
        setattr(application, name, getattr(asked, name))
    application.product_ids = list(asked.product_ids)
    application.made_at, application.withdrawn_at = times.now(), None
    db.session.add(application)
    _wish(application, wished)
    detail = asdict(asked) | {"products": list(asked.product_ids), "stands": list(asked.stands)}
    audit.record(application, "application.made", **detail)
    return application


def withdraw(fair: Fair, facility_id: int) -> None:
    """Take it back; while the call is open one may apply again. Raises CallClosed."""
    application = of_facility(fair, facility_id)
    if fair.state != "applications":
        raise CallClosed(fair.id)
    if application is not None and application.withdrawn_at is None:
        application.withdrawn_at = times.now()
        audit.record(application, "application.withdrawn")


def of_facility(fair: Fair, facility_id: int) -> Application | None:
    """With the stands it wishes for."""
    wanted = select(Application).where(Application.fair_id == fair.id, Application.facility_id == facility_id)
    wishes = selectinload(Application.stand_wishes).joinedload(StandWish.stand)
    return db.session.scalar(wanted.options(wishes, joinedload(Application.facility)))


def _stands(fair: Fair, numbers: Sequence[str]) -> list[Stand]:
    """In the order asked for, each once."""
    rows = db.session.scalars(select(Stand).where(Stand.fair_id == fair.id, Stand.number.in_(numbers)))
    found = {stand.number: stand for stand in rows}
    for number in numbers:
        if number not in found:
            raise NoSuchStand(number)
    return [found[number] for number in dict.fromkeys(numbers)]


def _wish(application: Application, stands: Sequence[Stand]) -> None:
    """The old wishes go first: turns and stands are unique within an application."""
    application.stand_wishes = []
    db.session.flush()
    application.stand_wishes = [StandWish(stand=stand, turn=turn) for turn, stand in enumerate(stands, 1)]
