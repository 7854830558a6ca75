"""Clients and their secrets."""

import secrets

from services.identity.documents import Client, ClientKey
from services.identity.domain.secrets import ClientSecretFacts
from shared.contracts.actor import Actor, Role
from shared.contracts.identity.clients import ClientView
from shared.kernel.errors import NOT_FOUND
from shared.storage.sealing import blind
from shared.storage.work import Work


class ClientStore(Work):
    documents: tuple[type, ...] = (Client,)

    def find_client(self, client_id: str) -> Client | None:
        return Client.objects(id=client_id).first()

    def get_client(self, client_id: str) -> Client:
        client = self.find_client(client_id)
        if client is None:
            raise NOT_FOUND("/client_id", what="client")
        self.refuse_stale(client.version)
        return client

    def find_clients(self, after: str | None, limit: int) -> list[Client]:
        found = Client.objects(id__gt=after) if after else Client.objects
        return list(found.order_by("id").limit(limit))

    def new_client(self, name: str, areas: list[str]) -> Client:
        return Client(id=self.new_id(), name=name, areas=areas)

    def fresh_secret(self) -> tuple[str, ClientSecretFacts]:
        secret = secrets.token_urlsafe(32)
        return secret, ClientSecretFacts(self.client_print(secret), self.now)

    def client_print(self, secret: str) -> str:
        return blind(secret, "client-secret")

    def secret_facts(self, client: Client) -> list[ClientSecretFacts]:
        return [ClientSecretFacts(key.print, key.made_at, key.good_until) for key in client.keys]

    def put_secrets(self, client: Client, facts: list[ClientSecretFacts]) -> None:
        client.keys = [ClientKey(print=fact.print, made_at=fact.made_at, good_until=fact.good_until) for fact in facts]
        self.save(client)

    def client_actor(self, client: Client) -> Actor:
        return Actor(client.id, frozenset({Role.PARTNER}), areas=tuple(client.areas), name=client.name)

    def client_view(self, client: Client) -> ClientView:
        return ClientView(
            id=client.id, name=client.name, role=Role.PARTNER, areas=list(client.areas), disabled=client.disabled,
            secrets_until=[key.good_until for key in client.keys], version=client.version,
        )  # fmt: skip
