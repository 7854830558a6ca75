"""Moderation: adverts and abuse are held back by rules that are data, can be appealed against, and are judged by people."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from shared.contracts.actor import EVERYBODY, STAFF, Role
from shared.contracts.model import (
    AreaPath,
    Command,
    Count,
    Event,
    Id,
    LongText,
    Moment,
    Page,
    PageQuery,
    Value,
    Version,
    View,
    pii,
)
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.tickets.judged import JudgedKind, ModerationRule, TextHeld
from shared.contracts.tickets.matters import NextAction
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class HoldState(StrEnum):
    """Confirmed: upheld after the appeal, for good."""

    HELD = "held"
    UPHELD = "upheld"
    APPEALED = "appealed"
    CONFIRMED = "confirmed"
    RELEASED = "released"


class DecisionKind(StrEnum):
    """Flagged: an emergency that rules would have held; it is public all the same."""

    HELD = "held"
    FLAGGED = "flagged"
    APPEALED = "appealed"
    RELEASED = "released"
    UPHELD = "upheld"


ListedWord = Annotated[
    str,
    StringConstraints(min_length=1, max_length=40, strip_whitespace=True, pattern="[0-9A-Za-z一-鿿]"),
]
Points = Annotated[int, Field(ge=0, le=1000)]


class WeightedWord(Value):
    word: ListedWord
    points: int = Field(ge=1, le=1000)


class PatternPoints(Value):
    """`points` for each one found, `most` for all of them together."""

    points: Points
    most: Points


class RuleSet(Value):
    """Points of all rules that fire are added up; a text that reaches `threshold` is held.

    Words count once each, and half where they are quoted: inside of quotation marks, or shortly after one of
    `reporting`. A report or live question with one of `emergencies` in it is never held.
    """

    threshold: int = Field(ge=1, le=10_000)
    adverts: list[WeightedWord] = Field(max_length=2000)
    abuse: list[WeightedWord] = Field(max_length=2000)
    reporting: list[ListedWord] = Field(
        max_length=200, description="words that tell what somebody else has said or posted"
    )
    emergencies: list[ListedWord] = Field(max_length=500)
    phones: PatternPoints
    links: PatternPoints
    prices: PatternPoints
    shouting: Points
    repeated_contact: Points
    reposted: PatternPoints = Field(description="for each time beyond `reposts_allowed`")
    reposted_report: PatternPoints = Field(description="the same for reports, which are merged instead")
    reposts_allowed: int = Field(ge=1, le=1000, description="how often one account may post one text within the window")
    repost_minutes: int = Field(ge=1, le=10_080, description="the window, minutes")
    keep_days: int = Field(ge=180, le=1095, description="days that a sealed original is kept after the last decision")


class ShowRules(Command):
    version: int | None = Field(default=None, ge=1, le=2**31 - 1, description="an earlier set")


class ChangeRules(RuleSet, Command):
    """The whole set anew; earlier ones stay on record, with their reasons."""

    reason: LongText


class RulesView(RuleSet, View):
    """Version 1 is the set that the suite comes with."""

    version: Version
    since: Moment | None = None
    reason: str | None = Field(default=None, description="why it was changed")


class HoldText(Command):
    """What the rules have let through. Comments of ratings and what is held already are not held by hand."""

    kind: Literal[JudgedKind.REPORT, JudgedKind.STATEMENT, JudgedKind.LIVE_QUESTION, JudgedKind.POLICY_QUESTION]
    subject: Id
    reason: LongText


class HeldAction(Command):
    held_id: Id


class GetHeld(HeldAction):
    pass


class ListHeld(PageQuery):
    """Without a state: those that wait for a decision."""

    area: AreaPath
    kind: JudgedKind | None = None
    state: HoldState | None = None


class ListMyHeld(PageQuery):
    pass


class AppealHeld(HeldAction):
    """Once for each text."""

    text: LongText


class ReleaseHeld(HeldAction):
    reason: LongText


class UpholdHeld(HeldAction):
    reason: LongText


class ShowDecisions(PageQuery):
    """The log, newest first."""

    area: AreaPath


class FiredRule(View):
    """A rule that fired, and in words what it looks at; never which words it lists."""

    rule: ModerationRule
    points: Count
    en: str
    zh: str


class DecisionView(View):
    """One entry of the log, which nobody can change."""

    id: Id
    kind: DecisionKind
    at: Moment
    held: Id | None = None
    judged: JudgedKind | None = None
    subject: str | None = None
    area: AreaPath
    rules: list[FiredRule] = []
    rules_version: Count = Field(description="of the set that judged it")
    by: str | None = Field(
        default=None, description="the account of the reviewer; absent for what rules or authors did"
    )
    reason: str | None = None


class HeldView(View):
    """A text that is not public. `earlier` is counted for staff; nothing follows from it by itself."""

    id: Id
    kind: JudgedKind
    subject: str
    area: AreaPath
    state: HoldState
    rules: list[FiredRule]
    rules_version: Count
    held_at: Moment
    original: str | None = pii(default=None, description="as it was posted; absent once it is not kept any more")
    appeal: str | None = pii(default=None)
    reason: str | None = Field(default=None, description="of the last decision by a person")
    keep_until: Moment | None = Field(default=None, description="when the sealed original is deleted; set once decided")
    earlier: Count | None = Field(
        default=None, description="other texts of the same author that were held and not released"
    )
    actions: list[NextAction] = []
    version: Version


class HeldPage(Page[HeldView]):
    pass


class DecisionPage(Page[DecisionView]):
    pass


class HeldTextDecided(Event):
    TYPE: ClassVar[str] = "tickets.text.decided.v1"

    held: Id
    kind: JudgedKind
    subject: str
    area: AreaPath
    account: str = pii()
    state: HoldState


OWN_TEXT = ErrorCode("tickets.own_text", 403, "Somebody else decides on your own text.", "不能审核自己发布的内容。")
UPHELD_BY_YOU = ErrorCode(
    "tickets.upheld_by_you", 403, "You have upheld this before; somebody else decides on the appeal.",
    "您此前已维持该处理，申诉须由他人审核。",
)  # fmt: skip

HELD_ALREADY = ErrorCode("tickets.held_already", 409, "It was held back before.", "该内容此前已被暂扣处理。")
EMERGENCY_NOT_HELD = ErrorCode(
    "tickets.emergency_not_held", 409, "A report of an emergency is not held back.", "紧急事项的报告不得暂扣。"
)

EDITORS = frozenset({Role.DISTRICT_STAFF, Role.OPS})
MOVES = (NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, STALE_VERSION)

SHOW_MODERATION_RULES = Op(
    "show_moderation_rules", GET("/moderation/rules"), ShowRules, RulesView, EDITORS | {Role.AUDITOR},
    "The words, points and thresholds that texts are judged by", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
CHANGE_MODERATION_RULES = Op(
    "change_moderation_rules", PUT("/moderation/rules"), ChangeRules, RulesView, EDITORS,
    "Judge by another set of rules from now on", errors=(STALE_VERSION,), body_limit=1_000_000,
)  # fmt: skip
LIST_MY_HELD_TEXTS = Op(
    "list_my_held_texts", GET("/moderation/mine"), ListMyHeld, HeldPage, EVERYBODY,
    "My texts that were held, why, and what I may do", writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
SHOW_MODERATION_LOG = Op(
    "show_moderation_log", GET("/moderation/log"), ShowDecisions, DecisionPage, STAFF | {Role.AUDITOR},
    "Everything that rules and people decided on texts of an area, newest first", writes=False,
    errors=(OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
LIST_HELD_TEXTS = Op(
    "list_held_texts", GET("/moderation/held"), ListHeld, HeldPage, STAFF,
    "Texts of my area that are held back, with their originals; those waiting longest come first", writes=False,
    errors=(OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
HOLD_TEXT = Op(
    "hold_text", POST("/moderation/held"), HoldText, HeldView, STAFF,
    "Hold back by hand what the rules have let through; its author may appeal", emits=(TextHeld,),
    errors=(NOT_FOUND, OWN_TEXT, HELD_ALREADY, EMERGENCY_NOT_HELD),
)  # fmt: skip
GET_HELD_TEXT = Op(
    "get_held_text", GET("/moderation/held/{held_id}"), GetHeld, HeldView, EVERYBODY,
    "A held text, for its author and for staff of the area", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
APPEAL_HELD_TEXT = Op(
    "appeal_held_text", POST("/moderation/held/{held_id}/appeal", 200), AppealHeld, HeldView, EVERYBODY,
    "Object to a text of mine being held", errors=MOVES,
)  # fmt: skip
RELEASE_HELD_TEXT = Op(
    "release_held_text", POST("/moderation/held/{held_id}/release", 200), ReleaseHeld, HeldView, STAFF,
    "Let a held text be public", emits=(HeldTextDecided,), errors=(*MOVES, OWN_TEXT, UPHELD_BY_YOU),
)  # fmt: skip
UPHOLD_HELD_TEXT = Op(
    "uphold_held_text", POST("/moderation/held/{held_id}/uphold", 200), UpholdHeld, HeldView, STAFF,
    "Keep a held text back", emits=(HeldTextDecided,), errors=(*MOVES, OWN_TEXT, UPHELD_BY_YOU),
)  # fmt: skip

OPERATIONS = (
    SHOW_MODERATION_RULES, CHANGE_MODERATION_RULES, LIST_MY_HELD_TEXTS, SHOW_MODERATION_LOG, LIST_HELD_TEXTS, HOLD_TEXT, GET_HELD_TEXT,
    APPEAL_HELD_TEXT, RELEASE_HELD_TEXT, UPHOLD_HELD_TEXT,
)  # fmt: skip
EVENTS = (HeldTextDecided,)
