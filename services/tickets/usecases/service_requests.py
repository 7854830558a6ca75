"""Matters as open data."""

from typing import Any

from shared.contracts.actor import Actor
from shared.contracts.tickets.service_requests import FindRequests, FindUpdates, RequestRecords, RequestUpdates


def find_requests(store: Any, actor: Actor, command: FindRequests) -> RequestRecords:
    return RequestRecords(items=store.find_requests(command, actor))


def find_updates(store: Any, actor: Actor, command: FindUpdates) -> RequestUpdates:
    return RequestUpdates(items=store.find_request_updates(command.since, command.until, actor, command.limit))
