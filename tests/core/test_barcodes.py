"""core/barcodes.py: the bars are read back as the digits below them."""

import re

import pytest

from core import barcodes

# The digits as EAN draws them on its left half with odd parity; the right half changes dark and light.
ODD = ["0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011"]
RIGHT = ["".join("10"[int(module)] for module in digit) for digit in ODD]
EVEN = [digit[::-1] for digit in RIGHT]
FIRST = ["OOOOOO", "OOEOEE", "OOEEOE", "OOEEEO", "OEOOEE", "OEEOOE", "OEEEOO", "OEOEOE", "OEOEEO", "OEEOEO"]


def modules(digits):
    """Dark and light as a scanner meets them, and the width of the whole drawing."""
    svg = str(barcodes.drawing(digits))
    bars = [tuple(map(int, bar)) for bar in re.findall(r"M(\d+) 4h(\d+)v", svg)]
    row = ["0"] * int(re.search(r'viewBox="0 0 (\d+) ', svg)[1])
    for x, width in bars:
        row[x : x + width] = "1" * width
    return "".join(row)


def read(row, halves):
    """Digits of an EAN-8 or EAN-13: guards of 3, 5 and 3 modules around two halves."""
    row = row.strip("0")
    left, right = row[3 : 3 + 7 * halves], row[8 + 7 * halves : -3]
    assert (row[:3], row[3 + 7 * halves : 8 + 7 * halves], row[-3:]) == ("101", "01010", "101")
    cells = [left[at : at + 7] for at in range(0, len(left), 7)]
    parity = "".join("O" if cell in ODD else "E" for cell in cells)
    told = [(ODD if kind == "O" else EVEN).index(cell) for cell, kind in zip(cells, parity, strict=True)]
    told += [RIGHT.index(right[at : at + 7]) for at in range(0, len(right), 7)]
    return parity, "".join(map(str, told))


@pytest.mark.parametrize("digits", ["8931234567897", "0036000291452", "4006381333931"])
def test_thirteen_digits_are_read_back(app, digits):
    parity, told = read(modules(digits), 6)
    assert str(FIRST.index(parity)) + told == digits


def test_eight_digits_are_read_back(app):
    assert read(modules("96385074"), 4) == ("OOOO", "96385074")


@pytest.mark.parametrize("digits", ["8931234567897", "96385074", "18931234567894"])
def test_the_ground_on_either_side_is_empty_and_the_digits_stand_below(app, digits):
    row = modules(digits)
    assert row[:11] == row[-11:] == "0" * 11
    assert row[11] == row[-12] == "1"
    assert f">{digits}</text>" in str(barcodes.drawing(digits))
