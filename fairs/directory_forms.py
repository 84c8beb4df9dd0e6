"""What a visitor asks of the directory of makers: a query string or API parameters in, a Selection and errors out."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from catalog import paging, taxonomy
from catalog.browsing import Arguments
from catalog.models import RECOGNITION_KINDS
from catalog.search.selection import Selection
from core.errors import fault
from core.text import clean_line
from fairs import spots
from fairs.directory import SORTS
from fairs.makers import FLAGS
from programme import addresses, origins, points, qualities
from programme.models import FACILITY_KINDS

PAGE_SIZE, DEFAULT_LIMIT, MOST_AT_ONCE = 24, 48, 100
# Facets, flags and orders as pages write them in addresses.
PAGE_NAMES = {
    "flag": "co", "group": "nhom", "kind": "loai", "paper": "giay", "stars": "sao", "quality": "tinh-chat",
    "village": "lang", "commune": "xa",
}  # fmt: skip
PAGE_FLAGS = {
    "o-phien": "in_fair", "ho-tro": "supported", "co-hang": "goods", "ghe-xuong": "visits", "trai-nghiem": "workshops",
    "phu-nu": "women",
}  # fmt: skip
PAGE_SORTS = {"": "name", "ten": "name", "nhieu-hang": "goods", "cong-nhan": "recognition", "gan": "near"}
MAP = "ban-do"
_LONGEST_QUERY, _MOST_VALUES = 120, 40
_STARS = ("3", "4", "5")


def _known(facet: str, value: str) -> bool:
    """Whether a value of a closed list is on it; villages and communes are rows, and none of them is nobody's."""
    closed: dict[str, Any] = {
        "flag": FLAGS, "kind": FACILITY_KINDS, "paper": RECOGNITION_KINDS, "stars": _STARS,
        "quality": qualities.every(),
    }  # fmt: skip
    if facet == "group":
        return taxonomy.browse_group(value) is not None
    return value in closed[facet] if facet in closed else True


class DirectoryForm:
    """The query string of the page. What cannot be read is left out, and said where somebody typed it."""

    def __init__(self, arguments: Arguments) -> None:
        self.arguments = arguments
        self.errors: dict[str, str] = {}
        self.query = clean_line(self.raw("q"))[:_LONGEST_QUERY]
        self.near = clean_line(self.raw("gan"))[: addresses.LONGEST]
        self.asked = origins.of(self.near) if self.near else origins.Asked()
        if self.near and not self.asked.origin and not self.asked.choices:
            self.errors["gan"] = origins.unknown(self.near)
        self.sort = self._sort()
        self.is_map = self.raw("xem") == MAP
        self.frame = self._frame()
        self.chosen_slugs = self.raw("chon").split(",")[:_MOST_VALUES]
        chosen = {facet: self._values(facet) for facet in PAGE_NAMES}
        self.selection = Selection({facet: values for facet, values in chosen.items() if values}, sort=self.sort)

    @property
    def origin(self) -> origins.Origin | None:
        return self.asked.origin

    @property
    def list_name(self) -> str:
        from_where = self.origin.code if self.origin else ""
        return "makers" + from_where + paging.name_of(self.query, self.selection)

    @property
    def asks_anything(self) -> bool:
        """Whether the address narrows, orders or pages: what else stands in it changes nothing."""
        return any(name in {"q", "xem", "gan", "xep", "tiep", *PAGE_NAMES.values()} for name in self.arguments)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What another search by name carries along."""
        names = ("xem", "gan", "xep", *PAGE_NAMES.values())
        return [(name, value) for name in names for value in self.arguments.get(name, ())[:_MOST_VALUES]]

    @property
    def kept_near(self) -> list[tuple[str, str]]:
        """What naming another place carries along."""
        named = [("q", self.query)] if self.query else []
        return [pair for pair in self.kept if pair[0] not in ("gan", "xep")] + named

    def place(self) -> paging.Cursor:
        """How far this visitor has read."""
        written = self.raw("tiep")
        try:
            return paging.read(written, self.list_name) if written else paging.Cursor()
        except paging.BadCursor:
            self.errors["tiep"] = _("Chỗ đang xem dở không đọc được, nên chợ mở lại từ đầu danh sách.")
            return paging.Cursor()

    def raw(self, name: str) -> str:
        return (self.arguments.get(name) or [""])[0].strip()

    def _sort(self) -> str:
        """The nearest first where a place was named and no other order asked for."""
        if not self.origin:
            sort = PAGE_SORTS.get(self.raw("xep"), "name")
            return "name" if sort == "near" else sort
        return PAGE_SORTS.get(self.raw("xep") or "gan", "near")

    def _frame(self) -> spots.Frame:
        frame = spots.read(self.raw("khung")[:60])
        if frame is None:
            self.errors["khung"] = _("Không đọc được khung bản đồ, nên chợ mở lại cả vùng.")
        return frame or spots.Frame()

    def _values(self, facet: str) -> tuple[str, ...]:
        given = [one[:200] for one in self.arguments.get(PAGE_NAMES[facet], ())]
        values = [PAGE_FLAGS.get(one, "") for one in given] if facet == "flag" else given
        return tuple(dict.fromkeys(one for one in values if one and _known(facet, one)))[:_MOST_VALUES]


class FacilitiesQuery:
    """The parameters of GET /api/v1/facilities; `errors` as RFC 9457 wants them listed."""

    def __init__(self, arguments: Arguments) -> None:
        self.arguments = arguments
        self.errors: list[dict[str, Any]] = []
        self.query = clean_line(self._one("q"))[:_LONGEST_QUERY]
        self.limit = self._limit()
        chosen = {facet: self._many(facet) for facet in PAGE_NAMES if facet != "flag"}
        chosen["flag"] = tuple(flag for flag in FLAGS if self._is_on(flag))
        self.origin = self._origin()
        sort = self._one("sort") or ("near" if self.origin else "name")
        if sort not in SORTS:
            self._wrong("sort", sort, SORTS)
            sort = "name"
        self.selection = Selection({facet: values for facet, values in chosen.items() if values}, sort=sort)
        self.cursor = self._cursor()

    @property
    def list_name(self) -> str:
        return f"makers{self.origin or ''}" + paging.name_of(self.query, self.selection)

    def _origin(self) -> points.Point | None:
        """`near` as latitude,longitude, rounded to a kilometre at once; or the code of a commune or province."""
        near = self._one("near")
        if not near:
            return None
        point = origins.rounded(near)
        if point is None:
            self._wrong("near", near, ("lat,lon", "ha-noi/xa-bat-trang"))
        return point

    def _one(self, name: str) -> str:
        return (self.arguments.get(name) or [""])[0].strip()

    def _many(self, facet: str) -> tuple[str, ...]:
        """Repeated or separated by commas."""
        given = ",".join(self.arguments.get(facet, ()))
        values = dict.fromkeys(one.strip() for one in given.split(",") if one.strip())
        for one in values:
            if not _known(facet, one):
                self._wrong(facet, one)
        return tuple(values)[:_MOST_VALUES]

    def _is_on(self, flag: str) -> bool:
        value = self._one(flag).lower()
        if value not in ("", "0", "false", "no", "1", "true", "yes"):
            self._wrong(flag, value, ("0", "1"))
        return value in ("1", "true", "yes")

    def _limit(self) -> int:
        value = self._one("limit") or str(DEFAULT_LIMIT)
        if value.isascii() and value.isdigit() and 1 <= int(value[:9]) <= MOST_AT_ONCE:
            return int(value)
        self._wrong("limit", value, ("1", "…", str(MOST_AT_ONCE)))
        return DEFAULT_LIMIT

    def _cursor(self) -> paging.Cursor:
        written = self._one("cursor")
        cursor = paging.opened(written, self.list_name)
        if cursor is None:
            self._wrong("cursor", written)
        return cursor or paging.Cursor()

    def _wrong(self, name: str, value: str, allowed: Sequence[str] = ()) -> None:
        detail = _("Không nhận giá trị “%(value)s”.", value=value[:80])
        detail += " " + _("Nhận: %(allowed)s.", allowed=", ".join(allowed)) if allowed else ""
        self.errors.append(fault(detail, name))
