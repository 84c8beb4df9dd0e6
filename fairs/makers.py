"""Every maker as the directory narrows, counts and orders them: five statements, however many makers there are."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select

from catalog.models import LEVELS, Product, Recognition, in_force, on_show
from catalog.search.bits import bits_of, tally
from catalog.search.words import Words, fold_words, strict_words
from core import times
from core.db import db
from core.text import sort_key
from fairs.models import Booth, open_at
from programme import places, qualities
from programme.models import APPROVED_STATES, CraftVillage, Facility, Scheme, Support
from programme.points import Point

FACETS = ("flag", "group", "kind", "paper", "stars", "quality", "village", "commune")
FLAGS = ("in_fair", "supported", "goods", "visits", "workshops", "women")


class Maker(NamedTuple):
    """What is asked of a maker before its row is loaded. `standing` is its highest recognition today."""

    id: int
    slug: str
    name: str
    name_en: str
    village: str
    village_name: str
    commune: str
    point: Point | None  # its own where it shows one, else the middle of its commune or of its village's
    is_exact: bool
    goods: int
    standing: int

    @property
    def words(self) -> Words:
        """By which it is found: its names and its village's."""
        return _words(f"{self.name} {self.name_en} {self.village_name}")

    @property
    def order(self) -> tuple[Any, ...]:
        return _order(self.name), self.id


class Makers:
    """All of them, with who has which value of which facet as sets of ids."""

    def __init__(self, makers: dict[int, Maker], members: dict[str, dict[str, list[int]]], labels: Any) -> None:
        self.by_id = makers
        self.labels: dict[str, dict[str, str]] = labels
        self.everything = bits_of(makers)
        self.facets = {
            facet: {value: bits_of(who) for value, who in members.get(facet, {}).items()} for facet in FACETS
        }

    @cached_property
    def orders(self) -> dict[str, list[int]]:
        """Everybody in each order that does not depend on who asks."""
        makers = sorted(self.by_id.values(), key=lambda one: one.order)
        by_worth = {"goods": lambda one: -one.goods, "recognition": lambda one: -one.standing}
        found = {by: [one.id for one in sorted(makers, key=worth)] for by, worth in by_worth.items()}
        return {"name": [one.id for one in makers], **found}

    def beginning(self, word: str, *, folded: bool) -> int:
        """Who has a word that begins so, with its accents or without any."""
        named, holders = self.folded if folded else self.accented
        found = 0
        for at in range(bisect_left(named, word), len(named)):
            if not named[at].startswith(word):
                break
            found |= holders[named[at]]
        return found

    @cached_property
    def accented(self) -> "_ByWord":
        return _by_word((one.id, one.words) for one in self.by_id.values())

    @cached_property
    def folded(self) -> "_ByWord":
        return _by_word((one.id, fold_words(one.words)) for one in self.by_id.values())

    def facet(self, name: str, value: str) -> int:
        return self.facets.get(name, {}).get(value, 0)

    def counted(self, facet: str, base: int) -> dict[str, int]:
        return tally(self.facets.get(facet, {}), base)

    def priced(self, least: int | None, most: int | None) -> int:
        """A maker has no price: none is left out for it."""
        return self.everything


_ByWord = tuple[list[str], dict[str, int]]


def _by_word(makers: Iterable[tuple[int, Words]]) -> _ByWord:
    """The words of names in order, and who has each."""
    members: dict[str, list[int]] = defaultdict(list)
    for number, words in makers:
        for word in words:
            members[word].append(number)
    return sorted(members), {word: bits_of(who) for word, who in members.items()}


def everyone() -> Makers:
    members: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    labels: dict[str, dict[str, str]] = {"village": {}, "commune": {}}
    goods = _put(members, _goods())
    standings = _put(members, _papers())
    for flag, query in (("supported", _supported()), ("in_fair", _in_open_fairs())):
        members["flag"][flag] = list(db.session.scalars(query))
    makers = {}
    today = times.today()
    for row in db.session.execute(_rows()):
        for facet, value in _own(row, labels, today):
            members[facet][value].append(row.id)
        makers[row.id] = Maker(
            row.id, row.slug, row.name, row.name_en, row.village or "", row.village_name or "", row.commune_code or "",
            _point(row), row.lat is not None, goods.get(row.id, 0), standings.get(row.id, 0),
        )  # fmt: skip
    return Makers(makers, members, labels)


def _put(members: dict[str, dict[str, list[int]]], found: Iterable[tuple[int, str, str, int]]) -> dict[int, int]:
    """File each (maker, facet, value, worth); gives the worths of groups added up, of anything else the highest."""
    worths: dict[int, int] = {}
    for maker, facet, value, worth in found:
        members[facet][value].append(maker)
        before = worths.get(maker, 0)
        worths[maker] = before + worth if facet == "group" else max(before, worth)
    return worths


def _rows() -> Any:
    columns = (
        Facility.id, Facility.slug, Facility.name, Facility.name_en, Facility.kind, Facility.commune_code,
        Facility.commune_name, Facility.is_women_led, Facility.hours, Facility.qualities,
        Facility.lat, Facility.lon, CraftVillage.commune_code.label("village_commune"),
        CraftVillage.slug.label("village"), CraftVillage.name.label("village_name"),
    )  # fmt: skip
    return select(*columns).outerjoin(CraftVillage, CraftVillage.id == Facility.village_id)


def _point(row: Any) -> Point | None:
    if row.lat is not None:
        return row.lat, row.lon
    commune = places.commune(row.commune_code or "") or places.commune(row.village_commune or "")
    return (commune.lat, commune.lon) if commune else None


def _own(row: Any, labels: dict[str, dict[str, str]], today: date) -> Iterator[tuple[str, str]]:
    """The values that stand in a maker's own row."""
    yield "kind", row.kind
    if row.village:
        labels["village"][row.village] = row.village_name
        yield "village", row.village
    if row.commune_code:
        labels["commune"][row.commune_code] = row.commune_name
        yield "commune", row.commune_code
    for code, held in (row.qualities or {}).items():
        if held["verified_on"] and qualities.holds_on(held.get("until", ""), today):
            yield "quality", code
    if row.is_women_led:
        yield "flag", "women"
    if row.hours:
        yield "flag", "visits"


def _goods() -> Iterator[tuple[int, str, str, int]]:
    """By group, and whether some of it is a workshop one can book."""
    counted = select(Product.facility_id, Product.browse_category, Product.mode, func.count())
    grouped = counted.where(on_show()).group_by(Product.facility_id, Product.browse_category, Product.mode)
    seen: set[tuple[int, str]] = set()
    for maker, group, mode, count in db.session.execute(grouped):
        yield maker, "group", group, count
        flags = ("goods", "workshops") if mode == "service" else ("goods",)
        for flag in flags:
            if (maker, flag) not in seen:
                seen.add((maker, flag))
                yield maker, "flag", flag, 0


def _papers() -> Iterator[tuple[int, str, str, int]]:
    """What a maker or its goods on show hold today."""
    maker = func.coalesce(Recognition.facility_id, Product.facility_id)
    query = select(maker, Recognition.kind, Recognition.stars, Recognition.level).outerjoin(Recognition.product)
    held = query.where(in_force(times.today()), or_(Recognition.facility_id.is_not(None), on_show())).distinct()
    seen: set[tuple[int, str]] = set()
    for one, kind, stars, level in db.session.execute(held):
        if (one, kind) not in seen:
            seen.add((one, kind))
            yield one, "paper", kind, 0
        if stars:
            yield one, "stars", str(stars), stars
        elif level:
            yield one, "level", level, LEVELS.index(level) + 1


def _supported() -> Any:
    query = select(Support.facility_id).join(Support.scheme).where(Scheme.state.in_(APPROVED_STATES))
    return query.distinct()


def _in_open_fairs() -> Any:
    query = select(Booth.facility_id).join(Booth.fair)
    return query.where(Booth.published_at.is_not(None), open_at(times.now())).distinct()


@lru_cache(maxsize=20_000)
def _words(written: str) -> Words:
    return strict_words(written)


@lru_cache(maxsize=20_000)
def _order(name: str) -> tuple[str, str]:
    return sort_key(name)
