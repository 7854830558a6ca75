"""What counts as a picture, and what is kept of it: told by its content, shrunk, upright, and without any metadata.

A camera writes where and when a picture was taken, and with what. None of it is kept: pixels are decoded and written
anew, so that nothing that was in the file beside them, known or unknown, gets through.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps

from shared.contracts.tickets.photos import NOT_A_PHOTO, PHOTO_TOO_LARGE, TOO_MANY_PIXELS

PHOTO_LIMIT = 8_000_000
PIXEL_LIMIT = 25_000_000
"""More than phones give in files of 8 MB, which may claim thousands of times as many. Decoding takes 12 bytes a pixel."""
LONGER_SIDE = 4096
THUMBNAIL_SIDE = 320
FIELD = "/photo"

MEDIA_TYPES = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
WRITTEN: dict[str, dict[str, Any]] = {
    "image/jpeg": {"format": "JPEG", "quality": 90},
    "image/png": {"format": "PNG"},
    "image/webp": {"format": "WEBP", "quality": 90, "method": 2},
}


@dataclass(frozen=True)
class Picture:
    """What is stored of a photo: both are complete files."""

    media_type: str
    width: int
    height: int
    content: bytes
    thumbnail: bytes


def read_picture(content: bytes) -> Picture:
    """Refuses what is too large, what is no picture, and, before decoding it, what has too many pixels."""
    if len(content) > PHOTO_LIMIT:
        raise PHOTO_TOO_LARGE(FIELD, size=len(content), limit=PHOTO_LIMIT)
    opened = _opened(content)
    if opened.width * opened.height > PIXEL_LIMIT:
        raise TOO_MANY_PIXELS(FIELD, limit=PIXEL_LIMIT)
    media_type = MEDIA_TYPES[str(opened.format)]
    try:
        image = _decoded(opened)
        return Picture(media_type, image.width, image.height, _written(image, **WRITTEN[media_type]), _thumbnail(image))
    except Exception as error:  # a decoder may fail in any way over a file that was made to break it
        raise NOT_A_PHOTO(FIELD) from error


def _opened(content: bytes) -> Image.Image:
    """Reads the head only."""
    try:
        return Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP"))
    except Image.DecompressionBombError as error:
        raise TOO_MANY_PIXELS(FIELD, limit=PIXEL_LIMIT) from error
    except Exception as error:
        raise NOT_A_PHOTO(FIELD) from error


def _decoded(opened: Image.Image) -> Image.Image:
    """The pixels alone, in RGB, RGBA or grey, upright, the longer side shrunk to what is kept."""
    opened.load()
    image = _eight_bits(opened)
    image.thumbnail((LONGER_SIDE, LONGER_SIDE))
    ImageOps.exif_transpose(image, in_place=True)
    image.info = {}
    return image


def _eight_bits(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in ("RGB", "L") else image.convert("RGB")


def _thumbnail(image: Image.Image) -> bytes:
    """A small JPEG; what can be seen through stands on white."""
    small = image.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    if small.mode == "RGBA":
        white = Image.new("RGB", small.size, "white")
        white.paste(small, mask=small.getchannel("A"))
        small = white
    return _written(small, format="JPEG", quality=80)


def _written(image: Image.Image, **how: Any) -> bytes:
    out = BytesIO()
    image.save(out, **how)
    return out.getvalue()
