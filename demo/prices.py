"""Barcodes, prices by quantity and sales of a few goods; numbers begin with 893 0000, which nobody was given."""

from collections.abc import Mapping
from datetime import timedelta

from catalog import gtin, sales
from catalog.models import Product, Variant
from core import times
from core.db import db
from demo.tables import rows


def price(products: Mapping[str, Product]) -> None:
    for row in rows("prices"):
        variant = products[row["sku"]].main
        if row["gtin"]:
            variant.gtin = gtin.read(row["gtin"])
        variant.tier_pairs = [[least, _part(variant, percent)] for least, percent in _tiers(row["tiers"])]
        db.session.flush()
        if row["sale_percent"]:
            until = times.start_of(times.today() + timedelta(int(row["sale_days"])))
            sales.begin(variant, _part(variant, 100 - int(row["sale_percent"])), times.now(), until)


def _tiers(cell: str) -> list[tuple[int, int]]:
    """“10: 95%; 50: 90%” as pairs of pieces and per cent of the price of one."""
    parts = [part.partition(":") for part in cell.split(";") if part.strip()]
    return [(int(least), int(percent.strip().rstrip("%"))) for least, _colon, percent in parts]


def _part(variant: Variant, percent: int) -> int:
    """So much of the price, in whole thousands."""
    return (variant.price or 0) * percent // 100_000 * 1000
