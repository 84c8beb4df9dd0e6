"""The letters of a PDF: how wide a text is, and the font file cut to what a paper uses (ISO 32000-1, 9.7, 9.10.3)."""

import io
from functools import cache
from typing import Any

from core import fonts

FACES = {"text": "SourceSansPro-Regular", "bold": "SourceSansPro-Semibold", "title": "SourceSerifPro-Semibold"}
_MISSING = 0


class Face:
    """One face; widths and heights are thousandths of the size it is set in."""

    def __init__(self, name: str) -> None:
        from fontTools.ttLib import TTFont  # 15 MB, for who prints a paper

        self.name = name
        with TTFont(fonts.ttf(name), lazy=True) as font:
            unit = font["head"].unitsPerEm
            self._glyphs: dict[int, str] = font.getBestCmap()
            self._order: dict[str, int] = font.getReverseGlyphMap()
            self._advances = {glyph: round(row[0] * 1000 / unit) for glyph, row in font["hmtx"].metrics.items()}
            head, line = font["head"], font["hhea"]
            self.box = [round(value * 1000 / unit) for value in (head.xMin, head.yMin, head.xMax, head.yMax)]
            self.ascent, self.descent = round(line.ascent * 1000 / unit), round(line.descent * 1000 / unit)

    def glyphs(self, text: str) -> list[int]:
        """The number of each letter's drawing; what the face has no drawing for is its empty box."""
        return [self._order[self._glyphs[ord(letter)]] if ord(letter) in self._glyphs else _MISSING for letter in text]

    def width(self, text: str, size: float) -> float:
        """In points, as set in `size` points."""
        return sum(self._advances[self._glyphs.get(ord(letter), ".notdef")] for letter in text) * size / 1000

    def advance_of(self, letter: str) -> int:
        return self._advances[self._glyphs.get(ord(letter), ".notdef")]


@cache
def face(role: str) -> Face:
    """The face of a role of FACES."""
    return Face(FACES[role])


def cut(role: str, letters: frozenset[str]) -> bytes:
    """The TrueType file with these letters alone, each under the number it had."""
    from fontTools import subset

    options = subset.Options(
        retain_gids=True, hinting=False, layout_features=[], notdef_outline=True, name_IDs=[], glyph_names=False
    )
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "DSIG", "OS/2", "post", "name"]
    options.recalc_timestamp = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(letter) for letter in letters])
    out = io.BytesIO()
    with subset.load_font(str(fonts.ttf(FACES[role])), options) as font:
        subsetter.subset(font)
        subset.save_font(font, out, options)
    return out.getvalue()


def widths(role: str, letters: frozenset[str]) -> str:
    """The W array: number and width of each glyph used."""
    used = face(role)
    pairs = sorted({(used.glyphs(letter)[0], used.advance_of(letter)) for letter in letters})
    return "[" + " ".join(f"{glyph} [{width}]" for glyph, width in pairs) + "]"


def to_unicode(role: str, letters: frozenset[str]) -> bytes:
    """By which programs copy, search and read the text aloud."""
    used = face(role)
    pairs: dict[int, Any] = {used.glyphs(letter)[0]: letter for letter in sorted(letters)}
    lines = [f"<{glyph:04X}> <{letter.encode('utf-16-be').hex().upper()}>" for glyph, letter in sorted(pairs.items())]
    blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()
