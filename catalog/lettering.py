"""A line of words painted into the corner of a picture: what a marked photo or view is made of."""

import io

from core import fonts, pictures
from core.pictures import Picture, apart, shelf

FACE = "SourceSansPro-Semibold"
SHARE = 0.03  # of the width: the height of the letters
LEAST = 14  # pixels
LIGHT, DARK = (255, 248, 236, 215), (33, 27, 23, 140)  # letters, and the line around them that a light ground needs


def shown_of(source: str, words: str | None) -> Picture | None:
    """The picture to show of an original, with the words or plain; None where the original is gone.

    Slow. Raises RefusedPicture.
    """
    original = shelf.original(source)
    if original is None:
        return None
    return pictures.take_in(marked(original, words) if words else original)


def marked(original: bytes, words: str) -> bytes:
    """The picture with a line of words in its lower corner. Decoded in the darkroom."""
    from PIL import Image, ImageDraw, ImageFont

    developed = apart.develop(original)
    _width, _ending, largest = max((one for one in developed.prints if one[1] == "jpg"), key=lambda one: one[0])
    image = Image.open(io.BytesIO(largest), formats=("JPEG",)).convert("RGB")
    size = max(LEAST, round(image.width * SHARE))
    font = ImageFont.truetype(str(fonts.ttf(FACE)), size)
    while font.getlength(words) > image.width * 0.9 and size > LEAST:
        size -= 1
        font = ImageFont.truetype(str(fonts.ttf(FACE)), size)
    layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    place = (image.width - size * 0.6, image.height - size * 0.5)
    ImageDraw.Draw(layer).text(
        place, words, LIGHT, font, anchor="rs", stroke_width=max(1, size // 12), stroke_fill=DARK
    )  # fmt: skip
    out = io.BytesIO()
    Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB").save(out, "JPEG", quality=92)
    return out.getvalue()
