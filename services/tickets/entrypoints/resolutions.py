"""Resolutions."""

from services.tickets.usecases import resolutions
from shared.contracts.tickets import resolutions as resolutions_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Resolutions:
    store: Database

    @serve(resolutions_api.MAKE_RESOLUTION)
    def make_resolution(self, call):
        return self.store.perform(call, resolutions.make_resolution)

    @serve(resolutions_api.GET_RESOLUTION)
    def get_resolution(self, call):
        return self.store.perform(call, resolutions.get_resolution)

    @serve(resolutions_api.LIST_RESOLUTIONS)
    def list_resolutions(self, call):
        return self.store.perform(call, resolutions.list_resolutions)

    @serve(resolutions_api.REPORT_ON_RESOLUTION)
    def report_on_resolution(self, call):
        return self.store.perform(call, resolutions.report_on_resolution)

    @serve(resolutions_api.CARRY_OUT_RESOLUTION)
    def carry_out_resolution(self, call):
        return self.store.perform(call, resolutions.carry_out_resolution)

    @serve(resolutions_api.RATE_RESOLUTION)
    def rate_resolution(self, call):
        return self.store.perform(call, resolutions.rate_resolution)

    @serve(resolutions_api.REVOKE_RESOLUTION)
    def revoke_resolution(self, call):
        return self.store.perform(call, resolutions.revoke_resolution)

    @serve(resolutions_api.SHOW_RESOLUTION_FIGURES)
    def show_resolution_figures(self, call):
        return self.store.perform(call, resolutions.show_resolution_figures)
