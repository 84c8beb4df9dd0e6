"""How full a booth is: twenty-five points of a hundred in all, and which to do next (data/booth_completeness.csv)."""

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from catalog.models import Product
from fairs.models import Booth

_FILE = Path(__file__).parent / "data" / "booth_completeness.csv"
PHOTOS_EACH = 3
STORY_WORDS = range(150, 401)
STEPS = range(3, 6)
ENGLISH_SENTENCES = 2
_MADE_OF = ("chat_lieu", "thanh_phan", "thanh_phan_soi", "ten_cay", "noi_dung")
_SIZE = ("kich_thuoc", "dinh_luong", "thong_so", "thong_so_ky_thuat", "so_khach")
_USE = ("huong_dan_su_dung", "bao_quan")
_TRACE = ("ma_lo", "ma_truy_xuat", "so_cong_bo")

Goods = Sequence[Product]


@dataclass(frozen=True, slots=True)
class Point:
    """One thing a visitor looks for. `place` is where it is mended: booth, goods or facility."""

    code: str
    name: str
    is_must: bool
    weight: int
    is_done: bool
    place: str


@dataclass(frozen=True, slots=True)
class Completeness:
    points: list[Point]

    @property
    def score(self) -> int:
        """Of 100."""
        return sum(point.weight for point in self.points if point.is_done)

    @property
    def next(self) -> list[Point]:
        """What is left, the musts and the heavy first."""
        left = [point for point in self.points if not point.is_done]
        return sorted(left, key=lambda point: (not point.is_must, -point.weight))


def of(booth: Booth, goods: Goods) -> Completeness:
    """Needs the booth's facility and village; of its goods photos and recognitions."""
    return Completeness(
        [
            Point(row["code"], row["field_vi"], row["level"] == "must", int(row["weight"]), done(booth, goods), place)
            for row in _rows()
            for place, done in [_CHECKS[row["code"]]]
        ]
    )


@cache
def _rows() -> list[dict[str, str]]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _all_say(goods: Goods, fields: Sequence[str]) -> bool:
    return bool(goods) and all(any(product.label.get(field) for field in fields) for product in goods)


def _story(booth: Booth) -> str:
    return booth.story or booth.facility.story


Check = Callable[[Booth, Goods], bool]
_CHECKS: dict[str, tuple[str, Check]] = {
    "ten_co_so": ("facility", lambda booth, _: bool(booth.facility.name)),
    "loai_hinh": ("facility", lambda booth, _: bool(booth.facility.kind)),
    "mst_dkkd": ("facility", lambda booth, _: bool(booth.facility.tax_code)),
    "dia_chi_moi": ("facility", lambda booth, _: bool(booth.facility.commune_code)),
    "dien_thoai": ("facility", lambda booth, _: bool(booth.facility.phone)),
    "nguoi_dai_dien": ("facility", lambda booth, _: bool(booth.facility.representative)),
    "nghe_lang_nghe": ("facility", lambda booth, goods: bool(booth.facility.village_id or goods)),
    "san_pham": ("goods", lambda _, goods: bool(goods)),
    "don_vi_tinh": ("goods", lambda _, goods: bool(goods) and all(product.unit for product in goods)),
    "anh_that": ("goods", lambda _, goods: bool(goods) and all(len(p.photos) >= PHOTOS_EACH for p in goods)),
    "chat_lieu": ("goods", lambda _, goods: _all_say(goods, _MADE_OF)),
    "kich_thuoc": ("goods", lambda _, goods: _all_say(goods, _SIZE)),
    "hdsd": ("goods", lambda _, goods: _all_say(goods, _USE)),
    "thoi_gian": ("goods", lambda booth, goods: bool(goods) and _says_when(booth, goods)),
    "doi_tra": ("facility", lambda booth, _: bool(booth.facility.returns)),
    "nhan_tien": ("facility", lambda booth, _: booth.facility.takes_transfers),
    "cau_chuyen": ("booth", lambda booth, _: len(_story(booth).split()) in STORY_WORDS),
    "video": ("booth", lambda booth, _: bool(booth.video_url)),
    "nghe_nhan": ("booth", lambda booth, _: bool(booth.artisan)),
    "quy_trinh": ("booth", lambda booth, _: len(booth.steps or booth.facility.steps) in STEPS),
    "chung_nhan": ("goods", lambda _, goods: any(paper.is_valid for p in goods for paper in p.recognitions)),
    "gio_mo": ("booth", lambda booth, _: bool(booth.hours or booth.contact_hours or booth.facility.hours)),
    "tieng_anh": ("booth", lambda booth, _: _english_sentences(booth) >= ENGLISH_SENTENCES),
    "gia_si": ("booth", lambda booth, _: bool(booth.wholesale)),
    "truy_xuat": ("goods", lambda _, goods: any(p.label.get(field) for p in goods for field in _TRACE)),
}


def _english_sentences(booth: Booth) -> int:
    """Of booth and facility together."""
    told = (booth.tagline_en, booth.story_en, booth.facility.summary_en, booth.facility.story_en)
    return sum(bool(one.strip()) for text in told for one in re.split(r"[.!?…]+", text))


def _says_when(booth: Booth, goods: Goods) -> bool:
    """When it is ready and how it travels: a delivery note covers what is in stock, the rest needs its days."""
    to_order = [product for product in goods if product.mode == "made_to_order"]
    return bool(booth.facility.delivery_note) and all(product.lead_days for product in to_order)
