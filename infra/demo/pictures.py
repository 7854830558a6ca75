"""A small real photo without an imaging library: a PNG written by hand."""

import struct
import zlib

WIDTH, HEIGHT = 320, 200


def flooded_path() -> bytes:
    """A path that runs into water, as a PNG."""
    rows = b"".join(b"\x00" + b"".join(_colour(x, y) for x in range(WIDTH)) for y in range(HEIGHT))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _colour(x: int, y: int) -> bytes:
    """Sky, then grass with a grey path that narrows to the horizon, its lower half under water with ripples."""
    if y < HEIGHT // 3:
        return bytes((150, 180, 210))
    if abs(x - WIDTH // 2) > y // 2:
        return bytes((90, 130, 70))
    if y < HEIGHT * 2 // 3:
        return bytes((140, 140, 135))
    return bytes((70, 90, 120 + (x + 3 * y) % 40))


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
