"""VietQR payloads: the reference vectors hold both ways, and whatever a bank would refuse is refused here first."""

import csv
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from core import vietqr
from core.vietqr import InvalidVietQr, VietQr, encode, parse

FILE = Path(__file__).parents[1] / "data" / "vietqr_vectors.csv"
VECTORS = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))
VALID = [row for row in VECTORS if row["valid"] == "yes"]
INVALID = [row for row in VECTORS if row["valid"] == "no"]
EXTRAS = "có thêm 52, 59, 60"
PAYLOAD = encode("970436", "0011001234567", 1250000, "KC26B7Q4X9")


def note(row):
    return row["note"]


def test_the_vectors_are_all_here():
    assert (len(VALID), len(INVALID)) == (15, 34)


@pytest.mark.parametrize("row", VALID, ids=note)
def test_reads_every_valid_payload(row):
    transfer = parse(row["payload"])
    assert transfer.bin == row["bin"]
    assert transfer.account == row["account"]
    assert transfer.amount == (int(row["amount"]) if row["amount"] else None)
    assert transfer.content == (row["content"] or None)
    assert transfer.by_card == ("QRIBFTTC" in row["payload"])


@pytest.mark.parametrize("row", [row for row in VALID if EXTRAS not in row["note"]], ids=note)
def test_writes_every_valid_payload_with_an_upper_case_checksum(row):
    transfer = parse(row["payload"])
    written = encode(transfer.bin, transfer.account, transfer.amount, transfer.content, by_card=transfer.by_card)
    assert written == row["payload"][:-4] + row["payload"][-4:].upper()


@pytest.mark.parametrize("row", INVALID, ids=note)
def test_refuses_every_invalid_payload(row):
    with pytest.raises(InvalidVietQr) as refused:
        parse(row["payload"])
    assert refused.value.reason


@pytest.mark.parametrize(
    ("transfer", "reason"),
    [
        (VietQr("97043", "1"), "bank"),
        (VietQr("97043A", "1"), "bank"),
        (VietQr("٩٧٠٤٣٦", "1"), "bank"),
        (VietQr("970436", ""), "account"),
        (VietQr("970436", "00 11"), "account"),
        (VietQr("970436", "1" * 20), "account"),
        (VietQr("970436", "1", 0), "amount"),
        (VietQr("970436", "1", -1), "amount"),
        (VietQr("970436", "1", 10**13), "amount"),
        (VietQr("970436", "1", 1, "K" * 26), "content"),
        (VietQr("970436", "1", 1, ""), "content"),
        (VietQr("970436", "1", 1, "Chuyển tiền"), "content"),
        (VietQr("970436", "1", 1, "a\nb"), "content"),
    ],
)
def test_refuses_to_write_what_a_bank_would_not_take(transfer, reason):
    with pytest.raises(InvalidVietQr) as refused:
        encode(transfer.bin, transfer.account, transfer.amount, transfer.content)
    assert refused.value.reason == reason


def test_any_changed_character_is_noticed():
    for at in range(len(PAYLOAD)):
        changed = PAYLOAD[:at] + ("1" if PAYLOAD[at] != "1" else "2") + PAYLOAD[at + 1 :]
        with pytest.raises(InvalidVietQr):
            parse(changed)


def test_reads_what_it_writes():
    for amount in (None, 1, 999, 1250000, 10**13 - 1):
        for content in (None, "K", "KC26B7Q4X9", "x" * 25):
            for by_card in (False, True):
                payload = encode("970422", "0000123456789", amount, content, by_card=by_card)
                assert parse(payload) == VietQr("970422", "0000123456789", amount, content, by_card)


def test_the_drawing_is_an_image_with_a_name_and_no_style():
    drawing = vietqr.svg(PAYLOAD, label="Mã <VietQR>")
    root = ElementTree.fromstring(drawing)
    assert root.get("role") == "img"
    assert root[0].text == "Mã <VietQR>"
    assert "style" not in drawing


def test_the_drawing_has_the_modules_of_the_picture(tmp_path):
    (tmp_path / "code.png").write_bytes(vietqr.png(PAYLOAD, scale=1))
    picture = Image.open(tmp_path / "code.png").convert("1")
    dark = set()
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", vietqr.svg(PAYLOAD)):
        dark |= {(int(x) + i, int(y)) for i in range(int(width))}
    assert dark == {(x, y) for x in range(picture.width) for y in range(picture.height) if not picture.getpixel((x, y))}
    assert min(x for x, _ in dark) == vietqr.QUIET_ZONE
    assert picture.width - 1 - max(x for x, _ in dark) == vietqr.QUIET_ZONE
