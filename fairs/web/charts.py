"""The map of makers as its page shows it: marks, what is near enough to be named, and every move as a link."""

from dataclasses import dataclass, field

from flask_babel import gettext as _
from flask_babel import ngettext

from catalog import atlas
from catalog.web.links import Links
from core.i18n import number
from fairs import directory, spots
from fairs.directory_forms import DirectoryForm
from fairs.makers import Maker
from fairs.spots import Frame, Mark
from programme import places
from programme.models import Facility

_NAMED_FROM = 3.5  # how close one must look before communes have room for their names
_LETTER, _LINE = 14.0, 32.0  # the room that a letter and a line of a name take on a phone
_Box = tuple[float, float, float, float]
_MOVES = {"left": (-0.5, 0), "right": (0.5, 0), "up": (0, -0.5), "down": (0, 0.5)}


@dataclass(frozen=True, slots=True)
class ShownMark:
    """A mark as a link: `says` is read out, `tells` stands in the list below the drawing."""

    mark: Mark
    href: str
    says: str
    tells: str
    is_chosen: bool


@dataclass
class Chart:
    frame: Frame
    marks: list[ShownMark]
    names: list[tuple[str, float, float]]  # of communes, where there is room
    moves: dict[str, str | None]  # by what a button is called: its address, None where the drawing ends
    frames: str  # the address of a frame, to be filled in by whoever drags: {frame}
    unknown: int  # how many that fit have no place
    chosen: list[Facility] = field(default_factory=list)
    close: str = ""

    @property
    def ground(self) -> str:
        """The drawing moved and enlarged to the frame."""
        return f"scale({self.frame.scale:.4g}) translate({-self.frame.x:.4g} {-self.frame.y:.4g})"


def build(form: DirectoryForm, found: directory.Found, links: Links) -> Chart:
    frame = form.frame
    fitting = set(found.ids)
    placed = [spot for spot in spots.spread(found.all.by_id.values()) if spot.maker.id in fitting]
    chosen = [maker for maker in found.makers if maker.slug in form.chosen_slugs]
    marks = spots.marks(placed, frame)
    return Chart(
        frame,
        [_shown(mark, chosen, links) for mark in marks],
        _names(frame, marks),
        _moves(frame, links),
        links.to(khung="{frame}", chon=None),
        len(found.ids) - len(placed),
        directory.cards([maker.id for maker in chosen]),
        links.to(chon=None),
    )


def _shown(mark: Mark, chosen: list[Maker], links: Links) -> ShownMark:
    if mark.closer:
        href = links.to(khung=mark.closer.written or None, chon=None)
    else:
        href = links.to(chon=",".join(maker.slug for maker in mark.told)) + "#chon"
    where = _where(mark)
    if len(mark.spots) == 1:
        name = mark.makers[0].name
        return ShownMark(mark, href, f"{name}, {where}" if where else name, name, mark.makers[0] in chosen)
    count = len(mark.spots)
    tells = ngettext("%(n)s cơ sở", "%(n)s cơ sở", count, n=number(count))
    is_chosen = mark.closer is None and any(maker in chosen for maker in mark.makers)
    return ShownMark(
        mark, href, _("%(many)s, %(where)s", many=tells, where=where) if where else tells, tells, is_chosen
    )


def _where(mark: Mark) -> str:
    """The communes of a mark, at most two of them."""
    names = [place.name for code in mark.communes if (place := places.commune(code))]
    return ", ".join(names[:2]) + (" …" if len(names) > 2 else "")


def _names(frame: Frame, marks: list[Mark]) -> list[tuple[str, float, float]]:
    """Names of communes in view, as many as find room beside the marks and each other."""
    if frame.scale < _NAMED_FROM:
        return []
    taken = [(mark.x - 26, mark.y - 24, mark.x + 26, mark.y + 24) for mark in marks]
    found = []
    for commune in places.communes_of(places.HANOI):
        x, y = atlas.place(commune.lon, commune.lat)
        x, y = (x - frame.x) * frame.scale, (y - frame.y) * frame.scale
        half = len(commune.short_name) * _LETTER / 2
        box = (x - half, y - _LINE / 2, x + half, y + _LINE / 2)
        if 0 < x < atlas.WIDTH and 0 < y < atlas.HEIGHT and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            found.append((commune.short_name, round(x, 1), round(y, 1)))
    return found


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _moves(frame: Frame, links: Links) -> dict[str, str | None]:
    def to(other: Frame) -> str | None:
        return links.to(khung=other.written or None, chon=None) if other != frame else None

    return {
        "in": to(frame.closer(2)),
        "out": to(frame.closer(0.5)),
        "whole": to(Frame()),
        **{name: to(frame.moved(*shares)) for name, shares in _MOVES.items()},
    }
