"""Drills."""

from services.volunteers.usecases import drills
from shared.contracts.volunteers import drills as drills_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Drills:
    store: Database

    @serve(drills_api.PLAN_DRILL)
    def plan_drill(self, call):
        return self.store.perform(call, drills.plan_drill)

    @serve(drills_api.GET_DRILL)
    def get_drill(self, call):
        return self.store.perform(call, drills.get_drill)

    @serve(drills_api.LIST_DRILLS)
    def list_drills(self, call):
        return self.store.perform(call, drills.list_drills)

    @serve(drills_api.SOUND_DRILL)
    def sound_drill(self, call):
        return self.store.perform(call, drills.sound_drill)

    @serve(drills_api.ASSEMBLE_AT_DRILL)
    def assemble_at_drill(self, call):
        return self.store.perform(call, drills.assemble_at_drill)

    @serve(drills_api.HOLD_DRILL)
    def hold_drill(self, call):
        return self.store.perform(call, drills.hold_drill)

    @serve(drills_api.CANCEL_DRILL)
    def cancel_drill(self, call):
        return self.store.perform(call, drills.cancel_drill)
