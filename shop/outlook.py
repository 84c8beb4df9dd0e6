"""The days that could be promised for a cart at this moment; booking them, when it is ordered, decides."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from catalog import capacity
from shop.models import CartLine


def of(lines: Iterable[CartLine]) -> tuple[dict[int, date], dict[int, str]]:
    """(the day each made-to-order variant is ready, why others cannot be promised), both by variant id.

    Lines that share a workshop take its weeks one after the other, as they will when the order is placed.
    """
    made = sorted((line for line in lines if line.product.mode == "made_to_order"), key=lambda line: line.variant_id)
    calendars = capacity.calendars_of(line.product for line in made)
    taken: Counter[tuple[int, date]] = Counter()
    ready: dict[int, date] = {}
    barred: dict[int, str] = {}
    for line in made:
        try:
            bound = calendars.get(line.product.id, [])
            ready[line.variant_id] = capacity.ready_on(line.product, line.quantity, bound, taken)
        except capacity.Full:
            barred[line.variant_id] = "weeks_full"
    return ready, barred
