"""Cameras that units share."""

from services.residents.usecases import cameras
from shared.contracts.residents import cameras as cameras_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Cameras:
    store: Database

    @serve(cameras_api.PUT_CAMERA)
    def put_camera(self, call):
        return self.store.perform(call, cameras.put_camera)

    @serve(cameras_api.GET_CAMERA)
    def get_camera(self, call):
        return self.store.perform(call, cameras.get_camera)

    @serve(cameras_api.LIST_CAMERAS)
    def list_cameras(self, call):
        return self.store.perform(call, cameras.list_cameras)

    @serve(cameras_api.NEAR_CAMERAS)
    def near_cameras(self, call):
        return self.store.perform(call, cameras.near_cameras)
