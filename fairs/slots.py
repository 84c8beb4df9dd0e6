"""What each slot of a shelf is good for at a moment: why one shows no more, and which good that stands by fills it.

Nothing here is kept: it follows from rows and the clock, so a slot falls out and is filled without any job.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from catalog.models import Product, Recognition
from core import times
from fairs.models import Feature

Row = tuple[Feature, Product]


@dataclass(frozen=True, slots=True)
class Slot:
    """A feature with its product, whatever state that is in by now. `filled_by`: what shows in its place."""

    feature: Feature
    product: Product
    fault: str = ""
    filled_by: Row | None = None

    @property
    def shown(self) -> Row | None:
        """What visitors see here; None: nothing."""
        return self.filled_by if self.fault else (self.feature, self.product)


def fault(feature: Feature, product: Product, moment: datetime) -> str:
    """Why this product cannot stand on a shelf: withdrawn, closed, lapsed, sold_out; empty where it can."""
    if not _is_shown(product, moment):
        return "withdrawn"
    maker = product.facility
    if maker.rests_on(times.local(moment).date()) and not maker.takes_orders_closed:
        return "closed"
    if _has_lapsed(product, times.local(feature.decided_at).date(), times.local(moment).date()):
        return "lapsed"
    if product.mode != "showcase" and product.available is not None and product.available <= 0:
        return "sold_out"
    return ""


def arrange(rows: Sequence[Row], moment: datetime) -> list[Slot]:
    """The chosen slots in order; those that fell out are filled by those that stand by, in their order."""
    standing_by = iter(row for row in rows if row[0].is_reserve and row[0].is_on_at(moment) and not fault(*row, moment))
    found = []
    for feature, product in rows:
        if feature.is_reserve:
            continue
        wrong = fault(feature, product, moment)
        filled_by = next(standing_by, None) if wrong and feature.is_on_at(moment) else None
        found.append(Slot(feature, product, wrong, filled_by))
    return found


def shown(rows: Sequence[Row], moment: datetime) -> list[Row]:
    """What visitors see at `moment`, in order; never a slot that fell out."""
    slots = [slot for slot in arrange(rows, moment) if slot.feature.is_on_at(moment)]
    return [slot.shown for slot in slots if slot.shown]


def said(code: str) -> str:
    """A fault in a sentence for staff."""
    return {
        "withdrawn": _("Món này không còn bày, người đi chợ không thấy."),
        "closed": _("Cơ sở đang nghỉ, không nhận đơn; người đi chợ không thấy món này ở đây."),
        "lapsed": _("Chứng nhận của món này đã hết hạn từ khi được chọn, người đi chợ không thấy."),
        "sold_out": _("Món này đã hết hàng, người đi chợ không thấy."),
    }[code]


def _is_shown(product: Product, moment: datetime) -> bool:
    begun = product.show_from is None or product.show_from <= moment
    is_over = product.show_until is not None and moment >= product.show_until
    is_hidden = product.hidden_on is not None and times.local(moment).date() >= product.hidden_on
    return product.is_published and begun and not is_over and not is_hidden


def _has_lapsed(product: Product, chosen_on: date, today: date) -> bool:
    """Whether it held a certificate when it was chosen, and holds none today."""
    held = any(_held_on(one, chosen_on) for one in product.recognitions)
    return held and not any(one.is_confirmed and _held_on(one, today) for one in product.recognitions)


def _held_on(paper: Recognition, day: date) -> bool:
    """A paper revoked since was held until then."""
    if paper.state not in ("confirmed", "revoked") or (paper.issued_on and paper.issued_on > day):
        return False
    return paper.ends_on is None or day <= paper.ends_on
