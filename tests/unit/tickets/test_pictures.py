"""What counts as a picture, and what is kept of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.pictures import LONGER_SIDE, PHOTO_LIMIT, PIXEL_LIMIT, THUMBNAIL_SIDE, read_picture
from shared.kernel.errors import Refusal
from tests.support.pictures import claiming, opened, picture, taken_at

HERE = ((30, 12, 1), (102, 7, 5))
SOURCES = {kind: picture(kind=kind) for kind in ("JPEG", "PNG", "WEBP")}
TRACES = (b"Exif", b"eXIf", b"EXIF", b"Testcam", b"http://ns.adobe.com", b"secret")


def refused(content: bytes) -> str:
    with pytest.raises(Refusal) as refusal:
        read_picture(content)
    assert refusal.value.pointer == "/photo"
    return refusal.value.reason.code


@pytest.mark.parametrize("kind", SOURCES)
def test_nothing_but_pixels_is_kept_of_a_picture_with_its_position(kind: str):
    exif = taken_at(*HERE)
    source = picture(kind=kind, exif=exif, xmp=b"<x:xmpmeta>http://ns.adobe.com secret</x:xmpmeta>")
    assert any(trace in source for trace in TRACES) and opened(source).getexif().get_ifd(0x8825)
    kept = read_picture(source)
    for stored in (kept.content, kept.thumbnail):
        assert not [trace for trace in TRACES if trace in stored]
        assert not dict(opened(stored).getexif()) and "exif" not in opened(stored).info


def test_comment_in_a_picture_is_not_kept():
    assert b"secret" not in read_picture(picture(comment=b"secret")).content


@pytest.mark.parametrize(
    ("orientation", "size", "left"), [(1, (64, 48), "red"), (3, (64, 48), "blue"), (6, (48, 64), None)]
)
def test_picture_is_turned_upright(orientation: int, size: tuple[int, int], left: str | None):
    kept = read_picture(picture(exif=taken_at(*HERE, orientation), quality=95))
    shown = opened(kept.content)
    assert (shown.size, (kept.width, kept.height)) == (size, size)
    at, red = ((5, 24), left == "red") if left else ((24, 5), True)
    colour = shown.getpixel(at)
    assert isinstance(colour, tuple) and (colour[0] > colour[2]) is red
    assert opened(kept.thumbnail).size == size


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_picture_of_any_colours_is_kept(mode: str):
    kept = read_picture(picture(kind="PNG", mode="I;16" if mode == "I;16" else mode))
    assert kept.media_type == "image/png" and opened(kept.thumbnail).format == "JPEG"


def test_printers_colours_become_those_of_a_screen():
    kept = read_picture(picture(mode="CMYK"))
    assert opened(kept.content).mode == "RGB"


def test_large_picture_is_shrunk_and_its_thumbnail_is_small():
    kept = read_picture(picture((5000, 2500)))
    assert (kept.width, kept.height) == (LONGER_SIDE, LONGER_SIDE // 2) == opened(kept.content).size
    assert opened(kept.thumbnail).size == (THUMBNAIL_SIDE, THUMBNAIL_SIDE // 2)


def test_small_picture_keeps_its_size():
    kept = read_picture(picture((20, 10), "PNG"))
    assert opened(kept.content).size == opened(kept.thumbnail).size == (20, 10)


@pytest.mark.parametrize("size", [(6000, 5000), (65_000, 65_000), (2_000_000_000, 1)])
def test_pixels_are_counted_before_they_are_decoded(size: tuple[int, int]):
    assert size[0] * size[1] > PIXEL_LIMIT
    assert refused(claiming(*size)) == "tickets.too_many_pixels"


def test_file_over_the_limit_is_refused():
    assert refused(SOURCES["PNG"] + b"\0" * PHOTO_LIMIT) == "tickets.photo_too_large"


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO"])
def test_picture_of_another_format_is_refused(kind: str):
    assert refused(picture(kind=kind)) == "tickets.not_a_photo"


@pytest.mark.parametrize("kind", SOURCES)
def test_broken_off_picture_is_refused(kind: str):
    whole = picture((400, 300), kind)
    for length in (0, 4, 12, len(whole) // 2):
        assert refused(whole[:length]) == "tickets.not_a_photo"


@given(st.binary(max_size=200))
def test_any_bytes_are_a_picture_or_refused(content: bytes):
    assert refused(content) == "tickets.not_a_photo"


@given(
    st.sampled_from(sorted(SOURCES)),
    st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=4)), max_size=6),
)
def test_damaged_picture_is_read_or_refused_and_nothing_else(kind: str, damage: list[tuple[float, bytes]]):
    content = bytearray(SOURCES[kind])
    for place, put in damage:
        at = int(place * (len(content) - 1))
        content[at : at + len(put)] = put
    try:
        kept = read_picture(bytes(content))
    except Refusal as refusal:
        assert refusal.reason.code in ("tickets.not_a_photo", "tickets.too_many_pixels")
    else:
        assert opened(kept.content).size == (kept.width, kept.height)
