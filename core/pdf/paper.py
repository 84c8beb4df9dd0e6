"""Pages with text, lines, boxes, codes and pictures at given places, written as one PDF file."""

import io
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field

from core import qr
from core.pdf import letters
from core.pdf.writing import Writing, text_of

MM = 72 / 25.4
A4, A5, A6 = (210.0, 297.0), (148.0, 210.0), (105.0, 148.0)
INK, SOFT, RED, GREEN, LINE = (33, 27, 23), (91, 80, 72), (181, 52, 28), (31, 107, 92), (217, 203, 176)
Colour = tuple[int, int, int]
_QUIET = 4  # empty modules around a code


@dataclass
class _Page:
    size: tuple[float, float]
    marks: list[str] = field(default_factory=list)
    pictures: set[int] = field(default_factory=set)


class Paper:
    """A file in the making. Places and lengths are millimetres from the top left; sizes of letters are points."""

    def __init__(self, title: str, size: tuple[float, float] = A4, language: str = "vi") -> None:
        self.title, self.size, self.language = title, size, language
        self._pages: list[_Page] = []
        self._letters: defaultdict[str, set[str]] = defaultdict(set)
        self._pictures: list[tuple[int, int, bytes]] = []
        self._known: dict[bytes, int] = {}

    @property
    def page_count(self) -> int:
        return len(self._pages)

    def turn(self) -> None:
        """Begin a new page."""
        self._pages.append(_Page(self.size))

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 10,
        face: str = "text",
        colour: Colour = INK,
        turned: str = "",
    ) -> float:
        """One line whose foot stands at y; its width. `turned` is "right" or "middle" where x is its end or middle."""
        text = unicodedata.normalize("NFC", text)
        self._letters[face] |= set(text)
        width = self.width(text, size, face)
        left = x - {"": 0.0, "right": width, "middle": width / 2}[turned]
        glyphs = "".join(f"{one:04X}" for one in letters.face(face).glyphs(text))
        place = f"{left * MM:.2f} {(self.size[1] - y) * MM:.2f}"
        self._mark(f"BT {_filled(colour)} /{face} {size:g} Tf {place} Td <{glyphs}> Tj ET")
        return width

    def width(self, text: str, size: float, face: str = "text") -> float:
        return letters.face(face).width(unicodedata.normalize("NFC", text), size) / MM

    def broken(self, text: str, width: float, size: float, face: str = "text") -> list[str]:
        """The text in lines no wider than `width`; a word wider than that is broken too."""
        lines: list[str] = []
        for paragraph in text.splitlines() or [""]:
            line = ""
            for word in paragraph.split():
                longer = f"{line} {word}" if line else word
                if self.width(longer, size, face) <= width:
                    line = longer
                    continue
                lines += [line] if line else []
                while self.width(word, size, face) > width and len(word) > 1:
                    fits = self._fitting(word, width, size, face)
                    lines.append(word[:fits])
                    word = word[fits:]
                line = word
            lines.append(line)
        return lines

    def _fitting(self, word: str, width: float, size: float, face: str) -> int:
        """How many letters of a word are no wider than that, at least one."""
        return next((n for n in range(len(word), 1, -1) if self.width(word[:n], size, face) <= width), 1)

    def box(self, x: float, y: float, width: float, height: float, colour: Colour, *, drawn: float = 0) -> None:
        """A filled box, or its outline where `drawn` says how thick."""
        place = f"{x * MM:.2f} {(self.size[1] - y - height) * MM:.2f} {width * MM:.2f} {height * MM:.2f} re"
        self._mark(f"{_stroked(colour)} {drawn * MM:.2f} w {place} S" if drawn else f"{_filled(colour)} {place} f")

    def line(self, x: float, y: float, to_x: float, to_y: float, colour: Colour = LINE, thick: float = 0.2) -> None:
        ends = [f"{a * MM:.2f} {(self.size[1] - b) * MM:.2f}" for a, b in ((x, y), (to_x, to_y))]
        self._mark(f"{_stroked(colour)} {thick * MM:.2f} w {ends[0]} m {ends[1]} l S")

    def code(self, x: float, y: float, side: float, address: str) -> None:
        """A QR code that leads to `address`, its quiet ground within `side`."""
        matrix = qr.code(address).matrix
        module = side / (len(matrix) + 2 * _QUIET)
        dark = []
        for row, modules in enumerate(matrix):
            for column, is_dark in enumerate(modules):
                if is_dark:
                    left, top = x + (column + _QUIET) * module, y + (row + _QUIET) * module
                    corner = f"{left * MM:.3f} {(self.size[1] - top - module) * MM:.3f}"
                    dark.append(f"{corner} {module * MM:.3f} {module * MM:.3f} re")
        self._mark(f"{_filled((0, 0, 0))} {' '.join(dark)} f")

    def picture(self, x: float, y: float, width: float, height: float, content: bytes) -> None:
        """A picture cut to fill the box from its middle; the same bytes are kept once."""
        key = content + f"{width / height:.3f}".encode()
        if key not in self._known:
            self._known[key] = len(self._pictures)
            self._pictures.append(_jpeg(content, width, height))
        number = self._known[key]
        self._pages[-1].pictures.add(number)
        place = f"{width * MM:.2f} 0 0 {height * MM:.2f} {x * MM:.2f} {(self.size[1] - y - height) * MM:.2f} cm"
        self._mark(f"q {place} /P{number} Do Q")

    def _mark(self, mark: str) -> None:
        self._pages[-1].marks.append(mark)

    def written(self) -> bytes:
        """The whole file."""
        out = Writing()
        faces = " ".join(
            f"/{role} {out.face(role, frozenset(used))} 0 R" for role, used in sorted(self._letters.items())
        )
        pictures = [out.picture(*one) for one in self._pictures]
        tree = out.reserve()
        pages = []
        for page in self._pages:
            shown = " ".join(f"/P{number} {pictures[number]} 0 R" for number in sorted(page.pictures))
            content = out.stream("\n".join(page.marks).encode())
            box = f"[0 0 {page.size[0] * MM:.2f} {page.size[1] * MM:.2f}]"
            resources = f"<< /Font << {faces} >> /XObject << {shown} >> >>"
            pages.append(
                out.add(
                    f"<< /Type /Page /Parent {tree} 0 R /MediaBox {box} /Resources {resources}"
                    f" /Contents {content} 0 R >>"
                )
            )
        kids = " ".join(f"{one} 0 R" for one in pages)
        out.put(tree, f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
        root = out.add(
            f"<< /Type /Catalog /Pages {tree} 0 R /Lang ({self.language})"
            " /ViewerPreferences << /DisplayDocTitle true >> >>"
        )
        return out.finished(root, out.add(f"<< /Title {text_of(self.title)} >>"))


def _filled(colour: Colour) -> str:
    return " ".join(f"{one / 255:.3f}" for one in colour) + " rg"


def _stroked(colour: Colour) -> str:
    return " ".join(f"{one / 255:.3f}" for one in colour) + " RG"


def _jpeg(content: bytes, width: float, height: float) -> tuple[int, int, bytes]:
    """Cut to the box's shape, and no finer than 200 dots an inch of it."""
    from PIL import Image

    with Image.open(io.BytesIO(content)) as opened:
        image = opened.convert("RGB")
    wide, high = image.size
    shape = width / height
    cut_wide, cut_high = (round(high * shape), high) if wide / high > shape else (wide, round(wide / shape))
    left, top = (wide - cut_wide) // 2, (high - cut_high) // 2
    image = image.crop((left, top, left + max(1, cut_wide), top + max(1, cut_high)))
    most = max(1, round(width / 25.4 * 200))
    if image.width > most:
        image = image.resize((most, max(1, round(most / shape))))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82, optimize=True)
    return image.width, image.height, out.getvalue()
