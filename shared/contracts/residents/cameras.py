"""The register of cameras that units share: where one is, whose it is, who may look through it. No pictures."""

from enum import StrEnum

from pydantic import Field

from shared.contracts.actor import OFFICE, STAFF, Role
from shared.contracts.model import (
    AreaPath,
    Command,
    Latitude,
    Longitude,
    Page,
    PageQuery,
    Point,
    ShortText,
    Value,
    Version,
    View,
)
from shared.contracts.operation import GET, PUT, Op
from shared.contracts.residents.areas import AREA_ENDED
from shared.contracts.residents.buildings import NO_GRID, NO_GRID_THERE, OUTSIDE_GRID
from shared.contracts.residents.points import PointCode
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class CameraStatus(StrEnum):
    WORKING = "working"
    BROKEN = "broken"
    REMOVED = "removed"


class CameraFields(Value):
    """`owner` and `shared_with` are names of units; `kept_days` says for how long the owner keeps recordings."""

    code: PointCode
    name: ShortText = Field(description="what it looks at", examples=["东门路口"])
    point: Point
    owner: ShortText
    shared_with: list[ShortText] = Field(default=[], max_length=30)
    purpose: ShortText
    kept_days: int = Field(ge=0, le=90)
    status: CameraStatus = CameraStatus.WORKING


class CameraRecord(CameraFields):
    grid: AreaPath | None = Field(None, description="found from the place when it is not given")


class PutCamera(CameraRecord, Command):
    """Enters a camera, or corrects it."""


class GetCamera(Command):
    code: PointCode


class ListCameras(PageQuery):
    within: AreaPath | None = None
    unit: ShortText | None = Field(None, description="those that this unit owns or shares")
    status: CameraStatus | None = None


class FindNearCameras(Command):
    """Which cameras may have seen a place; removed ones are left out."""

    longitude: Longitude
    latitude: Latitude
    metres: int = Field(200, ge=1, le=2000)
    unit: ShortText | None = None
    limit: int = Field(20, ge=1, le=100)


class CameraView(CameraFields, View):
    grid: AreaPath
    version: Version


class CameraPage(Page[CameraView]):
    pass


class CameraList(View):
    items: list[CameraView]


SHARED_WITH_OWNER = ErrorCode(
    "residents.shared_with_owner",
    422,
    "The unit {unit} owns the camera and need not share it with itself.",
    "单位 {unit} 是该摄像头的所有者，无需与自身共享。",
)
UNIT_TWICE = ErrorCode("residents.unit_twice", 422, "The unit {unit} is named twice.", "单位 {unit} 重复。")
CLERKS = OFFICE | {Role.OPS}
LOOKERS = STAFF | {Role.OPS, Role.AUDITOR}

PUT_CAMERA = Op(
    "put_camera", PUT("/cameras/{code}"), PutCamera, CameraView, CLERKS, "Enter a shared camera, or correct it",
    errors=(SHARED_WITH_OWNER, UNIT_TWICE, NO_GRID, NO_GRID_THERE, OUTSIDE_GRID, AREA_ENDED, OUTSIDE_AREA, STALE_VERSION),
)  # fmt: skip
GET_CAMERA = Op(
    "get_camera", GET("/cameras/{code}"), GetCamera, CameraView, LOOKERS, "One shared camera", writes=False,
    errors=(NOT_FOUND, OUTSIDE_AREA),
)  # fmt: skip
LIST_CAMERAS = Op(
    "list_cameras", GET("/cameras"), ListCameras, CameraPage, LOOKERS, "Shared cameras of my areas of duty, by code",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
NEAR_CAMERAS = Op(
    "near_cameras", GET("/cameras/near"), FindNearCameras, CameraList, LOOKERS,
    "Shared cameras near a place, nearest first, of my areas of duty", writes=False,
)  # fmt: skip

OPERATIONS = (PUT_CAMERA, GET_CAMERA, LIST_CAMERAS, NEAR_CAMERAS)
