"""Pictures: any upload becomes clean renditions of known sizes; nothing is served as it came."""

import hashlib
import io
import warnings

from PIL import Image, ImageCms, ImageFile, ImageOps
from sqlalchemy import select

from core import times
from core.db import db
from core.pictures.models import WIDTHS, Picture
from core.storage import files

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF")
MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 50_000_000
LEAST_SIDE = 200
MIMETYPES = {"webp": "image/webp", "jpg": "image/jpeg"}

ImageFile.LOAD_TRUNCATED_IMAGES = False
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


class RefusedPicture(Exception):
    """A file that cannot be taken in; `code` is stable, the message is for people."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


def take_in(content: bytes) -> Picture:
    """Store an upload and its renditions, and return its row; raise RefusedPicture with a plain reason."""
    digest = digest_of(content)
    return known(digest) or keep(digest, *render(digest, content))


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def known(digest: str) -> Picture | None:
    return db.session.scalar(select(Picture).where(Picture.digest == digest))


def keep(digest: str, size: tuple[int, int], colour: str) -> Picture:
    picture = Picture(digest=digest, width=size[0], height=size[1], colour=colour, ready_at=times.now())
    db.session.add(picture)
    db.session.flush()
    return picture


def render(digest: str, content: bytes) -> tuple[tuple[int, int], str]:
    """Write the original (private) and every rendition; return the largest size and the mean colour."""
    image = _decode(content)
    files().put(f"originals/{digest}", content)
    largest = min(image.width, WIDTHS[-1])
    widths = [width for width in WIDTHS if width < largest] + [largest]
    size, step = (0, 0), image
    for width in reversed(widths):
        step = _shrunk(step, width)
        size = max(size, step.size)
        _write(digest, width, step)
    return size, _mean_colour(step)


def rendition(digest: str, width: int, extension: str) -> bytes | None:
    return files().get(_key(digest, width, extension))


def _decode(content: bytes) -> Image.Image:
    if len(content) > MOST_BYTES:
        raise RefusedPicture("too_big", "Ảnh nặng quá 20 MB.")
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            image = Image.open(io.BytesIO(content), formats=FORMATS)
            _check_size(image)
            return _upright_rgb(image)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise RefusedPicture("too_many_pixels", "Ảnh quá lớn, tối đa 50 triệu điểm ảnh.") from error
        except (OSError, ValueError, SyntaxError, EOFError) as error:
            raise RefusedPicture("unreadable", "Tệp này không phải ảnh đọc được (JPEG, PNG, WebP).") from error


def _check_size(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise RefusedPicture("too_many_pixels", "Ảnh quá lớn, tối đa 50 triệu điểm ảnh.")
    if min(image.size) < LEAST_SIDE:
        raise RefusedPicture("too_small", f"Ảnh nhỏ quá, mỗi cạnh cần từ {LEAST_SIDE} điểm ảnh.")


def _upright_rgb(image: Image.Image) -> Image.Image:
    """The first frame, upright, in sRGB, on paper where it was see-through, with no metadata left."""
    if image.format == "JPEG":
        scale = WIDTHS[-1] / max(image.size)
        image.draft("RGB", (int(image.width * scale) + 1, int(image.height * scale) + 1))
    image.seek(0)
    profile = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(image)
    if profile and image.mode in ("RGB", "CMYK"):
        image = _to_srgb(image, profile)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        paper = Image.new("RGBA", image.size, "#FBF6EA")
        image = Image.alpha_composite(paper, image.convert("RGBA"))
    return image.convert("RGB")


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except ImageCms.PyCMSError:
        return image  # a broken profile says nothing: the numbers are taken as they stand
    return converted or image


def _shrunk(image: Image.Image, width: int) -> Image.Image:
    if image.width == width:
        return image
    return image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)


def _write(digest: str, width: int, image: Image.Image) -> None:
    for extension, options in (
        ("webp", {"format": "WEBP", "quality": 80, "method": 2}),
        ("jpg", {"format": "JPEG", "quality": 80, "progressive": True}),
    ):
        out = io.BytesIO()
        image.save(out, exif=b"", **options)  # type: ignore[arg-type]
        files().put(_key(digest, width, extension), out.getvalue())


def _key(digest: str, width: int, extension: str) -> str:
    return f"pictures/{digest[:2]}/{digest}/{width}.{extension}"


def _mean_colour(image: Image.Image) -> str:
    red, green, blue = image.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))  # type: ignore[misc]
    return f"#{red:02x}{green:02x}{blue:02x}"
