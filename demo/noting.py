"""What the demo's maker noted at her stand: a few sales from hand to hand and two questions, invented like all else."""

from datetime import timedelta

from core import times
from fairs import workspace
from programme.models import Facility
from shop import stand_notes
from shop.stand_notes import Asked, Sold

QUESTIONS = (
    ("Có hộp quà cưới hai mươi bộ không?", "20 bộ", False),
    ("Men này dùng được lò vi sóng không?", "", True),
)


def note(facility: Facility) -> None:
    """At its stand at the fair that is open, over the hours since it opened; the same every time."""
    booth = next((one for one in workspace.booths_of(facility.id) if one.fair.is_open), None)
    forms = [one for one in stand_notes.forms_at(booth) if stand_notes.price_at(booth, one)] if booth else []
    if booth is None or not forms:
        return
    since = max(booth.fair.opens_at, times.now() - timedelta(days=2))
    step = (times.now() - since) / 8
    for n in range(5):
        form = forms[n % len(forms)]
        stand_notes.sell(booth, f"mau-ban-{n}", Sold(form.id, 1 + n % 2), since + step * (n + 1))
    for n, (text, quantity, answered) in enumerate(QUESTIONS):
        asked = Asked(text, "Khách tại gian", quantity=quantity, answered=answered)
        stand_notes.ask(booth, f"mau-hoi-{n}", asked, since + step * (n + 2))
