"""Finding and keeping performers, programmes and stops."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from services.volunteers.documents.tours import TourPerformer, TourProgramme, TourStop
from services.volunteers.domain.areas import chain
from services.volunteers.domain.tours import TOUR_STOP, Appearance
from shared.contracts.actor import Actor
from shared.contracts.model import Point
from shared.contracts.volunteers.tours import (
    AskedStop,
    NewPerformer,
    PerformerRole,
    PerformerView,
    PlanProgramme,
    ProgrammeKind,
    ProgrammeView,
    StopState,
    TourStopView,
)
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work

AROUND = timedelta(days=14)
"""Longer than any way between two places."""
BUSY = (StopState.ACCEPTED, StopState.HELD)
PROGRAMME = ("area", "kind", "title", "minutes", "speed", "team_id")


class TourStore(Work):
    documents = (TourPerformer, TourProgramme, TourStop)

    def put_performer(self, area: str, fields: NewPerformer) -> TourPerformer:
        performer = TourPerformer.objects(account=fields.account, area=area).first() or TourPerformer(
            id=self.new_id(), area=area, within=chain(area), account=fields.account
        )
        performer.role, performer.topics = fields.role, fields.topics
        self.save(performer)
        return performer

    def find_performers(
        self, area: str, role: PerformerRole | None, before: str | None, limit: int
    ) -> list[TourPerformer]:
        query: dict[str, Any] = {"within": area} | ({"role": role} if role is not None else {})
        if before is not None:
            query["_id"] = {"$lt": before}
        return list(TourPerformer.objects(__raw__=query).order_by("-id").limit(limit))

    def find_performers_by_id(self, ids: list[str]) -> dict[str, TourPerformer]:
        return {each.id: each for each in TourPerformer.objects(id__in=ids)}

    def performers_of(self, account: str) -> list[TourPerformer]:
        return list(TourPerformer.objects(account=account))

    def stop_during(self, performers: list[TourPerformer], since: datetime, until: datetime) -> TourStop | None:
        """A stop at which one of them performs within that time."""
        ids = [each.id for each in performers]
        return TourStop.objects(
            performers__in=ids, state__in=BUSY, starts__lt=until, ends__gt=since, starts__gt=since - AROUND
        ).first()

    def find_stops_ahead(self, performers: list[TourPerformer]) -> list[TourStop]:
        """Where one of them performs from now on."""
        ids = [each.id for each in performers]
        ahead = TourStop.objects(performers__in=ids, state__in=BUSY, starts__gt=self.now - AROUND, ends__gt=self.now)
        return list(ahead.only("starts", "ends")) if ids else []

    def performer_ids_of(self, account: str) -> set[str]:
        return {each.id for each in TourPerformer.objects(account=account).only("id")}

    def add_programme(self, fields: PlanProgramme) -> TourProgramme:
        programme = TourProgramme(
            id=self.new_id(), within=chain(fields.area), **{name: getattr(fields, name) for name in PROGRAMME}
        )
        self.save(programme)
        return programme

    def get_programme(self, programme_id: str) -> TourProgramme:
        programme = TourProgramme.objects(id=programme_id).first()
        if programme is None:
            raise NOT_FOUND("/programme_id", what="programme")
        return programme

    def find_programmes(
        self, area: str, kind: ProgrammeKind | None, before: str | None, limit: int
    ) -> list[TourProgramme]:
        query: dict[str, Any] = {"within": area} | ({"kind": kind} if kind is not None else {})
        if before is not None:
            query["_id"] = {"$lt": before}
        return list(TourProgramme.objects(__raw__=query).order_by("-id").limit(limit))

    def new_stop(self, actor: Actor, programme: TourProgramme, asked: AskedStop) -> TourStop:
        stop = TourStop(
            id=self.new_id(), programme=programme.id, organiser=programme.area, kind=programme.kind,
            title=programme.title, minutes=programme.minutes, speed=programme.speed, area=asked.area,
            within=chain(asked.area), host=asked.host, unit=asked.unit_id, asked_by=actor.account, wished=asked.wished,
            due=asked.wished, seats=asked.seats, state=TOUR_STOP.initial,
        )  # fmt: skip
        self.put_place(stop, asked.place, asked.point)
        return stop

    def put_place(self, stop: TourStop, place: str, point: Point) -> None:
        stop.place, stop.longitude, stop.latitude = place, point.longitude, point.latitude

    def put_time(self, stop: TourStop, starts: datetime) -> None:
        stop.starts = stop.due = starts
        stop.ends = starts + timedelta(minutes=stop.minutes)

    def find_stop(self, stop_id: str) -> TourStop | None:
        return TourStop.objects(id=stop_id).first()

    def find_stops_by_id(self, ids: list[str]) -> dict[str, TourStop]:
        return {each.id: each for each in TourStop.objects(id__in=ids)}

    def find_stops(
        self, area: str | None, programme: str | None, state: StopState | None, before: str | None, limit: int
    ) -> list[TourStop]:
        asked = (("within", area), ("programme", programme), ("state", state))
        query: dict[str, Any] = {name: value for name, value in asked if value is not None}
        if before is not None:
            query["_id"] = {"$lt": before}
        return list(TourStop.objects(__raw__=query).order_by("-id").limit(limit))

    def stops_around(self, performers: list[str], since: datetime, until: datetime) -> list[TourStop]:
        """Where they are in these days and so close to them that a way may reach in."""
        bounds = {"starts__gte": since - AROUND, "starts__lte": until + AROUND}
        return list(TourStop.objects(performers__in=performers, state__in=BUSY, **bounds))

    def stops_on(self, performer: str, day: date) -> list[TourStop]:
        begins = datetime.combine(day, time(), SHANGHAI)
        found = TourStop.objects(
            performers=performer, state__in=BUSY, starts__gte=begins, starts__lt=begins + timedelta(days=1)
        )
        return list(found.order_by("starts"))

    def appearance(self, stop: TourStop, starts: datetime | None = None) -> Appearance:
        """At the time that it has, or at another one."""
        begins = starts or stop.starts
        return Appearance(
            (stop.longitude, stop.latitude), begins.astimezone(UTC), begins + timedelta(minutes=stop.minutes),
            stop.speed, stop.place,
        )  # fmt: skip

    def performer_view(self, performer: TourPerformer) -> PerformerView:
        return PerformerView(
            id=performer.id, area=performer.area, account=performer.account, role=performer.role,
            topics=list(performer.topics), version=performer.version,
        )  # fmt: skip

    def programme_view(self, programme: TourProgramme) -> ProgrammeView:
        return ProgrammeView(
            id=programme.id, version=programme.version, **{name: getattr(programme, name) for name in PROGRAMME}
        )

    def stop_view(self, stop: TourStop, account: str) -> TourStopView:
        return TourStopView(
            id=stop.id, programme_id=stop.programme, kind=stop.kind, title=stop.title, area=stop.area, host=stop.host,
            unit_id=stop.unit, place=stop.place, point=Point(longitude=stop.longitude, latitude=stop.latitude),
            wished=stop.wished, starts=stop.starts, ends=stop.ends, performers=list(stop.performers), state=stop.state,
            reason=stop.reason, seats=stop.seats, taken=len(stop.seated),
            came=sum(seat.came_at is not None for seat in stop.seated), audience=stop.audience, note=stop.note,
            mine=any(seat.account == account for seat in stop.seated), version=stop.version,
        )  # fmt: skip
