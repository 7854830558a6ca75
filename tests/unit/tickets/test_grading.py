"""Colours: each rule, and that more of anything grave never makes a matter less grave."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.grading import RULES, STRENGTH, Facts, grade
from shared.contracts.tickets.catalogue import Colour, ColourInputs, TicketClass

CALM = Facts(TicketClass.ORDINARY)
USUAL = ColourInputs()
FACTS = st.builds(
    Facts, st.sampled_from(TicketClass), st.integers(0, 60), st.booleans(), st.integers(0, 300), st.integers(0, 12)
)
INPUTS = st.builds(
    ColourInputs, supporters_yellow=st.integers(1, 40), supporters_red=st.integers(1, 40),
    share_yellow=st.integers(1, 200), share_red=st.integers(1, 200), repeats_yellow=st.integers(1, 9),
    repeats_red=st.integers(1, 9),
)  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "colour", "fired"),
    [
        (CALM, Colour.BLUE, []),
        (Facts(TicketClass.HARD), Colour.BLUE, []),
        (Facts(TicketClass.EMERGENCY), Colour.RED, ["emergency"]),
        (Facts(TicketClass.UTILITY), Colour.YELLOW, ["utility"]),
        (replace(CALM, supporters=4), Colour.BLUE, []),
        (replace(CALM, supporters=5), Colour.YELLOW, ["supporters"]),
        (replace(CALM, supporters=20), Colour.RED, ["supporters", "crowd"]),
        (replace(CALM, vulnerable=True), Colour.YELLOW, ["vulnerable"]),
        (
            Facts(TicketClass.UTILITY, vulnerable=True),
            Colour.RED,
            ["utility", "vulnerable", "vulnerable_without_utility"],
        ),
        (replace(CALM, share=60), Colour.YELLOW, ["ageing"]),
        (replace(CALM, share=100), Colour.RED, ["ageing", "overdue"]),
        (replace(CALM, repeats=2), Colour.YELLOW, ["repeated"]),
        (replace(CALM, repeats=5), Colour.RED, ["repeated", "chronic"]),
    ],
)
def test_rules_fire_and_the_strongest_gives_the_colour(facts, colour, fired):
    given_colour, rules = grade(facts, USUAL)
    assert (given_colour, [rule.name for rule in rules]) == (colour, fired)


@given(FACTS, INPUTS, st.integers(0, 60), st.integers(0, 300), st.integers(0, 12), st.booleans())
def test_more_never_lowers_the_colour(facts, inputs, supporters, share, repeats, vulnerable):
    more = replace(
        facts, supporters=facts.supporters + supporters, share=facts.share + share, repeats=facts.repeats + repeats,
        vulnerable=facts.vulnerable or vulnerable,
    )  # fmt: skip
    before, fired = grade(facts, inputs)
    after, fired_then = grade(more, inputs)
    assert STRENGTH[after] >= STRENGTH[before]
    assert set(fired) <= set(fired_then)


@given(FACTS, INPUTS)
def test_colour_is_that_of_a_fired_rule_or_blue(facts, inputs):
    colour, fired = grade(facts, inputs)
    assert {rule.colour for rule in fired} <= set(Colour)
    assert all(STRENGTH[rule.colour] <= STRENGTH[colour] for rule in fired)
    assert colour is Colour.BLUE if not fired else any(rule.colour is colour for rule in fired)


def test_rules_have_names_and_texts_of_their_own():
    for texts in ([rule.name for rule in RULES], [rule.zh for rule in RULES], [rule.en for rule in RULES]):
        assert all(texts) and len(set(texts)) == len(RULES)
