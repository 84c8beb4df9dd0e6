"""Reads a PDF of ours back as a viewer does: the lines of each page, by way of the fonts' own tables."""

import re
import zlib


def lines_of(content):
    """What each page says, as lists of lines."""
    objects = dict(re.findall(rb"(?<=\n)(\d+) 0 obj\n(.*?)\nendobj\n", content, re.DOTALL))
    return [_lines(objects, page) for page in objects.values() if page.startswith(b"<< /Type /Page ")]


def _lines(objects, page):
    faces = {
        role: _letters(objects, objects[number])
        for role, number in re.findall(rb"/(\w+) (\d+) 0 R", page)
        if role in FACES
    }
    (number,) = re.findall(rb"/Contents (\d+) 0 R", page)
    shown = re.findall(rb"/(\w+) [\d.]+ Tf [^<]*<([0-9A-F]*)> Tj", _unpacked(objects[number]))
    return ["".join(faces[role][glyphs[at : at + 4]] for at in range(0, len(glyphs), 4)) for role, glyphs in shown]


FACES = (b"text", b"bold", b"title")


def _letters(objects, font):
    (number,) = re.findall(rb"/ToUnicode (\d+) 0 R", font)
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", _unpacked(objects[number]))
    return {glyph: bytes.fromhex(letters.decode()).decode("utf-16-be") for glyph, letters in pairs}


def _unpacked(stream):
    return zlib.decompress(stream.partition(b"stream\n")[2].removesuffix(b"\nendstream"))
