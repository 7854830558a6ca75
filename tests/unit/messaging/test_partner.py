"""A partner's areas and types as patterns over routing keys."""

import re

import pytest
from hypothesis import given
from hypothesis.strategies import from_regex, lists, sampled_from

from infra.rabbitmq.partners import Partner, checked, partner_types
from shared.contracts.actor import lies_in

AREAS = from_regex(re.compile(r"15020[23](\.00[12]){0,3}", re.ASCII), fullmatch=True)


@given(lists(AREAS, min_size=1, max_size=3), AREAS, sampled_from(partner_types()))
def test_partner_sees_what_lies_in_its_areas(duties, area, kind):
    partner = Partner("roads", tuple(duties), ("*",))
    assert partner.may_see(f"{kind}.{area}") == any(lies_in(area, duty) for duty in duties)


@given(AREAS, sampled_from(partner_types()), sampled_from(partner_types()))
def test_partner_sees_its_types_only(area, wanted, kind):
    partner = Partner("roads", ("*",), (wanted,))
    assert partner.may_see(f"{kind}.{area}") == (kind == wanted)


def test_partner_of_everywhere_sees_what_belongs_to_no_area():
    assert Partner("all", ("*",), ("tickets.*",)).may_see("tickets.ticket.opened.v1.-")
    assert not Partner("one", ("150202",), ("tickets.*",)).may_see("tickets.ticket.opened.v1.-")


def test_bindings_cover_an_area_and_what_is_below_it():
    partner = checked("roads", ["150202.003"], ["tickets.ticket.opened.*"])
    assert partner.binding_keys == ["tickets.ticket.opened.v1.150202.003.#"]


@pytest.mark.parametrize("kind", partner_types())
def test_area_beside_with_the_same_beginning_is_not_seen(kind: str):
    assert not Partner("roads", ("150202.003",), ("*",)).may_see(f"{kind}.150202.0031")
