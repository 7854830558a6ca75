"""Finding and keeping cameras that units share."""

from collections.abc import Iterable
from typing import Any

from services.residents.documents.cameras import Camera
from services.residents.store.buildings import point_of
from services.residents.store.queries import all_of, geo_point, inside
from shared.contracts.residents.cameras import CameraFields, CameraStatus, CameraView
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class CameraStore(Work):
    documents = (Camera,)

    def find_camera(self, code: str) -> Camera | None:
        return Camera.objects(code=code).first()

    def get_camera(self, code: str) -> Camera:
        camera = self.find_camera(code)
        if camera is None:
            raise NOT_FOUND("/code", what="camera")
        return camera

    def describe_camera(self, known: Camera | None, fields: CameraFields, grid: str) -> Camera:
        camera = known or Camera(code=fields.code)
        for name in ("name", "owner", "purpose", "kept_days", "status"):
            setattr(camera, name, getattr(fields, name))
        camera.shared_with, camera.units = list(fields.shared_with), [fields.owner, *fields.shared_with]
        camera.place, camera.grid = [fields.point.longitude, fields.point.latitude], grid
        return camera

    def search_cameras(self, *, areas: tuple[str, ...] | None, within: str | None, unit: str | None, status: str | None,
                       after: str | None, limit: int) -> list[Camera]:  # fmt: skip
        query = all_of(
            _in_any(areas),
            {"grid": inside(within)} if within else {},
            {"units": unit} if unit else {},
            {"status": status} if status else {},
            {"_id": {"$gt": after}} if after else {},
        )
        return list(Camera.objects(__raw__=query).order_by("code").limit(limit))

    def near_cameras(self, *, areas: tuple[str, ...] | None, longitude: float, latitude: float, metres: int,
                     unit: str | None, limit: int) -> list[Camera]:  # fmt: skip
        near = {"$geometry": geo_point(longitude, latitude), "$maxDistance": metres}
        query = {
            "place": {"$nearSphere": near},
            "status": {"$ne": CameraStatus.REMOVED.value},
            **({"units": unit} if unit else {}),
            **_in_any(areas),
        }
        return list(Camera.objects(__raw__=query).limit(limit))

    def cameras_in_grids(self, grids: Iterable[str]) -> list[Camera]:
        return list(Camera.objects(grid__in=sorted(set(grids))).order_by("code"))

    def camera_view(self, camera: Camera) -> CameraView:
        return CameraView(
            code=camera.code, name=camera.name, point=point_of(camera), grid=camera.grid, owner=camera.owner,
            shared_with=list(camera.shared_with), purpose=camera.purpose, kept_days=camera.kept_days,
            status=camera.status, version=camera.version,
        )  # fmt: skip


def _in_any(areas: tuple[str, ...] | None) -> dict[str, Any]:
    """In one of the areas; None: anywhere."""
    if areas is None:
        return {}
    return {"$or": [{"grid": inside(area)} for area in areas] or [{"grid": None}]}
