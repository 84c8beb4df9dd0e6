"""Pictures that show the same, told by their fingerprints: shrunk, cropped a little or saved again."""

from collections.abc import Iterable

DIFFER_IN = 0.2  # of the marks that either picture has
FEWEST_MARKS = 10  # a picture with fewer is too plain to be told from others


def is_alike(one: str | None, other: str | None) -> bool:
    """Whether two fingerprints are of one subject in one pose."""
    if not one or not other:
        return False
    first, second = int(one, 16), int(other, 16)
    marks = (first | second).bit_count()
    return marks >= FEWEST_MARKS and (first ^ second).bit_count() <= DIFFER_IN * marks


def nearest(fingerprint: str | None, others: Iterable[tuple[int, str | None]]) -> list[int]:
    """The ids, of (id, fingerprint), that show the same."""
    return [number for number, other in others if is_alike(fingerprint, other)]
