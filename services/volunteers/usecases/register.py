"""Hearing of residents' register."""

from typing import Any

from shared.contracts.actor import Actor


def know_account(store: Any, delivered: Any) -> None:
    """Nothing of who is forgotten comes back with late news."""
    if not store.is_forgotten(delivered.data.account, delivered.data.person):
        store.know_account(delivered.data.account, delivered.data.person)


def know_household(store: Any, delivered: Any) -> None:
    """Without members nobody lives there."""
    news = delivered.data
    area = news.area if news.members else None
    store.know_households([(news.household, area, delivered.envelope.aggregateversion)])


def know_households(store: Any, delivered: Any) -> None:
    store.know_households((each.household, each.area, 1) for each in delivered.data.households)


def is_same_person(store: Any, actor: Actor, account: str) -> bool:
    """Whether the account is the actor's, or another one of the same person."""
    if account == actor.account:
        return True
    behind = store.person_behind(account)
    return behind is not None and behind == (actor.person or store.person_behind(actor.account))
