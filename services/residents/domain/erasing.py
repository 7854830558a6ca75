"""Being forgotten: what is erased, what the law has kept, on what ground and until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.contracts.residents.privacy import Ground, KeptItem


class Holding(StrEnum):
    """What may be there of somebody after the file itself is empty."""

    ADMISSIONS = "admissions"
    CHANGES = "change_requests"
    CONSENTS = "consents"
    LOOKS = "looks"
    STAYS = "stays"


@dataclass(frozen=True)
class Retention:
    """For how many years after the last entry something is kept, and the rule that asks for it."""

    ground: Ground
    years: int
    law: str


RETENTION: dict[Holding, Retention] = {
    Holding.ADMISSIONS: Retention(Ground.REAL_NAME_RECORD, 1, "Personal Information Protection Law art. 47 (2)"),
    Holding.CHANGES: Retention(Ground.ADMINISTRATIVE_FILE, 10, "Archives Law"),
    Holding.CONSENTS: Retention(Ground.PROOF_OF_CONSENT, 3, "Personal Information Protection Law art. 69"),
    Holding.LOOKS: Retention(Ground.ACCESS_LOG, 3, "Cybersecurity Law art. 21 (3)"),
    Holding.STAYS: Retention(Ground.HOUSEHOLD_REGISTER, 10, "Archives Law"),
}
"""Deployments set periods with their own counsel; whatever is kept holds no name and no number any more."""

ERASED = (
    "name", "paper", "phone", "birth_date", "marks", "extra", "account", "different_from", "wanted_changes",
    "application_details", "group_names",
)  # fmt: skip


def kept_items(last_entries: Mapping[Holding, date], today: date) -> list[KeptItem]:
    """`last_entries` says what is there, and the day of its last entry. What is past its period is not kept."""
    kept = []
    for holding, rule in RETENTION.items():
        if holding in last_entries:
            until = years_after(last_entries[holding], rule.years)
            if until > today:
                kept.append(KeptItem(what=holding, ground=rule.ground, until=until, law=rule.law))
    return kept


def years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def blurred(birth_date: date) -> date:
    """The year is enough for figures by age."""
    return date(birth_date.year, 1, 1)
