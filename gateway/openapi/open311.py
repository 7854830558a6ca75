"""The Open311 facade in the OpenAPI document."""

from typing import Any

from gateway.open311.arguments import LONGEST

Part = dict[str, Any]
BASE = "/open311/v2"
ERRORS = {"type": "array", "items": {"type": "object", "required": ["code", "description"],
          "properties": {"code": {"type": "string"}, "description": {"type": "string"}}}}  # fmt: skip
TEXT: Part = {"type": "string"}


def paths() -> dict[str, Part]:
    days = LONGEST.days
    listing = [
        query("service_request_id", "numbers with commas between; overrides all else"),
        query("service_code", "codes with commas between"),
        query("status", "`open`, `closed`, or both with a comma between"),
        query("start_date", f"with end_date {days} days at most; default: the last {days} days"),
        query("end_date", "see start_date"),
        query("page", "from 1"),
        query("page_size", "1,000 at most"),
        query("extensions", "`true`: with notes and extended_attributes"),
    ]
    found: dict[str, Part] = {}
    for form, kind in (("json", "application/json"), ("xml", "text/xml")):

        def told(
            path: str, name: str, summary: str, *parameters: Part, own: bool = False, form: str = form, kind: str = kind
        ) -> None:
            keys = [query("api_key", "tells the platform more of what it has passed on")] if own else []
            common = [query("jurisdiction_id", "may be left out")]
            found[f"{BASE}{path}.{form}"] = {"get": described(name, form, kind, summary, [*parameters, *keys, *common])}

        told("/discovery", "discovery", "Where what is to be found")
        told("/services", "services", "What can be reported")
        told("/services/{service_code}", "service", "What a service asks for besides", at("service_code"))
        told("/requests", "requests", "Matters as service requests, newest first", *listing, own=True)
        told("/requests/{number}", "request", "One service request, with its notes", at("number"), own=True)
        told("/tokens/{token}", "token", "The number of a request, by its token", at("token"))
        told("/servicerequestupdates", "updates", "What has changed, oldest first", *listing[3:5], own=True)
        found[f"{BASE}/requests.{form}"]["post"] = filing(form, kind)
        found[f"{BASE}/servicerequestupdates.{form}"]["post"] = updating(form, kind)
    return found


def filing(form: str, kind: str) -> Part:
    fields = ("service_code", "lat", "long", "address_string", "address_id", "email", "device_id", "account_id",
              "first_name", "last_name", "phone", "description", "media_url", "jurisdiction_id", "api_key")  # fmt: skip
    schema = {
        "type": "object",
        "required": ["api_key", "service_code"],
        "properties": dict.fromkeys(fields, TEXT),
        "additionalProperties": True,
        "description": "Fields of the service's own come as `attribute[CODE]`, lists as `attribute[CODE][]`.",
    }
    upload = schema | {"properties": schema["properties"] | {"media": {"type": "array", "items": TEXT}}}
    part = described(
        "file", form, kind, "File a service request; an api_key is a client's id and secret with a dot between"
    )
    part["requestBody"] = {
        "required": True,
        "content": {"application/x-www-form-urlencoded": {"schema": schema}, "multipart/form-data": {"schema": upload}},
    }
    part["responses"]["201"] = part["responses"].pop("200")
    return part


def updating(form: str, kind: str) -> Part:
    fields = ("api_key", "service_request_id", "update_id", "updated_datetime", "status", "description")
    schema = {"type": "object", "required": list(fields), "properties": dict.fromkeys((*fields, "media_url"), TEXT)}
    part = described("update", form, kind, "Say something of a request that one has passed on or has in hand")
    part["requestBody"] = {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": schema}}}
    return part


def described(name: str, form: str, kind: str, summary: str, parameters: list[Part] | None = None) -> Part:
    failed = {"description": "What is wrong.", "content": {kind: {"schema": ERRORS if form == "json" else {}}}}
    return {
        "operationId": f"open311.{name}.{form}",
        "tags": ["open311"],
        "summary": summary,
        "security": [],
        "x-roles": [],
        "parameters": parameters or [],
        "responses": {
            "200": {"description": "Done.", "content": {kind: {}}},
            **dict.fromkeys(("400", "403", "404", "429", "500", "503", "504"), failed),
        },
    }


def query(name: str, description: str) -> Part:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": TEXT}


def at(name: str) -> Part:
    return {"name": name, "in": "path", "required": True, "schema": TEXT}
