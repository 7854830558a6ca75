"""Every field of what names somebody is told in a copy of their data, or it says here why not."""

from typing import Any

import pytest
from mongoengine import EmbeddedDocumentField, EmbeddedDocumentListField

from services.volunteers.store.copied import IN_OFFICE, SHARES

OWN = {"id", "_id", "version", "within", "account", "person", "volunteer"}
"""Keys, and the names by which the row was found."""
UNTOLD: dict[str, str] = {
    "posts": "open places",
    "trainings": "places",
    "group_postings": "active_group",
    "teams": "formed_at kind members sole squads.areas squads.estates squads.id squads.name squads.point",
    "team_members": "name phone phone_mark",
    "shifts": "activity closed closes_at entries.came_step entries.left_step entries.volunteer most_each needs.places needs.skill opens_at paused paused_with_activity reserve stand_by team",
    "hours_accounts": "engaged",
    "help_visits": "due_at entry helper_area volunteer_id",
    "help_calls": "answers.id answers.person answers.volunteer asked.volunteer caller due_at live need on_board ring rings.most rings.radius rings.wait taken_at widens_at",
    "help_blocks": "other",
    "wards": "seen_to",
    "carers": "due",
    "pairs": "accepted gap ward",
    "partner_units": "workers",
    "deliveries": "agreement decided_at project team unit",
    "tour_stops": "audience due latitude longitude minutes note organiser programme seats speed",
    "meeting_seats": "chosen",
    "meeting_pairs": "key",
    "awards": "at deed edition key month rule",
    "points_years": "expiries",
    "shops": "has_till open",
    "points_offers": "active area minutes monthly_cap price stock",
    "code_guesses": "last_at",
    "gifts": "offer",
    "redemptions": "code_mark collected_month entry fair good hours hours_area month offer returned_month sellable",
    "swaps": "due_at in_exchange",
    "food_batches": "discarded given left reason unit",
    "resources": "by_booking left",
    "risk_points": "district point retired",
    "inspections": "hazards",
    "hazards": "assigned_to found_at photos point remark risk_point sheet shift ticket ticket_state treated_name treatment_photos verified_name",
    "drills": "assembled_seconds attended cancelled findings held_on lessons members sheet sounded_at team",
    "call_outs": "answer_within answers arrivals called calls.member calls.team closed_at duty_told estate note origin outcome point rings sheet state text wanted widens_at",
}
"""How the thing itself is set up and what the clock does with it, links and totals that tell nothing of this person, and what is of
others: whom they chose or blocked, who was called beside them, what happened to the thing after it had left their hands."""
DOCUMENTS = {share.document._get_collection_name(): share.document for share in SHARES}


def paths(document: Any, before: str = "") -> set[str]:
    found: set[str] = set()
    for name, kind in document._fields.items():
        inner = kind.field if isinstance(kind, EmbeddedDocumentListField) else kind
        if isinstance(inner, EmbeddedDocumentField):
            found |= paths(inner.document_type, f"{before}{name}.")
        else:
            found.add(f"{before}{name}")
    return found


def told(document: Any) -> set[str]:
    shares = [share for share in SHARES if share.document is document]
    shown = {path for share in shares for path in share.tells.split()} | {share.by for share in shares}
    shown |= {f"{rows}.{key}" for share in shares for rows, key in share.mine.items()}
    shown |= {path for signed, path in IN_OFFICE if signed is document}
    return shown


@pytest.mark.parametrize("collection", DOCUMENTS)
def test_every_field_is_told_or_left_out_for_a_reason(collection: str):
    document = DOCUMENTS[collection]
    shown = told(document)
    left = {
        path
        for path in paths(document)
        if path not in shown | OWN and not any(path.startswith(f"{each}.") for each in shown)
    }
    assert left == set(UNTOLD.get(collection, "").split())
