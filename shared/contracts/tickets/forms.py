"""Forms as data: fields with a JSON Schema each, and what is filled in."""

from typing import Annotated

from pydantic import Field, StringConstraints

from shared.contracts.model import LongText, ShortText, Value
from shared.kernel.errors import ErrorCode

FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
FormText = Annotated[str, StringConstraints(max_length=1000, pattern=r"^[^\x00]*$")]
FormValues = Annotated[
    dict[FieldName, FormText | Annotated[int, Field(ge=-(2**53), le=2**53)] | bool],
    Field(max_length=40, description="the form's fields by name"),
]


class FormField(Value):
    """A field of a form: its name, titles to show, and a JSON Schema (as text) that what is filled in must fit."""

    name: FieldName
    title: ShortText
    title_en: ShortText
    json_schema: LongText = Field(examples=['{"type": "string", "maxLength": 20}'])
    required: bool = True


BAD_FORM = ErrorCode(
    "tickets.bad_form",
    422,
    "This schema cannot be used for a field: {reason}.",
    "该字段的 JSON Schema 不可用：{reason}。",
)
FORM_MISFIT = ErrorCode(
    "tickets.form_misfit",
    422,
    "The field '{field}' does not fit the form: {reason}.",
    "字段“{field}”不符合表单要求：{reason}。",
)
