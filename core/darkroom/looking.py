"""Looking at a decoded picture: its colour, what it is about, what a maker could do better, and what it resembles."""

from dataclasses import dataclass
from statistics import median

from PIL import Image, ImageChops, ImageFilter, ImageStat

# What each stands for, and how it was found, is told in docs/decisions/0020-pictures.md.
DARK_LIGHT = 96  # forty-nine of fifty points are darker than this: no lamp, no window
SHARP_EDGE = 40  # variance of the Laplacian in the sharpest of sixteen fields at 960 wide
PLAIN_RIM = 0.55  # so much of the rim looks alike: a ground on which a thing can be told
CUT_SIDE = 0.12  # so much of one side of the rim is something else than the ground
SMALL_SIDE = 800  # the shorter side as it came

GRID = 48  # columns and rows in which a picture is looked at for its subject
PRINT = 16  # the fingerprint has two marks in each of PRINT * PRINT places
FLAT = 4  # neighbours that differ less are no mark: a plain wall is not like every other plain wall
_LAPLACE = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)


@dataclass(frozen=True, slots=True)
class Seen:
    """All that is told of one picture."""

    colour: str
    found: tuple[int, int]
    fingerprint: str
    hints: list[str]


def look(image: Image.Image, shortest: int) -> Seen:
    """`image` some hundred points wide, in RGB; `shortest` is the shorter side of the upload."""
    small = image.resize((GRID, GRID), Image.Resampling.BOX)
    away = _unlike_the_rim(small)
    found = focus(small, away)
    hints = [
        code
        for code, is_so in (
            ("too_dark", is_too_dark(image)),
            ("blurred", is_blurred(image)),
            ("small", shortest < SMALL_SIDE),
            ("cut_off", is_cut_off(away)),
        )
        if is_so
    ]
    return Seen(colour(small), found, fingerprint(image), hints)


def colour(image: Image.Image) -> str:
    """The mean, as #rrggbb."""
    red, green, blue = image.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))  # type: ignore[misc]
    return f"#{red:02x}{green:02x}{blue:02x}"


def focus(small: Image.Image, away: list[int]) -> tuple[int, int]:
    """Where the subject is, in percent: the centre of mass of what has edges and is unlike the rim, less so near it."""
    edges = small.convert("L").filter(ImageFilter.FIND_EDGES).tobytes()
    weights = [away[n] + edges[n] for n in range(GRID * GRID)]
    floor = sum(weights) / len(weights)
    mass = across = down = 0.0
    for n, weight in enumerate(weights):
        y, x = divmod(n, GRID)
        heavy = max(0.0, weight - floor) * min(x + 1, GRID - x, y + 1, GRID - y, GRID // 6)
        mass, across, down = mass + heavy, across + heavy * (x + 0.5), down + heavy * (y + 0.5)
    if not mass:
        return 50, 50
    return round(100 * across / mass / GRID), round(100 * down / mass / GRID)


def is_too_dark(image: Image.Image) -> bool:
    """Nearly all of it is dark. A pale thing on a black cloth is not: its light points are light."""
    counts = image.convert("L").histogram()
    return sum(counts[DARK_LIGHT:]) < 0.02 * sum(counts)


def is_blurred(image: Image.Image) -> bool:
    """Nothing in it is sharp. One sharp field of sixteen is enough: a soft ground is as it should be."""
    if image.width < 400:
        return False  # too few points to tell
    grey = (
        image.convert("L").filter(_LAPLACE).crop((1, 1, image.width - 1, image.height - 1))
    )  # the rim is not filtered
    width, height = grey.width // 4, grey.height // 4
    fields = ((x * width, y * height, (x + 1) * width, (y + 1) * height) for x in range(4) for y in range(4))
    return max(ImageStat.Stat(grey.crop(field)).var[0] for field in fields) < SHARP_EDGE


def is_cut_off(away: list[int]) -> bool:
    """A thing on a plain ground runs into the frame. Where the rim is no plain ground, nothing is said."""
    last = GRID - 1
    sides = (
        away[:GRID], away[last * GRID :],
        [away[y * GRID] for y in range(GRID)], [away[y * GRID + last] for y in range(GRID)],
    )  # fmt: skip
    other = [sum(value > 48 for value in side) / GRID for side in sides]
    return sum(other) / 4 <= 1 - PLAIN_RIM and max(other) >= CUT_SIDE


def fingerprint(image: Image.Image) -> str:
    """In hex, for each of PRINT * PRINT places: clearly lighter, or clearly darker, than its right neighbour."""
    grey = image.convert("L").resize((PRINT + 1, PRINT), Image.Resampling.BOX).tobytes()
    marks = 0
    for n in range(PRINT * (PRINT + 1)):
        if n % (PRINT + 1) < PRINT:
            marks = marks << 2 | (grey[n] > grey[n + 1] + FLAT) << 1 | (grey[n] < grey[n + 1] - FLAT)
    return f"{marks:0{PRINT * PRINT // 2}x}"


def _unlike_the_rim(small: Image.Image) -> list[int]:
    """How far each field's colour is from the rim's usual one, 0 to 255."""
    rim = [small.getpixel(at) for n in range(GRID) for at in ((n, 0), (n, GRID - 1), (0, n), (GRID - 1, n))]
    usual = tuple(round(median(point[band] for point in rim)) for band in range(3))  # type: ignore[index,misc]
    difference = ImageChops.difference(small, Image.new("RGB", small.size, usual))
    red, green, blue = (band.tobytes() for band in difference.split())
    return [max(of) for of in zip(red, green, blue, strict=True)]
