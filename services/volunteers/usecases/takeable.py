"""What can I take?"""

from collections import Counter
from typing import Any

from services.volunteers.domain.availability import is_resting
from services.volunteers.domain.taking import is_takeable
from services.volunteers.usecases.activities import own_volunteer
from services.volunteers.usecases.posts import before
from shared.contracts.actor import Actor
from shared.contracts.volunteers.shifts import ShiftPage
from shared.contracts.volunteers.takeable import ListTakeableShifts
from shared.kernel.paging import encode_cursor


def list_takeable_shifts(store: Any, actor: Actor, command: ListTakeableShifts) -> ShiftPage:
    """Looks through as many open shifts as asked for; who rests takes none before the rest is over."""
    me = own_volunteer(store, actor)
    found = store.find_open_shifts(command.area, actor.account, before(command), command.limit + 1)
    looked = found[: command.limit]
    confirmed = {each.skill for each in me.confirmations}
    mine = store.find_shifts_ahead(actor.account)
    performs = store.find_stops_ahead(store.performers_of(actor.account))
    spans = [(each.starts, each.ends) for each in (*mine, *performs)]
    ahead = Counter(each.activity for each in mine if each.starts > store.now)
    fitting = [
        shift
        for shift in looked
        if not is_resting(me.resting_until, shift.starts)
        and (shift.most_each is None or ahead[shift.activity] < shift.most_each)
        and is_takeable(store.needs_of(shift), shift.entries, confirmed, (shift.starts, shift.ends), spans)
    ]
    following = encode_cursor(looked[-1].id) if len(found) > len(looked) else None
    return ShiftPage(items=[store.shift_view(shift, actor.account) for shift in fitting], next=following)
