"""Rules of bookings: who may do what, what may be charged, and totals that are those of the bookings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.bookings import BOOKING, CUSTOMER, STAFF_OF_STATION, capacities, refuse_overcharge
from services.tickets.domain.contacts import mark_of_home, masked
from services.tickets.domain.home_services import HOME_SERVICE
from services.tickets.domain.rounds import ROUND, SERIES, add_up
from shared.contracts.actor import Actor, Role
from shared.contracts.tickets.bookings import BookingState, ContactView, Outcome
from shared.kernel.errors import Refusal

AREA = "150403.001.001.001"
REPORTS = st.none() | st.fixed_dictionaries(
    {"outcome": st.sampled_from(Outcome), "minutes": st.integers(0, 1440), "taken_fen": st.integers(0, 100_000)}
)


def person(*roles: Role, areas: tuple[str, ...] = (), account: str = "a") -> Actor:
    return Actor(account, frozenset(roles), areas=areas)


@pytest.mark.parametrize("machine", [BOOKING, ROUND, SERIES, HOME_SERVICE], ids=lambda machine: machine.name)
def test_every_state_can_be_reached(machine):
    assert machine.reachable() == set(machine.states)


def test_customer_and_staff_of_the_area_have_to_do_with_a_booking_and_nobody_else():
    assert capacities(person(Role.RESIDENT), "a", AREA, None) == {CUSTOMER}
    assert capacities(person(Role.RESIDENT), "b", AREA, None) == frozenset()
    assert capacities(person(Role.COUNTER_CLERK, areas=("150403",)), "b", AREA, None) == {STAFF_OF_STATION}
    assert capacities(person(Role.GRID_WORKER, areas=("150404",)), "b", AREA, None) == frozenset()


def test_word_of_a_customer_without_account_is_not_passed_on_by_who_reported():
    worker = person(Role.GRID_WORKER, areas=(AREA,))
    assert capacities(worker, None, AREA, "colleague") == {CUSTOMER, STAFF_OF_STATION}
    assert capacities(worker, None, AREA, "a") == {STAFF_OF_STATION}


@given(st.sampled_from(Outcome), st.integers(0, 1000), st.integers(0, 1000))
def test_no_more_than_agreed_is_taken_and_nothing_from_who_was_not_met(outcome, taken, price):
    try:
        refuse_overcharge(outcome, taken, price)
        assert taken <= price and (outcome != Outcome.NOT_MET or taken == 0)
    except Refusal as refusal:
        assert refusal.reason.code == "tickets.more_than_agreed"
        assert taken > (0 if outcome == Outcome.NOT_MET else price)


@given(
    st.lists(
        st.fixed_dictionaries(
            {"state": st.sampled_from(BookingState), "stars": st.none() | st.integers(1, 5), "report": REPORTS}
        ),
        max_size=40,
    ),
    st.randoms(),
)
def test_totals_are_those_of_the_bookings_in_any_order(bookings, random):
    totals = add_up(50, bookings)
    assert totals == add_up(50, random.sample(bookings, len(bookings)))
    assert totals.booked == totals.done + totals.partly + totals.not_met
    reports = [booking["report"] for booking in bookings if booking["report"]]
    assert (totals.minutes, totals.taken_fen) == (
        sum(report["minutes"] for report in reports),
        sum(report["taken_fen"] for report in reports),
    )
    assert totals.confirmed == sum(booking["state"] == BookingState.CONFIRMED for booking in bookings)


@given(st.text(min_size=1, max_size=10), st.integers(0, 10**10 - 1))
def test_masked_contact_hides_home_and_middle_of_the_number(name, number):
    contact = ContactView(name=name, phone=f"1{number:010d}", building="B-07", room="2-301", note="水管")
    shown = masked(contact)
    assert (shown.name, shown.building, shown.room, shown.note) == (name[0] + "*", "*", "*", None)
    assert shown.phone[3:7] == "****" and shown.phone[7:] == contact.phone[7:]


def test_home_is_the_same_however_it_is_written():
    assert mark_of_home("150403-b07", "a-301") == mark_of_home("150403-B07", " Ａ-３０1")
    assert mark_of_home("150403-B07", "2-301") != mark_of_home("150403-B0", "72-301")
