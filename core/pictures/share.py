"""The picture that a shared link shows: 1200 by 630, a photo beside a name, stars and a price in the site's letters."""

import io
import math
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from core import fonts

WIDTH, HEIGHT = 1200, 630
PHOTO = 600  # across, at the left
MARGIN = 56
PAPER, INK, SOFT, SEAL, GOLD = "#FBF6EA", "#2A211B", "#6B5D50", "#A32A1C", "#B47A12"
SITE = "Phiên Chợ"
_SERIF, _SANS, _BOLD = "SourceSerifPro-Semibold", "SourceSansPro-Regular", "SourceSansPro-Semibold"
MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Card:
    """What is told of one thing; the photo is a rendition of ours."""

    name: str
    maker: str
    price: str
    stars: int
    photo: bytes | None
    focus: tuple[int, int]
    colour: str


def draw(card: Card) -> bytes:
    """A JPEG."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    image.paste(_photo(card), (0, 0))
    brush = ImageDraw.Draw(image)
    brush.rectangle((PHOTO, 0, PHOTO + 5, HEIGHT), fill=INK)
    left, room = PHOTO + MARGIN, WIDTH - PHOTO - 2 * MARGIN
    size, lines = _fitting(card.name, room)
    top = MARGIN
    for line in lines:
        brush.text((left, top), line, INK, _font(_SERIF, size))
        top += round(size * 1.25)
    if card.stars:
        _stars(brush, left, top + 24, card.stars)
        top += 76
    maker = _cut(card.maker, room, _font(_SANS, 30))
    brush.text((left, top + 16), maker, SOFT, _font(_SANS, 30))
    brush.text((left, HEIGHT - MARGIN - 108), card.price, SEAL, _font(_BOLD, 46))
    brush.text((left, HEIGHT - MARGIN - 34), SITE, INK, _font(_SERIF, 30))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85, progressive=True)
    return out.getvalue()


def _photo(card: Card) -> Image.Image:
    """The photo cropped to its place around what is to be seen; a field of its colour where there is none."""
    if card.photo is None:
        return Image.new("RGB", (PHOTO, HEIGHT), card.colour)
    with Image.open(io.BytesIO(card.photo), formats=("JPEG",)) as photo:
        scale = max(PHOTO / photo.width, HEIGHT / photo.height)
        width, height = math.ceil(photo.width * scale), math.ceil(photo.height * scale)
        left = round((width - PHOTO) * card.focus[0] / 100)
        top = round((height - HEIGHT) * card.focus[1] / 100)
        large = photo.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
        return large.crop((left, top, left + PHOTO, top + HEIGHT))


def _fitting(name: str, room: int) -> tuple[int, list[str]]:
    """The largest letters in which the name takes few enough lines; one that never does is cut."""
    for size in (56, 48, 42):
        lines = _lines(name, room, _font(_SERIF, size))
        if len(lines) <= MOST_LINES:
            return size, lines
    return 42, [*lines[: MOST_LINES - 1], _cut(" ".join(lines[MOST_LINES - 1 :]), room, _font(_SERIF, 42))]


def _lines(text: str, room: int, font: ImageFont.FreeTypeFont) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(_cut(word, room, font))
    return lines


def _cut(text: str, room: int, font: ImageFont.FreeTypeFont) -> str:
    if font.getlength(text) <= room:
        return text
    while text and font.getlength(f"{text}…") > room:
        text = text[:-1].rstrip()
    return f"{text}…"


def _stars(brush: ImageDraw.ImageDraw, left: int, top: int, count: int) -> None:
    for n in range(count):
        middle = (left + 20 + n * 48, top + 20)
        points = [
            (
                middle[0] + (20 if turn % 2 == 0 else 8) * math.sin(turn * math.pi / 5),
                middle[1] - (20 if turn % 2 == 0 else 8) * math.cos(turn * math.pi / 5),
            )
            for turn in range(10)
        ]
        brush.polygon(points, fill=GOLD)


@cache
def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(fonts.ttf(face)), size)
