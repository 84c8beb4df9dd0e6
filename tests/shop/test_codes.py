"""Payment codes survive what banks do to the content of a transfer."""

import random
import re
from datetime import UTC, datetime

import pytest

from core.times import frozen
from core.vietqr import encode, parse
from shop.codes import ALPHABET, Reading, find_code, new_code


def test_codes_carry_the_year_and_no_letter_that_looks_like_another():
    with frozen(datetime(2027, 3, 1, tzinfo=UTC)):
        codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(re.fullmatch(rf"KC27[{ALPHABET}]{{6}}", code) for code in codes)
    assert not set("01OI") & set(ALPHABET)


def test_a_code_goes_through_a_qr_code_and_back():
    for _ in range(50):
        code = new_code()
        assert find_code(parse(encode("970436", "1", 1, code)).content) == Reading("found", code)


@pytest.mark.parametrize(
    "line",
    [
        "KC26B7Q4X9",
        "kc26b7q4x9",
        "MBVCB.5123456789.KC26B7Q4X9.CT tu 0011001234567 NGUYEN VAN A toi 123",
        "LDP1301 FT24261000 KC26B7Q4X9 GD 123",
        "CT DEN:426100 KC26 B7Q4 X9 FT",
        "kc 26b7q4 x9",
        "k c 2 6 b 7 q 4 x 9",
        "thanh toan KC26B7Q4\nX9",
        "CHUYENTIENKC26B7Q4X9-270826",
        "KC26B7Q4X9FT24261000",
        "muagomKC26B7Q4X9chiNgan",
        "thanhtoanKC26 B7Q4-X9",
        "KC26B7Q4X9 KC26B7Q4X9",
        "KC26B7Q4X9 GD 12 KC26 B7Q4 X9",
        "KC26B7Q4X9 GD 12 KC26B7Q4",  # the bank repeats it and cuts it short
        "Thanh toán KC26B7Q4X9 tiền bát",
    ],
)
def test_finds_the_code_in_a_noisy_line(line):
    assert find_code(line) == Reading("found", "KC26B7Q4X9")


@pytest.mark.parametrize("line", ["", "chuyen tien", "KC", "tra tien KC 2", "B7Q4X9", "K.C."])
def test_a_line_with_nothing_like_a_code_has_none(line):
    assert find_code(line) == Reading("none")


@pytest.mark.parametrize(
    "line",
    [
        "KC26B7Q4X9 va KC26Z7Y5W4",
        "KC26B7Q4X9KC26Z7Y5W4",
        "KC26B7Q4X9 KC26 ABC DEF",
        "KC26B7Q4X9 KC26 ABCD EFGH",
        "KC26 B7Q4X va 9",
        "KC26 B7Q4X9FT24261000",
        "KC26B7Q4",
        "KC26O0I1B7",
        "KC26B7Q4X9 hay KC26Z7",
    ],
)
def test_what_is_not_clear_is_for_a_person_to_read(line):
    assert find_code(line) == Reading("doubtful")


def test_a_code_within_a_code_is_no_second_one():
    assert find_code("GD KC26KC27AB.123") == Reading("found", "KC26KC27AB")


NOISE = "ABDEGHLMNOPTVXY0123456789 .-:/"  # no K: nothing in it begins a code
GAPS = ["", "", "", "", " ", "  ", "-", ".", "_", "\n"]
DICE = random.Random(20261129)


def noise():
    return "".join(DICE.choices(NOISE, k=DICE.randrange(30)))


def code():
    """No K at its end, which could begin another in the noise behind it."""
    while (drawn := new_code()).endswith("K"):
        pass
    return drawn


@pytest.mark.parametrize("change", [str, str.lower])
def test_a_whole_code_is_found_in_any_noise(change):
    for _ in range(1_000):
        before, wanted, after = noise(), code(), noise()
        assert find_code(change(before + wanted + after)) == Reading("found", wanted), (before, wanted, after)


def test_a_code_spaced_out_in_any_way_is_found_where_its_last_word_ends():
    for _ in range(1_000):
        before, wanted, after = noise(), code(), noise()
        spaced = "".join(letter + DICE.choice(GAPS) for letter in wanted[:-1]) + wanted[-1]
        assert find_code(f"{before} {spaced} {after}") == Reading("found", wanted), (before, spaced, after)


def test_what_is_found_can_be_read_in_the_line():
    found = 0
    for _ in range(20_000):
        line = "".join(DICE.choices(["KC26", "KC", "K", "AB", "7", "9", " ", "."], k=DICE.randrange(14)))
        reading = find_code(line)
        assert (reading.code is not None) == (reading.state == "found")
        if reading.code:
            found += 1
            assert reading.code in re.sub(r"[\s._-]", "", line)
    assert found > 100


def test_two_codes_are_never_one():
    for _ in range(1_000):
        line = f"{code()} {noise()} {code()}"
        assert find_code(line).state == "doubtful", line
