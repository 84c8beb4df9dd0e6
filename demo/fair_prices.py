"""Prices of the open fair at a few booths, a tenth below what the goods cost elsewhere."""

from collections.abc import Iterable
from datetime import timedelta

from core import times
from core.db import db
from fairs import fair_prices
from fairs.models import Booth

EACH, BOOTHS = 2, 12  # goods of a booth, and booths that have such prices


def ask(booths: Iterable[Booth]) -> None:
    db.session.flush()
    for booth in [one for one in booths if one.sells][:BOOTHS]:
        with times.frozen(booth.fair.opens_at - timedelta(days=2)):
            forms = [one for one in fair_prices.forms_of(booth) if one.sale_price is None][:EACH]
            fair_prices.revise(booth, {one.id: (one.price or 0) * 9 // 10_000 * 1000 for one in forms})
