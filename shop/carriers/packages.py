"""What a carrier is given, and what it says: the same for all of them. Money in đồng, weights in grams."""

from dataclasses import dataclass
from datetime import datetime

Keys = dict[str, str]


class Unreachable(Exception):
    """It did not answer, or is not well: nobody knows whether it did what was asked."""


class Refused(Exception):
    """It said no: its own words for why."""


@dataclass(frozen=True, slots=True)
class Former:
    """A commune as it was called before July 2025, for who still asks for the district."""

    commune: str
    district: str
    province: str


@dataclass(frozen=True, slots=True)
class Place:
    """Who, and where: by the names of today, and the candidates of before, the surest first."""

    name: str
    phone: str
    street: str
    commune: str
    province: str
    formers: tuple[Former, ...] = ()

    @property
    def address(self) -> str:
        return ", ".join(filter(None, (self.street, self.commune, self.province)))


@dataclass(frozen=True, slots=True)
class Item:
    name: str
    sku: str
    quantity: int
    price: int
    weight_g: int  # of one


@dataclass(frozen=True, slots=True)
class Package:
    """One parcel as it is handed to a carrier. `code` is ours, and the same however often it is asked for."""

    code: str
    sender: Place
    recipient: Place
    items: tuple[Item, ...]
    weight_g: int
    cod: int  # to be collected at the door; nothing: 0
    value: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """Taken: under its own code, for so much."""

    code: str
    fee: int


@dataclass(frozen=True, slots=True)
class Label:
    """A PDF, or the address on the carrier's own site where it is printed."""

    content: bytes = b""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A notice: about which parcel (theirs and ours), in the carrier's own word, of when."""

    code: str
    our_code: str
    status: str
    at: datetime
    words: str = ""
    collected: int | None = None  # đồng, where it says so
    is_settled: bool = False  # what was collected is paid out to the maker
