"""The numbered objects of a PDF file, their table and its end (ISO 32000-1, 7.5)."""

import zlib

from core.pdf import letters


class Writing:
    """Objects as they come; `finished` gives the file."""

    def __init__(self) -> None:
        self._objects: list[bytes] = []

    def add(self, content: str | bytes) -> int:
        number = self.reserve()
        self.put(number, content)
        return number

    def reserve(self) -> int:
        """The number of an object that is put later."""
        self._objects.append(b"")
        return len(self._objects)

    def put(self, number: int, content: str | bytes) -> None:
        self._objects[number - 1] = content.encode("latin-1") if isinstance(content, str) else content

    def stream(self, content: bytes, more: str = "") -> int:
        packed = zlib.compress(content, 9)
        head = f"<< /Length {len(packed)} /Filter /FlateDecode {more}>>\nstream\n".encode()
        return self.add(head + packed + b"\nendstream")

    def picture(self, width: int, height: int, jpeg: bytes) -> int:
        head = (
            f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceRGB"
            f" /BitsPerComponent 8 /Filter /DCTDecode /Length {len(jpeg)} >>\nstream\n"
        )
        return self.add(head.encode() + jpeg + b"\nendstream")

    def face(self, role: str, used: frozenset[str]) -> int:
        """A composite font of the letters used."""
        face, name = letters.face(role), f"PHIENC+{letters.FACES[role]}"
        content = letters.cut(role, used)
        file = self.stream(content, f"/Length1 {len(content)} ")
        box = " ".join(map(str, face.box))
        described = self.add(
            f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [{box}] /ItalicAngle 0"
            f" /Ascent {face.ascent} /Descent {face.descent} /CapHeight 660 /StemV 90 /FontFile2 {file} 0 R >>"
        )
        drawn = self.add(
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name}"
            " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
            f" /FontDescriptor {described} 0 R /DW 500 /W {letters.widths(role, used)} /CIDToGIDMap /Identity >>"
        )
        read = self.stream(letters.to_unicode(role, used))
        return self.add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H"
            f" /DescendantFonts [{drawn} 0 R] /ToUnicode {read} 0 R >>"
        )

    def finished(self, root: int, about: int) -> bytes:
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, content in enumerate(self._objects, 1):
            places.append(len(out))
            out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
        table = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
        out += b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R >>\n" % (len(places) + 1, root, about)
        return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)


def text_of(text: str) -> str:
    """A string of the file in UTF-16, which says any letter."""
    return "<FEFF" + text.encode("utf-16-be").hex().upper() + ">"
