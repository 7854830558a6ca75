"""Finding, keeping and showing series of rounds."""

from datetime import date, timedelta
from typing import Any

from services.tickets.documents.rounds import Round, RoundSeries, SeriesException
from services.tickets.domain.hosting import HOST
from services.tickets.domain.recurrence import Held
from services.tickets.domain.rounds import SERIES
from services.tickets.domain.slots import moment_of
from services.tickets.store.home_services import reaching
from services.tickets.store.inside import newest
from shared.contracts.tickets.home_services import SlotTime
from shared.contracts.tickets.matters import NextAction
from shared.contracts.tickets.round_series import SeriesDay, SeriesState, SeriesView
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work

DUE_AT_ONCE = 100


class RoundSeriesStore(Work):
    documents = (RoundSeries,)

    def new_series(self, slots: list[SlotTime], **fields: Any) -> RoundSeries:
        return RoundSeries(id=self.new_id(), slots=[slot.model_dump() for slot in slots], **fields)

    def get_series(self, series_id: str) -> RoundSeries:
        series = self.find_series(series_id)
        if series is None:
            raise NOT_FOUND("/series_id", what="round series")
        return series

    def find_series(self, series_id: str) -> RoundSeries | None:
        return RoundSeries.objects(id=series_id).first()

    def list_series(self, *, area: str, state: SeriesState | None, before: str | None, limit: int) -> list[RoundSeries]:
        query = reaching(area) | ({"state": state} if state else {})
        return list(RoundSeries.objects(__raw__=newest(query, before)).order_by("-id").limit(limit))

    def series_due(self) -> list[tuple[str, str]]:
        """Series of which a round is to be planned, each with its next day."""
        due = RoundSeries.objects(state=SeriesState.RUNNING, due_at__lte=self.now)
        return list(due.order_by("due_at").limit(DUE_AT_ONCE).scalar("id", "next_day"))

    def go_on_to(self, series: RoundSeries, day: date | None) -> None:
        """The day that is planned next; None when there is none any more, which ends the series."""
        series.next_day = day.isoformat() if day else None
        series.due_at = moment_of(day - timedelta(days=series.ahead_days), 0) if day else None
        if day is None:
            series.state = SeriesState.ENDED

    def slot_times(self, series: RoundSeries) -> list[SlotTime]:
        return [SlotTime.model_validate(slot) for slot in series.slots]

    def exceptions_of(self, series: RoundSeries) -> dict[date, Held]:
        return {
            date.fromisoformat(each.day): Held(date.fromisoformat(each.to_day) if each.to_day else None, each.reason)
            for each in series.exceptions
        }

    def except_from(self, series: RoundSeries, day: date, held: Held) -> None:
        """What was said of the day before holds no more."""
        text = day.isoformat()
        kept = [each for each in series.exceptions if each.day != text]
        to_day = held.on.isoformat() if held.on else None
        series.exceptions = [*kept, SeriesException(day=text, to_day=to_day, reason=held.reason)]

    def round_for(self, series_id: str, day: date) -> Round | None:
        """The round that stands for a day of the rule."""
        return Round.objects(series=series_id, series_day=day.isoformat()).first()

    def has_round_on(self, series_id: str, day: date) -> bool:
        return Round.objects(series=series_id, day=day.isoformat()).only("id").first() is not None

    def series_view(self, series: RoundSeries, host: bool) -> SeriesView:
        moves = SERIES.open_to(series.state, frozenset({HOST} if host else ()))
        return SeriesView(
            id=series.id, service=series.service, area=series.area, rule=series.rule, first_day=series.first_day,
            day=self.slot_times(series), ahead_days=series.ahead_days, on_holiday=series.on_holiday, state=series.state,
            reason=series.reason, next_day=series.next_day,
            exceptions=[SeriesDay(day=e.day, to_day=e.to_day, reason=e.reason) for e in series.exceptions],
            actions=[NextAction(action=m.action, needs=list(m.needs)) for m in moves],
            version=series.version,
        )  # fmt: skip
