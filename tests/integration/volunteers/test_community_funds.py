"""Community funds through the gateway: booking, open books, reversals, statements, and the refusals."""

from datetime import timedelta

import pytest

from shared.contracts.actor import Role
from shared.contracts.ledger import Statement
from shared.ledger import chain
from tests.support.pairing import today
from tests.support.town import Person, Town

AREA = "150504.006.001"


@pytest.fixture(scope="module")
def office(town: Town) -> Person:
    return town.person(Role.COMMUNITY_STAFF, areas=(AREA,))


@pytest.fixture
def fund(office: Person) -> str:
    body = {"area": AREA, "name": "爱心基金", "purpose": "共享食堂"}
    return f"/v1/community-funds/{office.post('/v1/community-funds', body)['id']}"


def entry(kind: str, amount: int, paper: str, **more: str) -> dict:
    return {"kind": kind, "amount": amount, "day": today().isoformat(), "what": "米面油", "paper": paper} | more


def booked(office: Person, fund: str, *entries: dict) -> list[dict]:
    return office.post(f"{fund}/entries", {"entries": list(entries)})["items"]


def test_books_are_open_and_givers_are_not(town: Town, office: Person, fund: str):
    booked(office, fund, entry("gift", 5000, "收1", giver="王某"), entry("expense", 1200, "支1"))
    reader = town.person(Role.RESIDENT)
    shown = reader.get(fund)
    assert (shown["given"], shown["spent"], shown["left"]) == (5000, 1200, 3800)
    first = reader.get(f"{fund}/entries", limit=1)
    rest = reader.get(f"{fund}/entries", limit=1, cursor=first["next"])
    rows = [*first["items"], *rest["items"]]
    assert [(row["number"], row["kind"], row["left"]) for row in rows] == [(2, "expense", 3800), (1, "gift", 5000)]
    assert not any("giver" in row for row in rows) and "next" not in rest
    assert office.get(f"{fund}/entries")["items"][1]["giver"] == "王某"
    kept = town.database("volunteers")["fund_bookings"].find({"fund": fund.rpartition("/")[2]})
    assert "王某" not in str(list(kept))
    assert fund.endswith(reader.get("/v1/community-funds", area="150504.006")["items"][0]["id"])


def test_bookings_are_refused_with_their_reason(town: Town, office: Person, fund: str):
    booked(office, fund, entry("gift", 100, "收1"))

    def why_not(*entries: dict, by: Person = office) -> tuple[str, str]:
        problem = by.refused("POST", f"{fund}/entries", {"entries": list(entries)})
        (place,) = problem.get("errors") or [{}]
        return problem["code"], place.get("pointer") or place.get("parameter", "")

    assert why_not(entry("gift", 5, "收2"), entry("expense", 106, "支1"))[0] == "ledger.overdrawn"
    assert why_not(entry("gift", 5, "收2"), entry("gift", 5, "收2")) == ("volunteers.paper_booked", "/entries/1/paper")
    tomorrow = (today() + timedelta(days=1)).isoformat()
    assert why_not(entry("gift", 5, "收2", day=tomorrow)) == ("volunteers.fund_entry_ahead", "/entries/0/day")
    stranger = town.person(Role.COMMUNITY_STAFF, areas=("150504.009",))
    assert why_not(entry("gift", 5, "收2"), by=stranger) == ("not_found", "fund_id")
    assert why_not(entry("gift", 5, "收2"), by=town.person(Role.GRID_WORKER, areas=(AREA,)))[0] == "forbidden"
    assert office.get(fund)["left"] == 100


def test_a_mistake_is_taken_back_once_and_both_stay(office: Person, fund: str):
    gift, _ = booked(office, fund, entry("gift", 500, "收1"), entry("gift", 300, "收2"))
    back = f"{fund}/entries/{gift['id']}/reversal"
    assert office.post(back, {"reason": "重复登记"})["reversed_because"] == "重复登记"
    assert office.refused("POST", back, {"reason": "重复登记"})["code"] == "ledger.already_reversed"
    assert (office.get(fund)["given"], office.get(fund)["left"]) == (300, 300)
    assert office.refused("POST", f"{fund}/entries/{'0' * 32}/reversal", {"reason": "错"})["code"] == "not_found"
    later, _ = booked(office, fund, entry("gift", 100, "收3"), entry("expense", 400, "支1"))
    assert (
        office.refused("POST", f"{fund}/entries/{later['id']}/reversal", {"reason": "错"})["code"] == "ledger.overdrawn"
    )


def test_statements_verify_against_the_book(town: Town, office: Person, fund: str):
    booked(office, fund, entry("gift", 500, "收1"), entry("expense", 200, "支1"))
    reader = town.person(Role.RESIDENT)
    month = f"{fund}/statements/{today().year}/{today().month}"
    reply = reader.send("GET", month)
    statement = Statement.model_validate_json(reply.text)
    assert chain.verify(statement) and statement.closing.balance == 300
    assert reader.post("/v1/time-bank/statements/check", {"text": reply.text})["genuine"] is True
    assert reader.refused("GET", f"{fund}/statements/2099/1")["code"] == "volunteers.month_not_begun"
