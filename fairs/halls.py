"""Finding one's place in a fair: which hall, which stand, and who stands before and after it."""

from collections.abc import Sequence

from fairs.models import Fair, Hall, Stand


def find(fair: Fair, code: str) -> Hall | None:
    """The hall of this code; the first of the fair where none is asked for."""
    if not code:
        return next(iter(fair.halls), None)
    return next((hall for hall in fair.halls if hall.code == code), None)


def stand_in(stands: Sequence[Stand], number: str) -> Stand | None:
    return next((stand for stand in stands if stand.number == number), None)


def beside(stands: Sequence[Stand], stand: Stand) -> tuple[Stand | None, Stand | None, int, int]:
    """The stands with booths before and after this one on the walk, its turn among them, and how many there are."""
    walk = [one for one in stands if one.on_show or one is stand]
    turn = walk.index(stand)
    before = walk[turn - 1] if turn else None
    after = walk[turn + 1] if turn + 1 < len(walk) else None
    return before, after, turn + 1, len(walk)
