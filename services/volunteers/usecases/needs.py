"""Listing what is lacking."""

from datetime import datetime
from functools import partial
from typing import Any

from services.volunteers.domain.half_hours import LONGEST, LONGEST_CHOICE, refuse_bad_time, refuse_too_long
from services.volunteers.domain.survey_rows import refuse_rows
from shared.contracts.actor import Actor
from shared.contracts.volunteers.needs import (
    OVER_ALREADY,
    SKILL_MISPLACED,
    GetNeed,
    Kind,
    ListNeed,
    ListNeeds,
    NeedFields,
    NeedListed,
    NeedPage,
    NeedState,
    NeedView,
    SurveyTaken,
    TakeSurvey,
    WithdrawNeed,
)
from shared.kernel.errors import NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA
from shared.kernel.paging import decode_cursor, encode_cursor


def list_need(store: Any, actor: Actor, command: ListNeed) -> NeedView:
    refuse_disorder(command, actor, store.now, "")
    return store.need_view(add(store, command, None))


def take_survey(store: Any, actor: Actor, command: TakeSurvey) -> SurveyTaken:
    refuse_rows(partial(refuse_disorder, row, actor, store.now, f"/rows/{n}") for n, row in enumerate(command.rows))
    return SurveyTaken(needs=[add(store, row, command.survey).id for row in command.rows])


def refuse_disorder(fields: NeedFields, actor: Actor, now: datetime, at: str) -> None:
    if not actor.covers(fields.area):
        raise OUTSIDE_AREA(f"{at}/area")
    if (fields.kind is Kind.PEOPLE) != (fields.skill is not None):
        raise SKILL_MISPLACED(f"{at}/skill")
    refuse_bad_time(fields.starts_at, fields.ends_at, at, LONGEST if fields.minutes is None else LONGEST_CHOICE)
    refuse_too_long(fields.minutes, fields.starts_at, fields.ends_at, at)
    if fields.ends_at is not None and fields.ends_at <= now:
        raise OVER_ALREADY(f"{at}/ends_at")


def add(store: Any, fields: NeedFields, survey: str | None) -> Any:
    need = store.add_need(fields, survey)
    news = NeedListed(area=need.area, kind=need.kind, skill=need.skill, quantity=need.quantity, priority=need.priority)
    store.announce(news, subject=need.id, version=need.version, area=need.area)
    return need


def get_need(store: Any, _actor: Actor, command: GetNeed) -> NeedView:
    return store.need_view(store.get_need(command.need_id))


def list_needs(store: Any, _actor: Actor, command: ListNeeds) -> NeedPage:
    before = decode_cursor(command.cursor, str)[0] if command.cursor is not None else None
    found = store.find_needs(command.area, command.state, command.kind, command.skill, before, command.limit + 1)
    shown = found[: command.limit]
    return NeedPage(
        items=[store.need_view(need) for need in shown],
        next=encode_cursor(shown[-1].id) if len(found) > command.limit else None,
    )


def withdraw_need(store: Any, actor: Actor, command: WithdrawNeed) -> NeedView:
    need = store.get_need(command.need_id)
    if not actor.covers(need.area):
        raise NOT_FOUND("/need_id", what="need")
    store.refuse_stale(need.version)
    if need.state not in (NeedState.OPEN, NeedState.RECRUITING):
        raise NOT_ALLOWED_NOW(action="withdraw_need", state=need.state, allowed=[])
    store.withdraw_need(need)
    return store.need_view(need)
