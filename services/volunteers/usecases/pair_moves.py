"""One step of a pair: who stands how to it, whether it may begin, what a step entails, and how it lapses."""

from datetime import date
from typing import Any

from services.volunteers.domain import pairing as rules
from services.volunteers.domain.pair_gaps import late_since, next_due
from services.volunteers.domain.pairing import ELDER, GUARDIAN, PAIR, STAFF_OF_AREA, SUITE, VOLUNTEER
from services.volunteers.domain.standing_in import to_tell
from services.volunteers.domain.time_bank import is_own
from shared.contracts.actor import STAFF, Actor
from shared.contracts.volunteers.pairing import PairKind, PairMoved, PairState
from shared.contracts.volunteers.wards import NO_CONSENT
from shared.kernel.errors import NOT_FOUND


def stand(
    store: Any, actor: Actor, pair_id: str, pointer: str = "/pair_id", what: str = "pair"
) -> tuple[Any, Any, set[str]]:
    """The pair, its ward, and in what capacities the actor stands to it; for whoever has none there is no such pair.

    Who is a side of it is no staff to it.
    """
    pair = store.get_pair(pair_id)
    ward = store.find_ward(pair.ward)
    capacities = sides_of(store, actor, pair, ward)
    if not capacities and actor.has(*STAFF) and actor.covers(pair.area):
        capacities = {STAFF_OF_AREA}
    if not capacities:
        raise NOT_FOUND(pointer, what=what)
    return pair, ward, capacities


def sides_of(store: Any, actor: Actor, pair: Any, ward: Any) -> set[str]:
    volunteer = store.find_volunteer_named(pair.volunteer)
    sides = {VOLUNTEER} if volunteer is not None and is_own(actor, volunteer) else set()
    if ward is None or actor.person is None:
        return sides
    if ward.person == actor.person:
        sides.add(ELDER)
    if consents(ward) and ward.consent.guardian == actor.person:
        sides.add(GUARDIAN)
    return sides


def consents(ward: Any) -> bool:
    """Whether a guardian's consent holds for this child."""
    return ward.consent is not None and ward.consent.withdrawn_at is None


def refuse_unfit(store: Any, volunteer_id: str, kind: PairKind, ward: Any, named: bool = False) -> Any:
    """Whoever cares for children is checked; training and number of pairs are as the ward's area says. Gives the carer.

    `named`: the command names volunteer and ward.
    """
    carer, rule = store.carer_of(volunteer_id), store.pair_rule(ward.area, kind)
    pointer = "/volunteer_id" if named else None
    if rules.is_for_child(kind) and not consents(ward):
        raise NO_CONSENT("/ward_id" if named else None)
    rules.refuse_unvetted(kind, store.vetted_until(carer), store.today, pointer)
    if rule.training is not None:
        sessions, attended = store.attended(rule.training, volunteer_id)
        rules.refuse_untrained(sessions, attended, pointer)
    rules.refuse_too_many(store.count_active(volunteer_id, kind), rule.most_active, pointer)
    return carer


def moved(store: Any, pair: Any, ward: Any, action: str, capacities: set[str], reason: str | None = None) -> None:
    """Makes the step, keeps it and announces it. `ward` is None where it is gone."""
    was = pair.state
    pair.state = PairState(PAIR.decide(was, action, capacities).target)
    pair.reason = store.seal_in_pair(reason) if reason else None
    today = store.today.isoformat()
    if pair.state is PairState.ACTIVE:
        pair.active_since, pair.counted_from, pair.paused_on = pair.active_since or today, today, None
        reckon(store, pair)
    elif was is PairState.ACTIVE:
        pair.due = pair.late_since = None
        pair.paused_on = today
        store.close_gap(pair, today)
    store.save(pair)
    if ward is not None and PairState.ACTIVE in (was, pair.state):
        store.count_seen_to(ward)
    announce_move(store, pair)


def announce_move(store: Any, pair: Any) -> None:
    news = PairMoved(area=pair.area, kind=pair.kind, state=pair.state, accounts=told(pair))
    store.announce(news, subject=pair.id, version=pair.version, area=pair.area)


def told(pair: Any) -> list[str]:
    """The volunteer's account, as long as it is known and they sign in."""
    return to_tell([pair.account] if pair.account else [])


def reckon(store: Any, pair: Any) -> None:
    """When the next visit is due, and from when on it is missed."""
    plan = store.frequency_of(pair)
    last = date.fromisoformat(pair.last_visit) if pair.last_visit else None
    due = next_due(plan, date.fromisoformat(pair.counted_from), last)
    pair.due = due.isoformat() if due else None
    pair.late_since = late_since(plan, due).isoformat() if due else None


def lapse(store: Any, pairs: list[Any], ward: Any, reason: str) -> None:
    """Ends those that are open."""
    for pair in pairs:
        if pair.state in rules.OPEN:
            moved(store, pair, ward, "lapse", {SUITE}, reason)


def pause_with_children(store: Any, volunteer_id: str, reason: str) -> None:
    """Nobody goes on caring for a child without a check that holds."""
    for pair in store.pairs_of_volunteer(volunteer_id):
        if rules.is_for_child(pair.kind) and pair.state is PairState.ACTIVE:
            moved(store, pair, store.find_ward(pair.ward), "pause", {SUITE}, reason)


def drop(store: Any, ward: Any) -> None:
    """Pairs of the ward end, and what is known of them goes."""
    pairs = store.pairs_of_ward(ward.id)
    lapse(store, pairs, None, "ward_gone")
    for pair in pairs:
        _blank(store, pair)
    store.delete_ward(ward)


def forget_pairs(store: Any, account: str, person: str) -> None:
    """Somebody is forgotten: as a volunteer, as an elder, and as the guardian without whom a child has no consent."""
    volunteer = store.find_volunteer_of(account)
    if volunteer is not None:
        for pair in store.pairs_of_volunteer(volunteer.id):
            pair.account = None
            lapse(store, [pair], store.find_ward(pair.ward), "volunteer_gone")
            _blank(store, pair)
        store.delete_carer(volunteer.id)
    for ward in store.wards_of(person):
        drop(store, ward)


def _blank(store: Any, pair: Any) -> None:
    pair.reason = pair.paper = None
    store.save(pair)
    store.blank_pair_visits(pair=pair.id)
