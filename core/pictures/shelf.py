"""Where pictures lie: originals under their digest, for nobody's eyes; renditions under digest, width and ending."""

from collections.abc import Iterable

from core.darkroom.sizes import Print
from core.storage import files

MIMETYPES = {"webp": "image/webp", "jpg": "image/jpeg", "avif": "image/avif"}


def keep_original(digest: str, content: bytes) -> None:
    files().put(_original(digest), content)


def original(digest: str) -> bytes | None:
    return files().get(_original(digest))


def drop_original(digest: str) -> None:
    files().delete(_original(digest))


def keep(digest: str, prints: Iterable[Print]) -> None:
    for width, ending, content in prints:
        files().put(_key(digest, width, ending), content)


def drop_prints(digest: str, widths: Iterable[int]) -> None:
    for width in widths:
        for ending in MIMETYPES:
            files().delete(_key(digest, width, ending))


def rendition(digest: str, width: int, ending: str) -> bytes | None:
    return files().get(_key(digest, width, ending))


def _original(digest: str) -> str:
    return f"originals/{digest}"


def _key(digest: str, width: int, ending: str) -> str:
    return f"pictures/{digest[:2]}/{digest}/{width}.{ending}"
