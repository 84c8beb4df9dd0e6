"""A4 pages that fill themselves: headings, paragraphs, tables whose head comes again overleaf, a number at the foot."""

from collections.abc import Sequence

from core.pdf.paper import A4, INK, LINE, SOFT, Colour, Paper

SIDE, TOP, FOOT = 18.0, 18.0, 20.0
LEADING = 0.48  # millimetres a point: lines stand a third apart, so that no accent is cut


class Flow:
    """`paper` is filled from the top; whatever does not fit begins a page."""

    def __init__(self, title: str, language: str = "vi", foot: str = "") -> None:
        self.paper = Paper(title, A4, language)
        self._foot = foot
        self.y = 0.0
        self.turn()

    @property
    def width(self) -> float:
        return A4[0] - 2 * SIDE

    def turn(self) -> None:
        self.paper.turn()
        self.y = TOP
        self.paper.text(SIDE, A4[1] - 11, self._foot, 8, colour=SOFT)
        self.paper.text(A4[0] - SIDE, A4[1] - 11, str(self.paper.page_count), 8, colour=SOFT, turned="right")

    def make_room(self, height: float) -> bool:
        """Turn the page where so much does not fit; whether it did."""
        if self.y + height <= A4[1] - FOOT:
            return False
        self.turn()
        return True

    def title(self, text: str, size: float = 20) -> None:
        self._lines(text, size, "title", INK, keep=25)
        self.y += 2

    def heading(self, text: str) -> None:
        self.y += 5
        self._lines(text, 13, "title", INK, keep=34)
        self.y += 1

    def paragraph(self, text: str, size: float = 10, face: str = "text", colour: Colour = INK) -> None:
        self._lines(text, size, face, colour)
        self.y += 1.5

    def note(self, text: str) -> None:
        self.paragraph(text, 8.5, colour=SOFT)

    def table(
        self, headings: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float], figures: int
    ) -> None:
        """Columns as wide as their share of the page; the last `figures` of them end to the right."""
        widths = [self.width * share / sum(shares) for share in shares]
        broken = [self._broken(row, widths, "text") for row in rows]
        self._row(headings, widths, figures, "bold", keep=self._height(broken[0]) if broken else 0)
        for cells in broken:
            if self.make_room(self._height(cells)):
                self._row(headings, widths, figures, "bold")
            self._set(cells, widths, figures, "text")

    def _row(self, row: Sequence[str], widths: Sequence[float], figures: int, face: str, keep: float = 8) -> None:
        """`keep` millimetres below it are on its page too: a head never stands alone at the foot."""
        cells = self._broken(row, widths, face)
        self.make_room(self._height(cells) + max(keep, 8))
        self._set(cells, widths, figures, face)

    def _broken(self, row: Sequence[str], widths: Sequence[float], face: str) -> list[list[str]]:
        return [self.paper.broken(text, width - 3, 9, face) for text, width in zip(row, widths, strict=True)]

    def _height(self, cells: list[list[str]]) -> float:
        return max(len(lines) for lines in cells) * 9 * LEADING + 2

    def _set(self, cells: list[list[str]], widths: Sequence[float], figures: int, face: str) -> None:
        left, height = SIDE, self._height(cells)
        for column, (lines, width) in enumerate(zip(cells, widths, strict=True)):
            ends = column >= len(cells) - figures
            for number, line in enumerate(lines):
                foot = self.y + (number + 1) * 9 * LEADING - 0.6
                self.paper.text(
                    left + width - 1.5 if ends else left, foot, line, 9, face, turned="right" if ends else ""
                )
            left += width
        self.y += height
        self.paper.line(SIDE, self.y - 1, SIDE + self.width, self.y - 1, INK if face == "bold" else LINE)
        self.y += 0.6

    def _lines(self, text: str, size: float, face: str, colour: Colour, keep: float = 0) -> None:
        lines = self.paper.broken(text, self.width, size, face)
        self.make_room(len(lines) * size * LEADING + keep if keep else size * LEADING)
        for line in lines:
            self.line(line, size, face, colour)

    def line(self, text: str, size: float = 10, face: str = "text", colour: Colour = INK, *, inset: float = 0) -> None:
        """One line as it is, however wide; `inset` millimetres from the margin."""
        self.make_room(size * LEADING)
        self.y += size * LEADING
        self.paper.text(SIDE + inset, self.y - size * 0.1, text, size, face, colour)

    def written(self) -> bytes:
        return self.paper.written()
