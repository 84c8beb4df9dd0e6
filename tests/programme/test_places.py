"""Places: every commune of the country under a key of ours, found by name only where the name is enough."""

import time
from collections import Counter

import pytest

from core.text import clean_line, settle_tones, sort_key
from programme.places import (
    UnknownPlace,
    commune,
    communes_named,
    communes_of,
    find_commune,
    full_name,
    province,
    provinces,
)


def test_has_every_province_with_hanoi_first():
    names = [place.name for place in provinces()]
    assert len(names) == 34
    assert names[0] == "Hà Nội"
    assert names[1:] == sorted(names[1:], key=sort_key)


def test_has_every_commune_of_each_kind():
    kinds = Counter(place.kind for here in provinces() for place in communes_of(here.code))
    assert kinds == {"Xã": 2621, "Phường": 687, "Đặc khu": 13}
    assert Counter(place.kind for place in communes_of("ha-noi")) == {"Phường": 51, "Xã": 75}


def test_codes_are_ascii_and_each_names_one_place():
    codes = [place.code for here in provinces() for place in communes_of(here.code)]
    assert len(set(codes)) == 3321
    assert all(code.isascii() and code.count("/") == 1 for code in codes)
    assert all(commune(code).code == code for code in codes)


def test_names_have_one_spelling():
    for here in provinces():
        for place in communes_of(here.code):
            assert place.name == settle_tones(clean_line(place.name))
            assert "’" not in place.name


def test_places_lie_in_the_country():
    for here in provinces():
        for place in (here, *communes_of(here.code)):
            assert 8 < place.lat < 24
            assert 102 < place.lon < 115


def test_communes_are_in_dictionary_order():
    names = [place.short_name for place in communes_of("ha-noi")]
    assert names == sorted(names, key=sort_key)


def test_looks_up_by_code():
    assert province("ha-noi").full_name == "Thành phố Hà Nội"
    assert commune("ha-noi/xa-bat-trang").name == "Xã Bát Tràng"
    assert commune("ha-noi/xa-bat-trang").province_code == "ha-noi"
    assert full_name("ha-noi/xa-bat-trang") == "Xã Bát Tràng, Hà Nội"


def test_an_unknown_code_is_nowhere():
    assert province("xx") is None
    assert commune("ha-noi/xa-khong-co") is None
    assert communes_of("xx") == ()
    with pytest.raises(UnknownPlace):
        full_name("ha-noi")


@pytest.mark.parametrize("name", ["Bát Tràng", "xã bát tràng", "X. Bát Tràng", "BAT TRANG", " Xã  Bát Tràng "])
def test_finds_a_commune_however_it_is_written(name):
    assert find_commune("ha-noi", name).code == "ha-noi/xa-bat-trang"


def test_old_and_new_tone_placement_are_one_name():
    assert find_commune("ha-noi", "Dân Hoà").name == "Xã Dân Hòa"


def test_accents_tell_two_communes_apart():
    assert find_commune("quang-ngai", "Sơn Hạ").short_name == "Sơn Hạ"
    assert find_commune("quang-ngai", "Sơn Hà").short_name == "Sơn Hà"
    assert commune("quang-ngai/xa-son-ha-b").short_name == "Sơn Hạ"


def test_a_name_of_several_communes_is_asked_about():
    assert find_commune("quang-ngai", "son ha") is None
    assert {place.short_name for place in communes_named("quang-ngai", "son ha")} == {"Sơn Hà", "Sơn Hạ"}
    assert find_commune("thanh-hoa", "dong tien") is None
    assert find_commune("thanh-hoa", "xa dong tien").name == "Xã Đồng Tiến"


def test_a_name_of_another_province_is_not_found():
    assert find_commune("hue", "Bát Tràng") is None


def test_look_ups_take_no_time():
    find_commune("ha-noi", "Bát Tràng")
    started = time.perf_counter()
    for _ in range(100):
        find_commune("ha-noi", "xã bát tràng")
        commune("ha-noi/xa-bat-trang")
        communes_of("ha-noi")
        full_name("ha-noi/xa-bat-trang")
    assert (time.perf_counter() - started) / 100 < 0.001
