"""Residents' register."""

from services.volunteers.usecases import register
from shared.contracts.residents import HouseholdChanged, HouseholdsLoaded, PersonAdmitted
from shared.messaging.subscribe import subscribe
from shared.storage.database import Database


class Register:
    store: Database

    @subscribe(PersonAdmitted)
    def know_account(self, delivered):
        self.store.react(delivered, register.know_account)

    @subscribe(HouseholdChanged)
    def know_household(self, delivered):
        self.store.react(delivered, register.know_household)

    @subscribe(HouseholdsLoaded)
    def know_households(self, delivered):
        self.store.react(delivered, register.know_households)
