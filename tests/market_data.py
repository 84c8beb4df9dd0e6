"""A whole market by bulk insert: so many published products, their makers, villages, papers, pictures, and a fair.

Nothing is random: product 7 of a market of ten is product 7 of a market of ten thousand.
"""

from datetime import timedelta
from itertools import islice
from typing import Any

from sqlalchemy import insert

from catalog.models import Photo, Product, Recognition, Variant, product_support
from core import times
from core.db import db
from core.pictures import Picture
from core.text import slugify
from fairs.models import Booth, BoothProduct, Fair, Feature, Hall, Shelf, Stand
from programme.models import (
    CraftVillage,
    Facility,
    Funding,
    Indicator,
    Plan,
    Programme,
    Scheme,
    SchemeMove,
    Support,
)

GOODS = (
    ("Chén", "gom-su", "V.1"), ("Ấm trà", "gom-su", "V.1"), ("Bình hoa", "gom-su", "V.1"), ("Khay mây",
    "may-tre-dan", "V.1"),
    ("Giỏ tre", "may-tre-dan", "V.1"), ("Khăn lụa", "lua-theu-may", "V.2"), ("Áo dài lụa", "lua-theu-may", "V.2"),
    ("Hộp sơn mài", "son-mai-kham", "V.1"), ("Tượng gỗ mít", "go-tuong", "V.1"), ("Tranh khắc gỗ", "go-tuong", "V.1"),
    ("Cốm", "thuc-pham", "I.3"), ("Bánh chè lam", "thuc-pham", "I.3"), ("Trà sen", "tra-do-uong", "I.2"),
    ("Quạt giấy", "non-quat-do-choi", "V.1"), ("Nón lá", "non-quat-do-choi", "V.1"), ("Đèn lồng", "huong-do-dung",
    "V.1"),
)  # fmt: skip
MANNERS = (
    "men tro",
    "men lam",
    "vẽ tay",
    "hoa cúc",
    "hoa sen",
    "song trúc",
    "chữ Phúc",
    "cổ điển",
    "mộc",
    "khắc nổi",
    "dáng thấp",
)
VILLAGES = 45
HALLS, STANDS = 3, 40
FAIR, SCHEME = "hoi-cho-do", "KC-DO-01"
_CHUNK = 2_000


def build(products: int) -> None:
    """Fill an empty database and commit. Ids count from 1 in each table."""
    facilities = max(3, products // 50)
    for table, rows in (
        (Picture, _pictures(products)),
        (CraftVillage, _villages()),
        (Programme, [{"id": 1, "code": "CT", "name": "Chương trình", "from_year": 2026, "to_year": 2030}]),
        (Plan, [{"id": 1, "programme_id": 1, "year": 2026}]),
        (Scheme, [_scheme()]),
        (Funding, _funding()),
        (SchemeMove, [{"scheme_id": 1, "state": "thanh_ly", "on": times.today()}]),
        (Indicator, _indicators()),
        (Facility, _facilities(facilities)),
        (Support, _supports(facilities)),
        (Product, _products(products, facilities)),
        (Variant, _variants(products)),
        (Photo, _photos(products)),
        (Recognition, _recognitions(products)),
        (product_support, _supported(products, facilities)),
        (Fair, [_fair()]),
        (Hall, _halls()),
        (Stand, _stands()),
        (Booth, _booths(facilities)),
        (BoothProduct, _shown(products, facilities)),
        (Shelf, [{"id": 1, "key": "phien-1", "fair_id": 1, "place": "front", "title": "Kệ của chợ phiên này"}]),
        (Feature, _features(products)),
    ):
        _fill(table, rows)
    db.session.commit()


def name_of(n: int) -> str:
    """What product `n` is called."""
    return f"{GOODS[n % len(GOODS)][0]} {MANNERS[n // len(GOODS) % len(MANNERS)]} số {n}"


def slug_of(n: int) -> str:
    return slugify(name_of(n))


def _fill(table: Any, rows: Any) -> None:
    rows = iter(rows)
    while chunk := list(islice(rows, _CHUNK)):
        db.session.execute(insert(table), chunk)


def _pictures(products):
    for n in range(1, 3 * products + 1):
        yield {
            "id": n, "digest": f"{n:032x}", "width": 960, "height": 720, "colour": f"#{n % 0xFFFFFF:06x}",
            "ready_at": times.now(),
        }  # fmt: skip


def _villages():
    for n in range(1, VILLAGES + 1):
        yield {
            "id": n, "slug": f"lang-{n}", "name": f"Làng nghề {n}", "craft": GOODS[n % len(GOODS)][0].lower(),
            "commune_name": "Bát Tràng", "known_for": "Men tro, nước trong, đất sét trắng ven sông.",
            "former_district": ("Gia Lâm", "Hoài Đức", "Thường Tín")[n % 3],
            "intro": "Làng ở ven sông, nghề truyền bảy đời, nay còn mấy chục lò đỏ lửa quanh năm.",
        }  # fmt: skip


def _scheme():
    return {
        "id": 1, "code": SCHEME, "name": "Gian hàng ở hội chợ làng nghề", "kind": "KDP",
        "content_code": "hoi_cho_trong_nuoc",
        "content_head": 4, "state": "thanh_ly", "plan_id": 1, "accepted_on": times.today(),
        "decided_on": times.today(),
        "story": "Năm nhà bày chung một dãy, chia nhau tiền gian, ngày cuối bán sạch hàng mang theo.",
    }  # fmt: skip


def _funding():
    return [
        {"scheme_id": 1, "source": source, "planned": 100_000_000} for source in ("national", "local", "counterpart")
    ]


def _indicators():
    for n in range(1, 15):
        yield {
            "code": f"KC{n:02}", "name": f"Chỉ tiêu {n}", "name_en": f"Indicator {n}", "unit": "lượt",
            "value": 100 * n,
            "rounded": "exact", "count_kind": "events", "scope": "Toàn thành phố", "as_of": times.today(),
            "source": "Báo cáo của Trung tâm", "recorded_at": times.now(),
        }  # fmt: skip


def _facilities(count):
    for n in range(1, count + 1):
        yield {
            "id": n, "slug": f"co-so-{n}", "name": f"Cơ sở {GOODS[n % len(GOODS)][0]} {n}", "kind": "ho_kinh_doanh",
            "phone": "+84900000001", "bank_bin": "970436", "bank_account": f"{n:010}", "bank_holder": "CO SO MAU",
            "commune_name": "Bát Tràng", "commune_code": "ha-noi/xa-bat-trang",
            "village_id": n % VILLAGES + 1, "email": f"coso{n}@example.vn",
            "story": "Nhà làm nghề từ đời ông, nay ba chị em trông hai lò, mỗi mẻ nung ba ngày đêm.",
        }  # fmt: skip


def _supports(facilities):
    for n in range(1, facilities + 1):
        yield {
            "id": n, "scheme_id": 1, "facility_id": n, "content": "Gian hàng tiêu chuẩn", "unit": "gian",
            "local": 20_000_000, "counterpart": 5_000_000, "decided_on": times.today(),
        }  # fmt: skip


def _products(count, facilities):
    now = times.now()
    for n in range(1, count + 1):
        _, group, ocop = GOODS[n % len(GOODS)]
        facility = n % facilities + 1
        yield {
            "id": n, "sku": f"B{n:05}", "slug": slug_of(n), "name": name_of(n), "facility_id": facility,
            "village_id": facility % VILLAGES + 1, "browse_category": group, "ocop_group": ocop,
            "unit": "chiếc",
            "summary": "Làm tay từng chiếc, nung than củi, men chảy tự nhiên nên không chiếc nào giống chiếc nào.",
            "story": "Đất lấy ở bãi sông, ủ đủ ba tháng mới đem ra chuốt. Mỗi mẻ hơn trăm chiếc, bỏ chừng hai chục.",
            "state": "published", "published_at": now - timedelta(minutes=n), "updated_at": now, "label": {},
        }  # fmt: skip


def _variants(products):
    for n in range(1, products + 1):
        yield {
            "id": n, "product_id": n, "sku": f"B{n:05}", "price": 50_000 + n % 97 * 10_000,
            "weight_g": 400 + n % 9 * 100, "on_hand": 10_000, "held": 0,
        }  # fmt: skip


def _photos(products):
    for n in range(1, products + 1):
        for position in range(3):
            yield {"product_id": n, "picture_id": 3 * (n - 1) + position + 1, "position": position, "alt": name_of(n)}


def _recognitions(products):
    today = times.today()
    for n in range(1, products + 1, 2):
        stars = {"kind": "ocop", "state": "confirmed", "stars": 3 + n % 3, "issued_on": today - timedelta(days=n % 900)}
        lapses = {
            "expires_on": today + timedelta(days=200),
            "decision_number": f"{n}/QĐ-UBND",
            "issuer": "UBND thành phố",
        }
        yield {"product_id": n} | stars | lapses


def _supported(products, facilities):
    for n in range(1, products + 1, 3):
        yield {"product_id": n, "support_id": n % facilities + 1}


def _fair():
    now = times.now()
    return {
        "id": 1, "slug": FAIR, "name": "Hội chợ làng nghề", "opens_at": now - timedelta(days=1),
        "place": "Cung Hữu nghị",
        "closes_at": now + timedelta(days=5), "scheme_id": 1, "intro": "Ba nhà, trăm gian, hàng của các làng nghề.",
    }  # fmt: skip


def _halls():
    for n in range(1, HALLS + 1):
        yield {"id": n, "fair_id": 1, "code": f"N{n}", "name": f"Nhà {n}", "position": n, "width": 24, "height": 14}


def _stands():
    for n in range(HALLS * STANDS):
        place = n % STANDS
        yield {
            "id": n + 1, "fair_id": 1, "hall_id": n // STANDS + 1, "number": f"{'GHK'[n // STANDS]}{place + 1:02}",
            "group": GOODS[n % len(GOODS)][1],
            "letter": "G", "x": 2 + place % 10 * 2, "y": 2 + place // 10 * 3, "walk": place,
        }  # fmt: skip


def _booths(facilities):
    for n in range(1, min(facilities, HALLS * STANDS) + 1):
        yield {
            "id": n, "fair_id": 1, "facility_id": n, "stand_id": n, "slug": f"gian-{n}", "code": f"GH{n:04}",
            "title": f"Gian cơ sở {n}", "tagline": "Ghé uống chén trà, xem vẽ men ngay tại gian.", "scheme_id": 1,
            "support_id": n, "published_at": times.now(),
        }  # fmt: skip


def _shown(products, facilities):
    booths = min(facilities, HALLS * STANDS)
    for n in range(1, products + 1):
        booth, place = n % facilities + 1, n // facilities
        if booth <= booths and place < 24:
            yield {"booth_id": booth, "product_id": n, "position": place}


def _features(products):
    now = times.now()
    for n in range(1, min(6, products) + 1):
        yield {
            "shelf_id": 1, "product_id": n, "position": n, "reason": "Rót không rớt một giọt.",
            "signed": "Ban tổ chức",
            "starts_at": now - timedelta(days=1), "ends_at": now + timedelta(days=3), "decided_at": now,
            "scheme_id": 1,
        }  # fmt: skip
