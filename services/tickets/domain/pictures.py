"""What counts as a picture: told by its first bytes, not by its name."""


def media_type_of(content: bytes) -> str | None:
    """The media type of a JPEG, PNG or WebP picture, or None."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return None
