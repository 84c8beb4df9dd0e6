"""Judging the rows of a product sheet: every rule on values written well and badly."""

import time
from datetime import date

import pytest

from catalog.sheets.lookup import within
from catalog.sheets.messages import MESSAGES, OUTCOMES
from tests.catalog.sheet_files import (
    NAMES,
    TODAY,
    codes,
    judged,
    one,
    table,
    workbook,
)


def test_every_rule_has_a_sentence_and_the_outcome_of_the_rules():
    rules = {row["code"]: row["outcome"] for row in table("messy_import_rules.csv") if row["outcome"] != "info"}
    assert rules == OUTCOMES
    assert list(rules) == list(MESSAGES)
    assert all(len(str(message)) > 10 for message in MESSAGES.values())


def test_values_are_typed():
    verdict = one(
        issued_on=date(2026, 2, 9),
        ocop_stars="OCOP 4 sao",
        decision_number="1 / QĐ",
        images="a.jpg, b.png",
        stock="12 cái",
    )
    values = verdict.values
    assert verdict.is_taken
    assert (values.price_vnd, values.stock, values.ocop_stars, values.issued_on) == (450000, 12, 4, date(2026, 2, 9))
    assert (values.decision_number, values.images) == ("1/QĐ", ("a.jpg", "b.png"))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("05/03/2025", date(2025, 3, 5)),
        ("5/3/25", date(2025, 3, 5)),
        ("5-3-2025", date(2025, 3, 5)),
        ("5.3.2025", date(2025, 3, 5)),
        ("2025-03-05", date(2025, 3, 5)),
        ("ngày 5 tháng 3 năm 2025", date(2025, 3, 5)),
        (45721, date(2025, 3, 5)),
        ("45721", date(2025, 3, 5)),
        ("2025-03-05 00:00:00", date(2025, 3, 5)),
        ("29/02/2024", date(2024, 2, 29)),
        ("23/11/2026", TODAY),
    ],
)
def test_reads_days_as_they_are_written_here(typed, day):
    assert one(issued_on=typed).values.issued_on == day


@pytest.mark.parametrize(
    "typed", ["31/02/2025", "29/02/2025", "13/13/2025", "2025", 2025, "5/3-2025", "hôm qua", "05/2025", "0/1/2025"]
)
def test_refuses_days_that_do_not_exist(typed):
    assert codes(one(issued_on=typed)) == ["issued_on:date_invalid"]


def test_a_day_after_today_is_refused():
    assert codes(one(issued_on="24/11/2026")) == ["issued_on:date_future"]


@pytest.mark.parametrize(
    ("typed", "grams"),
    [
        (500, 500),
        ("500g", 500),
        ("500 gr", 500),
        ("0,2kg", 200),
        ("0.2 kg", 200),
        ("1kg2", 1200),
        ("1kg25", 1250),
        ("1 kg 200 g", 1200),
        ("1.200", 1200),
        ("1.200g", 1200),
        ("2 kg", 2000),
        ("1,25kg", 1250),
        (0.5, 1),
    ],
)
def test_reads_weights(typed, grams):
    assert one(weight_g=typed).values.weight_g == grams


@pytest.mark.parametrize("typed", [0, -5, "nặng", "0,2", "1,5kg2", "500g2", "9" * 20, "1.20.0", "200-300g"])
def test_refuses_weights_that_are_none(typed):
    assert codes(one(weight_g=typed)) == ["weight_g:weight_invalid"]


@pytest.mark.parametrize(
    ("typed", "count"), [(0, 0), (12.0, 12), ("12 cái", 12), ("Hết hàng", 0), ("hết", 0), ("1.200", 1200)]
)
def test_reads_stock(typed, count):
    assert one(stock=typed).values.stock == count


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (-1, "stock_negative"),
        ("-5 cái", "stock_negative"),
        (1.5, "stock_invalid"),
        ("nhiều", "stock_invalid"),
        ("1,5", "stock_invalid"),
        (1e15, "stock_invalid"),
    ],
)
def test_refuses_stock_that_is_no_count(typed, code):
    assert codes(one(stock=typed)) == [f"stock:{code}"]


@pytest.mark.parametrize(
    ("typed", "stars"), [(3, 3), ("4 sao", 4), ("4*", 4), ("★★★★", 4), ("OCOP 5 sao", 5), ("5★", 5)]
)
def test_reads_stars(typed, stars):
    assert one(ocop_stars=typed).values.ocop_stars == stars


@pytest.mark.parametrize("typed", [2, 6, "★★", "★★★★★★", "bốn", 4.5, "34"])
def test_refuses_other_stars(typed):
    assert codes(one(ocop_stars=typed)) == ["ocop_stars:ocop_stars_invalid"]


def test_stars_hold_until_36_months_are_over_the_last_day_included():
    assert codes(one(ocop_stars=4, decision_number="1/QĐ", issued_on="23/11/2023")) == []
    assert codes(one(ocop_stars=4, decision_number="1/QĐ", issued_on="22/11/2023")) == ["ocop_stars:ocop_expired"]


def test_a_wrong_day_is_complained_about_once():
    assert codes(one(ocop_stars=4, decision_number="1/QĐ", issued_on="31/02/2025")) == ["issued_on:date_invalid"]


@pytest.mark.parametrize(
    ("typed", "slug", "code"),
    [
        ("Sơn mài", "son-mai-kham", None),
        ("MÂY-TRE-ĐAN", "may-tre-dan", None),
        ("thuc pham", "thuc-pham", None),
        ("Trà", "tra-do-uong", None),
        ("Gốm suu", "gom-su", "category_guessed"),
        ("Maytredan", "may-tre-dan", "category_guessed"),
        ("Đồ điện tử", None, "unknown_category"),
        ("Huog", None, "unknown_category"),
        ("!", None, "unknown_category"),
    ],
)
def test_finds_categories_and_guesses_only_near_ones(typed, slug, code):
    verdict = one(browse_category=typed)
    assert verdict.values.browse_category == slug
    assert codes(verdict) == ([f"browse_category:{code}"] if code else [])


@pytest.mark.parametrize(
    ("typed", "slug", "code"),
    [
        ("bat trang", "bat-trang", None),
        ("Làng Bát Tràng", "bat-trang", None),
        ("làng nghề Vạn Phúc", "van-phuc", None),
        ("Chuông", "lang-chuong", None),
        ("Phùng Xá (Mỹ Đức)", "phung-xa-my-duc", None),
        ("phung-xa-thach-that", "phung-xa-thach-that", None),
        ("Chung Chản", "van-tu", None),
        ("Phùng Xá", None, "village_ambiguous"),
        ("Làng Ma", None, "village_unknown"),
    ],
)
def test_finds_villages_and_never_picks_among_several(typed, slug, code):
    verdict = one(village=typed)
    assert verdict.values.village_slug == slug
    assert codes(verdict) == ([f"village:{code}"] if code else [])


@pytest.mark.parametrize(
    ("typed", "kept", "warned"),
    [
        ("a.jpg; b.PNG\nc.webp", ("a.jpg", "b.PNG", "c.webp"), False),
        ("ảnh 1.jpg", ("ảnh 1.jpg",), False),
        ("a.jpg|a.jpg", ("a.jpg",), False),
        ("../a.jpg", (), True),
        ("http://x.vn/a.jpg; b.jpg", ("b.jpg",), True),
        ("C:\\a.jpg", (), True),
        ("a.exe", (), True),
        (".jpg", (), True),
        ("a.svg", (), True),
        ("a%2f.jpg", (), True),
        (" ; ", (), False),
    ],
)
def test_keeps_only_plain_picture_names(typed, kept, warned):
    verdict = one(images=typed)
    assert verdict.values.images == kept
    assert codes(verdict) == (["images:image_name_unsafe"] if warned else [])


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("<p>Một</p><p>Hai</p>", "Một\nHai"),
        ("a<script>alert(1)</script>b", "ab"),
        ("a<style>x{}", "a"),
        ("<b>Hộp</b> khảm", "Hộp khảm"),
        ("<scr<script></script>ipt>x", "x"),
        ("a<!-- b -->c", "ac"),
    ],
)
def test_takes_html_out_of_descriptions(typed, text):
    verdict = one(description=typed)
    assert verdict.values.description == text
    assert codes(verdict) == ["description:html_removed"]


@pytest.mark.parametrize("typed", ["Cao < 30 cm", "5 < 6 > 4", "🎁 Quà", "R&D", "Một\n\nHai"])
def test_leaves_other_descriptions_alone(typed):
    verdict = one(description=typed)
    assert verdict.values.description == typed
    assert codes(verdict) == []


def test_a_hostile_description_takes_no_time():
    started = time.perf_counter()
    for piece in ("<script>", "<", "<b", "<!--", "<<b>", "<script"):
        one(description=(piece * 32_000)[:32_000])
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"name": "<b>=1+1</b>"}, "name:formula_like_text"),
        ({"name": "🎁"}, "name:missing_required"),
        ({"name": "\u200b"}, "name:missing_required"),
        ({"name": "x" * 201}, "name:too_long"),
        ({"unit": "x" * 31}, "unit:too_long"),
        ({"description": "x" * 5001}, "description:too_long"),
        ({"sku": "-5"}, "sku:formula_like_text"),
        ({"sku": "@a"}, "sku:formula_like_text"),
        ({"sku": "A" * 33}, "sku:sku_invalid"),
        ({"sku": "GỐM1"}, "sku:sku_invalid"),
        ({"sku": "_A"}, "sku:sku_invalid"),
        ({"price_vnd": "0"}, "price_vnd:price_not_positive"),
        ({"price_vnd": 12.5}, "price_vnd:price_not_integer"),
        ({"price_vnd": 1e11}, "price_vnd:price_out_of_range"),
        ({"price_vnd": True}, "price_vnd:price_invalid"),
        ({"price_vnd": date(2025, 1, 1)}, "price_vnd:price_invalid"),
    ],
)
def test_refuses_what_cannot_be_a_product(cells, code):
    verdict = one(**cells)
    assert verdict.status == "rejected"
    assert code in codes(verdict)
    assert set(verdict.as_row().values()) == {"2", "rejected", *code.split(":"), verdict.as_row()["all_reasons"], ""}


@pytest.mark.parametrize(
    ("typed", "sku"), [(10059, "10059"), ("10059.0", "10059"), (" gs-1/a ", "GS-1/A"), ("A" * 32, "A" * 32)]
)
def test_codes_are_written_one_way(typed, sku):
    verdict = one(sku=typed)
    assert (verdict.values.sku, verdict.status) == (sku, "accepted")


def test_emoji_leave_the_name_and_stay_in_the_description():
    verdict = one(name="🔥 Khay 👨‍👩‍👧 tròn ☕️", description="🔥 Nóng")
    assert (verdict.values.name, verdict.values.description) == ("Khay tròn", "🔥 Nóng")
    assert codes(verdict) == ["name:name_cleaned"]


def test_rows_are_compared_with_taken_rows_only():
    rows = [
        ["A1", "Ấm", "Gốm sứ", "rẻ", "bộ"],
        ["A1", "Ấm", "Gốm sứ", 45000, "bộ"],
        ["a1 ", "Bát", "Gốm sứ", 45000, "bộ"],
        ["A2", "Bát", "Gốm sứ", 45000, "bộ"],
        ["A3", "AM", "Gốm sứ", 45000, "bộ"],
        ["A4", "Ấm", "Gốm sứ", 45000, "chiếc"],
        ["A1", "", "Gốm sứ", 45000, "bộ"],
    ]
    got = judged(workbook(NAMES, *rows))
    assert [row["status"] for row in got] == [
        "rejected",
        "accepted",
        "duplicate",
        "accepted",
        "warning",
        "accepted",
        "rejected",
    ]
    assert got[2]["sku"] == "A1"
    assert got[2]["name"] == ""
    assert got[4]["reason"] == "duplicate_name"
    assert got[6]["all_reasons"] == "sku:duplicate_sku;name:missing_required"
    assert got[6]["reason"] == "missing_required"


def test_all_reasons_are_told_in_the_order_of_the_fields():
    verdict = one(sku="x x", price_vnd="rẻ", unit="", village="Làng Ma", stock="nhiều")
    assert codes(verdict) == [
        "sku:sku_invalid",
        "price_vnd:price_invalid",
        "unit:missing_required",
        "stock:stock_invalid",
        "village:village_unknown",
    ]


def test_edit_distance():
    assert within("gom su", "gom suu", 1)
    assert within("abc", "acb", 2)
    assert not within("abc", "acb", 1)
    assert not within("do dien tu", "do go tuong", 2)
    assert within("", "ab", 2)
