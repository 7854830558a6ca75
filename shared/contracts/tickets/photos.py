"""Photos: pictures that are uploaded before the report that shows them."""

from typing import Annotated, Literal

from pydantic import Base64Bytes, Field

from shared.contracts.actor import EVERYBODY
from shared.contracts.model import Command, Id, View
from shared.contracts.operation import Op
from shared.kernel.errors import NOT_FOUND, ErrorCode


class AddPhoto(Command):
    """A JPEG, PNG or WebP picture of at most 8 MB, told by its content."""

    content: Annotated[Base64Bytes, Field(max_length=11_200_000)]


class PhotoView(View):
    id: Id
    media_type: Literal["image/jpeg", "image/png", "image/webp"]
    size: int = Field(description="bytes")


class GetPhoto(Command):
    photo_id: Id


class PhotoContent(PhotoView):
    """The picture itself; Base64 on the bus."""

    content: Base64Bytes


NOT_A_PHOTO = ErrorCode(
    "tickets.not_a_photo", 422, "This is not a JPEG, PNG or WebP picture.", "文件不是 JPEG、PNG 或 WebP 图片。"
)
PHOTO_TOO_LARGE = ErrorCode(
    "tickets.photo_too_large",
    422,
    "The picture has {size} bytes; {limit} is the most.",
    "图片 {size} 字节，上限 {limit} 字节。",
)

ADD_PHOTO = Op(
    "add_photo",
    None,
    AddPhoto,
    PhotoView,
    EVERYBODY,
    "Store a photo",
    errors=(NOT_A_PHOTO, PHOTO_TOO_LARGE),
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

OPERATIONS = (ADD_PHOTO, GET_PHOTO)
EVENTS = ()
