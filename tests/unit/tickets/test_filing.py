"""Rules of applications: promises, pauses, papers, forms, who may file and read."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.asking import without_numbers
from services.tickets.domain.filing import (
    APPLICANT,
    FILER,
    FILING,
    REVIEWER,
    after_pause,
    capacities,
    may_read,
    missing_papers,
    promised,
    refuse_wrong_filer,
)
from services.tickets.domain.first_waste import FIRST_WASTE
from services.tickets.domain.work_calendar import OFFICE_HOURS
from shared.contracts.actor import Actor, Role
from shared.contracts.tickets.filings import DraftFiling, FilingState, OnBehalf
from shared.contracts.tickets.forms import BAD_FORM, FORM_MISFIT, FormField
from shared.contracts.tickets.items import FilingPlace, PaperRule
from shared.kernel.errors import Refusal
from shared.kernel.field_schemas import refuse_misfits, refuse_unfit_fields

MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001


def code_of(act) -> str | None:
    try:
        act()
    except Refusal as refused:
        return refused.reason.code
    return None


def test_every_state_can_be_reached():
    assert FILING.reachable() == set(FilingState)


def test_promise_skips_the_days_off():
    before_new_year = datetime(2025, 12, 31, 2, tzinfo=UTC)
    assert promised(before_new_year, 1).date().isoformat() == "2026-01-04"


@given(MOMENTS, st.integers(1, 60), st.integers(0, 90), st.integers(0, 90))
def test_pause_moves_the_promise_by_the_office_hours_that_it_took(start, days, asked_after, pause):
    due = promised(start, days)
    asked = start + timedelta(days=asked_after)
    back = asked + timedelta(days=pause)
    moved = after_pause(due, asked, back)
    left = OFFICE_HOURS.worked(asked, due)
    assert OFFICE_HOURS.worked(back, moved) == left if left else moved == due
    assert moved >= due or not left


@given(
    st.lists(st.sampled_from("abcdef"), unique=True),
    st.sets(st.sampled_from("abcdef")),
    st.sets(st.sampled_from("abcdef")),
)
def test_missing_papers_are_those_that_are_not_there(codes, later, there):
    rules = [PaperRule(code=code, name="x", name_en="x", later=code in later) for code in codes]
    filing, deciding = missing_papers(rules, there, False), missing_papers(rules, there, True)
    assert deciding == [code for code in codes if code not in there]
    assert filing == [code for code in deciding if code not in later]


def field(name: str = "age", required: bool = True, **schema) -> FormField:
    return FormField(name=name, title="年龄", title_en="Age", json_schema=json.dumps(schema), required=required)


@given(st.one_of(st.integers(), st.booleans(), st.text(max_size=5)))
def test_value_fits_only_when_its_schema_says_so(value):
    form = [field(type="integer", minimum=18, maximum=120)]
    refuse_unfit_fields(form, "/form", BAD_FORM)
    fits = isinstance(value, int) and not isinstance(value, bool) and 18 <= value <= 120
    misfit = code_of(lambda: refuse_misfits(form, {"age": value}, "/form", FORM_MISFIT))
    assert misfit == (None if fits else "tickets.form_misfit")


def actor(*roles: Role, account: str = "a", person: str | None = None, areas: tuple[str, ...] = ()) -> Actor:
    return Actor(account, frozenset(roles), person=person, areas=areas)


def test_capacities_are_those_of_the_applicant_the_filer_and_the_office():
    area = "150404.001.001"
    assert capacities(actor(Role.RESIDENT), "a", None, area) == {FILER}
    assert capacities(actor(Role.RESIDENT, account="b", person="p"), "a", "p", area) == {APPLICANT}
    assert capacities(actor(Role.STREET_STAFF, account="b", areas=("150404.001",)), "a", None, area) == {REVIEWER}
    assert capacities(actor(Role.GRID_WORKER, account="b", areas=(area,)), "a", None, area) == frozenset()


def test_kiosk_reads_only_what_is_not_filed_yet():
    assert may_read(frozenset({FILER}), FilingPlace.KIOSK, FilingState.DRAFT)
    assert not may_read(frozenset({FILER}), FilingPlace.KIOSK, FilingState.FILED)
    assert may_read(frozenset({FILER}), FilingPlace.APP, FilingState.FILED)


@pytest.mark.parametrize(
    ("role", "place", "behalf", "delegable", "code"),
    [
        (Role.RESIDENT, "app", None, False, None),
        (Role.VOLUNTEER, "app", None, True, "tickets.for_whom"),
        (Role.VOLUNTEER, "app", OnBehalf(person="0" * 32, consent="电话同意"), True, None),
        (Role.VOLUNTEER, "app", OnBehalf(person="0" * 32), True, "tickets.consent_missing"),
        (Role.RESIDENT, "terminal", OnBehalf(person="0" * 32, consent="同意"), False, "tickets.not_delegable"),
        (Role.COUNTER_CLERK, "kiosk", OnBehalf(name="何仙姑", phone="13900000001"), False, None),
        (Role.COUNTER_CLERK, "kiosk", None, False, "tickets.for_whom"),
        (Role.RESIDENT, "kiosk", None, False, "tickets.not_offered_here"),
    ],
)
def test_who_may_file_for_whom(role, place, behalf, delegable, code):
    command = DraftFiling(item="X", area="150404.001", place=place, on_behalf=behalf)
    assert code_of(lambda: refuse_wrong_filer(actor(role), command, delegable)) == code


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("我的电话13912345678", "我的电话…"),
        ("身份证 11010519491231002X 丢了", "身份证 … 丢了"),
        ("a@b.example 65岁", "… 65岁"),
    ],
)
def test_numbers_are_struck_out_of_what_is_kept(text, kept):
    assert " ".join(without_numbers(text).split()) == kept


def test_first_list_of_waste_is_long_and_says_each_thing_once():
    names = [name for thing in FIRST_WASTE for name in (thing.name, *thing.words)]
    assert len(FIRST_WASTE) > 400
    assert len(names) == len(set(names)) and len({thing.code for thing in FIRST_WASTE}) == len(FIRST_WASTE)
