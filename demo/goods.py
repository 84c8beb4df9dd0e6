"""Products of the demo: the 80 core ones exactly as given, and those of our own."""

import random
import re
from collections import Counter
from datetime import date, timedelta

from flask import current_app

from catalog import terms
from catalog.models import Photo, Product, Recognition, Variant
from core import times
from core.db import db
from core.text import slugify
from demo import drawing, pictures
from demo.tables import Row, integer, parts, rows
from programme.models import CraftVillage, Facility

PICTURE_SIDE = 800  # pixels: sharp on a phone, drawn and taken in at two thirds of the cost of 960
NATIONAL_ROUNDS = {
    "2019": 3416,
    "2021": 2608,
    "2023": 2733,
    "2024": 2590,
    "2025": 2646,
}  # invented, as all numbers here
ISSUER_OCOP = "UBND thành phố Hà Nội"
WEIGHED = ("thuc-pham", "tra-do-uong", "duoc-lieu")
_CONTENT = re.compile(r"\b(\d+(?:,\d+)?) ?(kg|gram|g|ml|lít|l)\b")
MATERIAL_FIELDS = ("thanh_phan", "chat_lieu", "thanh_phan_soi", "ten_cay", "noi_dung")
SIZE_FIELDS = ("thong_so", "thong_so_ky_thuat", "kich_thuoc", "dinh_luong", "so_khach")


def all_rows() -> list[Row]:
    """Every product row, core ones joined with what core_extra_*.csv adds to them."""
    extra = {row["sku"]: row for row in parts("core_extra")}
    core = [row | extra.get(row["sku"], {}) for row in rows("products_core")]
    return core + [row for part in ("products_crafts", "products_foods") for row in rows(part)]


def picture_specs(row: Row, nth: int) -> list[drawing.Spec]:
    """What is drawn of a product. A quick load shares three small pictures among the goods of one motif."""
    if current_app.config.get("DEMO_QUICK"):
        chosen = pictures.product_pictures(row["motif"], row["motif"], "trai-nghiem", 0)[:3]
        return [{"motif": row["motif"], "size": 320, **picture._asdict()} for picture in chosen]
    told = f"{row['name']}. {row['short_description']}"
    chosen = pictures.product_pictures(row["sku"], row["motif"], row["browse_category"], nth, told)
    return [{"motif": row["motif"], "size": PICTURE_SIDE, **picture._asdict()} for picture in chosen]


def numbered(every: list[Row]) -> list[tuple[Row, int]]:
    """Each row with how many before it are shown by the same motif."""
    seen: Counter[str] = Counter()
    result = []
    for row in every:
        result.append((row, seen[row["motif"]]))
        seen[row["motif"]] += 1
    return result


def products(
    villages: dict[str, CraftVillage], facilities: dict[str, Facility], drawn: dict[str, drawing.Spec]
) -> dict[str, Product]:
    chance = random.Random(2026)
    made: dict[str, Product] = {}
    taken: set[str] = set()
    kept: dict[str, drawing.Picture] = {}
    for row, nth in numbered(all_rows()):
        product = _product(row, villages, facilities, chance, taken)
        product.recognitions = _recognitions(row)
        product.photos = _photos(row, nth, drawn, kept)
        made[row["sku"]] = product
    db.session.add_all(made.values())
    return made


def _product(
    row: Row,
    villages: dict[str, CraftVillage],
    facilities: dict[str, Facility],
    chance: random.Random,
    taken: set[str],
) -> Product:
    facility = facilities[row["maker"]]
    published = times.now() - timedelta(days=chance.randrange(12, 560), minutes=chance.randrange(1440))
    return Product(
        sku=row["sku"],
        slug=_slug(row["name"], taken),
        facility=facility,
        village=villages.get(row["village_slug"]),
        name=row["name"],
        name_en=row["name_en"],
        summary=row["short_description"],
        summary_en=row.get("description_en", ""),
        story=row.get("story", "").replace("\\n", "\n"),
        browse_category=row["browse_category"],
        ocop_group=row["ocop_group"] or None,
        cnnttb_group=row["cnnttb_group"] or None,
        mode=row["mode"],
        variants=_variants(row),
        unit=row["unit"],
        lead_days=integer(row.get("lead_days")) or (14 if row["mode"] == "made_to_order" else None),
        is_fragile=row["fragile"] == "yes",
        is_gift=row["gift"] == "yes",
        one_of_a_kind=row["one_of_a_kind"] == "yes",
        label=_label(row, facility),
        state="published",
        published_at=published,
        submitted_at=published - timedelta(days=1),
        created_at=published - timedelta(days=3),
        updated_at=published,
    )


def _variants(row: Row) -> list[Variant]:
    """The form that the row itself tells of, and those that data/variants.csv adds to it."""
    first = Variant(
        sku=row["sku"],
        price=integer(row["price_vnd"]),
        on_hand=integer(row["stock"]),
        weight_g=integer(row["weight_g"]),
        **_content(row.get("size", "") if row["browse_category"] in WEIGHED else ""),
    )
    made = [first]
    for more in rows("variants"):
        if more["parent"] != row["sku"]:
            continue
        if not more["sku"]:
            first.name, first.name_en = more["name"], more["name_en"]
            continue
        made.append(_further(more, position=len(made)))
    return made


def _further(row: Row, position: int) -> Variant:
    return Variant(
        sku=row["sku"],
        position=position,
        name=row["name"],
        name_en=row["name_en"],
        price=integer(row["price_vnd"]),
        on_hand=integer(row["stock"]),
        weight_g=integer(row["weight_g"]),
        **_content(row["content"]),
    )


def _content(size: str) -> dict[str, str | int]:
    """Hộp 250 g holds 250 g; a pack of several, or one that is only about so heavy, says nothing exact."""
    found = _CONTENT.search(size)
    if not found or " x " in size or "khoảng" in size:
        return {}
    amount = float(found[1].replace(",", ".")) * (1000 if found[2] in ("kg", "lít", "l") else 1)
    return {"content_amount": round(amount), "content_unit": "g" if found[2] in ("g", "gram", "kg") else "ml"}


def _slug(name: str, taken: set[str]) -> str:
    slug, n = slugify(name), 2
    while slug in taken:
        slug, n = f"{slugify(name)}-{n}", n + 1
    taken.add(slug)
    return slug


def _label(row: Row, facility: Facility) -> dict[str, str]:
    """Label facts: what differs by product from its own row, what does not from its group's."""
    facts = {d["field"]: d["text"] for d in parts("label_defaults") if d["category"] == row["browse_category"]}
    place = f"{facility.address}, {facility.commune_name}, Hà Nội"
    facts |= {
        "ten_hang_hoa": row["name"],
        "xuat_xu": "Việt Nam",
        "ten_chiu_trach_nhiem": facility.name,
        "dia_chi_chiu_trach_nhiem": place,
    }
    facts |= dict.fromkeys(MATERIAL_FIELDS, row.get("material", ""))
    facts |= dict.fromkeys(SIZE_FIELDS, row.get("size", ""))
    if row.get("shelf_life"):
        facts["han_su_dung"] = row["shelf_life"]
    return {field: text for field, text in facts.items() if text}


def _recognitions(row: Row) -> list[Recognition]:
    found = []
    if row["ocop_stars"]:
        issued = date.fromisoformat(row["ocop_issued"])
        found.append(
            Recognition(
                kind="ocop",
                state="confirmed",
                stars=int(row["ocop_stars"]),
                issued_on=issued,
                expires_on=terms.last_day("ocop", issued),
                year=issued.year,
                decision_number=f"{_number(row, 1000, 9000)}/QĐ-{'BNNMT' if row['ocop_stars'] == '5' else 'UBND'}",
                issuer=ISSUER_OCOP if row["ocop_stars"] != "5" else "Bộ Nông nghiệp và Môi trường",
            )
        )
    if row["cnnttb_level"]:
        found.append(
            Recognition(
                kind="cnnttb",
                state="confirmed",
                level=row["cnnttb_level"],
                year=int(row["cnnttb_year"]),
                decision_number=_round_of(row),
                issuer={"quoc_gia": "Bộ Công Thương", "khu_vuc": "Cục quản lý khuyến công"}.get(
                    row["cnnttb_level"], "Ủy ban nhân dân"
                ),
            )
        )
    return found


def _round_of(row: Row) -> str:
    """The nation's titles of a year come in one decision, which whoever checks by number finds whole."""
    if row["cnnttb_level"] != "quoc_gia":
        return f"{_number(row, 100, 900)}/QĐ-UBND"
    return f"{NATIONAL_ROUNDS[row['cnnttb_year']]}/QĐ-BCT"


def _number(row: Row, least: int, span: int) -> int:
    return least + random.Random(row["sku"] + str(least)).randrange(span)


def _photos(row: Row, nth: int, drawn: dict[str, drawing.Spec], kept: dict[str, drawing.Picture]) -> list[Photo]:
    """A picture drawn twice the same is one row, as with a maker's upload."""
    names = ("", ", nhìn gần", ", góc khác", ", bày thử")
    photos: list[Photo] = []
    used: set[str] = set()
    for spec in picture_specs(row, nth):
        result = drawn[drawing.key(spec)]
        if result["digest"] in used:
            continue
        used.add(result["digest"])
        picture = kept.setdefault(result["digest"], drawing.row(result))
        photos.append(Photo(picture=picture, position=len(photos), alt=row["name"] + names[len(photos)]))
    return photos
