"""Papers: whether their numbers can be right, and what an identity number says of its holder."""

import re
from datetime import date

from stdnum.cn.ric import calc_check_digit, get_birth_date
from stdnum.exceptions import ValidationError

from shared.contracts.residents.people import (
    BAD_IDENTITY_NUMBER,
    BAD_PAPER_NUMBER,
    MISSING_WITH_PAPER,
    UNLIKE_PAPER,
    Paper,
    PaperKind,
    PersonFields,
    Sex,
)

IDENTITY_NUMBER = re.compile(r"^\d{17}[\dX]$")
SHAPES = {
    PaperKind.PASSPORT: re.compile(r"^[A-Z0-9]{5,15}$"),
    PaperKind.FOREIGN_PERMANENT_RESIDENCE: re.compile(r"^([A-Z]{3}\d{12}|9\d{16}[\dX])$"),
    PaperKind.HONG_KONG_MACAU_PERMIT: re.compile(r"^[HM]\d{8,10}$"),
    PaperKind.TAIWAN_PERMIT: re.compile(r"^\d{8}$"),
}


def birth_date_in(number: str) -> date:
    """The birth date in an identity number of 18 characters whose check digit is right; refuses any other.

    Not `stdnum.cn.ric.validate`: that looks the birthplace up in a list, and areas that were dissolved long ago, whose
    natives still hold such numbers, are not always in it.
    """
    if not IDENTITY_NUMBER.match(number):
        raise BAD_IDENTITY_NUMBER("/paper/number", reason="shape")
    if calc_check_digit(number) != number[-1]:
        raise BAD_IDENTITY_NUMBER("/paper/number", reason="check digit")
    try:
        return get_birth_date(number)
    except (ValidationError, ValueError) as error:
        raise BAD_IDENTITY_NUMBER("/paper/number", reason="birth date") from error


def sex_in(number: str) -> Sex:
    return Sex.MALE if int(number[16]) % 2 else Sex.FEMALE


def checked(fields: PersonFields, today: date) -> tuple[Sex, date]:
    """Sex and birth date, from the paper where it says them; refuses papers that cannot be and what contradicts them."""
    paper = fields.paper
    if paper.kind != PaperKind.IDENTITY_CARD:
        return _stated(fields, today)
    birth_date, sex = birth_date_in(paper.number), sex_in(paper.number)
    if birth_date > today:
        raise BAD_IDENTITY_NUMBER("/paper/number", reason="birth date")
    if fields.birth_date not in (None, birth_date):
        raise UNLIKE_PAPER("/birth_date")
    if fields.sex not in (None, sex):
        raise UNLIKE_PAPER("/sex")
    return sex, birth_date


def _stated(fields: PersonFields, today: date) -> tuple[Sex, date]:
    if not SHAPES[fields.paper.kind].match(fields.paper.number):
        raise BAD_PAPER_NUMBER("/paper/number")
    if fields.sex is None:
        raise MISSING_WITH_PAPER("/sex", field="sex")
    if fields.birth_date is None or fields.birth_date > today:
        raise MISSING_WITH_PAPER("/birth_date", field="birth_date")
    return fields.sex, fields.birth_date


def known_by(paper: Paper) -> str:
    """The text by which a paper is found again: numbers of different kinds never meet."""
    return f"{paper.kind}:{paper.number}"
