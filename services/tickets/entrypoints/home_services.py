"""The catalogue of home services."""

from services.tickets.usecases import home_services
from shared.contracts.tickets import home_services as home_services_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class HomeServices:
    store: Database

    @serve(home_services_api.OFFER_HOME_SERVICE)
    def offer_home_service(self, call):
        return self.store.perform(call, home_services.offer_home_service)

    @serve(home_services_api.CHANGE_HOME_SERVICE)
    def change_home_service(self, call):
        return self.store.perform(call, home_services.change_home_service)

    @serve(home_services_api.WITHDRAW_HOME_SERVICE)
    def withdraw_home_service(self, call):
        return self.store.perform(call, home_services.withdraw_home_service)

    @serve(home_services_api.OFFER_AGAIN)
    def offer_again(self, call):
        return self.store.perform(call, home_services.offer_again)

    @serve(home_services_api.GET_HOME_SERVICE)
    def get_home_service(self, call):
        return self.store.perform(call, home_services.get_home_service)

    @serve(home_services_api.LIST_HOME_SERVICES)
    def list_home_services(self, call):
        return self.store.perform(call, home_services.list_home_services)
