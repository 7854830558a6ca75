"""Letter boxes."""

from services.tickets.usecases import letter_boxes
from shared.contracts.tickets import letter_boxes as letter_boxes_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database


class LetterBoxes:
    store: Database

    @serve(letter_boxes_api.HANG_BOX)
    def hang_box(self, call):
        return self.store.perform(call, letter_boxes.hang_box)

    @serve(letter_boxes_api.GET_BOX)
    def get_box(self, call):
        return self.store.perform(call, letter_boxes.get_box)

    @serve(letter_boxes_api.LIST_BOXES)
    def list_boxes(self, call):
        return self.store.perform(call, letter_boxes.list_boxes)

    @serve(letter_boxes_api.CHANGE_BOX_RULE)
    def change_box_rule(self, call):
        return self.store.perform(call, letter_boxes.change_box_rule)

    @serve(letter_boxes_api.CHANGE_KEEPER)
    def change_keeper(self, call):
        return self.store.perform(call, letter_boxes.change_keeper)

    @serve(letter_boxes_api.TAKE_DOWN_BOX)
    def take_down_box(self, call):
        return self.store.perform(call, letter_boxes.take_down_box)

    @serve(letter_boxes_api.EMPTY_BOX)
    def empty_box(self, call):
        return self.store.perform(call, letter_boxes.empty_box)

    @serve(letter_boxes_api.FILE_LETTER)
    def file_letter(self, call):
        return self.store.perform(call, letter_boxes.file_letter)

    @serve(letter_boxes_api.LIST_EMPTYINGS)
    def list_emptyings(self, call):
        return self.store.perform(call, letter_boxes.list_emptyings)

    @serve(letter_boxes_api.SHOW_BOX_ROUNDS)
    def show_box_rounds(self, call):
        return self.store.perform(call, letter_boxes.show_box_rounds)

    @serve(letter_boxes_api.SHOW_BOX_FIGURES)
    def show_box_figures(self, call):
        return self.store.perform(call, letter_boxes.show_box_figures)

    @every(5)
    def judge_boxes(self):
        look = self.store.look()
        for box in look.boxes_to_judge():
            key = f"judge_box|{box}|{look.now.isoformat()}"
            self.store.attempt(key, lambda store, _actor, box=box: letter_boxes.judge_box(store, box))
