"""The cell “Đặc tính”: what goods have of the attributes that staff define, as people write it and as it goes out.

Chất liệu: Tre, nứa + Mây; Đường kính: 12,5 cm; Dùng lò vi sóng: có
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from catalog.attributes import Known, as_number
from catalog.sheets.lookup import is_taken_away, plain
from core.text import clean_line

Told = dict[str, list[str]]  # values by the code of their attribute
_MOST_LETTERS = 20_000
_MARKS = re.compile(r"[:;+\n]")
_FLAGS = {"co": "yes", "yes": "yes", "khong": "no", "no": "no"}


class BadTrait(ValueError):
    """Something that cannot be taken: the `code` of why, and the piece of the cell that it is about."""

    def __init__(self, code: str, piece: str) -> None:
        super().__init__(code)
        self.code, self.piece = code, piece


class Traits:
    """Reads and writes the cell. A name is looked up as people spell it; a code is always that one attribute."""

    def __init__(self, known: Iterable[Known] = ()) -> None:
        self.known = {one.code: one for one in known}
        self._named: dict[str, set[str]] = defaultdict(set)
        self._read: dict[str, Told | BadTrait] = {}
        for one in self.known.values():
            for name in (one.names[0], f"{one.names[0]} {one.unit}"):
                self._named[plain(name)].add(one.code)

    def read(self, text: str) -> Told:
        """What the cell says; an attribute with nothing behind it is left alone. Raises BadTrait.

        A sheet says the same over and over: each saying is read once.
        """
        found = self._read.get(text)
        if found is None:
            found = self._read[text] = self._tried(text)
        if isinstance(found, BadTrait):
            raise found
        return found

    def written(self, held: Mapping[str, Sequence[str]]) -> str:
        """As read() takes it back, value by value: by name where a name is clear, else by code."""
        told = [one for one in self.known.values() if held.get(one.code)]
        return "; ".join(f"{self._name_of(one)}: {self._said(one, held[one.code])}" for one in told)

    def elsewhere(self, told: Mapping[str, object], shelf: str) -> str:
        """The name of the first attribute that goods of a shelf are not asked."""
        codes = (code for code in told if self.known[code].shelf not in ("", shelf))
        return next((self.known[code].names[0] for code in codes), "")

    def _tried(self, text: str) -> Told | BadTrait:
        try:
            return self._told(text)
        except BadTrait as bad:
            return bad

    def _told(self, text: str) -> Told:
        if len(text) > _MOST_LETTERS:
            raise BadTrait("attribute_unclear", clean_line(text[:40]))
        told: Told = {}
        for piece in filter(None, map(clean_line, re.split(r"[;\n]", text))):
            name, colon, said = (part.strip() for part in piece.partition(":"))
            if not colon:
                raise BadTrait("attribute_unclear", piece)
            one = self._find(name)
            if one.code in told:
                raise BadTrait("attribute_twice", piece)
            if said:
                told[one.code] = _values(one, said, piece)
        return told

    def _find(self, name: str) -> Known:
        if name in self.known:
            return self.known[name]
        codes = self._named.get(plain(name), set())
        if len(codes) != 1:
            raise BadTrait("attribute_ambiguous" if codes else "attribute_unknown", name)
        return self.known[next(iter(codes))]

    def _name_of(self, one: Known) -> str:
        name = one.names[0]
        is_clear = not _MARKS.search(name) and name not in self.known and self._named[plain(name)] == {one.code}
        return name if is_clear else one.code

    def _said(self, one: Known, values: Sequence[str]) -> str:
        if one.kind == "number":
            return f"{_decimal(values[0])} {one.unit}".strip()
        if one.kind == "flag":
            return "có" if values[0] == "yes" else "không"
        return " + ".join(_choice_name(one, code) for code in one.choices if code in values)


def _values(one: Known, said: str, piece: str) -> list[str]:
    try:
        return {"number": _number, "flag": _flag}.get(one.kind, _chosen)(one, said)
    except ValueError as bad:
        if is_taken_away(said):
            return []
        raise BadTrait(str(bad), piece) from bad


def _number(one: Known, said: str) -> list[str]:
    if one.unit and said.casefold().endswith(one.unit.casefold()):
        said = said[: -len(one.unit)].strip()
    try:
        return [as_number(said)]
    except ValueError as bad:
        raise ValueError("attribute_number") from bad


def _flag(one: Known, said: str) -> list[str]:
    value = _FLAGS.get(plain(said))
    if value is None:
        raise ValueError("attribute_value")
    return [value]


def _chosen(one: Known, said: str) -> list[str]:
    named = _choices(one)
    codes = {code for piece in said.split("+") for code in _codes(named, piece.strip())}
    if one.kind == "one" and len(codes) > 1:
        raise ValueError("attribute_one")
    return sorted(codes)


def _codes(named: Mapping[str, str], piece: str) -> list[str]:
    """One choice, or several between commas; names have commas of their own, so the longest that is known counts."""
    if found := named.get(plain(piece)):
        return [found]
    parts = piece.split(",")
    codes = []
    while parts:
        length = next((n for n in range(min(len(parts), 4), 0, -1) if plain(",".join(parts[:n])) in named), 0)
        if not length:
            raise ValueError("attribute_value")
        codes.append(named[plain(",".join(parts[:length]))])
        parts = parts[length:]
    return codes


def _choices(one: Known) -> dict[str, str]:
    """Codes by what they are called; a code itself is always that choice."""
    return {plain(names[0]): code for code, names in one.choices.items()} | {plain(code): code for code in one.choices}


def _choice_name(one: Known, code: str) -> str:
    name = one.choices[code][0]
    return name if not _MARKS.search(name) and _choices(one).get(plain(name)) == code else code


def _decimal(value: str) -> str:
    """12.5 as 12,5; never 1e-05."""
    return f"{float(value):.15f}".rstrip("0").rstrip(".").replace(".", ",") if "e" in value else value.replace(".", ",")
