"""Files that mean harm or come from odd machines, built here, each with the code of its refusal (or None)."""

import io
import random
import struct
import zipfile
import zlib

from PIL import Image, ImageCms, PngImagePlugin

ORIENTATION, EXIF_IFD, GPS_IFD = 0x0112, 0x8769, 0x8825
SCRIPT = b"<script>alert(document.domain)</script>"
MARK = "DAUVETRIENGTU"  # stands in every kind of note; no rendition may hold it


def every_file():
    """(file name, content, expected code or None where it is taken and made anew)."""
    photo, png = saved(scene(), "JPEG", quality=90), saved(scene(), "PNG")
    return [
        ("bomb.png", flat_png(30_000, 30_000), "too_many_pixels"),
        ("near-bomb.png", flat_png(7_200, 6_900), None),
        ("lies.png", flat_png(3_000, 3_000, rows=2), None),
        ("bomb.gif", gif_header(65_000, 65_000), "too_many_pixels"),
        ("bomb.tif", tiff_header(60_000, 60_000), "too_many_pixels"),
        ("bomb.webp", webp_header(16_000, 16_000), "too_many_pixels"),
        ("long.png", flat_png(20_000, 10), "too_small"),
        ("narrow.png", flat_png(9_000, 300), "too_narrow"),
        ("dot.png", flat_png(1, 1), "too_small"),
        ("nothing.jpg", b"", "empty"),
        ("cut.jpg", photo[: len(photo) // 2], "unreadable"),
        ("cut.png", png[: len(png) // 2], "unreadable"),
        ("cut.webp", saved(scene(), "WEBP")[:600], "unreadable"),
        ("head-only.jpg", photo[:20], "unreadable"),
        ("wrong-ending.png", photo, None),
        ("wrong-ending.jpg", b"Khong phai anh, chi la chu.", "not_a_picture"),
        ("page.jpg", b"<!doctype html>" + SCRIPT, "not_a_picture"),
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>", "not_a_picture"),
        ("drawing.jpg", b'<?xml version="1.0"?><svg onload="alert(1)"/>', "not_a_picture"),
        ("program.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n", "not_a_picture"),
        ("page-behind.jpg", photo + SCRIPT, None),
        ("page-inside.jpg", saved(scene(), "JPEG", comment=SCRIPT), None),
        ("archive-behind.jpg", photo + archive(), None),
        ("script.gif", b"GIF89a/*" + b"\0" * 40 + b"*/=1;alert(1)", "unreadable"),
        ("film.heic", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "not_a_picture"),
        ("hollow.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "unreadable"),
        ("print.jpg", saved(scene().convert("CMYK"), "JPEG"), None),
        ("deep-grey.png", deep_grey("PNG"), None),
        ("deep-grey.tif", deep_grey("TIFF"), None),
        ("deep-colour.png", deep_colour(), None),
        ("palette.png", saved(scene().convert("P"), "PNG", transparency=0), None),
        ("moving.gif", moving("GIF"), None),
        ("moving.webp", moving("WEBP"), None),
        ("moving.png", moving("PNG"), None),
        ("pages.tif", moving("TIFF"), None),
        ("stereo.mpo", moving("MPO"), None),
        ("broken-profile.jpg", saved(scene(), "JPEG", icc_profile=b"khong phai ho so mau" * 9), None),
        ("huge-profile.jpg", saved(scene(), "JPEG", icc_profile=random.Random(5).randbytes(2_000_000)), None),
        ("huge-text.png", huge_text(), "unreadable"),
        ("broken-exif.jpg", saved(scene(), "JPEG", exif=b"Exif\0\0MM\0*\0\0\xff\xff" + b"\xff" * 60), None),
        ("noise.bin", random.Random(6).randbytes(50_000), "not_a_picture"),
        ("noise.jpg", b"\xff\xd8\xff\xe0" + random.Random(7).randbytes(50_000), "unreadable"),
        ("noise.avif", b"\0\0\0\x1cftypavif\0\0\0\0avifmif1" + random.Random(8).randbytes(9_000), "unreadable"),
        ("heavy.bmp", b"BM" + b"\0" * (20 * 1024 * 1024), "too_big"),
    ]  # fmt: skip


def large_photos():
    """The same triples: what phones and desks send at twelve megapixels, and the heaviest that are still taken."""
    grain = Image.effect_noise((400, 300), 80).convert("RGB")
    photo, wide = grain.resize((4_000, 3_000)), grain.resize((5_712, 4_284))
    return [
        ("twelve.jpg", saved(photo, "JPEG", quality=90), None),
        ("twelve-progressive.jpg", saved(photo, "JPEG", quality=90, progressive=True, subsampling=0), None),
        ("twelve.png", saved(photo.quantize(64).convert("RGB"), "PNG", compress_level=1), None),
        ("twelve.webp", saved(photo, "WEBP", quality=60, method=0), None),
        ("twelve.avif", saved(photo, "AVIF", quality=60, speed=10), None),
        ("twenty-four.heic", saved(wide, "HEIF", quality=50), None),
        ("forty-eight.jpg", saved(grain.resize((8_000, 6_000)), "JPEG", quality=60), None),
        ("moving.webp", saved(grain.resize((4_000, 3_000)), "WEBP", save_all=True, method=0, quality=10,
            append_images=[Image.new("RGB", (4_000, 3_000))]), "too_heavy"),
    ]  # fmt: skip


def scene(width=900, height=600):
    """A red bowl on a pale cloth, left of the middle."""
    image = Image.new("RGB", (width, height), "#e8dfc8")
    image.paste("#b5341c", (width // 5, height // 4, width // 2, height * 3 // 4))
    return image


def saved(image, fmt, **options):
    if fmt == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    out = io.BytesIO()
    image.save(out, fmt, **options)
    return out.getvalue()


def told(fmt, orientation=1, image=None):
    """A picture whose notes hold a place, a name, a profile, and whatever else its format has room for."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[0x010F], exif[0x013B] = orientation, MARK, MARK
    exif.get_ifd(EXIF_IFD)[0x9003] = "2026:11:02 07:30:00"
    gps = exif.get_ifd(GPS_IFD)
    gps[1], gps[2], gps[3], gps[4] = "N", (20.0, 58.0, 30.0), "E", (105.0, 54.0, 36.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    options = {"exif": exif.tobytes(), "icc_profile": profile}
    if fmt == "JPEG":
        options |= {"comment": MARK.encode(), "xmp": f"<x>{MARK}</x>".encode()}
    if fmt == "PNG":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_text("Comment", MARK)
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", f"<x>{MARK}</x>")
    if fmt == "WEBP":
        options["xmp"] = f"<x>{MARK}</x>".encode()
    return saved(image or scene(), fmt, **options)


def flat_png(width, height, rows=None):
    """One-bit black, written row by row by hand: a few kilobytes whatever its size."""
    packer, row = zlib.compressobj(9), b"\0" * (1 + (width + 7) // 8)
    body = b"".join(packer.compress(row) for _ in range(height if rows is None else rows)) + packer.flush()
    size = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", size) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def gif_header(width, height):
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff" + b",\0\0\0\0" + (
        struct.pack("<HHB", width, height, 0) + b"\x02\x02\x44\x01\x00;")  # fmt: skip


def tiff_header(width, height):
    tags = [(256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 8), (277, 3, 1),
            (278, 4, height), (279, 4, 9)]  # fmt: skip
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(tags)) + entries + b"\0\0\0\0"


def webp_header(width, height):
    body = b"VP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + _three(width - 1) + _three(height - 1)
    frame = saved(Image.new("RGB", (300, 300)), "WEBP")[12:]
    return b"RIFF" + struct.pack("<I", 4 + len(body + frame)) + b"WEBP" + body + frame


def _three(number):
    return struct.pack("<I", number)[:3]


def archive():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("chay.js", "alert(1)")
    return out.getvalue()


def deep_grey(fmt):
    """Sixteen bits: a quarter black, the rest four fifths of white."""
    image = Image.new("I;16", (400, 400), 52_000)
    image.paste(0, (0, 0, 200, 200))
    return saved(image, fmt)


def deep_colour():
    """A PNG of sixteen bits a colour, which Pillow reads and does not write."""
    row = b"\0" + struct.pack(">HHH", 0xB534, 0x3400, 0x1C00) * 300
    size = struct.pack(">IIBBBBB", 300, 300, 16, 2, 0, 0, 0)
    body = zlib.compress(row * 300)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", size) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def moving(fmt):
    """Red first, then blue and green."""
    frames = [Image.new("RGB", (300, 300), colour) for colour in ("red", "blue", "green")]
    return saved(frames[0], fmt, save_all=True, append_images=frames[1:])


def huge_text():
    """Eighty megabytes of one letter, packed into a text chunk of some kilobytes."""
    packed = zlib.compress(b"a" * 80_000_000, 9)
    text = _chunk(b"zTXt", b"Comment\0\0" + packed)
    plain = saved(scene(), "PNG")
    return plain[:33] + text + plain[33:]
