"""Payment codes survive what banks do to the content of a transfer."""

import re
from datetime import UTC, datetime

import pytest

from core.times import frozen
from core.vietqr import encode, parse
from shop.codes import ALPHABET, find_code, new_code


def test_codes_carry_the_year_and_no_letter_that_looks_like_another():
    with frozen(datetime(2027, 3, 1, tzinfo=UTC)):
        codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(re.fullmatch(rf"KC27[{ALPHABET}]{{6}}", code) for code in codes)
    assert not set("01OI") & set(ALPHABET)


def test_a_code_goes_through_a_qr_code_and_back():
    for _ in range(50):
        code = new_code()
        assert find_code(parse(encode("970436", "1", 1, code)).content) == code


@pytest.mark.parametrize(
    "line",
    [
        "KC26B7Q4X9",
        "kc26b7q4x9",
        "MBVCB.5123456789.KC26B7Q4X9.CT tu 0011001234567 NGUYEN VAN A toi 123",
        "LDP1301 FT24261000 KC26B7Q4X9 GD 123",
        "CT DEN:426100 KC26 B7Q4 X9 FT",
        "kc 26b7q4 x9",
        "thanh toan KC26B7Q4\nX9",
        "CHUYENTIENKC26B7Q4X9-270826",
        "KC26B7Q4X9 KC26B7Q4X9",
    ],
)
def test_finds_the_code_in_a_noisy_line(line):
    assert find_code(line) == "KC26B7Q4X9"


@pytest.mark.parametrize("line", ["", "chuyen tien", "KC26B7Q4", "KC26O0I1B7", "KC26B7Q4X9 va KC26Z7Y5W4"])
def test_finds_nothing_where_there_is_no_one_code(line):
    assert find_code(line) is None
