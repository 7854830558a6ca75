"""The rules of voting: who has a vote, what may be chosen, when enough have taken part, and what is adopted."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.tickets.domain.hosting import HOST
from shared.contracts.tickets.votes import (
    CHOSEN_TWICE,
    NAME_THE_VOTER,
    NAMELESS_VOTER,
    NO_STANDING,
    NO_SUCH_OPTION,
    TOO_FEW_CHOICES,
    TOO_MANY_CHOICES,
    WRONG_CLOSING,
    WRONG_RULES,
    OptionResult,
    RollEntry,
    Share,
    ShareOf,
    VoteBasis,
    VoteResult,
    VoteRules,
    VoteState,
)
from shared.kernel.machine import Machine, Move

LONGEST_DAYS = 366

VOTE = Machine(
    name="vote",
    states=tuple(VoteState),
    initial=VoteState.OPEN,
    terminal=frozenset({VoteState.CLOSED}),
    moves=(Move("close", (VoteState.OPEN,), VoteState.CLOSED, frozenset({HOST})),),
)


@dataclass
class Standing:
    """One vote on a roll: of a household or an owner, and the accounts that may give it."""

    voter: str
    accounts: set[str] = field(default_factory=set)


def fold_roll(roll: Sequence[RollEntry], basis: VoteBasis) -> list[Standing]:
    """One standing per household, or per owner; several entries of the same are one vote."""
    found: dict[str, Standing] = {}
    for number, entry in enumerate(roll):
        voter = entry.household if basis == VoteBasis.HOUSEHOLD else entry.owner or entry.account
        if voter is None:
            raise NAMELESS_VOTER(f"/roll/{number}", entry=number + 1)
        standing = found.setdefault(voter, Standing(voter))
        if entry.account is not None:
            standing.accounts.add(entry.account)
    return list(found.values())


def pick_voter(voters: Sequence[str], named: str | None) -> str:
    """Which of the votes that somebody may give is meant; refuses who may give none, or does not say which."""
    if not voters or (named is not None and named not in voters):
        raise NO_STANDING("/voter" if voters else None)
    if named is not None:
        return named
    if len(voters) > 1:
        raise NAME_THE_VOTER("/voter", voters=sorted(voters))
    return voters[0]


def refuse_wrong_bounds(fewest: int, most: int, options: int, pointer: str) -> None:
    if fewest > most:
        raise WRONG_RULES(pointer + "/min_choices", why="min_choices > max_choices")
    if most > options:
        raise WRONG_RULES(pointer + "/max_choices", why="max_choices > options")


def refuse_wrong_rules(rules: VoteRules, options: int) -> None:
    refuse_wrong_bounds(rules.min_choices, rules.max_choices, options, "/rules")
    for name, share in (("quorum", rules.quorum), ("needed", rules.needed)):
        if share.parts > share.of:
            raise WRONG_RULES(f"/rules/{name}", why=f"{share.parts}/{share.of} > 1")
    if rules.more_than and rules.needed.parts == rules.needed.of:
        raise WRONG_RULES("/rules/needed", why="more than all")


def refuse_wrong_closing(closes_at: datetime, now: datetime) -> None:
    if not now < closes_at <= now + timedelta(days=LONGEST_DAYS):
        raise WRONG_CLOSING("/closes_at", days=LONGEST_DAYS)


def refuse_wrong_choices(choices: Sequence[int], fewest: int, most: int, options: int) -> None:
    """Every choice exists, none twice, neither too few nor too many. Too few are refused, never left uncounted."""
    counted = Counter(choices)
    for option, times in counted.items():
        if option > options:
            raise NO_SUCH_OPTION("/choices", option=option)
        if times > 1:
            raise CHOSEN_TWICE("/choices", option=option)
    if len(counted) < fewest:
        raise TOO_FEW_CHOICES("/choices", fewest=fewest, given=len(counted))
    if len(counted) > most:
        raise TOO_MANY_CHOICES("/choices", most=most, given=len(counted))


def least_for(share: Share, whole: int) -> int:
    """The smallest count that reaches the share of `whole`."""
    return -(-share.parts * whole // share.of)


def enough(count: int, whole: int, share: Share, more_than: bool) -> bool:
    left, right = count * share.of, share.parts * whole
    return left > right if more_than else left >= right


def count_votes(rules: VoteRules, options: Sequence[str], roll: int, votes: Iterable[Sequence[int]]) -> VoteResult:
    """The result over all votes that were cast. Without a quorum nothing is adopted; nor is what nobody chose."""
    tally: Counter[int] = Counter()
    cast = 0
    for choices in votes:
        cast += 1
        tally.update(choices)
    quorum = least_for(rules.quorum, roll)
    reached = cast >= quorum
    whole = cast if rules.needed_of == ShareOf.CAST else roll
    results = [
        OptionResult(
            option=number, title=title, votes=tally[number],
            adopted=reached and tally[number] > 0 and enough(tally[number], whole, rules.needed, rules.more_than),
        )
        for number, title in enumerate(options, start=1)
    ]  # fmt: skip
    return VoteResult(roll=roll, cast=cast, quorum_needed=quorum, quorum_reached=reached, options=results)
