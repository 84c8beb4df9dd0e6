"""What makers of the demo promise: hampers, sessions, lots, weeks, ranges, the story of making, all from today on."""

from collections.abc import Mapping
from datetime import timedelta

from catalog import bundles, calendars, delivery, lots, sessions, steps, values
from catalog.models import Photo, Product, Variant
from core import codes, times
from core.db import db
from core.text import slugify
from demo.tables import pieces, rows
from shop import deposits

LESSONS = ("P79", "D350", "D351", "D353", "D357", "D361")
FRESH = ("P51", "P52", "P58", "P73", "D218")
NEARBY = ("phu-dong/1", "quan-ganh/1", "nhat-tan/1", "tan-linh/1")  # makers who say that they send nothing far
TO_ORDER = {"P09": 6, "P13": 5, "P35": 1, "D029": 4, "D073": 3}
LOTS = {"P01": None, "P65": 540, "P61": 60, "P69": 720, "P58": 5, "D232": 180}  # days it keeps; P01 keeps
VARIANCE = {
    "P01": (
        "Mỗi bộ một khác: sen vẽ tay, nét và độ đậm của men lam lệch đôi chút so với ảnh.",
        "No two sets are alike: the lotus is painted by hand, and the blue differs a little from the picture.",
    ),
    "P02": (
        "Mỗi chiếc một khác: men tự rạn trong lò, không đường nào lặp lại.",
        "No two are alike: the glaze cracks by itself in the kiln.",
    ),
    "P04": (
        "Mỗi chiếc một khác: tro bay theo lửa, chỗ dày chỗ mỏng.",
        "No two are alike: the ash falls as the fire runs.",
    ),
}


def promise(products: Mapping[str, Product], facility_ids: Mapping[str, int]) -> None:
    """Everything above, for goods already written; `facility_ids` by the key of the makers' file."""
    for row in rows("hampers"):
        _hamper(row, products, facility_ids[row["maker"]])
    _lessons(products)
    _ranges(products, facility_ids)
    for sku, units in TO_ORDER.items():
        calendar = calendars.of_product(products[sku], units)
        deposits.set_for(products[sku], 30, 50, {})
        calendar.cut_off_on, calendar.resumes_on = times.today() + timedelta(70), times.today() + timedelta(91)
    calendars.open_craft(products["P01"].facility_id, "Lò gas số 1", 12)
    for sku, (text, english) in VARIANCE.items():
        _tell(products[sku], {"variance": text, "variance_en": english})
    _story(products["P01"])
    _lots(products)


def _ranges(products: Mapping[str, Product], facility_ids: Mapping[str, int]) -> None:
    """As far as the makers' own words go, so that no page offers what its maker refuses."""
    for sku in FRESH:
        delivery.set_range(products[sku].facility_id, products[sku], "same_day", cut_off_hour=9)
    for maker in NEARBY:
        delivery.set_range(facility_ids[maker], None, "province")


def _hamper(row: dict[str, str], products: Mapping[str, Product], facility_id: int) -> None:
    inside = [(products[sku], int(count)) for sku, count in pieces(row["parts"])]
    first, now = inside[0][0], times.now()
    hamper = Product(
        sku=row["sku"], slug=slugify(row["name"]), facility_id=facility_id, village_id=first.village_id,
        name=row["name"], name_en=row["name_en"], summary=row["summary"], summary_en=row["summary_en"],
        browse_category=row["browse_category"], unit="giỏ", is_gift=True, is_fragile=first.is_fragile,
        label=first.label | {"ten_hang_hoa": row["name"]}, state="published", published_at=now, submitted_at=now,
        variants=[Variant(sku=row["sku"], price=int(row["price_vnd"]), weight_g=_weight(inside))],
    )  # fmt: skip
    covers = {part.photos[0].picture_id: part.name for part, _ in inside}  # a quick load shares pictures among goods
    hamper.photos = [Photo(picture_id=one, position=n, alt=alt) for n, (one, alt) in enumerate(covers.items())]
    db.session.add(hamper)
    db.session.flush()
    bundles.fill(hamper, {part.sku: count for part, count in inside})


def _weight(inside: list[tuple[Product, int]]) -> int:
    return 300 + sum((part.weight_g or 500) * count for part, count in inside)


def _lessons(products: Mapping[str, Product]) -> None:
    """Two or three sessions a week for six weeks."""
    for n, sku in enumerate(LESSONS):
        for day in range(3 + n, 45, 4 + n):
            for hour in (8.5, 14) if n % 2 else (9,):
                starts = times.start_of(times.today() + timedelta(days=day)) + timedelta(hours=hour)
                sessions.offer(products[sku], starts, starts + timedelta(hours=2.5), 8 + 2 * n)


def _story(product: Product) -> None:
    told = {"artisan": "Vũ Thị Lý", "artisan_title": "Chủ lò, 30 năm vẽ men lam"}
    told |= {
        "artisan_title_en": "Kiln owner, 30 years of painting in blue",
        "technique": "Vẽ lam dưới men, nung lửa hoàn nguyên",
    }
    _tell(product, told | {"technique_en": "Underglaze blue, reduction firing"})
    values.put(product, "steps", [_step(product, n, row) for n, row in enumerate(rows("making_steps"))])


def _step(product: Product, place: int, row: dict[str, str]) -> dict[str, str]:
    shown = product.photos[place].picture.digest if place < len(product.photos) else ""
    return {"key": codes.public_code(), "picture": shown} | {word: row[word] for word in steps.WORDS}


def _tell(product: Product, told: Mapping[str, str]) -> None:
    """As already approved: the products of the demo are on show."""
    for name, text in told.items():
        values.put(product, f"making.{name}", text)


def _lots(products: Mapping[str, Product]) -> None:
    for n, (sku, keeps) in enumerate(LOTS.items()):
        made_on = times.today() - timedelta(days=8 + n if keeps is None or keeps > 8 else 2)
        use_by = made_on + timedelta(days=keeps) if keeps else None
        note = "Mẻ lò thứ ba của tháng." if keeps is None else "Mẻ nhỏ, làm trong ngày."
        lot = lots.record(products[sku], f"L{made_on:%y%m}-{n + 1:02}", made_on, use_by, quantity=40, note=note)
        db.session.flush()
        lots.add_step(lot, None, name="Làm mẻ này", text=note, happened_on=made_on)
    lots.recall(lot, "Một số hộp bị móp, hở nắp.", "Đừng ăn; gọi cơ sở để đổi hộp khác hoặc lấy lại tiền.")
