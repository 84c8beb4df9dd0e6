"""The 80 core products and their villages, as a search is judged on them."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy import select

from catalog import terms
from catalog.models import Product, Recognition, Variant
from core import text, times
from core.db import db
from programme.models import CraftVillage, Facility
from tests.conftest import empty_tables

DATA = Path(__file__).parent.parent / "data"


def load_core_catalogue():
    """Save them all; SKUs are P01 to P80. Made once a day, then put back row by row, as so many tests ask for them."""
    for table, rows in _made(times.today()).items():
        if rows:
            db.session.execute(table.insert(), rows)
    db.session.commit()


@cache
def _made(today):
    """What is in every table once all are saved, each row as it is inserted; the tables are left empty."""
    _make()
    made = {
        table: [dict(row._mapping) for row in db.session.execute(select(table))] for table in db.metadata.sorted_tables
    }
    empty_tables()
    return made


def _make():
    villages = {row["slug"]: _village(row) for row in _rows("villages.csv")}
    db.session.add_all(villages.values())
    db.session.flush()
    facilities = {}
    for row in _rows("products_core.csv"):
        village = villages.get(row["village_slug"])
        key = row["village_slug"] or row["sku"]
        if key not in facilities:
            facilities[key] = _facility(key, village)
        db.session.add(_product(row, facilities[key], village))
    db.session.commit()


def _village(row):
    return CraftVillage(
        slug=row["slug"], name=row["name"], craft=row["craft"], known_for=row["products"],
        former_commune=row["former_commune"], former_district=row["former_district"], commune_name=row["commune_now"],
        commune_code="ha-noi/" + text.slugify(row["commune_now"]), is_split=row["split"] == "yes",
        commune_candidates=row["commune_candidates"], confidence=row["confidence"], aliases=row["aliases"],
        note=row["note"],
    )  # fmt: skip


def _facility(key, village):
    return Facility(
        slug=f"co-so-{key.lower()}", name=f"Cơ sở {village.name if village else key}", kind="ho_kinh_doanh",
        village=village, commune_name=village.commune_name if village else "Ba Vì",
    )  # fmt: skip


def _product(row, facility, village):
    product = Product(
        sku=row["sku"], slug=text.slugify(row["name"]), facility=facility, village=village, name=row["name"],
        name_en=row["name_en"], summary=row["short_description"], browse_category=row["browse_category"],
        ocop_group=row["ocop_group"] or None, cnnttb_group=row["cnnttb_group"] or None, mode=row["mode"],
        unit=row["unit"],
        is_gift=row["gift"] == "yes", state="published", published_at=times.now(),
    )  # fmt: skip
    on_hand = int(row["stock"]) if row["stock"] else None
    product.variants = [Variant(sku=row["sku"], price=int(row["price_vnd"]), on_hand=on_hand)]
    product.recognitions = list(_recognitions(row))
    return product


def _recognitions(row):
    if row["ocop_stars"]:
        issued = date.fromisoformat(row["ocop_issued"])
        expires = terms.last_day("ocop", issued)
        yield Recognition(
            kind="ocop", state="confirmed", stars=int(row["ocop_stars"]), issued_on=issued, expires_on=expires
        )
    if row["cnnttb_level"]:
        yield Recognition(kind="cnnttb", state="confirmed", level=row["cnnttb_level"], year=int(row["cnnttb_year"]))


def _rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
