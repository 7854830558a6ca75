"""Moving up when places become free, and taking somebody off all rosters."""

from datetime import datetime
from typing import Any

from services.volunteers.domain.places import moving_up
from services.volunteers.domain.sign_up_pauses import paused_because
from services.volunteers.domain.standing_in import to_tell
from services.volunteers.usecases.growth_standings import keep_standings, served
from shared.contracts.volunteers.behalf import RosterChanged
from shared.contracts.volunteers.shifts import EntryState, PlacesGained

NO_PLACE_YET = (EntryState.WAITING, EntryState.STANDING_BY)


def move_up(store: Any, shift: Any) -> list[str]:
    """The accounts of those who have a place now; nobody has one of who waits while sign-up is paused."""
    up = [] if paused_because(shift) else moving_up(store.needs_of(shift), shift.entries)
    for entry in up:
        entry.state = EntryState.SIGNED_UP
    return [entry.account for entry in up]


def tell_gained(store: Any, shift: Any, gained: list[str]) -> None:
    accounts = to_tell(gained)
    if accounts:
        news = PlacesGained(title=shift.title, starts=shift.starts, accounts=accounts)
        store.announce(news, subject=shift.id, version=shift.version, area=shift.area)


def tell_entry(store: Any, shift: Any, account: str, state: EntryState | None) -> None:
    """What somebody else made of an entry."""
    news = RosterChanged(
        title=shift.title, place=shift.place, starts=shift.starts, state=state, accounts=to_tell([account])
    )
    store.announce(news, subject=shift.id, version=shift.version, area=shift.area)


def give_up_while_resting(store: Any, account: str, until: datetime, places_too: bool) -> None:
    """Who rests waits for no place; what they have they give up when they say so."""
    for shift in store.shifts_between(account, store.now, until):
        entry = store.entry_of(shift, account)
        if entry.state in NO_PLACE_YET or (places_too and entry.state is EntryState.SIGNED_UP):
            shift.entries.remove(entry)
            gained = move_up(store, shift)
            store.save(shift)
            tell_gained(store, shift, gained)


def forget_served(store: Any, account: str) -> None:
    """Takes somebody off all rosters and teams, past ones too; who waits moves up where the shift is still to come."""
    volunteer = store.find_volunteer_of(account)
    if volunteer is not None:
        store.leave_teams(volunteer.id)
    store.forget_service(account)
    for shift in store.shifts_of(account):
        gone = [entry for entry in shift.entries if entry.account == account]
        shift.entries = [entry for entry in shift.entries if entry.account != account]
        to_come = shift.starts > store.now and shift.cancelled is None
        gained = move_up(store, shift) if to_come else []
        store.save(shift)
        off = [served(shift, entry.volunteer, -1) for entry in gone if entry.state is EntryState.SERVED]
        keep_standings(store, off)
        tell_gained(store, shift, gained)
