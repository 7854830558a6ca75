"""Finding, keeping, counting and showing sessions."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from services.tickets.documents.sessions import AgendaEntry, Session, SessionAttendee, Settled
from services.tickets.domain.hosting import HOST
from services.tickets.domain.parts import part_of
from services.tickets.domain.sessions import GUEST, SESSION
from services.tickets.store.inside import inside, newest
from shared.contracts.actor import Actor
from shared.contracts.tickets.matters import NextAction
from shared.contracts.tickets.sessions import (
    AgendaItem,
    AttendeeCapacity,
    AttendeeView,
    CapacityCount,
    MatterKindCount,
    MatterSubject,
    PartTalkFigures,
    SettledMatter,
    SittingState,
    SittingView,
    SubjectCount,
    TalkFiguresView,
)
from shared.contracts.tickets.topics import MatterKind
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class SessionStore(Work):
    documents = (Session, Settled)

    def new_session(self, agenda: Sequence[AgendaItem], **fields: Any) -> Session:
        return Session(
            id=self.new_id(), agenda=[AgendaEntry(title=item.title, topic=item.topic) for item in agenda], **fields
        )

    def get_session(self, session_id: str) -> Session:
        """Refuses with `not_found`, and with `stale_version` when the caller saw another version."""
        session = Session.objects(id=session_id).first()
        if session is None:
            raise NOT_FOUND("/session_id", what="council session")
        self.refuse_stale(session.version)
        return session

    def find_sessions(self, area: str, state: SittingState | None, before: str | None, limit: int) -> list[Session]:
        query: dict[str, Any] = {"area": inside(area)} | ({"state": state} if state else {})
        return list(Session.objects(__raw__=newest(query, before)).order_by("-id").limit(limit))

    def add_attendee(self, session: Session, capacity: AttendeeCapacity, account: str | None, name: str | None) -> None:
        session.attendees.append(SessionAttendee(capacity=capacity, account=account, name=name))

    def settle(self, session: Session, matters: Sequence[SettledMatter]) -> None:
        for matter in matters:
            self.save(
                Settled(id=self.new_id(), session=session.id, area=session.area, day=session.day, **matter.model_dump())
            )

    def was_there(self, session_id: str, account: str) -> bool:
        return Session.objects(__raw__={"_id": session_id, "attendees.account": account}).only("id").first() is not None

    def area_of_session(self, session_id: str) -> str | None:
        found = Session.objects(id=session_id).only("area").first()
        return found.area if found else None

    def talk_figures(self, area: str, since: date | None, until: date | None) -> TalkFiguresView:
        """Read by one index range per collection."""
        days = {op: day.isoformat() for op, day in (("$gte", since), ("$lte", until)) if day}
        query = {"area": inside(area)} | ({"day": days} if days else {})
        held = query | {"state": SittingState.HELD}
        sessions = _counted(Session, held, {"area": "$area"})
        settled = _counted(Settled, query, {"area": "$area", "kind": "$kind", "subject": "$subject"})
        came = _counted(Session, held, {"capacity": "$attendees.capacity"}, unwind="$attendees")
        parts: dict[str, tuple[Counter[str], Counter[str]]] = defaultdict(lambda: (Counter(), Counter()))
        subjects: Counter[str | None] = Counter()
        for row in sessions:
            for part in {area, part_of(area, row["area"])}:
                parts[part][0]["held"] += row["count"]
        for row in settled:
            for part in {area, part_of(area, row["area"])}:
                parts[part][1][row["kind"]] += row["count"]
            subjects[row.get("subject")] += row["count"]
        whole = _figures(area, *parts[area])
        return TalkFiguresView(
            **whole.model_dump(),
            subjects=[SubjectCount(subject=subject, count=subjects[subject.value]) for subject in MatterSubject],
            attendance=_by_capacity({row["capacity"]: row["count"] for row in came}),
            parts=[_figures(path, *counts) for path, counts in sorted(parts.items()) if path != area],
        )

    def session_view(self, session: Session, actor: Actor, host: bool) -> SittingView:
        came = Counter(attendee.capacity for attendee in session.attendees)
        held = frozenset({HOST, GUEST} if host else {GUEST})
        return SittingView(
            id=session.id, area=session.area, kind=session.kind, place=session.place, starts_at=session.starts_at,
            agenda=[AgendaItem(title=entry.title, topic=entry.topic) for entry in session.agenda], state=session.state,
            link=session.link,
            attendance=_by_capacity(came),
            attendees=[
                AttendeeView(capacity=a.capacity, name=a.name, account=a.account) for a in session.attendees if host
            ],
            minutes=session.minutes,
            settled=[
                SettledMatter(
                    kind=m.kind, subject=m.subject, title=m.title, outcome=m.outcome, topic=m.topic, ticket=m.ticket
                )
                for m in Settled.objects(session=session.id).order_by("id")
            ],
            reason=session.reason,
            actions=[NextAction(action=m.action, needs=list(m.needs)) for m in SESSION.open_to(session.state, held)],
            version=session.version,
        )  # fmt: skip


def _counted(
    document: Any, query: dict[str, Any], by: dict[str, str], unwind: str | None = None
) -> list[dict[str, Any]]:
    stages: list[dict[str, Any]] = [{"$match": query}]
    if unwind:
        stages.append({"$unwind": unwind})
    stages += [
        {"$group": {"_id": by, "count": {"$sum": 1}}},
        {"$replaceWith": {"$mergeObjects": ["$_id", {"count": "$count"}]}},
    ]
    return list(document.objects.aggregate(stages))


def _figures(area: str, sessions: Counter[str], kinds: Counter[str]) -> PartTalkFigures:
    return PartTalkFigures(
        area=area, sessions=sessions["held"], settled=kinds.total(),
        kinds=[MatterKindCount(kind=kind, count=kinds[kind.value]) for kind in MatterKind],
    )  # fmt: skip


def _by_capacity(counts: Any) -> list[CapacityCount]:
    return [CapacityCount(capacity=capacity, count=counts.get(capacity, 0)) for capacity in AttendeeCapacity]
