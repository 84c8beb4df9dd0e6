"""What staff ask of a plan: the forms of its page, and the steps that the drawing board sends as JSON."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _

from catalog import taxonomy
from core.forms import Form
from core.text import clean_line
from fairs.floor import rules
from fairs.floor.rules import LEAST_HALL, MOST_HALL, WIDEST
from fairs.floor.shapes import FACINGS, STANDARD, THINGS, Box
from fairs.floor.steps import MergeStands, PutRows, PutStand, PutThing, RemoveStand, RemoveThing, SplitStand, Step

MOST_STEPS = 1_000
MOST_PARTS = 20
MOST_DONG = 1_000_000_000
_LARGEST = 1 << 31
_CODE_LENGTH = 4


class Unreadable(Exception):
    """No steps that one could draw."""


class HallForm(Form):
    """A hall: its letter, name and size in cells."""

    def clean(self) -> None:
        self.code = self.text("code", at_most=_CODE_LENGTH, required=_("Ghi chữ gọi nhà, ví dụ A.")).upper()
        if self.code and not self.code.isalnum():
            self.errors["code"] = _("Chỉ dùng chữ và số, ví dụ A hoặc B2.")
        self.name = self.text("name", at_most=80, required=_("Ghi tên nhà, ví dụ Nhà A, nghề thủ công."))
        self.name_en = self.text("name_en", at_most=80)
        self.width = self.integer("width", at_least=LEAST_HALL, at_most=MOST_HALL) or LEAST_HALL
        self.height = self.integer("height", at_least=LEAST_HALL, at_most=MOST_HALL) or LEAST_HALL


class PlaceForm(Form):
    """Where something lies: its first cell counted from 1, and its size."""

    def place(self) -> dict[str, int]:
        ranges = {"x": (1, MOST_HALL), "y": (1, MOST_HALL), "width": (1, MOST_HALL), "height": (1, MOST_HALL)}
        found = {name: self.integer(name, at_least=low, at_most=high) or low for name, (low, high) in ranges.items()}
        return found | {"x": found["x"] - 1, "y": found["y"] - 1}

    def prices(self) -> dict[str, int]:
        names = ("list_price", "subsidised")
        found = {name: self.integer(name, at_least=0, at_most=MOST_DONG, required=False) or 0 for name in names}
        if found["subsidised"] > found["list_price"]:
            self.errors["subsidised"] = _("Phần hỗ trợ không được lớn hơn giá niêm yết.")
        return found

    def group(self, required: str = "") -> str:
        return self.choice("group", [group.slug for group in taxonomy.browse_groups()], required=required)


class StandForm(PlaceForm):
    """A stand that is there."""

    def clean(self) -> None:
        number = self.text("number", at_most=8, required=_("Ghi số gian, ví dụ G07.")).upper()
        group = self.group(_("Chọn nhóm hàng của gian."))
        facing = self.choice("facing", FACINGS, required=_("Chọn phía có lối đi."))
        self.values: dict[str, Any] = {"number": number, "group": group, "facing": facing}
        self.values |= self.place() | self.prices()


class RowsForm(PlaceForm):
    """New stands of one size in rows."""

    def clean(self) -> None:
        number = self.text("number", at_most=8, required=_("Ghi số của gian đầu, ví dụ G01.")).upper()
        across = self.integer("across", at_least=1, at_most=100) or 1
        down = self.integer("down", at_least=1, at_most=100) or 1
        place = self.place()
        width, height = min(place["width"], WIDEST), min(place["height"], WIDEST)
        values = {"group": self.group()} | self.prices()
        box = Box(place["x"], place["y"], across * width, down * height)
        self.step = PutRows(box, width, height, -1, number, values)


class ThingForm(PlaceForm):
    """An aisle, an entrance, a zone, a stage or a desk."""

    def clean(self) -> None:
        kind = self.choice("kind", THINGS, required=_("Chọn đây là gì."))
        words = {"label": self.text("label", at_most=40), "label_en": self.text("label_en", at_most=40)}
        group = self.group(_("Chọn nhóm hàng của khu.") if kind == "zone" else "")
        self.values = {"kind": kind, "group": group if kind == "zone" else ""} | words | self.place()


def steps_in(body: Any) -> tuple[list[Step], int]:
    """The steps and the revision of {"revision": 3, "steps": [{"do": "stand", …}]}. Raises Unreadable."""
    try:
        asked, revision = body["steps"], _whole(body["revision"])
        if not 1 <= len(asked) <= MOST_STEPS:
            raise Unreadable
        return [_READERS[one["do"]](one, -1 - n * MOST_STEPS) for n, one in enumerate(asked)], revision
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise Unreadable from wrong


def _stand(one: Mapping[str, Any], first: int) -> Step:
    key, values = _whole(one.get("id", 0)), _values(one["values"], _STAND)
    if key <= 0:
        values = {name: values[name] for name in ("number", "x", "y")} | values
    return PutStand(key if key > 0 else first, values)


def _rows(one: Mapping[str, Any], first: int) -> Step:
    box = Box(*(_whole(one[name]) for name in ("x", "y", "width", "height")))
    width, height = (min(max(_whole(one.get(name, STANDARD)), 1), WIDEST) for name in ("wide", "high"))
    if box.width // width * (box.height // height) > rules.MOST_STANDS:
        raise Unreadable
    return PutRows(box, width, height, first, _number(one["number"]), _values(one.get("values", {}), _COMMON))


def _remove(one: Mapping[str, Any], _first: int) -> Step:
    return RemoveStand(_whole(one["id"]))


def _merge(one: Mapping[str, Any], _first: int) -> Step:
    return MergeStands(tuple(dict.fromkeys(_whole(key) for key in one["ids"])))


def _split(one: Mapping[str, Any], first: int) -> Step:
    return SplitStand(_whole(one["id"]), min(_whole(one["parts"]), MOST_PARTS), first)


def _thing(one: Mapping[str, Any], _first: int) -> Step:
    key, values = max(_whole(one.get("id", 0)), 0), _values(one["values"], _THING)
    if not key:
        values = {name: values[name] for name in ("kind", "x", "y", "width", "height")} | values
    return PutThing(key, values)


def _unthing(one: Mapping[str, Any], _first: int) -> Step:
    return RemoveThing(_whole(one["id"]))


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _LARGEST:
        raise ValueError(value)
    return value


def _line(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(value)
    return clean_line(value)[:40]


def _side(value: Any) -> str:
    if value not in FACINGS:
        raise ValueError(value)
    return str(value)


def _number(value: Any) -> str:
    return _line(value).upper()


def _values(given: Mapping[str, Any], known: Mapping[str, Callable[[Any], Any]]) -> dict[str, Any]:
    return {name: known[name](value) for name, value in given.items()}


_COMMON: dict[str, Callable[[Any], Any]] = {"group": _line, "list_price": _whole, "subsidised": _whole}
_PLACE: dict[str, Callable[[Any], Any]] = dict.fromkeys(("x", "y", "width", "height"), _whole)
_STAND = {"number": _number, "facing": _side} | _PLACE | _COMMON
_THING = dict.fromkeys(("kind", "label", "label_en", "group"), _line) | _PLACE
_READERS: dict[str, Callable[[Mapping[str, Any], int], Step]] = {
    "stand": _stand,
    "rows": _rows,
    "remove": _remove,
    "merge": _merge,
    "split": _split,
    "thing": _thing,
    "unthing": _unthing,
}
