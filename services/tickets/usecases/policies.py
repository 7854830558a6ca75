"""Policy questions and answers: publish, revise, withdraw, search."""

from collections.abc import Callable
from typing import Any

from services.tickets.domain.publishing import PUBLICATION, standing
from services.tickets.domain.ranking import ANSWERS
from services.tickets.usecases.pages import beyond, following
from services.tickets.usecases.searching import page_of
from shared.contracts.actor import Actor
from shared.contracts.tickets.policies import (
    NOT_LASTING,
    GetPolicy,
    ListPolicies,
    LoadPolicies,
    PolicyFields,
    PolicyHits,
    PolicyPage,
    PolicyView,
    PublishPolicy,
    RepublishPolicy,
    RevisePolicy,
    SearchPolicies,
    WithdrawPolicy,
)
from shared.contracts.tickets.publishing import PublicationState
from shared.contracts.tickets.searching import SearchLoaded, Sought
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA


def publish_policy(store: Any, actor: Actor, command: PublishPolicy) -> PolicyView:
    return store.policy_view(publish(store, actor, PolicyFields(**command.model_dump())), actor)


def load_policies(store: Any, _actor: Actor, command: LoadPolicies) -> SearchLoaded:
    for place, fields in enumerate(command.policies):
        refuse_unlasting(fields, f"/policies/{place}/until")
    store.add_publications(Sought.POLICY, command.policies)
    return SearchLoaded(loaded=len(command.policies))


def revise_policy(store: Any, actor: Actor, command: RevisePolicy) -> PolicyView:
    fields = PolicyFields(**command.model_dump(exclude={"policy_id"}))
    refuse_unlasting(fields, "/until")
    policy, _ = decide(store, actor, Sought.POLICY, command.policy_id, "revise")
    refuse_outside(actor, fields.area)
    store.revise_publication(Sought.POLICY, policy, fields)
    return store.policy_view(policy, actor)


def withdraw_policy(store: Any, actor: Actor, command: WithdrawPolicy) -> PolicyView:
    policy, target = decide(store, actor, Sought.POLICY, command.policy_id, "withdraw")
    store.show_or_hide(Sought.POLICY, policy, target)
    return store.policy_view(policy, actor)


def republish_policy(store: Any, actor: Actor, command: RepublishPolicy) -> PolicyView:
    policy, target = decide(store, actor, Sought.POLICY, command.policy_id, "republish")
    store.show_or_hide(Sought.POLICY, policy, target)
    return store.policy_view(policy, actor)


def get_policy(store: Any, actor: Actor, command: GetPolicy) -> PolicyView:
    policy = readable(store, actor, Sought.POLICY, command.policy_id)
    return store.policy_view(store.past_edition(policy, command.edition), actor)


def list_policies(store: Any, actor: Actor, command: ListPolicies) -> PolicyPage:
    found = store.find_publications(
        Sought.POLICY, command.topic, command.area, None, beyond(command.cursor), command.limit + 1
    )
    shown = [store.policy_view(policy, actor) for policy in found[: command.limit]]
    return PolicyPage(items=shown, next=following(found, command.limit))


def search_policies(
    store: Any, _actor: Actor, command: SearchPolicies, in_vain: Callable[[Sought], None]
) -> PolicyHits:
    """`in_vain` is told when nothing answers the question."""
    question, ranked = store.search_entries(Sought.POLICY, command.q, command.topic, command.area, command.on)
    answered = any(each.covered >= ANSWERS for each in ranked)
    if not answered and command.cursor is None:
        in_vain(Sought.POLICY)
    hits, more = page_of(ranked, command.cursor, command.limit)
    by_key = {each.key: each for each in hits}
    policies = store.publications(Sought.POLICY, list(by_key))
    shown = [store.policy_hit(policy, question, by_key[policy.id]) for policy in policies]
    return PolicyHits(items=shown, next=more, answered=answered)


def publish(store: Any, actor: Actor, fields: PolicyFields) -> Any:
    refuse_unlasting(fields, "/until")
    refuse_outside(actor, fields.area)
    return store.add_publications(Sought.POLICY, [fields])[0]


def readable(store: Any, actor: Actor, sought: Sought, key: str) -> Any:
    """What is withdrawn is there for the office of its area only."""
    found = store.get_publication(sought, key)
    if found.state == PublicationState.WITHDRAWN and not standing(actor, found.area):
        raise NOT_FOUND(f"/{sought}_id", what=sought.value)
    return found


def decide(store: Any, actor: Actor, sought: Sought, key: str, action: str) -> tuple[Any, str]:
    found = readable(store, actor, sought, key)
    return found, PUBLICATION.decide(found.state, action, standing(actor, found.area)).target


def refuse_outside(actor: Actor, area: str) -> None:
    if not actor.covers(area):
        raise OUTSIDE_AREA("/area")


def refuse_unlasting(fields: PolicyFields, pointer: str) -> None:
    if fields.until is not None and fields.until < fields.since:
        raise NOT_LASTING(pointer)
