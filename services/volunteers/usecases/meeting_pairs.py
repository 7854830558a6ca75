"""Who has come, whom one would like to meet again, and pairs."""

from datetime import timedelta
from typing import Any

from services.volunteers.domain.meetings import permitted
from services.volunteers.usecases.posts import before, onward, refuse_outside
from shared.contracts.actor import Actor
from shared.contracts.volunteers.meeting_pairs import (
    CHOICES_CLOSED,
    NO_SUCH_NUMBER,
    NOT_PRESENT,
    PAIR_PARTED,
    ChoicesView,
    ChoosePeople,
    ListMyMeetingPairs,
    ListPresent,
    MeetingFigures,
    MeetingPairPage,
    MeetingPairState,
    MeetingPairView,
    OtherView,
    PresentPage,
    PresentView,
    ShowMeetingFigures,
    TellFollowUp,
)
from shared.kernel.paging import decode_cursor, encode_cursor

CHOOSING_DAYS = 7


def list_present(store: Any, actor: Actor, command: ListPresent) -> PresentPage:
    meeting, _, seat = _came(store, actor, command.meeting_id)
    after = decode_cursor(command.cursor, int)[0] if command.cursor is not None else 0
    found = store.find_others_present(meeting, seat, after, command.limit + 1)
    shown = found[: command.limit]
    items = [
        PresentView(number=number, person=OtherView(**permitted(store.told_by(each), each.permits_present)))
        for number, each in shown
    ]
    return PresentPage(items=items, next=encode_cursor(shown[-1][0]) if len(found) > len(shown) else None)


def choose_people(store: Any, actor: Actor, command: ChoosePeople) -> ChoicesView:
    meeting, member, seat = _came(store, actor, command.meeting_id)
    if store.now > meeting.ends + timedelta(days=CHOOSING_DAYS):
        raise CHOICES_CLOSED(days=CHOOSING_DAYS)
    numbers = list(dict.fromkeys(command.numbers))
    chosen = store.seats_by_number(meeting, numbers)
    for place, number in enumerate(command.numbers):
        if number not in chosen or number == seat.number:
            raise NO_SUCH_NUMBER(f"/numbers/{place}", number=number)
    seat.chosen = [chosen[number].member for number in numbers]
    store.save(seat)
    mutual = []
    for number in numbers:
        store.save(chosen[number])
        if member.id in chosen[number].chosen:
            store.form_meeting_pair(meeting, member.id, chosen[number].member)
            mutual.append(number)
    return ChoicesView(numbers=numbers, pairs=mutual)


def _came(store: Any, actor: Actor, meeting_id: str) -> tuple[Any, Any, Any]:
    """The meeting, the actor as a member, and their seat there."""
    meeting = store.get_meeting(meeting_id)
    member = store.find_meeting_member(meeting.series, actor.account)
    seat = store.meeting_seats(meeting, [member.id]).get(member.id) if member is not None else None
    if seat is None or seat.came_at is None:
        raise NOT_PRESENT()
    return meeting, member, seat


def list_my_meeting_pairs(store: Any, actor: Actor, command: ListMyMeetingPairs) -> MeetingPairPage:
    mine = {member.id for member in store.memberships_of(actor.account)}
    found = store.find_meeting_pairs(sorted(mine), before(command), command.limit + 1)
    shown = found[: command.limit]
    return MeetingPairPage(items=_views(store, shown, mine), next=onward(found, command.limit))


def tell_follow_up(store: Any, actor: Actor, command: TellFollowUp) -> MeetingPairView:
    mine = {member.id for member in store.memberships_of(actor.account)}
    pair = store.get_meeting_pair(command.pair_id, sorted(mine))
    store.refuse_stale(pair.version)
    if pair.state is MeetingPairState.PARTED:
        raise PAIR_PARTED()
    me = next(each for each in pair.members if each in mine)
    store.put_word(pair, me, command.word, command.note)
    return _views(store, [pair], mine)[0]


def _views(store: Any, pairs: list[Any], mine: set[str]) -> list[MeetingPairView]:
    """Of the other one only what they permit, and nothing once it is parted."""
    others = store.find_meeting_members([each for pair in pairs for each in pair.members if each not in mine])
    views = []
    for pair in pairs:
        me = next(each for each in pair.members if each in mine)
        other = others.get(next((each for each in pair.members if each != me), ""))
        seen = other is not None and pair.state is not MeetingPairState.PARTED
        views.append(
            store.meeting_pair_view(pair, me, permitted(store.told_by(other), other.permits_pair) if seen else {})
        )
    return views


def show_meeting_figures(store: Any, actor: Actor, command: ShowMeetingFigures) -> MeetingFigures:
    refuse_outside(actor, command.area, "/area")
    return store.count_social_meetings(command.area, command.since, command.until)


def forget_meetings(store: Any, account: str) -> None:
    for member in store.memberships_of(account):
        forget_member(store, member)


def forget_member(store: Any, member: Any) -> None:
    """What they told and said is gone; their pairs are parted."""
    store.part_pairs_of(member.id)
    store.drop_meeting_member(member)
