"""Telex and VNI keys that were not turned into marks, read as the letters and the tone that they stand for."""

import re

_SHAPES = {"aa": "â", "ee": "ê", "oo": "ô", "dd": "đ", "aw": "ă", "ow": "ơ", "uw": "ư"}
_VNI_SHAPES = {"6": ("aeo", "âêô"), "7": ("uo", "ươ"), "8": ("a", "ă"), "9": ("d", "đ")}
_VNI_TONES = {"1": "s", "2": "f", "3": "r", "4": "x", "5": "j"}
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
BESIDE = frozenset(
    pair for row in _ROWS for one, other in zip(row, row[1:], strict=False) for pair in (one + other, other + one)
)  # two keys that lie side by side

Decoded = tuple[str, str]  # letters without a tone, and the tone as its Telex key or nothing


def decoded(word: str) -> list[Decoded]:
    """What a word stands for in either way of typing."""
    return [one for one in (_from_telex(word), _from_vni(word)) if one]


def _from_telex(word: str) -> Decoded | None:
    if not word.isascii() or not word.isalpha():
        return None
    vowel = re.search(r"[aeiouyw]", word)
    if not vowel:
        return None
    before, after = word[: vowel.start()], word[vowel.start() :]
    tones = re.findall(r"[sfrxj]", after)
    if len(tones) > 1:
        return None
    letters = before + re.sub(r"[sfrxj]", "", after)
    shape = _shaped(letters)
    return (shape, tones[0] if tones else "") if tones or shape != word else None


def _shaped(letters: str) -> str:
    if "w" in letters and re.search(r"uo", letters):
        letters = letters.replace("uo", "ươ").replace("w", "")
    for keys, letter in _SHAPES.items():
        letters = letters.replace(keys, letter)
    doubled = re.fullmatch(r"(.*?)([aeod])(.+)\2(.*)", letters)  # the second key typed at the end: gomo, dand
    if doubled and doubled[2] * 2 in _SHAPES:
        letters = doubled[1] + _SHAPES[doubled[2] * 2] + doubled[3] + doubled[4]
    if letters.endswith("w"):
        letters = re.sub(r"[aou](?=[^aou]*w$)", lambda match: _SHAPES[match[0] + "w"], letters)[:-1]
    return letters


def _from_vni(word: str) -> Decoded | None:
    if not re.fullmatch(r"(?=.*[1-9])[a-z][a-z1-9]*", word):
        return None
    letters, tone = "", ""
    for letter in word:
        if letter in _VNI_TONES:
            tone = _VNI_TONES[letter]
        elif letter in _VNI_SHAPES:
            plain, shaped = _VNI_SHAPES[letter]
            last = max((letters.rfind(one) for one in plain), default=-1)
            if last < 0:
                return None
            letters = letters[:last] + shaped[plain.index(letters[last])] + letters[last + 1 :]
        else:
            letters += letter
    return letters.replace("uơ", "ươ"), tone
