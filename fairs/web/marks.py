"""Stands as the plan and the list draw them, with the addresses they lead to."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from flask_babel import gettext as _

from catalog import taxonomy
from core.i18n import here, in_locale
from fairs import plans
from fairs.models import Booth, Fair, Hall, Stand

Href = Callable[[Stand], str | None]
Name = Callable[[Stand], str]


def in_focus(fair: Fair, hall: Hall, stand: Stand) -> str:
    """The hall's page with the card of this stand open."""
    return here(f"/hoi-cho/{fair.slug}?nha={hall.code}&gian={stand.number}#gian")


def to_booth(fair: Fair, booth: Booth) -> str:
    return here(f"/hoi-cho/{fair.slug}/{booth.slug}")


def shown(stand: Stand) -> str:
    """Whom visitors find at a stand; nobody before the booth is published."""
    return stand.on_show.title if stand.on_show else ""


def held(stand: Stand) -> str:
    """Who has a stand, as staff see it: published or not."""
    return stand.booth.title if stand.booth else ""


def on_plan(
    stands: Sequence[Stand], href: Href, found: Collection[int] = (), name: Name = shown
) -> list[dict[str, Any]]:
    """For macros/plan.html; `href` says where a stand leads, None for nowhere; `found` are ids to be marked."""
    return [
        {
            "number": stand.number,
            "x": stand.x,
            "y": stand.y,
            "width": stand.width,
            "height": stand.height,
            "facing": stand.facing,
            "letter": stand.letter,
            "label": label,
            "href": address,
            "card": (address or "").partition("#")[0],
            "free": not label,
            "found": stand.id in found,
        }
        for stand in stands
        for address, label in [(href(stand), name(stand))]
    ]


def for_visitors(fair: Fair, hall: Hall, stands: Sequence[Stand], found: Collection[int] = ()) -> list[dict[str, Any]]:
    return on_plan(stands, lambda stand: in_focus(fair, hall, stand) if stand.on_show else None, found)


def aisles(fair: Fair, hall: Hall, stands: Sequence[Stand]) -> list[dict[str, Any]]:
    """The same stands as a list, taken and free, aisle by aisle as one walks; by group where no aisle is drawn."""
    parts = plans.by_aisle(hall, stands) or [
        (group.label, sorted((one for one in stands if one.group == group.slug), key=lambda one: one.number))
        for group in plans.key_of(stands)
    ]
    return [{"label": label, "stands": [_line(fair, hall, stand) for stand in some]} for label, some in parts if some]


def _line(fair: Fair, hall: Hall, stand: Stand) -> dict[str, Any]:
    booth = stand.on_show
    if booth is None:
        return {"number": stand.number, "title": "", "note": taxonomy.name_of(stand.group), "href": None}
    village = booth.facility.village
    place = in_locale(village, "name") if village else booth.facility.commune_name
    return {"number": stand.number, "title": booth.title, "note": place, "href": in_focus(fair, hall, stand)}


def hall_tabs(fair: Fair, current: Hall | None) -> list[tuple[str, str, bool]]:
    return [
        (here(f"/hoi-cho/{fair.slug}?nha={hall.code}"), in_locale(hall, "name"), hall is current) for hall in fair.halls
    ]


def beside(fair: Fair, hall: Hall, stand: Stand | None) -> dict[str, str] | None:
    return {"href": in_focus(fair, hall, stand), "number": stand.number} if stand else None


def plan_label(hall: Hall, stands: Sequence[Stand]) -> str:
    return _("Mặt bằng %(hall)s, %(n)s gian", hall=in_locale(hall, "name"), n=len(stands))
