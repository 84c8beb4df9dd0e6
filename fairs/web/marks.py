"""Stands as the plan and the list draw them, with the addresses they lead to."""

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext as _

from core.i18n import here, in_locale
from fairs import plans
from fairs.models import Booth, Fair, Hall, Stand

Href = Callable[[Stand], str | None]


def in_focus(fair: Fair, hall: Hall, stand: Stand) -> str:
    """The hall's page with the card of this stand open."""
    return here(f"/hoi-cho/{fair.slug}?nha={hall.code}&gian={stand.number}#gian")


def to_booth(fair: Fair, booth: Booth) -> str:
    return here(f"/hoi-cho/{fair.slug}/{booth.slug}")


def on_plan(stands: Sequence[Stand], href: Href) -> list[dict[str, Any]]:
    """For macros/plan.html; `href` says where a stand leads, None for nowhere."""
    return [
        {
            "number": stand.number,
            "x": stand.x,
            "y": stand.y,
            "width": stand.width,
            "height": stand.height,
            "facing": stand.facing,
            "letter": stand.letter,
            "label": stand.on_show.title if stand.on_show else "",
            "href": address,
            "card": (address or "").partition("#")[0],
            "free": stand.on_show is None,
        }
        for stand in stands
        for address in [href(stand)]
    ]


def for_visitors(fair: Fair, hall: Hall, stands: Sequence[Stand]) -> list[dict[str, Any]]:
    return on_plan(stands, lambda stand: in_focus(fair, hall, stand) if stand.on_show else None)


def aisles(fair: Fair, hall: Hall, stands: Sequence[Stand]) -> list[dict[str, Any]]:
    """The same stands as a list, folded by group; free ones are left out."""
    found = []
    for group in plans.key_of(stands):
        lines = [
            _line(fair, hall, stand, stand.on_show) for stand in stands if stand.group == group.slug and stand.on_show
        ]
        if lines:
            found.append({"label": group.label, "stands": sorted(lines, key=lambda line: line["number"])})
    return found


def _line(fair: Fair, hall: Hall, stand: Stand, booth: Booth) -> dict[str, Any]:
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
