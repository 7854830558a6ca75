"""Posts."""

from services.volunteers.usecases import posts
from shared.contracts.volunteers import posts as posts_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Posts:
    store: Database

    @serve(posts_api.PUT_POST_KIND)
    def put_post_kind(self, call):
        return self.store.perform(call, posts.put_post_kind)

    @serve(posts_api.LIST_POST_KINDS)
    def list_post_kinds(self, call):
        return self.store.perform(call, posts.list_post_kinds)

    @serve(posts_api.OFFER_POST)
    def offer_post(self, call):
        return self.store.perform(call, posts.offer_post)

    @serve(posts_api.LIST_POSTS)
    def list_posts(self, call):
        return self.store.perform(call, posts.list_posts)

    @serve(posts_api.GET_POST)
    def get_post(self, call):
        return self.store.perform(call, posts.get_post)

    @serve(posts_api.CLAIM_POST)
    def claim_post(self, call):
        return self.store.perform(call, posts.claim_post)

    @serve(posts_api.GIVE_UP_POST)
    def give_up_post(self, call):
        return self.store.perform(call, posts.give_up_post)

    @serve(posts_api.CLOSE_POST)
    def close_post(self, call):
        return self.store.perform(call, posts.close_post)

    @serve(posts_api.TELL_DEEDS)
    def tell_deeds(self, call):
        return self.store.perform(call, posts.tell_deeds)

    @serve(posts_api.DECIDE_DEEDS)
    def decide_deeds(self, call):
        return self.store.perform(call, posts.decide_deeds)

    @serve(posts_api.LIST_DEEDS)
    def list_deeds(self, call):
        return self.store.perform(call, posts.list_deeds)

    @serve(posts_api.LIST_MY_DEEDS)
    def list_my_deeds(self, call):
        return self.store.perform(call, posts.list_my_deeds)

    @serve(posts_api.SHOW_POST_FIGURES)
    def show_post_figures(self, call):
        return self.store.perform(call, posts.show_post_figures)
