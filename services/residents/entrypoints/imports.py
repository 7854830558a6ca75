"""Imports of tables."""

import logging
from collections.abc import Callable
from typing import Any

from services.residents.usecases import imports
from shared.contracts.residents import imports as imports_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database

log = logging.getLogger(__name__)


class Imports:
    store: Database
    read_table: Callable[[bytes], Any]

    @serve(imports_api.START_IMPORT)
    def start_import(self, call):
        return self.store.perform(call, imports.start_import)

    @serve(imports_api.GET_IMPORT)
    def get_import(self, call):
        return self.store.perform(call, imports.get_import)

    @serve(imports_api.LIST_IMPORTS)
    def list_imports(self, call):
        return self.store.perform(call, imports.list_imports)

    @serve(imports_api.LIST_FINDINGS)
    def list_findings(self, call):
        return self.store.perform(call, imports.list_findings)

    @serve(imports_api.CONFIRM_IMPORT)
    def confirm_import(self, call):
        return self.store.perform(call, imports.confirm_import)

    @serve(imports_api.CANCEL_IMPORT)
    def cancel_import(self, call):
        return self.store.perform(call, imports.cancel_import)

    @serve(imports_api.GET_REJECTED_ROWS)
    def get_rejected_rows(self, call):
        return self.store.perform(call, imports.get_rejected_rows)

    @serve(imports_api.GET_IMPORT_TEMPLATE)
    def get_import_template(self, call):
        return self.store.perform(call, imports.get_import_template)

    @every(1)
    def work_imports(self):
        """Goes through what was uploaded or confirmed; an import that fails waits a turn, and others go on."""
        for waiting in self.store.look().busy_imports():
            try:
                while (found := self.store.look().busy_import(waiting)) is not None:
                    self._go_on_with(found)
            except Exception:  # whatever is wrong with one import is not wrong with the others
                log.exception("import %s does not go on", waiting)

    def _go_on_with(self, found):
        table = self.read_table(self.store.look().import_file(found.id)) if found.unread else None
        self.store.act(
            f"import|{found.id}|{found.version}",
            lambda store, _actor: imports.go_on(store, found.id, found.version, table),
        )
