"""Vietnamese text is stored in one form and matched by keys that agree on what sounds and looks alike."""

import unicodedata

import pytest

from core.text import (
    accented,
    clean_block,
    clean_line,
    fold,
    nfc,
    settle_tones,
    slugify,
    sort_key,
    unmarked,
    words,
)

SAMPLES = [
    "Gốm sứ Bát Tràng",
    "Đậu phụ Võng La",
    "Nước mắm ủ chượp",
    "Lụa Vạn Phúc",
    "Quý Mỹ kỹ lý",
    "zzf dzô fở",
    "ẤM CHÉN HOÀ",
    "Miến dong làng So – 500 g",
    "İstanbul ß ﬁ",
    "  a\u00a0b\u200bc  ",
    "thuỷ tinh",
    "“Trà” ‘sen’",
    "",
    "🎁 quà",
    "y tế",
]


def test_composed_and_decomposed_spellings_are_the_same():
    for sample in SAMPLES:
        apart = unicodedata.normalize("NFD", sample)
        assert nfc(apart) == nfc(sample)
        for key in (clean_line, clean_block, accented, unmarked, fold, slugify):
            assert key(apart) == key(sample), key


def test_keys_settle_at_once():
    for sample in SAMPLES:
        for key in (clean_line, clean_block, accented, unmarked, fold, slugify, settle_tones):
            assert key(key(sample)) == key(sample), key


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Gốm sứ", "gom su"),
        ("nước mắm", "nuoc mam"),
        ("MỘC", "moc"),
        ("ướp", "uop"),
        ("Đậu", "dau"),
        ("đá", "da"),
        ("  nón\u00a0\u00a0lá ", "non la"),
        ("zo", "do"),
        ("dzô", "do"),
        ("fở", "pho"),
        ("giof", "giof"),
        ("ocop 4*", "ocop 4*"),
    ],
)
def test_folding_takes_off_case_marks_and_slang(typed, key):
    assert fold(typed) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mỹ", "mĩ"),
        ("kỹ", "kĩ"),
        ("lý", "lí"),
        ("tỷ", "tỉ"),
        ("quý", "quí"),
        ("sĩ", "sỹ"),
        ("hoà", "hòa"),
        ("thuý", "thúy"),
        ("khoẻ", "khỏe"),
    ],
)
def test_spellings_of_one_word_fold_together(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("word", "key"), [("mây", "may"), ("dày", "day"), ("thúy", "thuy"), ("y", "y"), ("quýt", "quyt")]
)
def test_folding_keeps_y_where_it_is_its_own_sound(word, key):
    assert fold(word) == key


@pytest.mark.parametrize(
    ("typed", "settled"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("HOÀ", "HÒA"),
        ("Thuỷ", "Thủy"),
        ("khoẻ", "khỏe"),
        ("hoàn toán", "hoàn toán"),
        ("quý", "quý"),
        ("Quỳ", "Quỳ"),
        ("huỳnh", "huỳnh"),
        ("xoè", "xòe"),
        ("uỷ", "ủy"),
        ("hòa", "hòa"),
    ],
)
def test_tone_marks_move_only_in_open_syllables(typed, settled):
    assert settle_tones(typed) == settled
    assert accented(typed) == settled.lower()


def test_accented_keeps_the_accents_that_tell_words_apart():
    assert accented("  TƯƠNG\u00a0nếp ") == "tương nếp"
    assert len({accented(word) for word in ("tương", "tượng", "tường")}) == 3


def test_a_clean_line_has_nothing_unseen():
    assert clean_line(" Bình\u00a0 hoa\u200b\ufeff\t men\x00\x1b\n tro ") == "Bình hoa men tro"
    assert clean_line("“Quà” Tết") == "“Quà” Tết"


def test_a_clean_block_keeps_its_lines():
    assert (
        clean_block("\n Dung tích  300 ml.\r\nKhông dùng\u00a0lò.\n\n\n\n Hết. \n")
        == "Dung tích 300 ml.\nKhông dùng lò.\n\nHết."
    )


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Làng gốm Bát Tràng", "lang-gom-bat-trang"),
        ("Mỹ Đức", "my-duc"),
        ("  Đĩa 22 cm!! ", "dia-22-cm"),
        ("🎁", ""),
        ("Phùng Xá (Mỹ Đức)", "phung-xa-my-duc"),
    ],
)
def test_slugs_are_plain_ascii(name, slug):
    assert slugify(name) == slug


def test_a_long_slug_ends_with_a_whole_word():
    assert slugify("gốm sứ bát tràng", longest=9) == "gom-su"
    assert slugify("gốm sứ bát tràng", longest=10) == "gom-su-bat"
    assert slugify("a" * 200, longest=10) == "a" * 10


def test_words_are_runs_of_letters_and_digits():
    assert words(fold("Bộ ấm-chén, 6 chiếc (Bát Tràng)")) == [
        "bo",
        "am",
        "chen",
        "6",
        "chiec",
        "bat",
        "trang",
    ]
    assert words(accented("Ấm chén")) == ["ấm", "chén"]


def test_sorts_as_a_vietnamese_dictionary_does():
    ordered = [
        "An Giang",
        "Ăn",
        "Âm",
        "Ba Đình",
        "Bà Triệu",
        "Bả Mả",
        "Bá Dương",
        "Bạ",
        "Bát Tràng",
        "Dân Hòa",
        "Đan Phượng",
        "Đông",
        "Ô Diên",
    ]
    assert sorted(ordered, key=sort_key) == [
        "An Giang",
        "Ăn",
        "Âm",
        "Bạ",
        "Bá Dương",
        "Ba Đình",
        "Bả Mả",
        "Bà Triệu",
        *ordered[8:],
    ]
    assert sorted(["má", "mạ", "mã", "mả", "mà", "ma"], key=sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]
