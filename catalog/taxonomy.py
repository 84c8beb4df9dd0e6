"""Three independent classifications, read once: what shoppers browse, OCOP groups (QĐ 148/QĐ-TTg), CNNTTB groups."""

import csv
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from core.i18n import current_locale
from core.text import slugify

_FILE = Path(__file__).parent / "data" / "taxonomy.json"


@dataclass(frozen=True, slots=True)
class Group:
    """One entry of a classification. `slug` is its piece of an address, `parent` the code of the entry above."""

    code: str
    slug: str
    name_vi: str
    name_en: str
    parent: str = ""
    ministries: tuple[str, ...] = ()
    kind: str = "browse"  # browse, ocop, cnnttb, former (a branch of certificates before 2023)
    maps_to: tuple[str, ...] = ()  # former branches: the present groups
    is_ambiguous: bool = False  # each product under it was to be looked at by itself

    @property
    def codes(self) -> tuple[str, ...]:
        """What its goods carry."""
        return self.maps_to or (self.code,)

    @property
    def facet(self) -> str:
        """By which search finds its goods."""
        return {"browse": "group", "former": "ocop"}.get(self.kind, self.kind)

    @property
    def label(self) -> str:
        return self.name_en if current_locale() == "en" else self.name_vi


def browse_groups() -> tuple[Group, ...]:
    """What shoppers browse, in the order of the shelves."""
    return tuple(_browse().values())


def browse_group(slug: str) -> Group | None:
    return _browse().get(slug)


def shelf_name(slug: str) -> str:
    """What a shelf is called; its slug where there is none of that."""
    group = browse_group(slug)
    return group.label if group else slug


def ocop_branches() -> tuple[Group, ...]:
    """The six OCOP branches."""
    return tuple(group for group in _ocop().values() if not group.parent)


def ocop_group(code: str) -> Group | None:
    """By code: IV, IV.1, I.3.b."""
    return _ocop().get(code)


def ocop_groups() -> tuple[Group, ...]:
    """Every entry of the OCOP tree, each after the one above it."""
    return tuple(_ocop().values())


def cnnttb_groups() -> tuple[Group, ...]:
    return tuple(_cnnttb().values())


def cnnttb_group(code: str) -> Group | None:
    return _cnnttb().get(code)


def former_branches() -> tuple[Group, ...]:
    """The six branches on certificates before 2023 (QĐ 1048/QĐ-TTg), with the groups they became."""
    return tuple(_former().values())


def with_slug(slug: str) -> Group | None:
    """An entry of any classification by its piece of an address."""
    return _browse().get(slug) or _by_slug().get(slug)


def children_of(group: Group) -> tuple[Group, ...]:
    """The entries right below one; of a former branch, what it became."""
    if group.kind == "former":
        return tuple(_ocop()[code] for code in group.maps_to)
    return tuple(one for one in _ocop().values() if group.kind == "ocop" and one.parent == group.code)


def trail_to(group: Group) -> tuple[Group, ...]:
    """The entries above one, from the top."""
    above = _ocop().get(group.parent) if group.parent else None
    return (*trail_to(above), above) if above else ()


def usual_for(browse_slug: str) -> tuple[str, str]:
    """The OCOP and the CNNTTB group that goods of a shelf mostly belong to; "" where that cannot be said."""
    return _usual().get(browse_slug, ("", ""))


def levels() -> tuple[Group, ...]:
    """CNNTTB levels, the highest first."""
    return tuple(_levels().values())


def level_name(code: str) -> str:
    """Cấp quốc gia, in the language being read."""
    level = _levels().get(code)
    return level.label if level else code


def level_names() -> dict[str, str]:
    return {code: group.label for code, group in _levels().items()}


def name_of(code: str) -> str:
    """The label of any code or slug of the three classifications; the code itself where it is unknown."""
    for table in (_browse(), _ocop(), _cnnttb(), _levels()):
        if code in table:
            return table[code].label
    return code


@cache
def _source() -> dict[str, Any]:
    return json.loads(_FILE.read_text(encoding="utf-8"))


@cache
def _browse() -> dict[str, Group]:
    rows = sorted(_source()["browse"], key=lambda row: row["position"])
    return {row["slug"]: Group(row["slug"], row["slug"], row["name_vi"], row["name_en"]) for row in rows}


@cache
def _ocop() -> dict[str, Group]:
    found: dict[str, Group] = {}

    def take(rows: list[dict[str, Any]], parent: str) -> None:
        for row in rows:
            slug = "ocop-" + row["code"].lower().replace(".", "-")
            ministries = tuple(row.get("ministries", ()))
            found[row["code"]] = Group(row["code"], slug, row["name_vi"], row["name_en"], parent, ministries, "ocop")
            take(row.get("children", []), row["code"])

    take(_source()["ocop"]["groups"], "")
    return found


@cache
def _cnnttb() -> dict[str, Group]:
    return {
        row["code"]: Group(row["code"], f"cnnttb-{row['code']}", row["name_vi"], row["name_en"], kind="cnnttb")
        for row in _source()["cnnttb"]["groups"]
    }


@cache
def _former() -> dict[str, Group]:
    found = {}
    for row in _source()["ocop"]["legacy_1048"]["map"]:
        slug = "ocop-truoc-2023-" + slugify(row["name_vi"])
        maps_to, is_ambiguous = tuple(row["maps_to"]), row["ambiguous"]
        found[slug] = Group(
            slug, slug, row["name_vi"], row["name_en"], kind="former", maps_to=maps_to, is_ambiguous=is_ambiguous
        )
    return found


@cache
def _by_slug() -> dict[str, Group]:
    return {one.slug: one for table in (_ocop(), _cnnttb(), _former()) for one in table.values()}


@cache
def _usual() -> dict[str, tuple[str, str]]:
    with (_FILE.parent / "usual_groups.csv").open(encoding="utf-8", newline="") as file:
        return {row["browse"]: (row["ocop"], row["cnnttb"]) for row in csv.DictReader(file)}


@cache
def _levels() -> dict[str, Group]:
    rows = sorted(_source()["cnnttb"]["levels"], key=lambda row: -row["rank"])
    return {row["code"]: Group(row["code"], row["code"], row["name_vi"], row["name_en"]) for row in rows}
