"""What lies on a floor: stands and the things between them, in cells of the grid; plain values without a database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

FACINGS = ("up", "down", "left", "right")
AHEAD = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}
THINGS = ("entrance", "aisle", "zone", "stage", "desk")
GROUND = ("zone",)  # what stands may stand on
STANDARD = 2  # cells across a stand of the usual size: a cell is half a stand
Cell = tuple[int, int]

# The letter that begins the numbers of a group's stands, one for each group of the shelves.
LETTERS = {
    "gom-su": "G", "may-tre-dan": "M", "lua-theu-may": "L", "son-mai-kham": "S", "go-tuong": "Đ", "kim-hoan-duc": "K",
    "non-quat-do-choi": "N", "huong-do-dung": "H", "thuc-pham": "T", "tra-do-uong": "U", "duoc-lieu": "D",
    "co-khi-may-moc": "C", "cay-canh": "X", "trai-nghiem": "V",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of cells."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def meets(self, other: "Box") -> bool:
        """Whether they have a cell in common."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def holds(self, x: float, y: float) -> bool:
        return self.x <= x < self.right and self.y <= y < self.bottom

    def cells(self) -> Iterator[Cell]:
        return ((x, y) for y in range(self.y, self.bottom) for x in range(self.x, self.right))

    def ahead(self, facing: str) -> Cell:
        """The cell before the middle of one side."""
        x, y = self.x + (self.width - 1) // 2, self.y + (self.height - 1) // 2
        return {
            "up": (x, self.y - 1),
            "down": (x, self.bottom),
            "left": (self.x - 1, y),
            "right": (self.right, y),
        }[facing]


@dataclass(frozen=True, slots=True)
class Spot:
    """A stand as it is drawn. Prices in đồng: what it costs, and the part of it that the programme bears."""

    number: str
    group: str = ""
    x: int = 0
    y: int = 0
    width: int = STANDARD
    height: int = STANDARD
    facing: str = "down"
    list_price: int = 0
    subsidised: int = 0

    @property
    def box(self) -> Box:
        return Box(self.x, self.y, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Thing:
    """What is not a stand: an entrance, an aisle, a zone of one product group, a stage, a desk."""

    kind: str
    x: int
    y: int
    width: int
    height: int
    label: str = ""
    label_en: str = ""
    group: str = ""  # of a zone

    @property
    def box(self) -> Box:
        return Box(self.x, self.y, self.width, self.height)


@dataclass(slots=True)
class Floor:
    """A whole plan: stands and things by id. Stands that are still to be saved have ids below zero."""

    width: int
    height: int
    spots: dict[int, Spot] = field(default_factory=dict)
    things: dict[int, Thing] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()  # numbers that new stands leave alone: of other halls, and printed ones

    def copy(self) -> "Floor":
        return Floor(self.width, self.height, dict(self.spots), dict(self.things), self.taken)

    def group_at(self, box: Box) -> str:
        """What the zone under a place is for; empty where there is none."""
        zones = (thing for thing in self.things.values() if thing.kind == "zone" and thing.box.holds(*box.middle))
        return next((zone.group for zone in zones), "")

    @property
    def aisles(self) -> list[Thing]:
        """In the order in which one walks them."""
        return [thing for _id, thing in sorted(self.things.items()) if thing.kind == "aisle"]

    @property
    def entrance(self) -> Thing | None:
        return next((thing for _id, thing in sorted(self.things.items()) if thing.kind == "entrance"), None)


def things_of(features: list[Mapping[str, Any]]) -> dict[int, Thing]:
    """The things of a hall by id. Those written down before things had ids get the next ones, in their order."""
    found: dict[int, Thing] = {}
    following = 1 + max((int(one.get("id", 0)) for one in features), default=0)
    for one in features:
        key = int(one.get("id", 0))
        if not key:
            key, following = following, following + 1
        x, y, width, height = (int(one[name]) for name in ("x", "y", "width", "height"))
        label, label_en, group = (str(one.get(name) or "") for name in ("label", "label_en", "group"))
        found[key] = Thing(one["kind"], x, y, width, height, label, label_en, group)
    return found
