"""The site's letters: Source Serif and Source Sans, cut to Latin and Vietnamese as WOFF2 for pages.

The whole TTFs come in the packages font-source-serif-pro and font-source-sans-pro (SIL Open Font License);
`ttf` gives their place to whatever sets PDF files and pictures. `python -m core.fonts` cuts at set-up.
"""

import os
from importlib.resources import files
from pathlib import Path

FACES = {
    "SourceSerifPro-Semibold": "font_source_serif_pro",
    "SourceSansPro-Regular": "font_source_sans_pro",
    "SourceSansPro-Semibold": "font_source_sans_pro",
}
FOLDER = Path(__file__).resolve().parent.parent / "static" / "fonts"

_LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x100), 0x152, 0x153]
_VIETNAMESE = [
    0x102,
    0x103,
    0x110,
    0x111,
    0x128,
    0x129,
    0x168,
    0x169,
    0x1A0,
    0x1A1,
    0x1AF,
    0x1B0,
    *range(0x1EA0, 0x1EFA),
]
_COMBINING = [0x300, 0x301, 0x302, 0x303, 0x306, 0x309, 0x31B, 0x323]
_SIGNS = [ord(sign) for sign in "₫–—‘’“”…•−×÷≤≥←↑→↓€™"]
_FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum", "liga"]


def ttf(face: str) -> Path:
    """The whole font file of a face named in FACES."""
    return Path(str(files(FACES[face]))) / "files" / f"{face}.ttf"


def build(destination: Path = FOLDER) -> list[Path]:
    """Cut every face that is missing or older than its source; return those cut. A rerun costs a glance."""
    destination.mkdir(parents=True, exist_ok=True)
    return [
        _cut(face, destination / f"{face}.woff2") for face in FACES if _is_wanting(face, destination / f"{face}.woff2")
    ]


def _is_wanting(face: str, woff2: Path) -> bool:
    return not woff2.exists() or woff2.stat().st_mtime < Path(__file__).stat().st_mtime


def _cut(face: str, woff2: Path) -> Path:
    """Written beside and moved into place: a cut that is broken off leaves nothing half-made."""
    from fontTools import subset  # slow to import, and needed once an installation

    options = subset.Options(
        flavor="woff2", layout_features=_FEATURES, hinting=False, desubroutinize=True, notdef_outline=True
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[*_LATIN, *_VIETNAMESE, *_COMBINING, *_SIGNS])
    half_made = woff2.with_suffix(f".{os.getpid()}.part")
    with subset.load_font(str(ttf(face)), options) as font:
        subsetter.subset(font)
        subset.save_font(font, str(half_made), options)
    return half_made.replace(woff2)


if __name__ == "__main__":
    build()
