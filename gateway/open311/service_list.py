"""The catalogue as services, and what a service asks for besides."""

from typing import Any

from flask import Blueprint, Response, current_app, g

from gateway.open311.answers import FORM, thing, things
from gateway.open311.keys import identify
from shared.contracts.tickets.catalogue import (
    GET_CATEGORY,
    LIST_CATEGORIES,
    Category,
    GetCategory,
    ListCategories,
)
from shared.kernel.errors import NOT_FOUND

CHOICES = {"true": {"zh": "是", "en": "yes"}, "false": {"zh": "否", "en": "no"}}
Schema = dict[str, Any]


def register(facade: Blueprint) -> None:
    facade.add_url_rule(f"/services.{FORM}", "services", services)
    facade.add_url_rule(f"/services/<code>.{FORM}", "service", service)


def services(form: str) -> Response:
    identify()
    return things("services", "service", [_service(category) for category in offered().values()], form)


def service(code: str, form: str) -> Response:
    """The definition; a service that asks for nothing besides has an empty one."""
    identify()
    category = current_app.extensions["services"].ask(GET_CATEGORY, GetCategory(code=code))
    if category.retired:
        raise NOT_FOUND(what="service")
    found = {"service_code": category.code, "attributes": attributes(category)}
    return thing("service_definition", found, form)


def offered() -> dict[str, Category]:
    """What can be reported, by code."""
    catalogue = current_app.extensions["services"].ask(LIST_CATEGORIES, ListCategories())
    return {category.code: category for category in catalogue.items}


def name_of(category: Category) -> str:
    return category.name if g.language == "zh" else category.name_en


def _service(category: Category) -> dict[str, Any]:
    return {
        "service_code": category.code,
        "service_name": name_of(category),
        "description": category.description or name_of(category),
        "metadata": "true" if category.extra.get("properties") else "false",
        "type": "realtime",
        "keywords": ",".join(category.keywords),
        "group": category.group if g.language == "zh" else category.group_en,
    }


def attributes(category: Category) -> list[dict[str, Any]]:
    """The extra fields of a category, from its JSON Schema."""
    properties: dict[str, Schema] = category.extra.get("properties", {})
    required = category.extra.get("required", [])
    return [
        {
            "variable": "true",
            "code": code,
            "datatype": datatype_of(schema),
            "required": "true" if code in required else "false",
            "datatype_description": schema.get("description", ""),
            "order": str(place),
            "description": _title(schema, code),
            "values": _choices(schema),
        }
        for place, (code, schema) in enumerate(properties.items(), start=1)
    ]


def datatype_of(schema: Schema) -> str:
    match schema.get("type"):
        case "array":
            return "multivaluelist"
        case "boolean":
            return "singlevaluelist"
        case "integer" | "number":
            return "number"
    if "enum" in schema or "oneOf" in schema:
        return "singlevaluelist"
    if schema.get("format") in ("date", "date-time"):
        return "datetime"
    return "text" if schema.get("maxLength", 0) > 120 else "string"


def _choices(schema: Schema) -> list[dict[str, str]]:
    if schema.get("type") == "boolean":
        return [{"key": key, "name": names[g.language]} for key, names in CHOICES.items()]
    schema = schema.get("items", schema)
    if "oneOf" in schema:
        return [{"key": str(each["const"]), "name": _title(each, str(each["const"]))} for each in schema["oneOf"]]
    return [{"key": str(value), "name": str(value)} for value in schema.get("enum", ())]


def _title(schema: Schema, default: str) -> str:
    title = schema.get("title", default)
    return title if g.language == "zh" else schema.get("title_en", title)
