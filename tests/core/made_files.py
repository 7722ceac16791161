"""Small files that are what they say, and some that are not."""

import io
import struct
import zipfile
import zlib


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 2, height: int = 2, *, pixels: bytes | None = None, notes: bytes = b"") -> bytes:
    rows = b"".join(b"\x00" + bytes(3 * width) for _row in range(height)) if pixels is None else pixels
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    idat = zlib.compress(rows, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + notes + chunk(b"IDAT", idat) + chunk(b"IEND", b"")


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def exif(way_up: int, note: bytes = b"") -> bytes:
    entries = struct.pack("<HHIHH", 0x0112, 3, 1, way_up, 0)
    return segment(
        0xE1, b"Exif\x00\x00" + struct.pack("<2sHIH", b"II", 42, 8, 1) + entries + struct.pack("<I", 0) + note
    )


def jpeg(width: int = 2, height: int = 2, *, notes: bytes = b"") -> bytes:
    frame = segment(0xC0, struct.pack(">BHHBBBB", 8, height, width, 1, 1, 0x11, 0))
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
    jfif = segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
    return b"\xff\xd8" + jfif + notes + segment(0xDB, bytes(65)) + frame + scan + b"\xff\xd9"


def pdf(*objects: bytes) -> bytes:
    body = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    body += b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    for number, made in enumerate(objects, start=3):
        body += b"%d 0 obj\n%b\nendobj\n" % (number, made)
    return body + b"xref\n0 1\ntrailer\n<< /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(body)


def stream(content: bytes, about: bytes = b"/Filter /FlateDecode") -> bytes:
    return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (about, len(content), content)


def archive(name: str = "page.html", content: bytes = b"hello") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
    return file.getvalue()
