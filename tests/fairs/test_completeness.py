"""How full a booth is, against the list it is measured by (tests/data/booth_completeness.csv)."""

import csv
from pathlib import Path

import pytest

from core.db import db
from fairs import completeness
from tests.factories import make_booth, make_facility, make_ocop, make_photo, make_product

_FILE = Path(__file__).parents[1] / "data" / "booth_completeness.csv"
LISTED = list(csv.DictReader(_FILE.read_text(encoding="utf-8").splitlines()))
WHOLE = {
    "kind": "hop_tac_xa", "tax_code": "0100109106", "commune_code": "ha-noi/xa-bat-trang",
    "representative": "Vũ Thị Lý",
    "returns": "Vỡ thì đổi.", "delivery_note": "Gói rơm.", "steps": ["một", "hai", "ba"],
    "summary_en": "A kiln. Three generations.",
}  # fmt: skip
LABEL = {"chat_lieu": "Đất sét", "kich_thuoc": "30 cm", "bao_quan": "Lau khô", "ma_lo": "L1"}
FULL = {
    "story": "chữ " * 160, "video_url": "https://youtu.be/abc", "artisan": "Bà Lý", "hours": "8:30",
    "wholesale": "Từ 10 chiếc",
}  # fmt: skip


def full_booth(**changes):
    facility = make_facility(**WHOLE)
    product = make_product(facility=facility, label=LABEL)
    for _n in range(3):
        make_photo(product)
    make_ocop(product)
    booth = make_booth(facility=facility, products=[product], **FULL)
    for name, value in changes.items():
        target = next(one for one in (booth, facility, product) if hasattr(one, name))
        setattr(target, name, value)
    db.session.commit()
    return completeness.of(booth, [product])


def test_points_and_weights_are_those_of_the_list_and_sum_to_a_hundred(app):
    points = full_booth().points
    told = [(one.code, one.name, "must" if one.is_must else "should", str(one.weight)) for one in points]
    assert told == [(row["code"], row["field_vi"], row["level"], row["weight"]) for row in LISTED]
    assert sum(one.weight for one in points) == 100


def test_a_full_booth_has_a_hundred(app):
    full = full_booth()
    assert [one.code for one in full.next] == []
    assert full.score == 100


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        ({"tax_code": None}, "mst_dkkd"), ({"commune_code": None}, "dia_chi_moi"),
        ({"representative": ""}, "nguoi_dai_dien"),
        ({"returns": ""}, "doi_tra"), ({"bank_bin": None, "bank_account": None, "bank_holder": ""}, "nhan_tien"),
        ({"story": "ngắn"}, "cau_chuyen"),
        ({"story": "chữ " * 401}, "cau_chuyen"), ({"video_url": ""}, "video"), ({"artisan": ""}, "nghe_nhan"),
        ({"steps": ["một", "hai"]}, "quy_trinh"), ({"hours": ""}, "gio_mo"), ({"wholesale": ""}, "gia_si"),
        ({"summary_en": "One sentence."}, "tieng_anh"), ({"delivery_note": ""}, "thoi_gian"),
        ({"label": LABEL | {"chat_lieu": ""}}, "chat_lieu"), ({"label": LABEL | {"kich_thuoc": ""}}, "kich_thuoc"),
        ({"label": LABEL | {"bao_quan": ""}}, "hdsd"), ({"label": LABEL | {"ma_lo": ""}}, "truy_xuat"),
        ({"unit": ""}, "don_vi_tinh"), ({"photos": []}, "anh_that"),
    ],
)  # fmt: skip
def test_what_is_missing_costs_its_own_weight(app, change, lost):
    weight = next(int(row["weight"]) for row in LISTED if row["code"] == lost)
    left = full_booth(**change)
    assert [one.code for one in left.next] == [lost]
    assert left.score == 100 - weight


def test_goods_on_request_are_goods(app):
    assert completeness.of(make_booth(facility=make_facility()), [make_product(price=None)]).points[7].is_done
