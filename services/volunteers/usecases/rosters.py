"""Moving up when places become free, and taking somebody off all rosters."""

from typing import Any

from services.volunteers.domain.places import moving_up
from shared.contracts.volunteers.shifts import EntryState, PlacesGained


def move_up(store: Any, shift: Any) -> list[str]:
    """The accounts of those who have a place now."""
    up = moving_up(store.needs_of(shift), shift.entries)
    for entry in up:
        entry.state = EntryState.SIGNED_UP
    return [entry.account for entry in up]


def tell_gained(store: Any, shift: Any, gained: list[str]) -> None:
    if gained:
        news = PlacesGained(title=shift.title, starts=shift.starts, accounts=gained)
        store.announce(news, subject=shift.id, version=shift.version, area=shift.area)


def forget_served(store: Any, account: str) -> None:
    """Takes somebody off all rosters and teams, past ones too; who waits moves up where the shift is still to come."""
    volunteer = store.find_volunteer_of(account)
    if volunteer is not None:
        store.leave_teams(volunteer.id)
    store.forget_service(account)
    for shift in store.shifts_of(account):
        shift.entries = [entry for entry in shift.entries if entry.account != account]
        to_come = shift.starts > store.now and shift.cancelled is None
        gained = move_up(store, shift) if to_come else []
        store.save(shift)
        tell_gained(store, shift, gained)
