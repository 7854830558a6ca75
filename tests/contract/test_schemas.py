"""Released schemas are those of the contracts, and no release breaks those who know the one before."""

import pytest

from infra.schemas.compatibility import breaks
from infra.schemas.documents import OPERATIONS, released, rendered

DOCUMENTS = dict(rendered())
DOCUMENTS.pop(OPERATIONS)  # may run ahead of its release, as long as it keeps what was released
RELEASED = {name: rest for name, *rest in released()}


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_released_document_is_that_of_the_contracts(file):
    assert file.exists() and file.read_text() == DOCUMENTS[file], "if this is meant: make schemas"


@pytest.mark.parametrize("name", RELEASED)
def test_contract_keeps_what_was_released(name: str):
    old, new, sent_by_callers = RELEASED[name]
    assert breaks(old, new, sent_by_callers) == []


def thing(**properties):
    required = [name for name, field in properties.items() if not field.pop("optional", False)]
    return {"type": "object", "properties": properties, "required": required}


TEXT, WHOLE = {"type": "string"}, {"type": "integer"}


def text(**more):
    return {"type": "string", **more}


@pytest.mark.parametrize(
    ("new", "told"),
    [
        (None, "is gone"),
        (thing(), "/a: removed"),
        (thing(a={"type": "integer"}), "/a: was ['string'], is ['integer']"),
        (thing(a={"anyOf": [{"type": "string"}, {"type": "null"}]}), "/a: was ['string'], is ['null', 'string']"),
        (thing(a=text(optional=True)), "/a: was always there, is optional now"),
    ],
)
def test_narrower_news_are_found(new, told):
    assert breaks(thing(a=text()), new, sent_by_callers=False) == [told]


@pytest.mark.parametrize(
    ("new", "told"),
    [
        (thing(), "/a: removed"),
        (thing(a=text(), b=text()), "/b: required from now on"),
        (thing(a=text(maxLength=5)), "/a: maxLength lowered to 5"),
        (thing(a=text(minLength=2)), "/a: minLength raised to 2"),
        (thing(a=text(pattern="^x$")), "/a: pattern changed to ^x$"),
        (thing(a=text(enum=["x"])), "/a: only ['x'] from now on"),
    ],
)
def test_more_demanding_commands_are_found(new, told):
    assert breaks(thing(a=text()), new, sent_by_callers=True) == [told]


@pytest.mark.parametrize(
    ("new", "sent_by_callers"),
    [
        (thing(a=text(), b=text()), False),
        (thing(a=text(description="now explained")), False),
        (thing(a=text(), b=text(optional=True)), True),
        (thing(a=text(optional=True)), True),
        (thing(a={"anyOf": [{"type": "string"}, {"type": "null"}]}), True),
    ],
)
def test_additions_are_welcome(new, sent_by_callers):
    assert breaks(thing(a=text()), new, sent_by_callers) == []


def test_choices_may_be_added_but_not_taken_from_callers():
    old, fewer, more = (thing(a=text(enum=list(choices))) for choices in ("xy", "x", "xyz"))
    assert breaks(old, more, sent_by_callers=True) == []
    assert breaks(old, fewer, sent_by_callers=True) == ["/a: no longer takes ['y']"]


def test_shared_definitions_and_items_are_looked_into():
    def nested(field):
        return thing(many={"type": "array", "items": {"$ref": "#/$defs/Part"}}) | {"$defs": {"Part": thing(a=field)}}

    assert breaks(nested(text()), nested({"type": "integer"}), sent_by_callers=False) == [
        "/many/*/a: was ['string'], is ['integer']"
    ]
