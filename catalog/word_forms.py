"""What staff type about words: lists of terms, a line or a comma each."""

import re
from typing import Any

from catalog.search.lexicon import Entry
from core.forms import Form
from core.text import clean_line

_MOST = 2_500  # letters a list
_BETWEEN = re.compile(r"[;,\n]+")


class WordsForm(Form):
    """`entry(kind, code)` is what vocabulary.add and change take; what a term may be is said by word_rules."""

    def clean(self) -> None:
        self.both_ways, self.leading, self.reached = map(self._terms, ("both_ways", "leading", "reached"))
        self.note = self.text("note", at_most=300)
        self.version = self.integer("version", at_least=0, at_most=10**9, required=False) or 0

    def entry(self, kind: str, code: str = "", *, is_on: bool = True) -> Entry:
        lists = () if kind == "trap" else self.both_ways
        return Entry(kind, code, lists, self.leading, self.reached, note=self.note, is_on=is_on)

    def _terms(self, name: str) -> tuple[str, ...]:
        written = self.text(name, at_most=_MOST, lines=True)
        return tuple(term for one in _BETWEEN.split(written[:_MOST]) if (term := clean_line(one)))


def as_typed(entry: Entry, version: int) -> dict[str, Any]:
    """What stands in the fields of one that is there."""
    lists = {name: ", ".join(getattr(entry, name)) for name in ("both_ways", "leading", "reached")}
    return lists | {"note": entry.note, "version": version}
