"""What timers and people ask for again and again is found by an index, however many matters there are."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.support.town import Town

NOW = datetime(2026, 3, 2, tzinfo=UTC)
CIRCLE = {"$geoWithin": {"$centerSphere": [[101.0, 30.0], 0.00001]}}
SETTLED = {"live": False, "state": {"$in": ["done", "closed"]}}


def stages(plan: dict[str, Any]) -> Iterator[str]:
    yield plan["stage"]
    for below in (*plan.get("inputStages", ()), *([plan["inputStage"]] if "inputStage" in plan else ())):
        yield from stages(below)


@pytest.mark.parametrize(
    ("collection", "query"),
    [
        ("tickets", {"grade_at": {"$lte": NOW}}),
        ("tickets", {"check_at": {"$lte": NOW}, "state": "done"}),
        ("tickets", {"check_at": {"$lte": NOW}, "live": True}),
        ("tickets", {"category": "road", "live": True, "category_revision": {"$lt": 2}}),
        ("tickets", {"category": "road", "place": CIRCLE, "opened_at": {"$lt": NOW}, **SETTLED}),
        ("tickets", {"live": True, "place": CIRCLE}),
        ("tickets", {"merged_into": "0"}),
        ("tickets", {"$or": [{"reporter": "0"}, {"filed_by": "0"}, {"reporter_person": "0"}]}),
        ("tickets", {"within": {"$in": ["150401.001"]}, "on_board": True}),
        ("tickets", {"live": True, "desk": {"$in": ["150401.001"]}}),
        ("ticket_followers", {"account": "0"}),
        ("ticket_followers", {"person": "0"}),
        ("joint_tasks", {"check_at": {"$lte": NOW}}),
    ],
    ids=str,
)
def test_question_is_answered_by_an_index(town: Town, collection: str, query: dict[str, Any]):
    tickets = town.database("tickets")
    assert collection in tickets.list_collection_names()
    plan = tickets[collection].find(query).explain()["queryPlanner"]["winningPlan"]
    assert "COLLSCAN" not in set(stages(plan))


def test_matters_at_a_spot_are_found_by_place_and_category(town: Town):
    indexes = town.database("tickets")["tickets"].index_information().values()
    assert [("category", 1), ("place", "2dsphere")] in [index["key"] for index in indexes]
