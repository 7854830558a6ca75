"""Joint meetings and their tasks."""

from services.tickets.usecases import joint, joint_tasks
from shared.contracts.tickets import joint as joint_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class JointMeetings:
    store: Database

    @serve(joint_api.CONVENE_UNITS)
    def convene_units(self, call):
        return self.store.perform(call, joint.convene_units)

    @serve(joint_api.LIST_JOINT_MEETINGS)
    def list_joint_meetings(self, call):
        return self.store.perform(call, joint.list_joint_meetings)

    @serve(joint_api.SHOW_JOINT_FIGURES)
    def show_joint_figures(self, call):
        return self.store.perform(call, joint.show_joint_figures)

    @serve(joint_api.GET_JOINT_MEETING)
    def get_joint_meeting(self, call):
        return self.store.perform(call, joint.get_joint_meeting)

    @serve(joint_api.HOLD_JOINT_MEETING)
    def hold_joint_meeting(self, call):
        return self.store.perform(call, joint.hold_joint_meeting)

    @serve(joint_api.ADD_TASK)
    def add_task(self, call):
        return self.store.perform(call, joint.add_task)

    @serve(joint_api.LIST_TASKS)
    def list_tasks(self, call):
        return self.store.perform(call, joint_tasks.list_tasks)

    @serve(joint_api.GET_TASK)
    def get_task(self, call):
        return self.store.perform(call, joint_tasks.get_task)

    @serve(joint_api.FINISH_TASK)
    def finish_task(self, call):
        return self.store.perform(call, joint_tasks.finish_task)

    @serve(joint_api.FAIL_TASK)
    def fail_task(self, call):
        return self.store.perform(call, joint_tasks.fail_task)

    @serve(joint_api.PAUSE_TASK)
    def pause_task(self, call):
        return self.store.perform(call, joint_tasks.pause_task)

    @serve(joint_api.RESUME_TASK)
    def resume_task(self, call):
        return self.store.perform(call, joint_tasks.resume_task)

    @serve(joint_api.ASSIGN_TASK)
    def assign_task(self, call):
        return self.store.perform(call, joint_tasks.assign_task)
