"""What is sold by weight: a price a kilogram, what one piece typically weighs, and how far a piece may be from that."""

import re
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core import money
from core.db import optional_dong

MOST_PIECE_G = 100_000
MOST_TOLERANCE = 50  # per cent: beyond it nobody would call the first figure an estimate


class ByWeight:
    """The six columns of a variant sold by weight, and of an order line as they stood when it was bought.

    All are there or none is. An estimate is for typical pieces; the most is never exceeded unless the buyer says so.
    """

    price_per_kg: Mapped[optional_dong]  # None: sold by the piece
    piece_g: Mapped[int | None] = mapped_column(BigInteger)  # typical; of eight bytes, as it is multiplied in checks
    under_percent: Mapped[int | None]
    over_percent: Mapped[int | None]
    least_g: Mapped[int | None] = mapped_column(BigInteger)  # no piece is lighter or heavier than these
    most_g: Mapped[int | None] = mapped_column(BigInteger)

    if TYPE_CHECKING:
        price: Mapped[optional_dong]

    @property
    def is_weighed(self) -> bool:
        return self.price_per_kg is not None

    def estimate(self, pieces: int = 1) -> int:
        """Đồng for so many typical pieces."""
        return money.by_weight(self.price_per_kg or 0, self.typical_g(pieces))

    def at_most(self, pieces: int = 1) -> int:
        """Đồng that so many pieces never exceed without the buyer's consent."""
        return money.by_weight(self.price_per_kg or 0, self.bounds(pieces)[1])

    def typical_g(self, pieces: int = 1) -> int:
        return (self.piece_g or 0) * pieces

    def bounds(self, pieces: int = 1) -> tuple[int, int]:
        """Grams that need no consent, least and most; both are whole and inside the tolerance."""
        typical = self.typical_g(pieces)
        return -(-typical * (100 - (self.under_percent or 0)) // 100), typical * (100 + (self.over_percent or 0)) // 100

    def limits(self, pieces: int = 1) -> tuple[int, int]:
        """Grams that so many pieces can weigh at all."""
        return (self.least_g or 0) * pieces, (self.most_g or 0) * pieces

    @property
    def sold_by_weight(self) -> str:
        """The six terms as one cell of a sheet: 200000/kg; 1200 g; -10%; +15%; 900-1500 g. Empty: by the piece."""
        if not self.is_weighed:
            return ""
        span = f"{self.least_g}-{self.most_g} g"
        percents = f"-{self.under_percent}%; +{self.over_percent}%"
        return f"{self.price_per_kg}/kg; {self.piece_g} g; {percents}; {span}"

    @sold_by_weight.setter
    def sold_by_weight(self, cell: str) -> None:
        for name, value in read_terms(cell).items():
            setattr(self, name, value)
        if self.is_weighed:
            self.price = self.estimate()

    def weight_terms(self) -> dict[str, int | None]:
        """The six columns by name, for the line that keeps them."""
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS = ("price_per_kg", "piece_g", "under_percent", "over_percent", "least_g", "most_g")


_CELL = re.compile(r"(\d{1,11})/kg;(\d{1,6})g;-(\d{1,2})%;\+(\d{1,2})%;(\d{1,6})-(\d{1,6})g")


def read_terms(cell: str) -> dict[str, int | None]:
    """The six columns that a cell of a sheet says; "" says that it is sold by the piece. Raises ValueError."""
    if not cell:
        return dict.fromkeys(COLUMNS)
    match = _CELL.fullmatch(re.sub(r"[\s.]|đ|₫", "", cell.lower()))
    if not match:
        raise ValueError(cell)
    terms: dict[str, int | None] = dict(zip(COLUMNS, map(int, match.groups()), strict=True))
    price, piece, under, over, least, most = map(int, match.groups())
    tolerances = max(under, over) <= MOST_TOLERANCE and 0 < least * 100 <= piece * (100 - under)
    known = 0 < price <= money.HIGHEST_PRICE and 0 < piece <= MOST_PIECE_G and most <= 2 * MOST_PIECE_G
    if not (known and tolerances and most * 100 >= piece * (100 + over) and money.by_weight(price, piece) > 0):
        raise ValueError(cell)
    return terms


def weight_checks() -> tuple[CheckConstraint, ...]:
    """What the database itself keeps true of these columns."""
    return tuple(CheckConstraint(rule, name) for name, rule in _RULES.items())


_RULES = {
    "whole_weight": " AND ".join(f"(price_per_kg IS NULL) = ({name} IS NULL)" for name in COLUMNS[1:]),
    "price_per_kg_in_range": f"price_per_kg IS NULL OR price_per_kg BETWEEN 1 AND {money.HIGHEST_PRICE}",
    "piece_in_range": f"piece_g IS NULL OR piece_g BETWEEN 1 AND {MOST_PIECE_G}",
    "tolerance_in_range": f"under_percent IS NULL OR (under_percent BETWEEN 0 AND {MOST_TOLERANCE}"
    f" AND over_percent BETWEEN 0 AND {MOST_TOLERANCE})",
    "tolerance_within_limits": "piece_g IS NULL OR (least_g > 0 AND least_g * 100 <= piece_g * (100 - under_percent)"
    " AND most_g * 100 >= piece_g * (100 + over_percent))",
}
