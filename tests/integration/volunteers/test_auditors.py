"""Auditors read the books of volunteers within their areas, without persons, and write nothing."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.contracts.actor import Role
from shared.contracts.operation import Op
from shared.contracts.volunteers import (
    clearing,
    community_funds,
    fairs,
    gifts,
    help_report,
    hours_transfers,
    points,
    points_offers,
    redeeming,
    returning,
    shop,
    time_bank,
)
from tests.contract.examples import example
from tests.support.points import Community as Place
from tests.support.points import collect, redeem, this_month
from tests.support.time_bank import Community
from tests.support.town import Person, Town

STREET = "150457.001"
BOOKS = (
    time_bank, hours_transfers, help_report, clearing, points, shop, gifts, points_offers, redeeming, returning, fairs,
    community_funds,
)  # fmt: skip
OPS: dict[str, Op] = {op.name: op for book in BOOKS for op in book.OPERATIONS}
READS = {name for name, op in OPS.items() if not op.writes}
WRITES = set(OPS) - READS
PRIVATE = {
    "show_hours", "list_hours_lines", "get_hours_statement", "show_my_points", "get_my_points_statement",
    "list_my_redemptions", "get_redemption", "list_my_gifts", "get_gift", "list_my_shops",
}  # fmt: skip
"""Of the one person who asks."""
OF_THE_DESK = {"list_gifts": "goods that nobody has valued yet are in no book"}
FOR_EVERYBODY = {
    "check_hours_statement", "show_statement_key", "show_pool", "get_community_fund", "list_community_funds",
    "list_fund_entries", "get_fund_statement", "list_earning_rules", "list_rule_versions", "list_shops", "get_shop",
    "list_points_offers", "get_points_offer", "list_fairs", "get_fair", "list_fair_goods",
}  # fmt: skip
"""Whoever reads these reads them of any area."""


@pytest.fixture(scope="module")
def made(town: Town) -> dict[str, Any]:
    """One of everything that a book has, by the name of the field that leads to it."""
    here = Community(town, STREET)
    place, today = Place(town, here.area), datetime.now(UTC)
    elder = here.elder(100)
    gift = elder.post("/v1/time-bank/donations", {"minutes": 10})
    place.office.put(f"/v1/points/budgets/{here.area}/{this_month()}", {"points": 10_000})
    holder = place.holder(50)
    offer = place.offer(price=5, minutes=10)
    for reserved in (redeem(holder, offer), redeem(type(holder)(elder.account, elder), offer, pay_with="minutes")):
        collect(place.office, place.shop, reserved["code"])
    times = {"starts_at": today.isoformat(), "ends_at": (today + timedelta(days=1)).isoformat()}
    fair = place.office.post(
        "/v1/points/fairs", {"area": here.area, "name": "集市", "place": "广场", "budget": 10} | times
    )
    fund = place.office.post("/v1/community-funds", {"area": here.area, "name": "爱心基金", "purpose": "共享食堂"})
    entry = {"kind": "gift", "amount": 100, "day": "2026-01-02", "what": "捐款", "paper": "收据1", "giver": "陈女士"}
    place.office.post(f"/v1/community-funds/{fund['id']}/entries", {"entries": [entry]})
    return {
        "area": here.area, "hours_id": elder.hours, "transfer_id": gift["id"], "shop_id": place.shop["id"],
        "offer_id": offer["id"], "fair_id": fair["id"], "fund_id": fund["id"], "kind": "clean_up",
        "month": this_month(), "year": int(this_month()[:4]), "day": today.date().isoformat(),
        "since": "2026-01-01", "until": today.date().isoformat(),
        "account": holder.account, "elder": elder.account,
    }  # fmt: skip


def asked(who: Person, op: Op, made: dict[str, Any]) -> Any:
    """The answer to the simplest request about what was made."""
    assert op.http is not None
    body = example(op.command).model_dump(mode="json", exclude_none=True)
    body |= {name: value for name, value in made.items() if name in op.command.model_fields}
    if "year" in body and "month" in body:
        body["month"] = int(made["month"][5:])
    if op.name in ("list_hours_transfers", "list_shop_redemptions", "list_points_offers"):
        body = {name: value for name, value in body.items() if name in ("area", "shop_id")}
    path = f"/v1{op.http.path}"
    for name in [name for name in body if f"{{{name}}}" in path]:
        path = path.replace(f"{{{name}}}", str(body.pop(name)))
    told = {"params": body, "body": None} if op.http.method == "GET" else {"body": body}
    return who.send(op.http.method, path, **told)


@pytest.fixture(scope="module")
def auditor(town: Town) -> Person:
    return town.person(Role.AUDITOR, areas=(STREET,))


def test_every_book_is_open_to_auditors_or_is_one_persons_own():
    closed = {name for name in READS if OPS[name].roles and Role.AUDITOR not in OPS[name].roles}
    assert closed == PRIVATE | set(OF_THE_DESK)
    assert {name for name in WRITES if Role.AUDITOR in OPS[name].roles} == set()


@pytest.mark.parametrize("name", sorted(READS - PRIVATE - set(OF_THE_DESK) - {"check_hours_statement"}))
def test_an_auditor_reads_the_books_of_their_areas(name: str, town: Town, auditor: Person, made: dict[str, Any]):
    answer = asked(auditor, OPS[name], made)
    assert answer.status_code == 200, answer.text
    assert all(made[who] not in answer.text for who in ("account", "elder")) and "陈女士" not in answer.text
    elsewhere = asked(town.person(Role.AUDITOR, areas=("150458",)), OPS[name], made)
    if name in FOR_EVERYBODY:
        assert elsewhere.status_code == 200
    else:
        assert elsewhere.json()["code"] in ("outside_area", "not_found")


def test_an_auditor_sees_whether_a_statement_is_genuine(auditor: Person, made: dict[str, Any]):
    path = f"/v1/community-funds/{made['fund_id']}/statements/{made['year']}/{int(made['month'][5:])}"
    text = auditor.send("GET", path).text
    assert auditor.post("/v1/time-bank/statements/check", {"text": text}) == {"genuine": True}


@pytest.mark.parametrize("name", sorted(WRITES | PRIVATE | set(OF_THE_DESK)))
def test_an_auditor_writes_in_no_book_and_has_none_of_their_own(name: str, auditor: Person, made: dict[str, Any]):
    answer = asked(auditor, OPS[name], made)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_auditors_do_not_see_whose_points_they_are(town: Town, auditor: Person, made: dict[str, Any]):
    award = auditor.get("/v1/points/awards", area=made["area"])["items"][0]
    office = town.person(Role.COMMUNITY_STAFF, areas=(made["area"],))
    assert "account" not in award
    assert office.get("/v1/points/awards", area=made["area"])["items"][0]["account"] == made["account"]


def test_auditors_do_not_see_what_was_said_when_hours_were_taken_back(
    town: Town, auditor: Person, made: dict[str, Any]
):
    path = f"/v1/time-bank/transfers/{made['transfer_id']}"
    office = town.person(Role.COMMUNITY_STAFF, areas=(made["area"],))
    office.post(f"{path}/reversal", {"grounds": "陈女士填错了"})
    for shown in (
        auditor.get(path),
        auditor.get("/v1/time-bank/transfers", area=made["area"], kind="donation")["items"][0],
    ):
        assert "reversed_at" in shown and "reversed_because" not in shown
    assert office.get(path)["reversed_because"] == "陈女士填错了"
