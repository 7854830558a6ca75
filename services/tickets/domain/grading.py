"""How grave a matter is: a table of rules, of which the strongest that fires gives the colour."""

from collections.abc import Callable
from dataclasses import dataclass

from shared.contracts.tickets.catalogue import Colour, ColourInputs, TicketClass

STRENGTH = {colour: place for place, colour in enumerate(Colour)}


@dataclass(frozen=True)
class Facts:
    """What is known of a matter. share: used up of the time promised to the citizen, in percent."""

    ticket_class: TicketClass
    supporters: int = 0
    vulnerable: bool = False
    share: int = 0
    repeats: int = 0


@dataclass(frozen=True)
class Rule:
    """A reason for a colour, and how to say it."""

    name: str
    colour: Colour
    fires: Callable[[Facts, ColourInputs], bool]
    zh: str
    en: str


RULES = (
    Rule(
        "emergency", Colour.RED, lambda facts, _: facts.ticket_class is TicketClass.EMERGENCY,
        "危及生命或财产的紧急事项", "life or property is in danger",
    ),
    Rule(
        "utility", Colour.YELLOW, lambda facts, _: facts.ticket_class is TicketClass.UTILITY,
        "水、电、气、暖等民生保障事项", "water, power, gas or heating",
    ),
    Rule(
        "supporters", Colour.YELLOW, lambda facts, inputs: facts.supporters >= inputs.supporters_yellow,
        "多位居民反映同一问题", "several people report the same",
    ),
    Rule(
        "crowd", Colour.RED, lambda facts, inputs: facts.supporters >= inputs.supporters_red,
        "大量居民反映同一问题", "a crowd reports the same",
    ),
    Rule(
        "vulnerable", Colour.YELLOW, lambda facts, _: facts.vulnerable,
        "涉及困难或特殊家庭", "a vulnerable household is concerned",
    ),
    Rule(
        "vulnerable_without_utility", Colour.RED,
        lambda facts, _: facts.vulnerable and facts.ticket_class is TicketClass.UTILITY,
        "困难或特殊家庭的水、电、气、暖受影响", "a vulnerable household goes without water, power, gas or heating",
    ),
    Rule(
        "ageing", Colour.YELLOW, lambda facts, inputs: facts.share >= inputs.share_yellow,
        "承诺时限已过大半", "most of the promised time is used up",
    ),
    Rule(
        "overdue", Colour.RED, lambda facts, inputs: facts.share >= inputs.share_red,
        "已超过承诺时限", "the promised time is used up",
    ),
    Rule(
        "repeated", Colour.YELLOW, lambda facts, inputs: facts.repeats >= inputs.repeats_yellow,
        "同一地点反复发生", "it happens again and again at this spot",
    ),
    Rule(
        "chronic", Colour.RED, lambda facts, inputs: facts.repeats >= inputs.repeats_red,
        "同一地点长期频繁发生", "this spot has had it for long",
    ),
)  # fmt: skip


def grade(facts: Facts, inputs: ColourInputs) -> tuple[Colour, tuple[Rule, ...]]:
    """The strongest colour of the rules that fire, and those rules; blue where none fires."""
    fired = tuple(rule for rule in RULES if rule.fires(facts, inputs))
    return max((rule.colour for rule in fired), key=STRENGTH.__getitem__, default=Colour.BLUE), fired
