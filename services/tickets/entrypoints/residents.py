"""Reactions to what happens at residents'."""

from services.tickets.usecases import grids, photos, privacy
from shared.contracts.residents import (
    AreaDrawn,
    AreaEnded,
    BuildingMoved,
    BuildingRegistered,
    ChangeMoved,
    ExportRequested,
    PersonErased,
)
from shared.messaging.subscribe import subscribe
from shared.storage.database import Database


class Residents:
    store: Database

    @subscribe(AreaDrawn)
    def keep_area(self, delivered):
        self.store.react(delivered, grids.keep_area)

    @subscribe(AreaEnded)
    def end_area(self, delivered):
        self.store.react(delivered, grids.end_area)

    @subscribe(BuildingRegistered)
    def keep_building(self, delivered):
        self.store.react(delivered, grids.keep_building)

    @subscribe(BuildingMoved)
    def move_building(self, delivered):
        self.store.react(delivered, grids.move_building)

    @subscribe(ChangeMoved)
    def show_attached(self, delivered):
        self.store.react(delivered, photos.show_attached)

    @subscribe(ExportRequested)
    def hand_over_copy(self, delivered):
        self.store.react(delivered, privacy.hand_over_copy)

    @subscribe(PersonErased)
    def forget_reporter(self, delivered):
        self.store.react(delivered, privacy.forget_reporter)
