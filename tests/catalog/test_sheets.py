"""Product sheets: the reference sheet becomes exactly its expected rows, and hostile or broken files are refused."""

import csv
import io
import json
import re
import time
import tracemalloc
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from catalog.sheets import Category, UnreadableSheet, Village, judge, read
from catalog.sheets.lookup import within
from catalog.sheets.messages import MESSAGES, OUTCOMES
from catalog.sheets.table import HEADINGS

DATA = Path(__file__).parents[1] / "data"
SAMPLE = (DATA / "messy_import_sample.xlsx").read_bytes()
TODAY = date(2026, 11, 23)
NAMES = ["Mã SP", "Tên sản phẩm", "Nhóm hàng", "Giá bán", "Đơn vị"]
GOOD = {"sku": "GS1", "name": "Ấm trà", "browse_category": "Gốm sứ", "price_vnd": 450000, "unit": "chiếc"}


def table(name):
    return list(csv.DictReader(io.StringIO((DATA / name).read_text(encoding="utf-8"), newline="")))


VILLAGES = [
    Village(row["slug"], row["name"], tuple(alias.strip() for alias in row["aliases"].split(";") if alias.strip()))
    for row in table("villages.csv")
]
CATEGORIES = [
    Category(each["slug"], each["name_vi"])
    for each in json.loads((DATA / "taxonomy.json").read_text(encoding="utf-8"))["browse"]
]


def verdicts(rows):
    return list(judge(rows, TODAY, VILLAGES, CATEGORIES))


def judged(file):
    return [verdict.as_row() for verdict in verdicts(read(io.BytesIO(file)))]


def workbook(*rows, **options):
    """An .xlsx file as spreadsheet programs write it, with shared strings; options name methods of the sheet."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        for method, arguments in options.items():
            getattr(sheet, method)(*arguments)
    return file.getvalue()


def csv_file(*rows, delimiter=",", encoding="utf-8"):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def one(**cells):
    """The verdict on a single row, good but for what is given."""
    fields = GOOD | cells
    headings = [HEADINGS[name][0] for name in fields]
    return verdicts(read(io.BytesIO(workbook(headings, list(fields.values())))))[0]


def codes(verdict):
    return [f"{reason.field}:{reason.code}" for reason in verdict.reasons]


def changed(parts, drop=()):
    """The sample with parts of its archive replaced, added or left out."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SAMPLE)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        kept = {name: old.read(name) for name in old.namelist() if name not in drop}
        for name, content in (kept | parts).items():
            new.writestr(name, content)
    return file.getvalue()


def refusal(file):
    with pytest.raises(UnreadableSheet) as refused:
        list(read(io.BytesIO(file)))
    assert len(str(refused.value)) > 15
    return refused.value.code


def test_the_reference_sheet_becomes_the_expected_rows_cell_for_cell():
    assert judged(SAMPLE) == table("messy_import_expected.csv")


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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_reads_csv_in_any_encoding_and_delimiter(encoding, delimiter):
    file = csv_file(
        ["Bảng kê"],
        NAMES,
        ["gs1", "Ấm, trà; men", "Gốm sứ", "450.000đ", "Chiếc"],
        delimiter=delimiter,
        encoding=encoding,
    )
    (row,) = judged(file)
    assert (row["sheet_row"], row["status"], row["sku"], row["name"]) == ("3", "accepted", "GS1", "Ấm, trà; men")


def test_reads_csv_of_old_vietnamese_programs():
    text = "Mã SP,Tên sản phẩm,Nhóm hàng,Giá bán,Đơn vị\nGS1,Giỏ mây,Mây tre đan,1tr2,chiếc\n"
    apart = re.sub("[̀-̣]", lambda mark: mark[0], _tones_apart(text))
    (row,) = judged(apart.encode("cp1258"))
    assert (row["name"], row["browse_category"], row["price_vnd"]) == ("Giỏ mây", "may-tre-dan", "1200000")


def _tones_apart(text):
    """Letters as Windows-1258 has them: ă â ê ô ơ ư đ whole, tone marks after them."""
    import unicodedata

    pieces = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tones = [mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323"]
        pieces.append(
            unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tones)) + "".join(tones)
        )
    return "".join(pieces)


def test_a_csv_cell_may_hold_several_lines():
    (row,) = judged(csv_file([*NAMES, "Mô tả"], ["GS1", "Ấm", "Gốm sứ", "45k", "chiếc", "Một\r\n\r\nHai"]))
    assert row["description"] == "Một\n\nHai"


def test_finds_headings_under_other_names_in_any_order():
    headings = [
        "STT",
        "Giá bán (VNĐ) *",
        "Mã sản phẩm:",
        "ĐVT",
        "TÊN SẢN PHẨM",
        "SL tồn",
        "Trọng lượng (g)",
        "nhóm hàng",
        "Số quyết định",
    ]
    (row,) = judged(workbook([], ["Kê khai"], headings, [1, 45000, "A1", "Bộ", "Ấm", 3, "1,5kg", "gom-su", "9/QĐ"]))
    shown = {name: row[name] for name in ("sku", "name", "unit", "price_vnd", "stock", "weight_g", "decision_number")}
    assert shown == {
        "sku": "A1",
        "name": "Ấm",
        "unit": "bộ",
        "price_vnd": "45000",
        "stock": "3",
        "weight_g": "1500",
        "decision_number": "9/QĐ",
    }


def test_headings_below_the_first_lines_are_not_looked_for():
    assert judged(workbook(*[["x"]] * 14, NAMES, ["A1", "Ấm", "Gốm sứ", 45000, "bộ"]))[0]["sheet_row"] == "16"
    assert refusal(workbook(*[["x"]] * 15, NAMES)) == "no_header"


def test_a_merged_cell_counts_for_every_row_it_covers():
    rows = [["A1", "Ấm", "", 45000, "bộ"], ["A2", "Bát", "", 45000, "bộ"], ["A3", "Đĩa", "", 45000, "bộ"]]
    got = judged(workbook(NAMES, *rows, merge_range=("C2:C3", "Gốm sứ")))
    assert [row["browse_category"] for row in got] == ["gom-su", "gom-su", ""]
    assert got[2]["all_reasons"] == "browse_category:missing_required"


def test_a_merged_cell_over_empty_rows_makes_no_rows():
    got = judged(workbook(NAMES, ["A1", "Ấm", "", 45000, "bộ"], merge_range=("C2:C9", "Gốm sứ")))
    assert [row["sheet_row"] for row in got] == ["2"]


def test_a_row_number_alone_makes_no_row():
    assert judged(workbook(["STT", *NAMES], [1, "A1", "Ấm", "Gốm sứ", 45000, "bộ"], [2], [3])) != []
    assert len(judged(workbook(["STT", *NAMES], [1, "A1", "Ấm", "Gốm sứ", 45000, "bộ"], [2], [3, "  "]))) == 1


def test_a_hidden_row_is_refused_without_being_read():
    rows = [["A1", "Ấm", "Gốm sứ", -1, "bộ"], ["A1", "Ấm", "Gốm sứ", 45000, "bộ"]]
    got = judged(workbook(NAMES, *rows, set_row=(1, None, None, {"hidden": True})))
    assert [row["all_reasons"] for row in got] == ["row:hidden_row", ""]


def test_a_formula_is_no_value_even_when_its_result_is_stored():
    (row,) = judged(workbook(NAMES, ["A1", "Ấm", "Gốm sứ", "", "bộ"], write_formula=("D2", "=2*150000", None, 300000)))
    assert row["all_reasons"] == "price_vnd:formula_cell"


def test_dates_of_workbooks_that_count_from_1904():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"date_1904": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [*NAMES, "Ngày cấp"])
        sheet.write_row(1, 0, ["A1", "Ấm", "Gốm sứ", 45000, "bộ"])
        sheet.write_datetime(1, 5, date(2025, 3, 5), book.add_format({"num_format": '"ngày" d/m/yyyy'}))
    assert judged(file.getvalue())[0]["issued_on"] == "2025-03-05"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("05/03/2025", date(2025, 3, 5)), ("5/3/25", date(2025, 3, 5)), ("5-3-2025", date(2025, 3, 5)), ("5.3.2025", date(2025, 3, 5)),
        ("2025-03-05", date(2025, 3, 5)), ("ngày 5 tháng 3 năm 2025", date(2025, 3, 5)), (45721, date(2025, 3, 5)), ("45721", date(2025, 3, 5)),
        ("2025-03-05 00:00:00", date(2025, 3, 5)), ("29/02/2024", date(2024, 2, 29)), ("23/11/2026", TODAY),
    ],
)  # fmt: skip
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
        (500, 500), ("500g", 500), ("500 gr", 500), ("0,2kg", 200), ("0.2 kg", 200), ("1kg2", 1200), ("1kg25", 1250), ("1 kg 200 g", 1200),
        ("1.200", 1200), ("1.200g", 1200), ("2 kg", 2000), ("1,25kg", 1250), (0.5, 1),
    ],
)  # fmt: skip
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
        ("Sơn mài", "son-mai-kham", None), ("MÂY-TRE-ĐAN", "may-tre-dan", None), ("thuc pham", "thuc-pham", None), ("Trà", "tra-do-uong", None),
        ("Gốm suu", "gom-su", "category_guessed"), ("Maytredan", "may-tre-dan", "category_guessed"), ("Đồ điện tử", None, "unknown_category"),
        ("Huog", None, "unknown_category"), ("!", None, "unknown_category"),
    ],
)  # fmt: skip
def test_finds_categories_and_guesses_only_near_ones(typed, slug, code):
    verdict = one(browse_category=typed)
    assert verdict.values.browse_category == slug
    assert codes(verdict) == ([f"browse_category:{code}"] if code else [])


@pytest.mark.parametrize(
    ("typed", "slug", "code"),
    [
        ("bat trang", "bat-trang", None), ("Làng Bát Tràng", "bat-trang", None), ("làng nghề Vạn Phúc", "van-phuc", None), ("Chuông", "lang-chuong", None),
        ("Phùng Xá (Mỹ Đức)", "phung-xa-my-duc", None), ("phung-xa-thach-that", "phung-xa-thach-that", None), ("Chung Chản", "van-tu", None),
        ("Phùng Xá", None, "village_ambiguous"), ("Làng Ma", None, "village_unknown"),
    ],
)  # fmt: skip
def test_finds_villages_and_never_picks_among_several(typed, slug, code):
    verdict = one(village=typed)
    assert verdict.values.village_slug == slug
    assert codes(verdict) == ([f"village:{code}"] if code else [])


@pytest.mark.parametrize(
    ("typed", "kept", "warned"),
    [
        ("a.jpg; b.PNG\nc.webp", ("a.jpg", "b.PNG", "c.webp"), False), ("ảnh 1.jpg", ("ảnh 1.jpg",), False), ("a.jpg|a.jpg", ("a.jpg",), False),
        ("../a.jpg", (), True), ("http://x.vn/a.jpg; b.jpg", ("b.jpg",), True), ("C:\\a.jpg", (), True), ("a.exe", (), True), (".jpg", (), True),
        ("a.svg", (), True), ("a%2f.jpg", (), True), (" ; ", (), False),
    ],
)  # fmt: skip
def test_keeps_only_plain_picture_names(typed, kept, warned):
    verdict = one(images=typed)
    assert verdict.values.images == kept
    assert codes(verdict) == (["images:image_name_unsafe"] if warned else [])


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("<p>Một</p><p>Hai</p>", "Một\nHai"), ("a<script>alert(1)</script>b", "ab"), ("a<style>x{}", "a"), ("<b>Hộp</b> khảm", "Hộp khảm"),
        ("<scr<script></script>ipt>x", "x"), ("a<!-- b -->c", "ac"),
    ],
)  # fmt: skip
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
        ({"name": "<b>=1+1</b>"}, "name:formula_like_text"), ({"name": "🎁"}, "name:missing_required"), ({"name": "\u200b"}, "name:missing_required"),
        ({"name": "x" * 201}, "name:too_long"), ({"unit": "x" * 31}, "unit:too_long"), ({"description": "x" * 5001}, "description:too_long"),
        ({"sku": "-5"}, "sku:formula_like_text"), ({"sku": "@a"}, "sku:formula_like_text"), ({"sku": "A" * 33}, "sku:sku_invalid"),
        ({"sku": "GỐM1"}, "sku:sku_invalid"), ({"sku": "_A"}, "sku:sku_invalid"), ({"price_vnd": "0"}, "price_vnd:price_not_positive"),
        ({"price_vnd": 12.5}, "price_vnd:price_not_integer"), ({"price_vnd": 1e11}, "price_vnd:price_out_of_range"), ({"price_vnd": True}, "price_vnd:price_invalid"),
        ({"price_vnd": date(2025, 1, 1)}, "price_vnd:price_invalid"),
    ],
)  # fmt: skip
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
        ["A1", "Ấm", "Gốm sứ", "rẻ", "bộ"], ["A1", "Ấm", "Gốm sứ", 45000, "bộ"], ["a1 ", "Bát", "Gốm sứ", 45000, "bộ"],
        ["A2", "Bát", "Gốm sứ", 45000, "bộ"], ["A3", "AM", "Gốm sứ", 45000, "bộ"], ["A4", "Ấm", "Gốm sứ", 45000, "chiếc"], ["A1", "", "Gốm sứ", 45000, "bộ"],
    ]  # fmt: skip
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
        "sku:sku_invalid", "price_vnd:price_invalid", "unit:missing_required", "stock:stock_invalid", "village:village_unknown",
    ]  # fmt: skip


def test_edit_distance():
    assert within("gom su", "gom suu", 1)
    assert within("abc", "acb", 2)
    assert not within("abc", "acb", 1)
    assert not within("do dien tu", "do go tuong", 2)
    assert within("", "ab", 2)


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"", "empty"), (b"hello", "no_header"), (b"%PDF-1.7\n\x81\x8d", "encoding"), (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1", "not_a_sheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_or_locked"), (SAMPLE[:5000], "broken"), (b"PK\x03\x04nonsense", "broken"),
        (csv_file(["Tên", "Giá"], ["Ấm", 1]), "no_header"), (workbook(), "no_header"), (workbook(["Tên sản phẩm"]), "no_header"),
    ],
)  # fmt: skip
def test_refuses_what_is_no_product_sheet(file, code):
    assert refusal(file) == code


def test_refuses_an_archive_that_is_no_workbook():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert refusal(file.getvalue()) == "not_a_sheet"


def test_refuses_macros():
    assert refusal(changed({"xl/vbaProject.bin": b"x"})) == "macro"
    kinds = zipfile.ZipFile(io.BytesIO(SAMPLE)).read("[Content_Types].xml").decode()
    named = kinds.replace("spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main")
    assert named != kinds
    assert refusal(changed({"[Content_Types].xml": named})) == "macro"


def test_refuses_xml_entities():
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]><worksheet><sheetData/></worksheet>'
    assert refusal(changed({"xl/worksheets/sheet1.xml": bomb})) == "declarations"
    outside = '<!DOCTYPE a SYSTEM "file:///etc/passwd"><workbook/>'
    assert refusal(changed({"xl/workbook.xml": outside})) == "declarations"


def test_refuses_what_unpacks_to_too_much():
    started = time.perf_counter()
    assert (
        refusal(changed({"xl/worksheets/sheet1.xml": b"<worksheet><sheetData>" + b" " * 130 * 1024 * 1024}))
        == "too_big"
    )
    assert time.perf_counter() - started < 5


def test_refuses_a_sheet_that_is_cut_off_inside():
    sheet = zipfile.ZipFile(io.BytesIO(SAMPLE)).read("xl/worksheets/sheet1.xml")
    assert refusal(changed({"xl/worksheets/sheet1.xml": sheet[:15000]})) == "broken"
    assert refusal(changed({}, drop=["xl/worksheets/sheet1.xml"])) == "broken"


def test_refuses_too_many_rows(monkeypatch):
    monkeypatch.setattr("catalog.sheets.table.MOST_ROWS", 3)
    rows = [[f"A{number}", "Ấm"] for number in range(4)]
    assert len(judged(workbook(NAMES, *rows[:3]))) == 3
    assert refusal(workbook(NAMES, *rows)) == "too_many_rows"
    assert refusal(csv_file(NAMES, *rows)) == "too_many_rows"


def test_memory_stays_flat_however_long_the_sheet():
    peaks = [_peak_of_reading(count) for count in (500, 4000)]
    assert peaks[1] < peaks[0] * 1.5


def _peak_of_reading(count):
    cells = "".join(
        f'<c r="{letter}{{0}}" t="inlineStr"><is><t>chữ {letter} {{0}}</t></is></c>' for letter in "ABCDEFGHIJKLMN"
    )
    heads = "".join(f'<c t="inlineStr"><is><t>{heading}</t></is></c>' for heading in NAMES)
    rows = "".join(f'<row r="{number}">{cells.format(number)}</row>' for number in range(2, count + 2))
    file = io.BytesIO(
        changed({"xl/worksheets/sheet1.xml": f"<worksheet><sheetData><row>{heads}</row>{rows}</sheetData></worksheet>"})
    )
    tracemalloc.start()
    assert sum(1 for _ in read(file)) == count
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_numbers_keep_what_the_sheet_holds():
    (row,) = read(io.BytesIO(workbook(NAMES, ["A1", "Ấm", "Gốm sứ", 0.1, 12.0])))
    assert (row.cells["price_vnd"], row.cells["unit"]) == (Decimal("0.1"), 12)
