"""Weighing: the packer writes what a line really weighs, and the price, the parcel and its payment follow.

Within the tolerance it stands at once; beyond it the buyer is asked; what no such piece can weigh is refused.
"""

from sqlalchemy import select, update

from core import audit
from core.db import db
from shop import fees, lapsing, letters, parcels, payments
from shop.models import OrderLine, Parcel


class NoSuchLine(LookupError):
    """The parcel has no such line, or it is not sold by weight, or the buyer dropped it."""


class TooLate(Exception):
    """The parcel has left, or came to nothing."""


class Impossible(Exception):
    """No such piece weighs that: between `least` and `most` grams for the whole line."""

    def __init__(self, least: int, most: int) -> None:
        super().__init__(least, most)
        self.least, self.most = least, most


class WrongCount(Exception):
    """Several pieces were typed, but not as many as were ordered."""


class SeenOld(Exception):
    """Somebody wrote another weight meanwhile; what was on the page is no longer so."""


def record(parcel: Parcel, line_id: int, pieces: list[int], seen: int) -> OrderLine:
    """What the line weighs, in one sum or piece by piece. `seen`: its count of weighings as the packer saw it.

    The same weight sent twice is written once. Raises NoSuchLine, TooLate, WrongCount, Impossible, SeenOld.
    """
    line = _hold(parcel, line_id)
    if len(pieces) not in (1, line.quantity):
        raise WrongCount(line.quantity)
    grams = sum(pieces)
    least, most = line.limits(line.quantity)
    if not least <= grams <= most:
        raise Impossible(least, most)
    if grams == (line.asked_g or line.weighed_g):
        return line
    if line.weighings != seen:
        raise SeenOld(line_id)
    _write(parcel, line, grams, pieces)
    return line


def accept(parcel: Parcel, line_id: int, seen: int) -> OrderLine:
    """The buyer takes it as it is, at the weight she was shown."""
    line = _asked(parcel, line_id, seen)
    if line is not None:
        line.weighed_g = line.agreed_g = line.asked_g
        line.asked_g = None
        line.weighings += 1
        _follow(parcel)
        audit.record(parcel, "parcel.weight_agreed", line=line_id, grams=line.weighed_g, total=line.total)
        letters.weight_answered(parcel, line)
        _told(parcel)
    return line or _line(parcel, line_id)


def drop(parcel: Parcel, line_id: int, seen: int) -> OrderLine:
    """The buyer would rather not have it. The last line takes the whole parcel with it."""
    line = _asked(parcel, line_id, seen, may_be_dropped=True)
    if line is None:
        return next(one for one in parcel.lines if one.id == line_id)
    if all(one.dropped_at for one in parcel.lines if one is not line):
        parcels.cancel(parcel, letters.weight_refused_words())
        letters.parcel_cancelled(parcel)
        return line
    asked, line.asked_g = line.asked_g, None
    line.weighings += 1
    parcels.drop(parcel, line)
    _follow(parcel)
    audit.record(parcel, "parcel.line_dropped", line=line_id, grams=asked)
    letters.weight_answered(parcel, line)
    _told(parcel)
    return line


def _hold(parcel: Parcel, line_id: int) -> OrderLine:
    """Take the parcel's row, so that those who weigh at once do so one after the other, and read it anew."""
    mine = update(Parcel).where(Parcel.id == parcel.id).values(unweighed=Parcel.unweighed)
    db.session.execute(mine.execution_options(synchronize_session=False))
    db.session.refresh(parcel, ["state", "goods_total", "unweighed"])
    db.session.refresh(parcel.payment, ["state", "amount"])
    lines = select(OrderLine).where(OrderLine.parcel_id == parcel.id)
    db.session.scalars(lines.execution_options(populate_existing=True)).all()
    if parcel.state not in parcels.PACKABLE:
        raise TooLate(parcel.state)
    return _line(parcel, line_id)


def _line(parcel: Parcel, line_id: int) -> OrderLine:
    found = next((one for one in parcel.lines if one.id == line_id), None)
    if found is None or not found.is_weighed or found.dropped_at:
        raise NoSuchLine(line_id)
    return found


def _asked(parcel: Parcel, line_id: int, seen: int, *, may_be_dropped: bool = False) -> OrderLine | None:
    """The line that waits for the buyer's word; None where she gave this same word a moment ago."""
    try:
        line = _hold(parcel, line_id)
    except NoSuchLine:
        if may_be_dropped and any(one.id == line_id and one.dropped_at for one in parcel.lines):
            return None
        raise
    if line.asked_g is None and line.weighings == seen + 1 and line.agreed_g == line.weighed_g and not may_be_dropped:
        return None
    if line.asked_g is None or line.weighings != seen:
        raise SeenOld(line_id)
    return line


def _write(parcel: Parcel, line: OrderLine, grams: int, pieces: list[int]) -> None:
    was, cost = line.asked_g or line.weighed_g, line.total
    least, most = line.bounds(line.quantity)
    stands = least <= grams <= most or grams == line.agreed_g
    if not stands and parcel.state == "packed":
        parcels.open_again(parcel)
    line.weighed_g, line.asked_g = (grams, None) if stands else (None, grams)
    line.weighings += 1
    _follow(parcel)
    said = {"grams": [was, grams], "pieces": pieces, "total": [cost, line.total], "asked": not stands}
    audit.record(parcel, "parcel.weighed", line=line.id, **said)
    if stands:
        _told(parcel)
    else:
        letters.weight_asked(parcel, line)


def _follow(parcel: Parcel) -> None:
    """The sum of the lines is the parcel's, always; and the payment's while it is awaited."""
    parcel.goods_total = sum(line.total for line in parcel.lines)
    fees.follow(parcel)
    parcel.unweighed = sum(line.waits_for_scales for line in parcel.lines)
    db.session.flush()
    payments.follow(parcel)
    lapsing.begin(parcel)


def _told(parcel: Parcel) -> None:
    """Once every line is weighed, and at each correction after."""
    if not parcel.unweighed:
        letters.parcel_weighed(parcel)
