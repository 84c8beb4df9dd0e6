"""Prices are whole đồng, read in the ways that people here write them."""

from decimal import Decimal

import pytest

from core import money
from core.money import number, parse_price, vnd


def test_amounts_are_written_the_vietnamese_way():
    assert vnd(125000) == "125.000\u00a0₫"
    assert vnd(0) == "0\u00a0₫"
    assert vnd(-1250000) == "-1.250.000\u00a0₫"
    assert vnd(9_007_199_254_740_993) == "9.007.199.254.740.993\u00a0₫"
    assert number(Decimal("1234.5"), places=1) == "1.234,5"


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1.250.000đ", 1250000),
        ("1,250,000", 1250000),
        ("1 250 000", 1250000),
        ("1\u00a0250\u00a0000 ₫", 1250000),
        ("1.250.000,00", 1250000),
        ("1,250,000.00", 1250000),
        ("450.000", 450000),
        ("550,000", 550000),
        ("450000", 450000),
        ("500k", 500000),
        ("500K", 500000),
        ("500 nghìn", 500000),
        ("500 ngàn", 500000),
        ("1tr2", 1200000),
        ("1tr200", 1200000),
        ("1tr25", 1250000),
        ("1tr050", 1050000),
        ("1,5 triệu", 1500000),
        ("2.5tr", 2500000),
        ("1 triệu rưỡi", 1500000),
        ("1 triệu 200 nghìn", 1200000),
        ("1tr200k", 1200000),
        ("1 triệu 200.000đ", 1200000),
        ("1.200 nghìn", 1200000),
        ("45k5", 45500),
        ("1 tỷ 200 triệu", 1_200_000_000),
        ("2 tỉ rưỡi", 2_500_000_000),
        ("1.200.000 VNĐ", 1200000),
        ("12.500.000 ₫", 12500000),
        ("500 nghìn đồng", 500000),
        ("Giá: 500k", 500000),
        ("Giá bán: 450.000đ/chiếc", 450000),
        ("450k / bộ", 450000),
        ("120.000đ/m2", 120000),
        ("VND 450,000", 450000),
        ("850", 850),
        ("1", 1),
        ("10.000.000.000", 10_000_000_000),
        (450000, 450000),
        (450000.0, 450000),
        (Decimal("450000"), 450000),
        ("1 TRIỆU RƯỠI", 1500000),
    ],
)
def test_reads_what_people_write(typed, amount):
    assert parse_price(typed) == amount


@pytest.mark.parametrize("typed", ["Liên hệ", "LH", "lh: 0912 345 678", "Giá liên hệ", "liên hệ để biết giá"])
def test_a_price_on_request_is_no_price(typed):
    assert parse_price(typed) is None


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("rẻ lắm", money.PriceUnreadable),
        ("", money.PriceUnreadable),
        ("đ", money.PriceUnreadable),
        ("1.25.000", money.PriceUnreadable),
        ("1.250,000.00", money.PriceUnreadable),
        ("1.250.00", money.PriceUnreadable),
        ("1.250 triệu", money.PriceUnreadable),
        ("1 triệu 2 triệu", money.PriceUnreadable),
        ("1,5tr2", money.PriceUnreadable),
        ("k", money.PriceUnreadable),
        ("1e6", money.PriceUnreadable),
        ("0.500", money.PriceUnreadable),
        ("9" * 5000, money.PriceUnreadable),
        (float("nan"), money.PriceUnreadable),
        ("$45", money.PriceUnreadable),
        ("0", money.PriceNotPositive),
        ("0đ", money.PriceNotPositive),
        ("-50.000đ", money.PriceNotPositive),
        (-50000, money.PriceNotPositive),
        ("\u221250k", money.PriceNotPositive),
        ("200k-300k", money.PriceIsRange),
        ("200.000 – 300.000đ", money.PriceIsRange),
        ("từ 200k đến 300k", money.PriceIsRange),
        ("từ 200k", money.PriceIsRange),
        ("200k trở lên", money.PriceIsRange),
        ("200~300k", money.PriceIsRange),
        ("12.5", money.PriceNotInteger),
        ("1.250.000,50", money.PriceNotInteger),
        (450000.5, money.PriceNotInteger),
        ("10.000.000.001", money.PriceTooHigh),
        ("11 tỷ", money.PriceTooHigh),
        (2e10, money.PriceTooHigh),
    ],
)
def test_refuses_with_the_reason(typed, error):
    with pytest.raises(error):
        parse_price(typed)


def test_reads_back_what_it_writes():
    for amount in (1, 999, 1000, 45_500, 1_250_000, 48_000_000, 10_000_000_000):
        assert parse_price(vnd(amount)) == amount
        assert parse_price(f"{amount:,}") == amount


def test_every_refusal_names_its_rule():
    codes = {error.code for error in money.PriceError.__subclasses__()}
    assert codes == {
        "price_invalid",
        "price_not_positive",
        "price_range",
        "price_not_integer",
        "price_out_of_range",
    }
