"""Cameras that units share: enter, find, show. Staff see those of their areas of duty."""

from typing import Any

from services.residents.usecases.duty import refuse_outside
from services.residents.usecases.placing import Placing
from shared.contracts.actor import Actor, Role
from shared.contracts.residents.cameras import (
    SHARED_WITH_OWNER,
    UNIT_TWICE,
    CameraList,
    CameraPage,
    CameraView,
    FindNearCameras,
    GetCamera,
    ListCameras,
    PutCamera,
)
from shared.kernel.paging import decode_cursor, encode_cursor


def put_camera(store: Any, actor: Actor, command: PutCamera) -> CameraView:
    known = store.find_camera(command.code)
    if known is not None:
        refuse_outside(actor, known.grid, "/code")
        store.refuse_stale(known.version)
    refuse_misshared(command)
    grid = Placing(store, {command.grid} if command.grid else set()).grid_for(command, "")
    refuse_outside(actor, grid, "/point")
    camera = store.describe_camera(known, command, grid)
    store.save(camera)
    return store.camera_view(camera)


def get_camera(store: Any, actor: Actor, command: GetCamera) -> CameraView:
    camera = store.get_camera(command.code)
    if areas_of(actor) is not None:
        refuse_outside(actor, camera.grid, "/code")
    return store.camera_view(camera)


def list_cameras(store: Any, actor: Actor, command: ListCameras) -> CameraPage:
    found = store.search_cameras(
        areas=areas_of(actor), within=command.within, unit=command.unit, status=command.status,
        after=decode_cursor(command.cursor, str)[0] if command.cursor else None, limit=command.limit + 1,
    )  # fmt: skip
    shown = found[: command.limit]
    more = encode_cursor(shown[-1].code) if len(found) > command.limit else None
    return CameraPage(items=[store.camera_view(camera) for camera in shown], next=more)


def near_cameras(store: Any, actor: Actor, command: FindNearCameras) -> CameraList:
    found = store.near_cameras(
        areas=areas_of(actor), longitude=command.longitude, latitude=command.latitude, metres=command.metres,
        unit=command.unit, limit=command.limit,
    )  # fmt: skip
    return CameraList(items=[store.camera_view(camera) for camera in found])


def areas_of(actor: Actor) -> tuple[str, ...] | None:
    """Where the actor may look; None: everywhere."""
    return None if actor.has(Role.OPS, Role.AUDITOR) else actor.areas


def refuse_misshared(command: PutCamera) -> None:
    for at, unit in enumerate(command.shared_with):
        if unit == command.owner:
            raise SHARED_WITH_OWNER(f"/shared_with/{at}", unit=unit)
        if unit in command.shared_with[:at]:
            raise UNIT_TWICE(f"/shared_with/{at}", unit=unit)
