"""What a visitor asks of a listing: a query string or API parameters in, a Selection and sentences about errors out."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from catalog import attributes, paging, taxonomy
from catalog.attributes import FACET
from catalog.search.selection import NEAR, SORTS, Selection
from core.errors import fault
from core.money import PriceError, parse_price
from core.text import clean_line
from programme import addresses, origins, qualities
from programme.points import Point

# Facet names as pages write them in addresses, and flags likewise.
PAGE_NAMES = {
    "flag": "co", "group": "nhom", "stars": "sao", "level": "cap", "village": "lang", "commune": "xa",
    "quality": "tinh-chat", "fair": "hoi-cho", "scheme": "de-an", "facility": "co-so",
}  # fmt: skip
PAGE_FLAGS = {
    "con-hang": "in_stock", "o-phien": "in_fair", "ho-tro": "supported", "ocop": "ocop", "cnnttb": "cnnttb",
    "qua-tang": "gift",
}  # fmt: skip
PAGE_SORTS = {
    "": "relevance", "gia-thap": "price_up", "gia-cao": "price_down", "moi": "newest", "cong-nhan": "recognition",
    "hop": "relevance",
}  # fmt: skip
PAGE_SIZE, DEFAULT_LIMIT, MOST_AT_ONCE = 24, 48, 100
_MOST_VALUES = 40

Arguments = Mapping[str, Sequence[str]]


class ListingForm:
    """The query string of a page. What cannot be read is said and left out; the rest still counts."""

    _own = frozenset(("q", "xep", "tu", "den", "trang", "tiep", "dung", "chu", "gan", *PAGE_NAMES.values()))

    def __init__(self, arguments: Arguments) -> None:
        self.arguments = arguments
        self.errors: dict[str, str] = {}
        self.query = clean_line(self._one("q"))
        self.near = clean_line(self._one("gan"))[: addresses.LONGEST]
        self.asked = origins.of(self.near) if self.near else origins.Asked()
        if self.near and not self.asked.origin and not self.asked.choices:
            self.errors["gan"] = origins.unknown(self.near)
        self.sort = self._sort()
        self.price_min, self.price_max = self._price("tu"), self._price("den")
        self.page = self._page()
        self.cursor = self._one("tiep")
        if self.price_min and self.price_max and self.price_min > self.price_max:
            self.errors["den"] = _("Giá đến phải lớn hơn giá từ.")
            self.price_max = None

    def selection(self, fixed: Mapping[str, tuple[str, ...]] | None = None) -> Selection:
        chosen = {facet: self._values(facet) for facet in PAGE_NAMES}
        chosen |= {facet: self._texts(facet) for facet in self.arguments if facet.startswith(FACET)}
        return Selection(
            {facet: values for facet, values in {**chosen, **(fixed or {})}.items() if values},
            self.price_min,
            self.price_max,
            self.sort,
            self._one("dung") == "1",
            tuple(clean_line(one) for one in self._texts("chu")),
            self.origin.point if self.origin else None,
        )

    @property
    def origin(self) -> origins.Origin | None:
        return self.asked.origin

    @property
    def kept_near(self) -> list[tuple[str, str]]:
        """What naming another place carries along."""
        names = [one for one in self.arguments if one in self._own or one.startswith(FACET)]
        kept = [one for one in names if one not in ("gan", "xep", "tiep", "trang")]
        return [(name, value) for name in kept for value in self.arguments[name][:_MOST_VALUES] if value]

    def _sort(self) -> str:
        """The nearest first where a place was named and no other order asked for."""
        asked = self._one("xep")
        if self.origin and (not asked or asked == "gan"):
            return NEAR
        return PAGE_SORTS.get(asked, "relevance")

    @property
    def asks_anything(self) -> bool:
        """Whether the address narrows, orders or pages: what else stands in it (utm_source) changes nothing."""
        return any(name in self._own or name.startswith(FACET) for name in self.arguments)

    def place(self, ids: Sequence[int], of: str) -> paging.Cursor:
        """How far this visitor has read the list `of`: by cursor, or by a page number of old addresses."""
        if not self.cursor:
            return paging.Cursor.after(ids[: (self.page - 1) * PAGE_SIZE])
        try:
            return paging.read(self.cursor, of)
        except paging.BadCursor:
            self.errors["tiep"] = _("Chỗ đang xem dở không đọc được, nên chợ mở lại từ đầu danh sách.")
            return paging.Cursor()

    def raw(self, name: str) -> str:
        return self._one(name)[:40]

    def _one(self, name: str) -> str:
        values = self.arguments.get(name) or [""]
        return values[0].strip()

    def _texts(self, name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one[:200] for one in self.arguments.get(name, ()) if one))[:_MOST_VALUES]

    def _values(self, facet: str) -> tuple[str, ...]:
        values = self._texts(PAGE_NAMES[facet])
        if facet == "flag":
            return tuple(PAGE_FLAGS[one] for one in values if one in PAGE_FLAGS)
        if facet == "group":
            return tuple(one for one in values if taxonomy.browse_group(one))
        return values

    def _price(self, name: str) -> int | None:
        typed = self._one(name)
        if not typed:
            return None
        try:
            return parse_price(typed)
        except PriceError:
            self.errors[name] = _(
                "“%(typed)s” không đọc được là một giá. Viết như 500.000 hoặc 500k.", typed=typed[:40]
            )
            return None

    def _page(self) -> int:
        typed = self._one("trang") or "1"
        if typed.isascii() and typed.isdigit() and int(typed[:7]) >= 1:
            return int(typed[:7])
        self.errors["trang"] = _("Số trang phải là một số từ 1.")
        return 1


class ProductsQuery:
    """The parameters of GET /api/v1/products; `errors` as RFC 9457 wants them listed."""

    def __init__(self, arguments: Arguments) -> None:
        self.arguments = arguments
        self.errors: list[dict[str, Any]] = []
        self.query = clean_line(self._one("q"))
        self.near = self._near()
        orders = (*SORTS, NEAR) if self.near else SORTS
        self.sort = self._choice("sort", orders, NEAR if self.near else "relevance")
        self.limit = self._integer("limit", 1, MOST_AT_ONCE) or DEFAULT_LIMIT
        self.price_min = self._integer("price_min", 0, 10**12)
        self.price_max = self._integer("price_max", 0, 10**12)
        self.chosen = self._chosen()
        self.cursor = self._cursor()

    def selection(self) -> Selection:
        return Selection(self.chosen, self.price_min, self.price_max, self.sort, near=self.near)

    @property
    def list_name(self) -> str:
        return paging.name_of(self.query, self.selection())

    def _chosen(self) -> dict[str, tuple[str, ...]]:
        groups = self._known("group", taxonomy.browse_group)
        chosen = {facet: self._many(facet) for facet in ("level", "village", "commune", "fair", "scheme", "facility")}
        chosen |= {
            "ocop": self._known("ocop", taxonomy.ocop_group),
            "cnnttb": self._known("cnnttb", taxonomy.cnnttb_group),
            "quality": self._known("quality", qualities.every().get),
        }
        chosen |= self._attributes()
        chosen |= {"group": groups, "stars": self._stars(), "flag": tuple(self._flags())}
        return {facet: values for facet, values in chosen.items() if values}

    def _near(self) -> Point | None:
        """`near` as a point or the code of a place, kept no finer than a kilometre."""
        near = self._one("near")
        point = origins.rounded(near) if near else None
        if near and point is None:
            self._wrong("near", near, "lat,lon, ha-noi/xa-bat-trang")
        return point

    def _known(self, name: str, look_up: Callable[[str], object]) -> tuple[str, ...]:
        return tuple(one if look_up(one) else self._wrong(name, one) for one in self._many(name))

    def _attributes(self) -> dict[str, tuple[str, ...]]:
        """attr.<code>=value, of an attribute that is there; a number by its step, 20-50."""
        asked = [name for name in self.arguments if name.startswith(FACET)]
        known = attributes.known() if asked else {}
        found = {}
        for name in asked:
            one = known.get(name.removeprefix(FACET))
            if one is None:
                self._wrong(name, name, ", ".join(FACET + code for code in known))
            else:
                found[name] = tuple(v if one.takes(v) else self._wrong(name, v, one.allowed) for v in self._many(name))
        return found

    def _stars(self) -> tuple[str, ...]:
        return tuple(
            one if one in ("0", "3", "4", "5") else self._wrong("stars", one, "0, 3, 4, 5")
            for one in self._many("stars")
        )

    def _flags(self) -> list[str]:
        flags = []
        for name in ("in_stock", "in_fair", "supported", "gift"):
            value = self._one(name).lower()
            if value in ("1", "true", "yes"):
                flags.append(name)
            elif value not in ("", "0", "false", "no"):
                self._wrong(name, value, "0, 1")
        return flags

    def _one(self, name: str) -> str:
        return (self.arguments.get(name) or [""])[0].strip()

    def _many(self, name: str) -> tuple[str, ...]:
        """Repeated or separated by commas."""
        given = ",".join(self.arguments.get(name, ()))
        return tuple(dict.fromkeys(one.strip() for one in given.split(",") if one.strip()))[:_MOST_VALUES]

    def _choice(self, name: str, choices: Sequence[str], default: str) -> str:
        value = self._one(name) or default
        return value if value in choices else self._wrong(name, value, ", ".join(choices)) or default

    def _integer(self, name: str, least: int, most: int) -> int | None:
        value = self._one(name)
        if not value:
            return None
        if value.isascii() and value.isdigit() and least <= int(value[:15]) <= most:
            return int(value)
        self._wrong(name, value, _("số nguyên từ %(least)s đến %(most)s", least=least, most=most))
        return None

    def _cursor(self) -> paging.Cursor:
        written = self._one("cursor")
        cursor = paging.opened(written, self.list_name)
        if cursor is None:
            self._wrong("cursor", written)
        return cursor or paging.Cursor()

    def _wrong(self, name: str, value: str, allowed: str = "") -> str:
        detail = _("Không nhận giá trị “%(value)s”.", value=value[:80])
        detail += " " + _("Nhận: %(allowed)s.", allowed=allowed) if allowed else ""
        self.errors.append(fault(detail, name))
        return ""
