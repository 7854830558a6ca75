"""Clients: admit, rotate secrets, give tokens."""

from datetime import timedelta
from typing import Any

from services.identity.domain.secrets import good, rotated
from shared.contracts.actor import Actor
from shared.contracts.identity.clients import (
    WRONG_CLIENT,
    AddSecret,
    ClientPage,
    ClientSecret,
    ClientToken,
    ClientView,
    CreateClient,
    DisableClient,
    IssueToken,
    ListClients,
    SetClientAreas,
)
from shared.kernel.errors import NOT_ALLOWED_NOW
from shared.kernel.paging import decode_cursor, encode_cursor


def create_client(store: Any, _actor: Actor, command: CreateClient) -> ClientSecret:
    client = store.new_client(command.name, sorted(set(command.areas)))
    secret, fact = store.fresh_secret()
    store.put_secrets(client, [fact])
    return ClientSecret(client=store.client_view(client), client_secret=secret)


def add_secret(store: Any, _actor: Actor, command: AddSecret) -> ClientSecret:
    client = store.get_client(command.client_id)
    if client.disabled:
        raise NOT_ALLOWED_NOW(action="add_secret", state="disabled", allowed=[])
    secret, fact = store.fresh_secret()
    store.put_secrets(
        client, rotated(store.secret_facts(client), fact, timedelta(hours=command.overlap_hours), store.now)
    )
    return ClientSecret(client=store.client_view(client), client_secret=secret)


def set_client_areas(store: Any, _actor: Actor, command: SetClientAreas) -> ClientView:
    client = store.get_client(command.client_id)
    client.areas = sorted(set(command.areas))
    store.save(client)
    return store.client_view(client)


def disable_client(store: Any, _actor: Actor, command: DisableClient) -> ClientView:
    client = store.get_client(command.client_id)
    client.disabled = True
    store.put_secrets(client, [])
    return store.client_view(client)


def list_clients(store: Any, _actor: Actor, command: ListClients) -> ClientPage:
    after = decode_cursor(command.cursor, str)[0] if command.cursor else None
    found = store.find_clients(after, command.limit + 1)
    shown = found[: command.limit]
    return ClientPage(
        items=[store.client_view(client) for client in shown],
        next=encode_cursor(shown[-1].id) if len(found) > command.limit else None,
    )


def issue_token(store: Any, _actor: Actor, command: IssueToken) -> ClientToken:
    """There is no refresh: the secret gives the next token as well."""
    client = store.find_client(command.client_id)
    given = store.client_print(command.client_secret)
    if client is None or client.disabled or all(s.print != given for s in good(store.secret_facts(client), store.now)):
        raise WRONG_CLIENT("/client_secret")
    token, seconds = store.access_token(store.client_actor(client))
    return ClientToken(access_token=token, expires_in=seconds)
