"""Photos: pictures that are uploaded before the matter that shows them."""

from typing import Annotated, Literal

from pydantic import Base64Bytes, Field

from shared.contracts.actor import EVERYBODY
from shared.contracts.model import Command, Id, View
from shared.contracts.operation import Op
from shared.kernel.errors import NOT_FOUND, ErrorCode


class AddPhoto(Command):
    """A JPEG, PNG or WebP picture of at most 8 MB and 25 million pixels, told by its content and not by its name.

    It is stored upright, with a longer side of 4,096 pixels at most, and without any metadata: where and when it was
    taken, and with what, is not kept. A photo that nothing shows a day after it was uploaded is deleted.
    """

    content: Annotated[Base64Bytes, Field(max_length=11_200_000)]


class PhotoView(View):
    """Of the picture as it is stored."""

    id: Id
    media_type: Literal["image/jpeg", "image/png", "image/webp"]
    size: int = Field(description="bytes")
    width: int = Field(description="pixels")
    height: int = Field(description="pixels")


class GetPhoto(Command):
    photo_id: Id


class GetThumbnail(Command):
    """A JPEG whose longer side has 320 pixels at most. That of an open matter which all may be shown is for all."""

    photo_id: Id


class PhotoContent(View):
    """The picture itself; Base64 on the bus."""

    id: Id
    media_type: Literal["image/jpeg", "image/png", "image/webp"]
    content: Base64Bytes


NOT_A_PHOTO = ErrorCode(
    "tickets.not_a_photo",
    422,
    "This is not a whole JPEG, PNG or WebP picture.",
    "文件不是完整的 JPEG、PNG 或 WebP 图片。",
)
PHOTO_TOO_LARGE = ErrorCode(
    "tickets.photo_too_large",
    422,
    "The picture has {size} bytes; {limit} is the most.",
    "图片 {size} 字节，上限 {limit} 字节。",
)
TOO_MANY_PIXELS = ErrorCode(
    "tickets.too_many_pixels",
    422,
    "The picture has more than {limit} pixels.",
    "图片像素数超过 {limit}。",
)

ADD_PHOTO = Op(
    "add_photo",
    None,
    AddPhoto,
    PhotoView,
    EVERYBODY,
    "Store a photo",
    errors=(NOT_A_PHOTO, PHOTO_TOO_LARGE, TOO_MANY_PIXELS),
    deadline=15,
)
GET_PHOTO = Op(
    "get_photo",
    None,
    GetPhoto,
    PhotoContent,
    EVERYBODY,
    "A photo's bytes",
    writes=False,
    errors=(NOT_FOUND,),
    deadline=15,
)
GET_THUMBNAIL = Op(
    "get_thumbnail",
    None,
    GetThumbnail,
    PhotoContent,
    EVERYBODY,
    "A photo's thumbnail",
    writes=False,
    errors=(NOT_FOUND,),
    deadline=15,
)

OPERATIONS = (ADD_PHOTO, GET_PHOTO, GET_THUMBNAIL)
EVENTS = ()
