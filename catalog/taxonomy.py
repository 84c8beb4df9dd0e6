"""Three independent classifications, read once: what shoppers browse, OCOP groups (QĐ 148/QĐ-TTg), CNNTTB groups."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from core.i18n import current_locale

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

    @property
    def label(self) -> str:
        return self.name_en if current_locale() == "en" else self.name_vi


def browse_groups() -> tuple[Group, ...]:
    """What shoppers browse, in the order of the shelves."""
    return tuple(_browse().values())


def browse_group(slug: str) -> Group | None:
    return _browse().get(slug)


def ocop_branches() -> tuple[Group, ...]:
    """The six OCOP branches."""
    return tuple(group for group in _ocop().values() if not group.parent)


def ocop_group(code: str) -> Group | None:
    """By code: IV, IV.1, I.3.b."""
    return _ocop().get(code)


def ocop_by_slug(slug: str) -> Group | None:
    """By piece of address: ocop-iv, ocop-i-3-b."""
    return next((group for group in _ocop().values() if group.slug == slug), None)


def cnnttb_groups() -> tuple[Group, ...]:
    return tuple(_cnnttb().values())


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
            found[row["code"]] = Group(row["code"], slug, row["name_vi"], row["name_en"], parent, ministries)
            take(row.get("children", []), row["code"])

    take(_source()["ocop"]["groups"], "")
    return found


@cache
def _cnnttb() -> dict[str, Group]:
    return {
        row["code"]: Group(row["code"], row["code"], row["name_vi"], row["name_en"])
        for row in _source()["cnnttb"]["groups"]
    }


@cache
def _levels() -> dict[str, Group]:
    rows = sorted(_source()["cnnttb"]["levels"], key=lambda row: -row["rank"])
    return {row["code"]: Group(row["code"], row["code"], row["name_vi"], row["name_en"]) for row in rows}
