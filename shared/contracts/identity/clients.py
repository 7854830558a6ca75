"""Clients: partners' and other machines' own accounts, which get tokens for a secret (RFC 6749, client credentials)."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.contracts.actor import PUBLIC, Role
from shared.contracts.model import AreaPath, Command, Id, Moment, Page, PageQuery, ShortText, Value, Version, View
from shared.contracts.operation import GET, POST, PUT, Op
from shared.kernel.errors import NOT_ALLOWED_NOW, NOT_FOUND, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

ClientSecretText = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,128}$"), Field(repr=False)]


class ClientAreas(Value):
    areas: list[AreaPath] = Field(min_length=1, max_length=50)


class CreateClient(ClientAreas, Command):
    name: ShortText


class ClientAction(Command):
    client_id: Id


class AddSecret(ClientAction):
    """A further secret; those before it stay good for the overlap, so that the client can change over."""

    overlap_hours: int = Field(24, ge=0, le=168)


class SetClientAreas(ClientAreas, ClientAction):
    pass


class DisableClient(ClientAction):
    pass


class ListClients(PageQuery):
    pass


class IssueToken(Command):
    grant_type: Literal["client_credentials"] = "client_credentials"
    client_id: Id
    client_secret: ClientSecretText


class ClientView(ClientAreas, View):
    id: Id
    name: str
    role: Role
    disabled: bool
    secrets_until: list[Moment | None] = Field(
        description="until when each secret is good, newest first; null for no end"
    )
    version: Version


class ClientPage(Page[ClientView]):
    pass


class ClientSecret(View):
    client: ClientView
    client_secret: str = Field(description="shown this once")


class ClientToken(View):
    access_token: str
    token_type: Literal["Bearer"] = "Bearer"
    expires_in: int = Field(description="seconds")


WRONG_CLIENT = ErrorCode("identity.wrong_client", 401, "Client or secret is wrong.", "客户端标识或密钥错误。")

OPS = frozenset({Role.OPS})
CREATE_CLIENT = Op(
    "create_client", POST("/clients"), CreateClient, ClientSecret, OPS, "Admit a partner's machine", keeps_reply=False
)
ADD_SECRET = Op(
    "add_secret", POST("/clients/{client_id}/secrets"), AddSecret, ClientSecret, OPS, "Rotate a client's secret",
    errors=(NOT_FOUND, NOT_ALLOWED_NOW, STALE_VERSION), keeps_reply=False,
)  # fmt: skip
SET_CLIENT_AREAS = Op(
    "set_client_areas", PUT("/clients/{client_id}/areas"), SetClientAreas, ClientView, OPS, "Change a client's areas",
    errors=(NOT_FOUND, STALE_VERSION),
)  # fmt: skip
DISABLE_CLIENT = Op(
    "disable_client", POST("/clients/{client_id}/disable", 200), DisableClient, ClientView, OPS, "Give a client no more tokens",
    errors=(NOT_FOUND, STALE_VERSION),
)  # fmt: skip
LIST_CLIENTS = Op(
    "list_clients",
    GET("/clients"),
    ListClients,
    ClientPage,
    OPS,
    "All clients, oldest first",
    writes=False,
    errors=(BAD_CURSOR,),
)
ISSUE_TOKEN = Op(
    "issue_token", POST("/tokens", 200), IssueToken, ClientToken, PUBLIC, "A token for a client's secret", writes=False,
    errors=(WRONG_CLIENT,), keeps_reply=False,
)  # fmt: skip

OPERATIONS = (CREATE_CLIENT, ADD_SECRET, SET_CLIENT_AREAS, DISABLE_CLIENT, LIST_CLIENTS, ISSUE_TOKEN)
