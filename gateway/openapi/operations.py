"""One contract operation as an OpenAPI operation: parameters, body, headers, replies, and every code it may refuse with."""

from typing import Any

from gateway.openapi.schemas import REFERENCE, Schemas, without_null
from gateway.reasons import METHODS_WITH_BODY, reasons_of
from gateway.wording import ROLE_NAMES
from shared.contracts.actor import Role
from shared.contracts.model import Page
from shared.contracts.operation import Http, Op
from shared.kernel.errors import STALE_VERSION, ErrorCode

CONTRACTS = "shared.contracts."
JSON = "application/json"
PROBLEM_JSON = "application/problem+json"
Part = dict[str, Any]

HEADERS: dict[str, Part] = {
    "RequestId": {
        "description": "The id of this request, in logs and events of all services.",
        "schema": {"type": "string"},
    },
    "ETag": {"description": "The version of the thing, for If-Match and If-None-Match.", "schema": {"type": "string"}},
    "Link": {"description": 'The next page: `<...>; rel="next"`.', "schema": {"type": "string"}},
    "Replayed": {
        "description": "`true` when this is the first reply to an earlier request with the same Idempotency-Key.",
        "schema": {"type": "string", "const": "true"},
    },
    "RetryAfter": {"description": "Seconds to wait.", "schema": {"type": "integer"}},
    "RateLimit": {
        "description": "What is left of the quota (`r`), and the seconds until it is renewed (`t`).",
        "schema": {"type": "string"},
    },
}
PARAMETERS: dict[str, Part] = {
    "IdempotencyKey": {
        "name": "Idempotency-Key", "in": "header", "required": False,
        "description": "1 to 128 visible ASCII characters. A repeat gets the first reply and has no second effect.",
        "schema": {"type": "string", "pattern": "^[!-~]{1,128}$"},
    },
    "IfMatch": {
        "name": "If-Match", "in": "header", "required": False,
        "description": "The version that was seen; refused with 412 when there is a newer one.",
        "schema": {"type": "string", "pattern": r'^(\*|(W/)?"[0-9]{1,15}")$'}, "example": '"3"',
    },
    "IfNoneMatch": {
        "name": "If-None-Match", "in": "header", "required": False,
        "description": "The version that is known; answered with 304 when it is still the newest.", "schema": {"type": "string"},
    },
    "RequestId": {
        "name": "X-Request-Id", "in": "header", "required": False,
        "description": "8 to 64 letters, digits, `.`, `_`, `-`; for anything else one is made.",
        "schema": {"type": "string"},
    },
}  # fmt: skip


def header(name: str) -> Part:
    return {"$ref": f"#/components/headers/{name}"}


def parameter(name: str) -> Part:
    return {"$ref": f"#/components/parameters/{name}"}


def path_names(http: Http) -> tuple[str, ...]:
    return tuple(part[1:-1] for part in http.path.split("/") if part.startswith("{"))


def subject(op: Op) -> str:
    """The part of a service that an operation belongs to, as its contract is divided: `tickets-board`."""
    return op.command.__module__.removeprefix(CONTRACTS).replace(".", "-")


def operation(op: Op, schemas: Schemas) -> Part:
    assert op.http is not None
    in_path, unsafe = frozenset(path_names(op.http)), op.http.method != "GET"
    described: Part = {
        "operationId": op.full_name,
        "tags": [subject(op)],
        "summary": op.summary,
        "description": description(op),
        "parameters": [*_fields(op, schemas, in_path), *_headers(op, unsafe)],
        "responses": {str(op.http.status): reply(op, schemas, unsafe), **refusals(reasons_of(op, op.http))},
    }
    if not unsafe:
        described["responses"]["414"] = {"description": "The address is longer than 8,190 bytes."}
    if not unsafe and has_version(op):
        described["responses"]["304"] = {"description": "Not modified.", "headers": {"ETag": header("ETag")}}
    if op.http.method in METHODS_WITH_BODY:
        body = schemas.body(op, in_path)
        if body is not None:
            described["requestBody"] = {
                "required": _body_required(op, schemas, in_path),
                "content": {JSON: {"schema": body}},
            }
    return described | access(op)


def access(op: Op) -> Part:
    """Who may ask, for programs."""
    if op.public:
        return {"security": [], "x-roles": []}
    return {"security": [{"bearer": []}], "x-roles": sorted(op.roles)}


def description(op: Op) -> str:
    """The command's own words, and who may ask, in both languages."""
    parts = [doc] if (doc := (op.command.__dict__.get("__doc__") or "").strip()) else []
    parts += [_allowed(op.roles, 1), _allowed(op.roles, 0)]
    if op.emits:
        parts.append("Events: " + ", ".join(f"`{event.TYPE}`" for event in op.emits) + ".")
    parts.append(f"Deadline: {op.deadline:g} s.")
    return "\n\n".join(parts)


def _allowed(roles: frozenset[Role], language: int) -> str:
    if not roles:
        return ("Roles: everybody, without signing in.", "角色：所有人，无需登录。")[language]
    if roles == frozenset(Role):
        return ("Roles: everybody who is signed in.", "角色：所有已登录用户。")[language]
    names = [ROLE_NAMES[role][language] for role in sorted(roles)]
    return ("Roles: " + ", ".join(names) + ".", "角色：" + "、".join(names) + "。")[language]


def has_version(op: Op) -> bool:
    return "version" in op.view.model_fields


def reply(op: Op, schemas: Schemas, unsafe: bool) -> Part:
    headers = {"X-Request-Id": header("RequestId"), "RateLimit": header("RateLimit")}
    if has_version(op):
        headers["ETag"] = header("ETag")
    if issubclass(op.view, Page):
        headers["Link"] = header("Link")
    if unsafe:
        headers["Idempotency-Replayed"] = header("Replayed")
    return {"description": "Done.", "headers": headers, "content": {JSON: {"schema": schemas.view(op.view)}}}


def refusals(reasons: list[ErrorCode]) -> dict[str, Part]:
    """Per status, the problem with the codes that it may have and their texts."""
    by_status: dict[int, list[ErrorCode]] = {}
    for reason in reasons:
        by_status.setdefault(reason.status, []).append(reason)
    return {str(status): refusal(status, found) for status, found in sorted(by_status.items())}


def refusal(status: int, reasons: list[ErrorCode]) -> Part:
    codes = [reason.code for reason in reasons]
    lines = [f"- [`{r.code}`](/v1/errors/{r.code}): {r.zh} {r.en}" for r in reasons]
    schema = {"allOf": [{"$ref": REFERENCE + "Problem"}, {"properties": {"code": {"enum": codes}}}]}
    headers = {"X-Request-Id": header("RequestId")}
    if status in (429, 503, 504):
        headers["Retry-After"] = header("RetryAfter")
    return {"description": "\n".join(lines), "headers": headers, "content": {PROBLEM_JSON: {"schema": schema}}}


def _fields(op: Op, schemas: Schemas, in_path: frozenset[str]) -> list[Part]:
    assert op.http is not None
    properties, required = schemas.properties(op)
    in_query = op.http.method not in METHODS_WITH_BODY
    found = []
    for name, schema in properties.items():
        if name not in in_path and not in_query:
            continue
        place = "path" if name in in_path else "query"
        shown = without_null(schema)
        entry = {"name": name, "in": place, "required": place == "path" or name in required, "schema": shown}
        if "description" in shown:
            entry["description"] = shown["description"]
        found.append(entry)
    return found


def _headers(op: Op, unsafe: bool) -> list[Part]:
    names = ["IdempotencyKey"] if unsafe else []
    if unsafe and STALE_VERSION in op.errors:
        names.append("IfMatch")
    if not unsafe and has_version(op):
        names.append("IfNoneMatch")
    return [parameter(name) for name in (*names, "RequestId")]


def _body_required(op: Op, schemas: Schemas, in_path: frozenset[str]) -> bool:
    return bool(schemas.properties(op)[1] - in_path)
