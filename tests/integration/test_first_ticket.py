"""A matter from the report to the rating, over the real bus."""

from shared.contracts.actor import Role
from tests.support.town import Town
from tests.support.waiting import eventually

GRID = "150202.901.001.001"
ACTIONS_OF_THE_HANDLER = [
    {"action": "finish", "needs": ["note"]},
    {"action": "hand_over", "needs": ["desk", "note"]},
    {"action": "lead", "needs": ["name"]},
    {"action": "to_backstop", "needs": ["note"]},
    {"action": "pause", "needs": ["reason", "note"]},
    {"action": "decline", "needs": ["reason"]},
    {"action": "send_outside", "needs": ["outside_desk", "note"]},
    {"action": "convene", "needs": ["units", "note"]},
    {"action": "change_track", "needs": ["track", "reason"]},
    {"action": "merge", "needs": ["into"]},
    {"action": "grade", "needs": ["colour", "reason"]},
]
PLACE = {"longitude": 111.005, "latitude": 41.005}


def report(town: Town):
    grid = town.draw_square(GRID, 111.0, 41.0)
    resident = town.person(Role.RESIDENT)
    body = {"category": "water", "text": "小路被水淹了", "point": PLACE}
    return resident, eventually(lambda: reported(resident, body)), grid


def reported(resident, body):
    response = resident.send("POST", "/v1/tickets", body)
    return response.json() if response.status_code == 201 else None


def test_ticket_goes_from_report_to_rating(town: Town):
    resident, ticket, grid = report(town)
    worker = town.person(Role.GRID_WORKER, areas=(grid,))
    assert ticket["area"] == grid
    accepted = worker.post(f"/v1/tickets/{ticket['id']}/accept")
    assert accepted["actions"] == ACTIONS_OF_THE_HANDLER
    worker.post(f"/v1/tickets/{ticket['id']}/finish", {"note": "已疏通"})
    rated = resident.post(f"/v1/tickets/{ticket['id']}/rate", {"stars": 5})
    assert (rated["state"], rated["version"], len(rated["history"])) == ("closed", 4, 4)


def test_ticket_action_out_of_turn_is_refused_with_what_is_possible(town: Town):
    _, ticket, grid = report(town)
    worker = town.person(Role.GRID_WORKER, areas=(grid,))
    problem = worker.refused("POST", f"/v1/tickets/{ticket['id']}/finish", {"note": "x"})
    assert (problem["status"], problem["code"]) == (409, "not_allowed_now")
    assert problem["allowed"] == [
        "accept", "hand_over", "lead", "to_backstop", "decline", "send_outside", "convene", "change_track", "merge", "grade",
    ]  # fmt: skip


def test_ticket_of_another_area_does_not_exist_for_a_worker(town: Town):
    _, ticket, _ = report(town)
    stranger = town.person(Role.GRID_WORKER, areas=("150202.902",))
    assert stranger.refused("GET", f"/v1/tickets/{ticket['id']}")["code"] == "not_found"


def test_repeated_key_gives_the_first_reply_and_one_ticket(town: Town):
    resident, _, _ = report(town)
    body = {"category": "road", "text": "路灯不亮", "point": PLACE}
    replies = [resident.post("/v1/tickets", body, headers={"Idempotency-Key": "same"}) for _ in range(3)]
    assert len({reply["id"] for reply in replies}) == 1
    other = resident.refused("POST", "/v1/tickets", body | {"text": "另一件事"}, headers={"Idempotency-Key": "same"})
    assert other["code"] == "key_reused"
