"""Tables to take away."""

from services.tickets.usecases import exports
from shared.contracts.tickets import exports as exports_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database


class Exports:
    store: Database

    @serve(exports_api.START_EXPORT)
    def start_export(self, call):
        return self.store.perform(call, exports.start_export)

    @serve(exports_api.GET_EXPORT)
    def get_export(self, call):
        return self.store.perform(call, exports.get_export)

    @serve(exports_api.GET_EXPORT_PART)
    def get_export_part(self, call):
        return self.store.perform(call, exports.get_export_part)

    @every(1)
    def write_exports(self):
        while exports.write_next(self.store.look()):
            continue

    @every(600)
    def sweep_exports(self):
        self.store.look().sweep_exports()
