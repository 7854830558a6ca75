"""Elections by secret ballot: open, take a paper, cast it without a token, close, count, publish."""

from typing import Any

from services.tickets.domain.blind_signing import new_key, refuse_unsigned, sign_blinded
from services.tickets.domain.hosting import hosts, refuse_to_open, standing_of
from services.tickets.domain.tally import ELECTION, digest_of, published, tally
from services.tickets.domain.voting import (
    fold_roll,
    pick_voter,
    refuse_wrong_bounds,
    refuse_wrong_choices,
    refuse_wrong_closing,
)
from services.tickets.usecases.pages import beyond, following
from shared.contracts.actor import Actor
from shared.contracts.tickets.elections import (
    ELECTION_CLOSED,
    ELECTION_OPEN,
    PAPER_TAKEN,
    PAPER_USED,
    WITHOUT_TOKEN,
    BallotsView,
    CastBallot,
    CloseElection,
    ElectionClosed,
    ElectionPage,
    ElectionResult,
    ElectionState,
    ElectionView,
    GetElection,
    ListElections,
    OpenElection,
    PaperView,
    ReceiptView,
    ShowBallots,
    TakePaper,
)
from shared.contracts.tickets.votes import WRONG_RULES


def open_election(store: Any, actor: Actor, command: OpenElection) -> ElectionView:
    refuse_to_open(actor, command.area)
    refuse_wrong_bounds(command.min_choices, command.max_choices, len(command.candidates), "")
    if command.seats > len(command.candidates):
        raise WRONG_RULES("/seats", why="seats > candidates")
    refuse_wrong_closing(command.closes_at, store.now)
    roll = fold_roll(command.roll, command.basis)
    private_key, modulus = new_key()
    election = store.new_election(
        candidates=command.candidates, private_key=private_key, modulus=modulus, state=ELECTION.initial,
        roll_size=len(roll), **command.model_dump(exclude={"candidates", "roll"}),
    )  # fmt: skip
    store.save(election)
    store.open_roll_and_urns(election, roll)
    return shown(store, election, actor)


def get_election(store: Any, actor: Actor, command: GetElection) -> ElectionView:
    return shown(store, store.get_election(command.election_id), actor)


def list_elections(store: Any, actor: Actor, command: ListElections) -> ElectionPage:
    found = store.find_elections(command.area, command.state, beyond(command.cursor), command.limit + 1)
    return ElectionPage(
        items=[shown(store, election, actor) for election in found[: command.limit]],
        next=following(found, command.limit),
    )


def take_paper(store: Any, actor: Actor, command: TakePaper) -> PaperView:
    """Signs the blinded paper. Who lost the answer asks again with the same one and gets the same signature."""
    election = store.get_election(command.election_id)
    voters = {voter.voter: voter for voter in store.voters_of(election.id, actor.account)}
    voter = voters[pick_voter(list(voters), command.voter)]
    refuse_closed(store, election)
    if voter.taken and voter.blinded != command.blinded:
        raise PAPER_TAKEN(voter=voter.voter)
    signature = sign_blinded(store.private_key(election), command.blinded)
    if not voter.taken:
        voter.taken, voter.blinded = True, command.blinded
        store.save(voter)
    return PaperView(blind_signature=signature)


def cast_ballot(store: Any, _actor: Actor, command: CastBallot) -> ReceiptView:
    """Refuses whoever says who he or she is, so that nothing is written down that would join a name and a ballot."""
    if store.context.token is not None:
        raise WITHOUT_TOKEN()
    election = store.get_election(command.election_id)
    refuse_unsigned(election.modulus, election.id, command.paper, command.signature)
    lying = store.cast_with(election.id, command.paper)
    if lying is not None:
        if lying != sorted(command.choices):
            raise PAPER_USED("/paper")
        return ReceiptView(paper=command.paper)
    refuse_closed(store, election)
    refuse_wrong_choices(command.choices, election.min_choices, election.max_choices, len(election.candidates))
    if not store.put_into_urn(election.id, command.paper, command.choices):
        refuse_closed(store, election, at_last=True)
    return ReceiptView(paper=command.paper)


def close_election(store: Any, actor: Actor, command: CloseElection) -> ElectionView:
    election = store.get_election(command.election_id)
    ELECTION.decide(election.state, "close", standing_of(actor, election.area))
    count(store, election)
    return shown(store, election, actor)


def close_when_due(store: Any, election_id: str) -> None:
    """At its closing time, unless the host was faster."""
    election = store.get_election(election_id)
    if election.state == ElectionState.OPEN and election.closes_at <= store.now:
        count(store, election)


def show_ballots(store: Any, _actor: Actor, command: ShowBallots) -> BallotsView:
    election = store.get_election(command.election_id)
    if election.state != ElectionState.CLOSED:
        raise ELECTION_OPEN()
    ballots = published(store.ballots_of(election.id))
    return BallotsView(
        election=election.id, seats=election.seats, candidates=len(election.candidates), lot_seed=store.seed_of(election),
        digest=digest_of(ballots), ballots=ballots,
    )  # fmt: skip


def count(store: Any, election: Any) -> None:
    """The key goes, so that no paper can be signed any more; the seed of the lot becomes known."""
    ballots = store.close_urns(election.id)
    result: ElectionResult = tally(
        ballots, len(election.candidates), election.seats, store.seed_of(election), election.roll_size
    )
    election.state, election.closed_at, election.sealed_key = ElectionState.CLOSED, store.now, None
    election.result = result.model_dump(mode="json")
    store.save(election)
    news = ElectionClosed(election=election.id, area=election.area, office=election.office, result=result)
    store.announce(news, subject=election.id, version=election.version, area=election.area)


def refuse_closed(store: Any, election: Any, at_last: bool = False) -> None:
    if at_last or not store.election_is_open(election):
        raise ELECTION_CLOSED(at=min(election.closed_at or election.closes_at, election.closes_at).isoformat())


def shown(store: Any, election: Any, actor: Actor) -> ElectionView:
    return store.election_view(election, actor.account, hosts(actor, election.area))
