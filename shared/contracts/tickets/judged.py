"""Texts that rules judge as they come in, and the news that one is held back."""

from enum import StrEnum
from typing import ClassVar

from shared.contracts.model import AreaPath, Event, Id, pii


class JudgedKind(StrEnum):
    """What kind of text was judged."""

    REPORT = "report"
    STATEMENT = "statement"
    LIVE_QUESTION = "live_question"
    POLICY_QUESTION = "policy_question"
    RATING_COMMENT = "rating_comment"


class ModerationRule(StrEnum):
    """Repeated contact: one number or address at least three times in a text. Reposted: one text again and again.
    By hand: no rule, but a member of staff.
    """

    ADVERT = "advert"
    ABUSE = "abuse"
    PHONES = "phones"
    LINKS = "links"
    PRICES = "prices"
    REPEATED_CONTACT = "repeated_contact"
    REPOSTED = "reposted"
    SHOUTING = "shouting"
    BY_HAND = "by_hand"


class TextHeld(Event):
    TYPE: ClassVar[str] = "tickets.text.held.v1"

    held: Id
    kind: JudgedKind
    subject: str
    area: AreaPath
    account: str = pii()
    rules: list[ModerationRule]


OPERATIONS = ()
EVENTS = (TextHeld,)
