"""Groups, their members and what is posted to them."""

from services.residents.usecases import groups, members
from shared.contracts.residents import group_members as members_api
from shared.contracts.residents import groups as groups_api
from shared.contracts.residents.people import PersonMoved
from shared.messaging.serve import serve
from shared.messaging.subscribe import subscribe
from shared.storage.database import Database


class Groups:
    store: Database

    @serve(groups_api.FOUND_GROUP)
    def found_group(self, call):
        return self.store.perform(call, groups.found_group)

    @serve(groups_api.CHANGE_GROUP)
    def change_group(self, call):
        return self.store.perform(call, groups.change_group)

    @serve(groups_api.GET_GROUP)
    def get_group(self, call):
        return self.store.perform(call, groups.get_group)

    @serve(groups_api.LIST_GROUPS)
    def list_groups(self, call):
        return self.store.perform(call, groups.list_groups)

    @serve(groups_api.DISSOLVE_GROUP)
    def dissolve_group(self, call):
        return self.store.perform(call, groups.dissolve_group)

    @serve(members_api.JOIN_GROUP)
    def join_group(self, call):
        return self.store.perform(call, members.join_group)

    @serve(members_api.LEAVE_GROUP)
    def leave_group(self, call):
        return self.store.perform(call, members.leave_group)

    @serve(members_api.ADMIT_MEMBER)
    def admit_member(self, call):
        return self.store.perform(call, members.admit_member)

    @serve(members_api.REFUSE_MEMBER)
    def refuse_member(self, call):
        return self.store.perform(call, members.refuse_member)

    @serve(members_api.REMOVE_MEMBER)
    def remove_member(self, call):
        return self.store.perform(call, members.remove_member)

    @serve(members_api.SET_OWNER)
    def set_owner(self, call):
        return self.store.perform(call, members.set_owner)

    @serve(members_api.LIST_MEMBERS)
    def list_members(self, call):
        return self.store.perform(call, members.list_members)

    @serve(members_api.POST_VOLUNTEER)
    def post_volunteer(self, call):
        return self.store.perform(call, members.post_volunteer)

    @serve(members_api.RECALL_VOLUNTEER)
    def recall_volunteer(self, call):
        return self.store.perform(call, members.recall_volunteer)

    @serve(groups_api.POST_TO_GROUP)
    def post_to_group(self, call):
        return self.store.perform(call, groups.post_to_group)

    @serve(groups_api.LIST_GROUP_POSTS)
    def list_group_posts(self, call):
        return self.store.perform(call, groups.list_group_posts)

    @serve(groups_api.REMOVE_GROUP_POST)
    def remove_group_post(self, call):
        return self.store.perform(call, groups.remove_group_post)

    @serve(groups_api.SHOW_GROUP_RECORD)
    def show_group_record(self, call):
        return self.store.perform(call, groups.show_group_record)

    @serve(groups_api.COUNT_GROUPS)
    def count_groups(self, call):
        return self.store.perform(call, groups.count_groups)

    @subscribe(PersonMoved)
    def leave_former_grid(self, delivered):
        self.store.react(delivered, members.leave_former_grid)
