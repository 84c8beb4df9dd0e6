"""What an edit changes in the steps of making, step by step: those that come and go, move, and are told otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from flask_babel import gettext as _

from catalog import steps
from catalog.struck import Part, marked
from core.pictures import Picture

Told = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """One step that differs: what became of it, its name, the words that differ by what they are called, pictures."""

    said: str
    name: str
    words: list[tuple[str, list[Part]]]
    going: list[Picture] = field(default_factory=list)
    coming: list[Picture] = field(default_factory=list)


def differing(old: Sequence[Told], new: Sequence[Told]) -> list[Step]:
    """In the order of the new ones, then those that go; what stays as it is is left out."""
    before = {one["key"]: (n, one) for n, one in enumerate(old, start=1)}
    moved, found = _moved(old, new), []
    for place, one in enumerate(new, start=1):
        was, stood = before.pop(one["key"], (0, None))
        if stood != one or one["key"] in moved:
            found.append(_step(_said(place, was, one["key"] in moved), stood, one))
    return found + [_step(_("Bỏ bước %(n)s", n=was), stood, None) for was, stood in before.values()]


def _moved(old: Sequence[Told], new: Sequence[Told]) -> set[str]:
    """Keys whose place among those that stay is another, as few as make the one order into the other."""
    both = {one["key"] for one in old} & {one["key"] for one in new}
    before, after = ([one["key"] for one in side if one["key"] in both] for side in (old, new))
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return both - {before[n] for block in blocks for n in range(block.a, block.a + block.size)}


def _said(now: int, before: int, moved: bool) -> str:
    if not before:
        return _("Thêm bước %(n)s", n=now)
    return _("Bước %(old)s thành bước %(new)s", old=before, new=now) if moved else _("Sửa bước %(n)s", n=now)


def _step(said: str, old: Told | None, new: Told | None) -> Step:
    told = new or old or {}
    told_above = () if old and new else ("name",)
    words = [(label, _parts(name, old, new)) for name, label in _labels().items() if name not in told_above]
    sides = [[picture] if side and (picture := steps.picture_of(side)) else [] for side in (old, new)]
    going, coming = sides if sides[0] != sides[1] else ([], [])
    return Step(said, told["name"], [(label, parts) for label, parts in words if parts], going, coming)


def _parts(name: str, old: Told | None, new: Told | None) -> list[Part]:
    before, after = (side[name] if side else "" for side in (old, new))
    if before == after:
        return []
    if before and after:
        return marked(before, after)
    return [Part("new", after) if after else Part("gone", before)]


def _labels() -> dict[str, str]:
    return {
        "name": _("Tên bước"),
        "name_en": _("Tên tiếng Anh"),
        "text": _("Kể vài câu"),
        "text_en": _("Kể bằng tiếng Anh"),
    }
