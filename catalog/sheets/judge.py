"""Judges each row of a product sheet: taken, taken with a warning, a duplicate, or refused, with every reason."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from datetime import date
from operator import attrgetter

from catalog import taxonomy, terms, tiers
from catalog.attributes import Known
from catalog.sheets.fields import READERS, REQUIRED, Setting
from catalog.sheets.grid import Formula
from catalog.sheets.lookup import Categories, Category, Groups, Village, Villages
from catalog.sheets.messages import ACCEPTED, AGAINST_RECORDS, DUPLICATE, MESSAGES, OUTCOMES, REJECTED, WARNING
from catalog.sheets.table import SheetRow
from catalog.sheets.traits import Told, Traits
from core.text import unmarked

_FIELD_ORDER = {name: place for place, name in enumerate(["row", *READERS])}
_CODE_ORDER = {code: place for place, code in enumerate([*MESSAGES, *AGAINST_RECORDS])}


@dataclass(frozen=True, slots=True)
class Reason:
    """What is to be said of a field, or of a piece of its cell; `message` is a sentence in the reader's language."""

    field: str
    code: str
    said: str = ""

    @property
    def outcome(self) -> str:
        return OUTCOMES.get(self.code, REJECTED)

    @property
    def message(self) -> str:
        sentence = str(MESSAGES.get(self.code) or AGAINST_RECORDS[self.code])
        return f"“{self.said}”: {sentence}" if self.said else sentence


@dataclass(slots=True)
class Values:
    """What could be read of a row. Money in đồng, weight in grams; no price is a price on request."""

    sku: str | None = None
    name: str | None = None
    name_en: str | None = None
    browse_category: str | None = None
    price_vnd: int | None = None
    unit: str | None = None
    stock: int | None = None
    weight_g: int | None = None
    description: str | None = None
    ocop_stars: int | None = None
    decision_number: str | None = None
    issued_on: date | None = None
    village_slug: str | None = None
    images: tuple[str, ...] = ()
    parent_sku: str | None = None
    variant: str | None = None
    retired: bool | None = None
    sold_by_weight: str | None = None
    gtin: str | None = None
    tier_pairs: list[list[int]] | None = None
    ocop_group: str | None = None  # empty: taken away
    cnnttb_group: str | None = None
    attributes: Told | None = None

    def __reduce__(self) -> tuple[type["Values"], tuple[object, ...]]:
        """Kept in a file by the thousand: the values alone, in their order."""
        return Values, _IN_ORDER(self)

    @property
    def is_variant(self) -> bool:
        """Whether the row is one more form of the product that `parent_sku` names."""
        return self.parent_sku is not None and self.parent_sku != self.sku


_IN_ORDER = attrgetter(*(each.name for each in fields(Values)))


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judged row. Only when `is_taken` may its values be written."""

    sheet_row: int
    values: Values
    reasons: tuple[Reason, ...] = field(default=())

    def __reduce__(self) -> tuple[type["Verdict"], tuple[object, ...]]:
        return Verdict, (self.sheet_row, self.values, self.reasons)

    @property
    def status(self) -> str:
        if not self.reasons:
            return ACCEPTED
        outcomes = {reason.outcome for reason in self.reasons}
        return next((status for status in (REJECTED, DUPLICATE, WARNING) if status in outcomes), ACCEPTED)

    @property
    def is_taken(self) -> bool:
        return self.status in (ACCEPTED, WARNING)

    @property
    def reason(self) -> Reason | None:
        """The first reason that made the status what it is."""
        return next((reason for reason in self.reasons if reason.outcome == self.status), None)

    def as_row(self) -> dict[str, str]:
        """The verdict as a line of the result file; a refused row shows no values, a duplicate only its code."""
        reason = self.reason
        head = {
            "sheet_row": str(self.sheet_row),
            "status": self.status,
            "field": reason.field if reason else "",
            "reason": reason.code if reason else "",
            "all_reasons": ";".join(f"{reason.field}:{reason.code}" for reason in self.reasons),
        }
        names = REPORTED
        shown = set(names) if self.is_taken else {"sku"} if self.status == DUPLICATE else set()
        return head | {name: _written(getattr(self.values, name)) if name in shown else "" for name in names}


# The columns of a report are fixed: what came to sheets later is not among them.
_UNREPORTED = {"parent_sku", "variant", "retired", "sold_by_weight", "gtin", "tier_pairs"}
_UNREPORTED |= {"ocop_group", "cnnttb_group", "attributes"}
REPORTED = [each.name for each in fields(Values) if each.name not in _UNREPORTED]


def _written(value: str | int | date | tuple[str, ...] | None) -> str:
    if isinstance(value, tuple):
        return ";".join(value)
    return "" if value is None else str(value)


def judge(
    rows: Iterable[SheetRow],
    today: date,
    villages: Iterable[Village],
    categories: Iterable[Category],
    attributes: Iterable[Known] = (),
) -> Iterator[Verdict]:
    """A verdict for each row in turn. Rows are compared with the taken ones before them, never with later ones."""
    ocop = Groups([*taxonomy.ocop_groups(), *taxonomy.former_branches()])
    official = ocop, Groups(taxonomy.cnnttb_groups())
    setting = Setting(today, Categories(categories), Villages(villages), *official, Traits(attributes))
    seen = _Seen()
    for row in rows:
        verdict = _hidden(row) if row.hidden else _judged(row, setting, seen)
        if verdict.is_taken:
            seen.add(verdict.values)
        yield verdict


def _hidden(row: SheetRow) -> Verdict:
    return Verdict(row.number, Values(), (Reason("row", "hidden_row"),))


class _Seen:
    """Codes and names of the rows taken so far."""

    def __init__(self) -> None:
        self.skus: set[str] = set()
        self.names: set[tuple[str, str, str]] = set()
        self.variants: set[tuple[str | None, str | None]] = set()
        self.gtins: set[str | None] = {None}
        self._keyed: tuple[Values | None, tuple[str, str, str]] = None, ("", "", "")

    def add(self, values: Values) -> None:
        self.skus.add(values.sku or "")
        self.names.add(self.key_of(values))
        self.gtins.add(values.gtin)
        if values.is_variant:
            self.variants.add((values.parent_sku, values.variant))

    def key_of(self, values: Values) -> tuple[str, str, str]:
        """By what names are compared; worked out once a row."""
        if self._keyed[0] is not values:
            key = unmarked(values.name or ""), values.unit or "", unmarked(values.variant or "")
            self._keyed = values, key
        return self._keyed[1]


class _Notes:
    """Gathers what readers note of the field that is being read."""

    def __init__(self) -> None:
        self.field = ""
        self.reasons: list[Reason] = []

    def __call__(self, code: str, said: str = "") -> None:
        self.reasons.append(Reason(self.field, code, said))


def _judged(row: SheetRow, setting: Setting, seen: _Seen) -> Verdict:
    notes = _Notes()
    values = _read(row, setting, notes)
    reasons = notes.reasons
    reasons += [Reason(name, "missing_required") for name in REQUIRED if name not in row.cells]
    refused = {reason.field for reason in reasons if reason.outcome == REJECTED}
    for name, code, applies in _ROW_RULES:
        if name not in refused and (said := applies(values, refused, setting, seen)):
            reasons.append(Reason(name, code, said if isinstance(said, str) else ""))
    if len(reasons) > 1:
        reasons.sort(key=lambda reason: (_FIELD_ORDER[reason.field], _CODE_ORDER[reason.code]))
    return Verdict(row.number, values, tuple(reasons))


def _read(row: SheetRow, setting: Setting, notes: _Notes) -> Values:
    values = Values()
    for name, cell in row.cells.items():
        notes.field = name
        if isinstance(cell, Formula):
            notes("formula_cell" if name in REQUIRED else "formula_ignored")
            continue
        value = READERS[name](cell, setting, notes)
        if value is not None:
            setattr(values, "village_slug" if name == "village" else name, value)
    return values


def _repeats_sku(values: Values, refused: set[str], setting: Setting, seen: _Seen) -> bool:
    return values.sku in seen.skus


def _repeats_name(values: Values, refused: set[str], setting: Setting, seen: _Seen) -> bool:
    return seen.key_of(values) in seen.names


def _has_no_variant(values: Values, refused: set[str], setting: Setting, seen: _Seen) -> bool:
    return values.is_variant and values.variant is None


def _repeats_variant(values: Values, refused: set[str], setting: Setting, seen: _Seen) -> bool:
    return values.is_variant and (values.parent_sku, values.variant) in seen.variants


def _repeats_gtin(values: Values, refused: set[str], setting: Setting, seen: _Seen) -> bool:
    return values.gtin is not None and values.gtin in seen.gtins


def _tiers_too_high(values: Values, refused: set[str], setting: Setting, seen: _Seen) -> bool:
    return "price_vnd" not in refused and not tiers.fit(values.tier_pairs or [], values.price_vnd)


def _lacks_decision(values: Values, refused: set[str], setting: Setting, seen: _Seen) -> bool:
    """A decision or day that was refused is there, only wrong: one complaint is enough."""
    if not values.ocop_stars:
        return False
    given = {"decision_number", "issued_on"} & refused
    lacking = {name for name in ("decision_number", "issued_on") if getattr(values, name) is None}
    return bool(lacking - given)


def _has_expired(values: Values, refused: set[str], setting: Setting, seen: _Seen) -> bool:
    """Whether the months that the law gives have passed, the last day included."""
    return bool(values.ocop_stars and values.issued_on and terms.lapsed_before(values.issued_on, setting.today))


def _asked_elsewhere(values: Values, refused: set[str], setting: Setting, seen: _Seen) -> str:
    """The attribute that goods of this shelf are not asked."""
    shelf = values.browse_category
    return setting.traits.elsewhere(values.attributes, shelf) if values.attributes and shelf else ""


# A rule tells whether it applies, or to what piece of the cell.
_RowRule = Callable[[Values, set[str], Setting, _Seen], bool | str]
_ROW_RULES: list[tuple[str, str, _RowRule]] = [
    ("sku", "duplicate_sku", _repeats_sku),
    ("name", "duplicate_name", _repeats_name),
    ("variant", "missing_required", _has_no_variant),
    ("variant", "variant_taken", _repeats_variant),
    ("gtin", "gtin_taken", _repeats_gtin),
    ("tier_pairs", "tiers_not_falling", _tiers_too_high),
    ("attributes", "attribute_elsewhere", _asked_elsewhere),
    ("ocop_stars", "ocop_incomplete", _lacks_decision),
    ("ocop_stars", "ocop_expired", _has_expired),
]
