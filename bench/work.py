"""Work that no page does: one photograph taken in, and a sheet of 5,000 rows, each against the least it could cost."""

import io
import json
import random
import sys
import time
from collections.abc import Callable
from statistics import median

from PIL import Image, ImageOps

from app import create_app
from core import pictures


def main() -> None:
    """Print the seconds of each as JSON: run in a process of its own, on the market of DATA_DIR."""
    app = create_app()
    photograph = _photograph()
    with app.app_context():
        seconds = {
            "picture": _timed(lambda: pictures.render("0" * 32, photograph)),
            "pillow": _timed(lambda: _straight_from_pillow(photograph)),
        }
    json.dump(seconds, sys.stdout)


def _timed(work: Callable[[], object], times: int = 3) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return median(taken)


def _photograph() -> bytes:
    """Twelve megapixels with as much detail as a camera gives."""
    dice = random.Random(12)
    grain = Image.frombytes("RGB", (500, 375), dice.randbytes(500 * 375 * 3))
    out = io.BytesIO()
    grain.resize((4000, 3000), Image.Resampling.BICUBIC).save(out, "JPEG", quality=90)
    return out.getvalue()


def _straight_from_pillow(content: bytes) -> None:
    """The same sizes and formats, nothing checked and nothing kept."""
    image = Image.open(io.BytesIO(content))
    image.draft("RGB", (1600, 1200))
    step = ImageOps.exif_transpose(image).convert("RGB")
    for width in (1600, 960, 640, 320, 160):
        step = step.resize((width, round(step.height * width / step.width)), Image.Resampling.LANCZOS)
        step.save(io.BytesIO(), "WEBP", quality=80, method=2)
        step.save(io.BytesIO(), "JPEG", quality=80, progressive=True)


if __name__ == "__main__":
    main()
