"""Pictures for tests: of any size and format, with what cameras write into them."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, TiffImagePlugin

GPS = 0x8825
ORIENTATION = 0x0112
MAKER = 0x010F


def picture(size: tuple[int, int] = (64, 48), kind: str = "JPEG", mode: str = "RGB", **how: Any) -> bytes:
    """The left half is red, the right one blue, where the mode has colours."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    out = BytesIO()
    image.convert(mode).save(out, kind, **how)
    return out.getvalue()


def taken_at(latitude: tuple[int, int, int], longitude: tuple[int, int, int], orientation: int = 1) -> Image.Exif:
    """EXIF with a position, a maker and an orientation."""
    exif = Image.Exif()
    exif[MAKER] = "Testcam"
    exif[ORIENTATION] = orientation
    degrees = [tuple(TiffImagePlugin.IFDRational(part) for part in place) for place in (latitude, longitude)]
    exif.get_ifd(GPS).update({1: "N", 2: degrees[0], 3: "E", 4: degrees[1]})
    return exif


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose head claims any size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image
