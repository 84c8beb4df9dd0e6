"""How far something is, in words."""

from collections.abc import Sequence

from flask_babel import gettext as _

from catalog import search
from core.i18n import number
from programme import places
from programme.points import Point, distance


def in_words(kilometres: float) -> str:
    if kilometres < 0.05:
        return _("cùng xã, phường")
    return _("khoảng %(n)s km", n=number(round(kilometres, 1) if kilometres < 10 else round(kilometres)))


def of_goods(seen: search.Snapshot, ids: Sequence[int], origin: Point) -> dict[int, str]:
    """From `origin` to the middle of the commune where each is made, of those of which it is known."""
    found = {}
    for facts in seen.told(ids):
        commune = places.commune(facts["commune"][0]) if facts["commune"] else None
        if commune:
            found[facts["id"]] = in_words(distance(origin, (commune.lat, commune.lon)))
    return found
