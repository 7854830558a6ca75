"""The public board."""

from services.tickets.usecases import board
from shared.contracts.tickets import board as board_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database


class Board:
    store: Database

    @serve(board_api.SHOW_BOARD)
    def show_board(self, call):
        return self.store.perform(call, board.show_board)

    @serve(board_api.SET_NOTICE)
    def set_notice(self, call):
        return self.store.perform(call, board.set_notice)

    @serve(board_api.OBJECT)
    def object(self, call):
        return self.store.perform(call, board.object)

    @serve(board_api.LIST_OBJECTIONS)
    def list_objections(self, call):
        return self.store.perform(call, board.list_objections)

    @serve(board_api.DECIDE_OBJECTION)
    def decide_objection(self, call):
        return self.store.perform(call, board.decide_objection)

    @serve(board_api.PUBLISH_MONTH)
    def publish_month(self, call):
        return self.store.perform(call, board.publish_month)

    @serve(board_api.LIST_MONTHS)
    def list_months(self, call):
        return self.store.perform(call, board.list_months)

    @every(300)
    def publish_months(self):
        for area, month in board.due_months(self.store.look()):
            key = f"publish|{area}|{month}"
            self.store.attempt(key, lambda store, _actor, a=area, m=month: board.publish_when_due(store, a, m))
