"""Whether a text is held back, and which rules say so. Points of the rules that fire are added up against a threshold.

Reports of citizens tell of shops, prices and phone numbers: such patterns alone do not reach the threshold, and words
count half where somebody else's are told. Who hides words behind signs and spaces is read without them.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from shared.contracts.tickets.judged import JudgedKind, ModerationRule
from shared.contracts.tickets.moderation import (
    EMERGENCY_NOT_HELD,
    HELD_ALREADY,
    OWN_TEXT,
    UPHELD_BY_YOU,
    HoldState,
    PatternPoints,
    RuleSet,
    WeightedWord,
)
from shared.kernel.machine import Machine, Move

AUTHOR = "author"
REVIEWER = "reviewer"
WAITING = (HoldState.HELD, HoldState.APPEALED)
URGENT_KINDS = (JudgedKind.REPORT, JudgedKind.LIVE_QUESTION)
"""Kinds in which somebody may cry for help."""

HOLD = Machine(
    name="held-text",
    states=tuple(HoldState),
    initial=HoldState.HELD,
    terminal=frozenset({HoldState.CONFIRMED, HoldState.RELEASED}),
    moves=(
        Move("appeal", (HoldState.HELD, HoldState.UPHELD), HoldState.APPEALED, frozenset({AUTHOR}), needs=("text",)),
        Move(
            "release", (HoldState.HELD, HoldState.UPHELD, HoldState.APPEALED), HoldState.RELEASED, frozenset({REVIEWER}),
            needs=("reason",),
        ),
        Move("uphold", (HoldState.HELD,), HoldState.UPHELD, frozenset({REVIEWER}), needs=("reason",)),
        Move("uphold", (HoldState.APPEALED,), HoldState.CONFIRMED, frozenset({REVIEWER}), needs=("reason",)),
    ),
)  # fmt: skip

MEANING = {
    ModerationRule.ADVERT: ("wording of advertisements", "含有广告用语"),
    ModerationRule.ABUSE: ("insulting or threatening wording", "含有辱骂或威胁用语"),
    ModerationRule.PHONES: ("phone numbers", "含有电话号码"),
    ModerationRule.LINKS: ("links or account numbers to get in touch", "含有链接或社交账号"),
    ModerationRule.PRICES: ("prices", "含有报价"),
    ModerationRule.REPEATED_CONTACT: ("the same contact at least three times", "同一联系方式出现三次以上"),
    ModerationRule.REPOSTED: ("the same text posted again and again", "短时间内重复发布相同内容"),
    ModerationRule.BY_HAND: ("staff of the area have decided so", "由本区域工作人员人工处理"),
    ModerationRule.SHOUTING: ("rows of exclamation marks or of one sign", "大量感叹号或重复字符"),
}
"""What an author is told that a rule looks at, in English and Chinese; never the words themselves."""

REPORTED_WITHIN = 12
"""Characters after a word such as "shouted" within which a listed word counts as told, not as said."""
SAME_TEXT_FROM = 8
"""Shorter texts ("the lamp is broken") are the same by chance."""
CONTACT_REPEATS = 3

_PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d(?:[ -]?\d{4}){2}|0\d{2,3}[ -]?\d{7,8}|400[ -]?\d{3}[ -]?\d{4})(?!\d)")
_LINK = re.compile(
    r"https?://[^\s，。；！）]+|www\.[^\s，。；！）]+|(?<![\w.])[a-z0-9-]{2,40}\.(?:com|cn|net|top|vip|xyz)(?![a-z])[^\s，。；！）]*"
    r"|(?:微信|vx|v信|薇信|qq|扣扣)号?[:：]?\s?[a-z0-9_-]{5,20}",
    re.ASCII,
)
_PRICE = re.compile(r"[¥￥$]\s?\d{1,9}|\d{1,9}(?:\.\d{1,2})?\s?(?:万元|元|块钱|块)|\d(?:\.\d)?折")
_QUOTED = re.compile('“[^”]*”|‘[^’]*’|「[^」]*」|『[^』]*』|"[^"]*"|《[^》]*》')
_SHOUTED = re.compile(r"[!！]{6,}|([^\s\d.。…—_=*-])\1{7,}")


@dataclass(frozen=True)
class Fired:
    rule: ModerationRule
    points: int


@dataclass(frozen=True)
class Posted:
    """A text that is there already: where, by whom, and whether it was held back before."""

    text: str
    author: str
    area: str
    held_before: bool
    emergency: bool = False


@dataclass(frozen=True)
class Judgement:
    """`reached`: the points come up to the threshold. Then the text is held, unless it is an emergency."""

    fired: tuple[Fired, ...]
    reached: bool
    emergency: bool

    @property
    def held(self) -> bool:
        return self.reached and not self.emergency


def judge_text(text: str, kind: JudgedKind, rules: RuleSet, posted: int = 0, emergency: bool = False) -> Judgement:
    """`posted`: how often this account has posted the same text within the window before."""
    plain = _plain(text)
    read = _Read.of(plain)
    points = {
        ModerationRule.ADVERT: read.points(rules.adverts, rules.reporting),
        ModerationRule.ABUSE: read.points(rules.abuse, rules.reporting),
        **_patterns(plain, rules),
        ModerationRule.REPOSTED: _reposted(kind, rules, posted),
    }
    fired = tuple(Fired(rule, found) for rule, found in points.items() if found)
    pressing = emergency or (
        kind in URGENT_KINDS and any(word in read.squeezed for word in map(_squeezed, rules.emergencies))
    )
    return Judgement(fired, sum(each.points for each in fired) >= rules.threshold, pressing)


def same_text(text: str) -> str | None:
    """What two texts have in common that differ in signs, spaces and width only; None for what is too short to tell."""
    squeezed = _squeezed(text)
    return squeezed if len(squeezed) >= SAME_TEXT_FROM else None


def capacities(actor_account: str, author: str, reviewer: bool) -> frozenset[str]:
    held = {AUTHOR} if actor_account == author else set()
    return frozenset(held | ({REVIEWER} if reviewer else set()))


def refuse_to_hold(text: Posted, account: str) -> None:
    """By hand, staff hold back what others wrote, once, and nothing that is an emergency."""
    if text.author == account:
        raise OWN_TEXT()
    if text.held_before:
        raise HELD_ALREADY("/subject")
    if text.emergency:
        raise EMERGENCY_NOT_HELD("/subject")


def refuse_biased(account: str, author: str, upheld_by: str | None) -> None:
    """Nobody decides on their own text, nor on the appeal against their own decision."""
    if account == author:
        raise OWN_TEXT()
    if account == upheld_by:
        raise UPHELD_BY_YOU()


def keep_until(decided_at: datetime, rules: RuleSet) -> datetime:
    return decided_at + timedelta(days=rules.keep_days)


def _plain(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).lower() if unicodedata.category(sign) != "Cf")


def _squeezed(text: str) -> str:
    return "".join(sign for sign in _plain(text) if sign.isalnum())


@dataclass(frozen=True)
class _Read:
    """A text without signs and spaces, each character with its place in the plain text; `told` are the quoted places."""

    squeezed: str
    places: tuple[int, ...]
    told: frozenset[int]

    @classmethod
    def of(cls, plain: str) -> "_Read":
        places = tuple(place for place, sign in enumerate(plain) if sign.isalnum())
        told = frozenset(place for quote in _QUOTED.finditer(plain) for place in range(*quote.span()))
        return cls("".join(plain[place] for place in places), places, told)

    def points(self, words: Sequence[WeightedWord], reporting: Sequence[str]) -> int:
        """Each word counts once, where it counts most."""
        worth = {_squeezed(each.word): each.points for each in words}
        found: dict[str, int] = {}
        for match in _any_of(tuple(worth)).finditer(self.squeezed):
            word = match.group()
            told = self.places[match.start()] in self.told or self._reported(match.start(), reporting)
            found[word] = max(found.get(word, 0), worth[word] // 2 if told else worth[word])
        return sum(found.values())

    def _reported(self, start: int, reporting: Iterable[str]) -> bool:
        before = self.squeezed[max(0, start - REPORTED_WITHIN) : start]
        return any(_squeezed(word) in before for word in reporting)


@lru_cache(maxsize=16)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """The longest word first, so that a part of it is not counted instead. Nothing matches where there are no words."""
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)")


def _patterns(plain: str, rules: RuleSet) -> dict[ModerationRule, int]:
    phones = [re.sub(r"\D", "", found.group()) for found in _PHONE.finditer(plain)]
    links = [found.group() for found in _LINK.finditer(plain)]
    contacts = phones + links
    repeated = any(contacts.count(contact) >= CONTACT_REPEATS for contact in set(contacts))
    return {
        ModerationRule.PHONES: _counted(rules.phones, len(set(phones))),
        ModerationRule.LINKS: _counted(rules.links, len(links)),
        ModerationRule.PRICES: _counted(rules.prices, len(_PRICE.findall(plain))),
        ModerationRule.REPEATED_CONTACT: rules.repeated_contact if repeated else 0,
        ModerationRule.SHOUTING: rules.shouting if _SHOUTED.search(plain) else 0,
    }


def _reposted(kind: JudgedKind, rules: RuleSet, posted: int) -> int:
    worth = rules.reposted_report if kind == JudgedKind.REPORT else rules.reposted
    return _counted(worth, max(0, posted + 1 - rules.reposts_allowed))


def _counted(worth: PatternPoints, times: int) -> int:
    return min(worth.points * times, worth.most)
