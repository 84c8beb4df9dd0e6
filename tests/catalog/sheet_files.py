"""Product sheets for tests: the reference sheet, and others made in memory as spreadsheet programs write them."""

import csv
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from catalog.sheets import Category, UnreadableSheet, Village, judge, read
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
