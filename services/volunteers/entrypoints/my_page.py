"""My page."""

from services.volunteers.usecases import my_page
from shared.contracts.volunteers import my_page as my_page_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class MyPage:
    store: Database

    @serve(my_page_api.SHOW_MY_PAGE)
    def show_my_page(self, call):
        return self.store.perform(call, my_page.show_my_page)
