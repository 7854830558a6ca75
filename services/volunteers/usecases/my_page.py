"""My page, put together from the lists that each have a page of their own."""

from itertools import chain
from typing import Any

from services.volunteers.domain import my_page as rules
from services.volunteers.usecases.help_calls import list_help_calls_to_me, list_my_help_calls
from services.volunteers.usecases.help_visits import list_help_visits
from services.volunteers.usecases.pairs import list_my_pairs
from services.volunteers.usecases.points import show_my_points
from services.volunteers.usecases.redeeming import list_my_redemptions
from services.volunteers.usecases.shifts import list_my_shifts
from services.volunteers.usecases.swaps import list_my_swaps
from shared.contracts.actor import Actor
from shared.contracts.volunteers.help_calls import ListHelpCallsToMe, ListMyHelpCalls
from shared.contracts.volunteers.help_visits import ListHelpVisits
from shared.contracts.volunteers.my_page import MOST, MyPageView, ShowMyPage
from shared.contracts.volunteers.pairs import ListMyPairs
from shared.contracts.volunteers.points import ShowMyPoints
from shared.contracts.volunteers.redeeming import ListMyRedemptions, RedemptionState
from shared.contracts.volunteers.shifts import ListMyShifts
from shared.contracts.volunteers.swaps import ListMySwaps


def show_my_page(store: Any, actor: Actor, _command: ShowMyPage) -> MyPageView:
    volunteer = store.find_volunteer_of(actor.account)
    hours = store.find_hours_of(actor.account, actor.person)
    calls = _of(rules.LIVE_CALLS, list_my_help_calls(store, actor, ListMyHelpCalls(limit=MOST)))
    asked = _of(rules.LIVE_CALLS, list_help_calls_to_me(store, actor, ListHelpCallsToMe(limit=MOST)))
    visits = _of(rules.OPEN_VISITS, list_help_visits(store, actor, ListHelpVisits(limit=MOST))) if hours else []
    pairs = _of(rules.OPEN_PAIRS, list_my_pairs(store, actor, ListMyPairs(limit=MOST)))
    swaps = _of(rules.OPEN_SWAPS, list_my_swaps(store, actor, ListMySwaps(limit=MOST)))
    redemptions = _of({RedemptionState.RESERVED}, list_my_redemptions(store, actor, ListMyRedemptions(limit=MOST)))
    waiting = chain(
        rules.of_my_calls(calls, store.now),
        rules.of_calls_to_me(asked, store.now),
        rules.of_visits(visits, hours.id, store.now) if hours else (),
        rules.of_swaps(swaps),
        rules.of_pairs(pairs, volunteer.id if volunteer else None),
        rules.of_redemptions(redemptions),
    )
    return MyPageView(
        to_do=rules.most_urgent_first(waiting),
        volunteer=store.volunteer_view(volunteer) if volunteer else None,
        service=store.service_view(store.service_record(actor.account)) if volunteer else None,
        hours=store.hours_account_view(hours) if hours else None,
        points=show_my_points(store, actor, ShowMyPoints()),
        shifts=list_my_shifts(store, actor, ListMyShifts(limit=MOST)).items,
        calls=calls, asked=asked, visits=visits, pairs=pairs, swaps=swaps, redemptions=redemptions,
    )  # fmt: skip


def _of(states: Any, page: Any) -> list[Any]:
    """Those of a page that are in one of the states."""
    return [each for each in page.items if each.state in states]
