"""Product sheets as files: the reference sheet becomes its expected rows, hostile or broken files are refused."""

import io
import time
import tracemalloc
import unicodedata
import zipfile
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter

from catalog.sheets import read
from tests.catalog.sheet_files import (
    NAMES,
    SAMPLE,
    changed,
    csv_file,
    judged,
    refusal,
    table,
    workbook,
)


def test_the_reference_sheet_becomes_the_expected_rows_cell_for_cell():
    assert judged(SAMPLE) == table("messy_import_expected.csv")


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
    (row,) = judged(_tones_apart(text).encode("cp1258"))
    assert (row["name"], row["browse_category"], row["price_vnd"]) == ("Giỏ mây", "may-tre-dan", "1200000")


def _tones_apart(text):
    """Letters as Windows-1258 has them: ă â ê ô ơ ư đ whole, tone marks after them."""
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
    ("file", "code"),
    [
        (b"", "empty"),
        (b"hello", "no_header"),
        (b"%PDF-1.7\n\x81\x8d", "encoding"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1", "not_a_sheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_or_locked"),
        (SAMPLE[:5000], "broken"),
        (b"PK\x03\x04nonsense", "broken"),
        (csv_file(["Tên", "Giá"], ["Ấm", 1]), "no_header"),
        (workbook(), "no_header"),
        (workbook(["Tên sản phẩm"]), "no_header"),
    ],
)
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


def test_reading_leaves_the_file_open_to_its_owner():
    file = io.BytesIO(csv_file(NAMES, ["A1"], ["A2"]))
    rows = read(file)
    next(rows)
    rows.close()
    assert len(list(read(file))) == 2


def test_a_line_without_end_is_refused_in_time():
    started = time.perf_counter()
    assert refusal(b"a" * 20_000_000) in ("not_a_sheet", "encoding")
    assert time.perf_counter() - started < 2


def test_numbers_keep_what_the_sheet_holds():
    (row,) = read(io.BytesIO(workbook(NAMES, ["A1", "Ấm", "Gốm sứ", 0.1, 12.0])))
    assert (row.cells["price_vnd"], row.cells["unit"]) == (Decimal("0.1"), 12)
