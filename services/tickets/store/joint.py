"""Finding, keeping, counting and showing joint meetings and the tasks of units."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from services.tickets.documents.joint import JointMeeting, JointTask, TaskEntry, TaskPause
from services.tickets.documents.matters import Ticket
from services.tickets.domain.clocks import Pause
from services.tickets.domain.joint import (
    JOINT_MEETING,
    JOINT_TASK,
    OPEN_TASKS,
    RESTARTS,
    is_overdue,
    task_check,
    task_due,
)
from services.tickets.domain.parts import part_of
from services.tickets.store.inside import newest
from shared.contracts.actor import Actor
from shared.contracts.tickets.catalogue import Limit, Measure
from shared.contracts.tickets.joint import (
    JointFigures,
    JointMeetingView,
    MeetingState,
    PartJointFigures,
    TaskCount,
    TaskState,
    TaskStep,
    TaskView,
    UnitAttendance,
    UnitTask,
)
from shared.contracts.tickets.matters import Interval, NextAction
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class JointStore(Work):
    documents = (JointMeeting, JointTask)

    def new_meeting(self, ticket: Ticket, **fields: Any) -> JointMeeting:
        return JointMeeting(
            id=self.new_id(), ticket=ticket.id, number=ticket.number, area=ticket.area, within=ticket.within,
            state=JOINT_MEETING.initial, day=self._today(), convened_at=self.now, **fields,
        )  # fmt: skip

    def get_meeting(self, meeting_id: str) -> JointMeeting:
        """Refuses with `not_found`, and with `stale_version` when the caller saw another version."""
        meeting = self.find_meeting(meeting_id)
        if meeting is None:
            raise NOT_FOUND("/meeting_id", what="joint meeting")
        self.refuse_stale(meeting.version)
        return meeting

    def find_meeting(self, meeting_id: str) -> JointMeeting | None:
        return JointMeeting.objects(id=meeting_id).first()

    def meetings_on(self, ticket_id: str) -> list[JointMeeting]:
        return list(JointMeeting.objects(ticket=ticket_id).order_by("-id").limit(100))

    def has_met(self, ticket_id: str) -> bool:
        return JointMeeting.objects(ticket=ticket_id, state=MeetingState.HELD).only("id").first() is not None

    def give_task(
        self, meeting: JointMeeting, ticket: Ticket, given: UnitTask, limit: Limit, actor: Actor
    ) -> JointTask:
        """A new task of a unit; its clock starts now. Its account has to do with the matter from now on."""
        place = JointTask.objects(meeting=meeting.id).count() + 1
        task = JointTask(
            id=self.new_id(), ticket=ticket.id, meeting=meeting.id, place=place, number=ticket.number, area=ticket.area,
            within=ticket.within, against=ticket.against, unit=given.unit, task=given.task, desk=ticket.desk,
            minutes=limit.minutes, measure=limit.measure, day=self._today(),
        )  # fmt: skip
        self.step_task(task, "given", actor, TaskState.IN_HAND)
        self.put_to_work(task, ticket, given.account)
        self.save(task)
        return task

    def put_to_work(self, task: JointTask, ticket: Ticket, account: str | None) -> None:
        task.account = account
        if account is not None and account not in ticket.units:
            ticket.units.append(account)

    def get_task(self, task_id: str) -> JointTask:
        """Refuses with `not_found`, and with `stale_version` when the caller saw another version."""
        task = self.find_task(task_id)
        if task is None:
            raise NOT_FOUND("/task_id", what="task")
        self.refuse_stale(task.version)
        return task

    def find_task(self, task_id: str) -> JointTask | None:
        return JointTask.objects(id=task_id).first()

    def tasks_of(self, meeting_id: str) -> list[JointTask]:
        return list(JointTask.objects(meeting=meeting_id).order_by("place"))

    def open_tasks(self, ticket_id: str) -> list[JointTask]:
        return list(JointTask.objects(ticket=ticket_id, state__in=OPEN_TASKS).order_by("id"))

    def count_open_tasks(self, ticket_id: str) -> int:
        return JointTask.objects(ticket=ticket_id, state__in=OPEN_TASKS).count()

    def find_tasks(self, actor: Actor, *, area: str | None, state: TaskState | None, overdue: bool,
                   before: str | None, limit: int) -> list[JointTask]:  # fmt: skip
        """The actor's own, or those of an area; newest first."""
        query: dict[str, Any] = (
            {"within": area, "against": {"$ne": actor.account}} if area else {"account": actor.account}
        )
        query |= {"state": state} if state else {}
        if overdue:
            query |= {"due": {"$lte": self.now}, "$and": [{"state": TaskState.IN_HAND}]}
        return list(JointTask.objects(__raw__=newest(query, before)).order_by("-id").limit(limit))

    def step_task(
        self,
        task: JointTask,
        action: str,
        actor: Actor,
        target: TaskState,
        note: str | None = None,
        pause: str | None = None,
    ) -> None:
        """One step, written into the task's log; its deadline is worked out anew. Leaving a pause ends it."""
        if task.pauses and task.pauses[-1].until is None:
            task.pauses[-1].until = self.now
        if pause is not None:
            task.pauses.append(TaskPause(since=self.now, reason=pause))
        task.state = target
        if action in RESTARTS:
            task.since = self.now
        if target not in OPEN_TASKS:
            task.ended_at, task.result = self.now, note
        self.reckon_task(task)
        task.log.append(TaskEntry(action=action, by=actor.account, at=self.now, note=note, due=task.due))

    def reckon_task(self, task: JointTask) -> None:
        if task.state in OPEN_TASKS:
            pauses = [Pause(pause.since, pause.until, pause.reason) for pause in task.pauses]
            task.due = task_due(task.since, limit_of(task), pauses)
        task.check_at = task_check(TaskState(task.state), task.since, task.due, task.flagged_at)

    def joint_figures(self, area: str, since: date | None, until: date | None) -> JointFigures:
        """Read by one index range per collection."""
        days = {op: day.isoformat() for op, day in (("$gte", since), ("$lte", until)) if day}
        query = {"within": area} | ({"day": days} if days else {})
        parts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        states: Counter[str] = Counter()
        for row in _by_area_and_state(JointMeeting, query):
            for part in {area, part_of(area, row["area"])}:
                parts[part]["meetings"] += row["count"]
                parts[part]["held"] += row["count"] if row["state"] == MeetingState.HELD else 0
        for row in _by_area_and_state(JointTask, query):
            for part in {area, part_of(area, row["area"])}:
                parts[part]["tasks"] += row["count"]
            states[row["state"]] += row["count"]
        late = query | {"state": TaskState.IN_HAND, "due": {"$lte": self.now}}
        return JointFigures(
            **_figures(area, parts[area]).model_dump(),
            states=[TaskCount(state=state, count=states[state]) for state in TaskState],
            overdue=JointTask._get_collection().count_documents(late),
            parts=[_figures(path, counts) for path, counts in sorted(parts.items()) if path != area],
        )

    def meeting_view(self, meeting: JointMeeting, held: frozenset[str], tasks: Sequence[TaskView]) -> JointMeetingView:
        units = dict.fromkeys(task.unit for task in tasks)
        present = set(meeting.present) if meeting.state == MeetingState.HELD else None
        return JointMeetingView(
            id=meeting.id, ticket=meeting.ticket, number=meeting.number, area=meeting.area, state=meeting.state,
            led_by=meeting.led_by, note=meeting.note, meets_at=meeting.meets_at, place=meeting.place,
            convened_at=meeting.convened_at, held_at=meeting.held_at, minutes=meeting.minutes,
            units=[UnitAttendance(unit=unit, present=None if present is None else unit in present) for unit in units],
            tasks=list(tasks),
            actions=[NextAction(action=m.action, needs=list(m.needs)) for m in JOINT_MEETING.open_to(meeting.state, held)],
            version=meeting.version,
        )  # fmt: skip

    def task_view(self, task: JointTask, held: frozenset[str]) -> TaskView:
        return TaskView(
            id=task.id, ticket=task.ticket, meeting=task.meeting, number=task.number, unit=task.unit, task=task.task,
            account=task.account, desk=task.desk, state=task.state, limit=limit_of(task), due=task.due,
            overdue=is_overdue(TaskState(task.state), task.due, self.now), ended_at=task.ended_at, result=task.result,
            pauses=[Interval(since=p.since, until=p.until, reason=p.reason) for p in task.pauses],
            log=[TaskStep(action=s.action, at=s.at, note=s.note, due=s.due) for s in task.log],
            actions=[NextAction(action=m.action, needs=list(m.needs)) for m in JOINT_TASK.open_to(task.state, held)],
            version=task.version,
        )  # fmt: skip

    def _today(self) -> str:
        return self.now.astimezone(SHANGHAI).date().isoformat()


def limit_of(task: JointTask) -> Limit:
    return Limit(minutes=task.minutes, measure=Measure(task.measure))


def _by_area_and_state(document: Any, query: dict[str, Any]) -> list[dict[str, Any]]:
    stages = [{"$match": query}, {"$group": {"_id": {"area": "$area", "state": "$state"}, "count": {"$sum": 1}}}]
    return [row["_id"] | {"count": row["count"]} for row in document._get_collection().aggregate(stages)]


def _figures(area: str, counts: Counter[str]) -> PartJointFigures:
    return PartJointFigures(area=area, meetings=counts["meetings"], held=counts["held"], tasks=counts["tasks"])
