"""Points of help, and what is near."""

from services.residents.usecases import points
from shared.contracts.residents import points as points_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Points:
    store: Database

    @serve(points_api.PUT_POINT)
    def put_point(self, call):
        return self.store.perform(call, points.put_point)

    @serve(points_api.LOAD_POINTS)
    def load_points(self, call):
        return self.store.perform(call, points.load_points)

    @serve(points_api.GET_POINT)
    def get_point(self, call):
        return self.store.perform(call, points.get_point)

    @serve(points_api.LIST_POINTS)
    def list_points(self, call):
        return self.store.perform(call, points.list_points)

    @serve(points_api.FIND_HELP)
    def find_help(self, call):
        return self.store.perform(call, points.find_help)

    @serve(points_api.SHOW_COVERAGE)
    def show_coverage(self, call):
        return self.store.perform(call, points.show_coverage)
