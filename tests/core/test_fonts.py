"""The letters: every Vietnamese one, small files, cut once."""

import unicodedata

import pytest
from fontTools.ttLib import TTFont

from core import fonts

MOST_BYTES = 20 * 1024
BASES = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
TONES = "\u0300\u0301\u0303\u0309\u0323"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    destination = tmp_path_factory.mktemp("fonts")
    fonts.build(destination)
    return destination


def test_cuts_all_faces_small(folder):
    sizes = {file.stem: file.stat().st_size for file in folder.iterdir()}

    assert set(sizes) == set(fonts.FACES)
    assert max(sizes.values()) <= MOST_BYTES


@pytest.mark.parametrize("face", fonts.FACES)
def test_has_every_vietnamese_letter_with_every_tone(folder, face):
    vowels = [letter for letter in BASES if letter in "aăâeêioôơuưy"]
    letters = set(BASES) | {unicodedata.normalize("NFC", vowel + tone) for vowel in vowels for tone in TONES}
    letters |= {letter.upper() for letter in letters} | set("0123456789 ₫%,.:;·×–“”…()/")

    with TTFont(folder / f"{face}.woff2") as font:
        known = set(font.getBestCmap())

    assert {letter for letter in letters if ord(letter) not in known} == set()


def test_a_second_run_cuts_nothing(folder):
    assert fonts.build(folder) == []


def test_mends_what_is_missing(folder):
    lost = folder / "SourceSansPro-Regular.woff2"
    lost.unlink()

    assert fonts.build(folder) == [lost]


def test_the_whole_faces_are_at_hand_for_files_and_pictures():
    assert all(fonts.ttf(face).is_file() for face in fonts.FACES)
