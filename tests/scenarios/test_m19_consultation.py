"""Consultation: a topic is proposed and seconded, agreed on, talked over with experts from outside, and picked as a good case."""

import uuid

import pytest

from shared.contracts.actor import Role
from tests.support.town import Town
from tests.support.waiting import eventually

GRID = "150202.602.001.001"
COMMUNITY = "150202.602.001"


@pytest.fixture(scope="module")
def ground(town: Town) -> str:
    return town.draw_square(GRID, 114.5, 41.0)


@pytest.fixture
def host(town: Town):
    return town.person(Role.COMMUNITY_STAFF, areas=(COMMUNITY,))


def proposed(town: Town, **more):
    who = town.person(Role.RESIDENT)
    body = {"area": COMMUNITY, "kind": "estate", "title": "停车", "text": "白天外来车辆占位"} | more

    def propose():
        reply = who.send("POST", "/v1/topics", body)
        return reply.json() if reply.status_code == 201 else None

    return who, eventually(propose)


def test_topic_goes_from_proposal_over_experts_to_a_good_case(town: Town, ground: str, host):
    proposer, topic = proposed(town, seconds_needed=2)
    path = f"/v1/topics/{topic['id']}"
    assert host.refused("POST", path + "/agree")["code"] == "tickets.too_few_seconds"
    for _ in range(2):
        supported = town.person(Role.RESIDENT).post(path + "/second")
    assert (supported["seconds"], supported["seconded"], supported["rights"]) == (2, True, ["second"])
    assert host.post(path + "/agree")["rights"] == ["invite", "speak"]
    expert = uuid.uuid4().hex
    invited = host.post(path + "/experts", {"name": "高工", "field": "交通", "account": expert})
    assert invited["experts"][0]["field"] == "交通"
    host.post(path + "/debate")
    advice = town.person(Role.ASSESSOR, account=expert).post(path + "/statements", {"text": "分时共享"})
    assert (advice["standpoint"], advice["mine"]) == ("expert", True)
    proposer.post(path + "/statements", {"text": "支持"})
    said = host.get(path + "/statements")["items"]
    assert [each["standpoint"] for each in said] == ["expert", "proposer"]
    host.post(path + "/decide", {"outcome": "分时停车"})
    host.post(path + "/carry-out")
    rated = proposer.post(path + "/rate", {"stars": 5, "comment": "好"})
    assert (rated["phase"], rated["stars"], rated["actions"]) == ("rated", 5, [])
    assert host.post(path + "/pick", {"lesson": "先议后办"})["lesson"] == "先议后办"
    good = town.person(Role.RESIDENT).get("/v1/topics", area="150202.602", good_cases="true")["items"]
    assert [each["id"] for each in good] == [topic["id"]]


def test_phase_switches_rights_on_and_off(town: Town, ground: str, host):
    proposer, topic = proposed(town)
    path = f"/v1/topics/{topic['id']}"
    early = proposer.refused("POST", path + "/statements", {"text": "现在就说"})
    assert (early["code"], early["phase"]) == ("tickets.out_of_phase", "proposed")
    opened = host.put(path + "/rights", {"phase": "proposed", "rights": ["speak"]})
    assert opened["rights"] == ["speak"]
    proposer.post(path + "/statements", {"text": "可以说了"})
    assert town.person(Role.RESIDENT).refused("POST", path + "/second")["code"] == "tickets.out_of_phase"
    stranger = town.person(Role.COMMUNITY_STAFF, areas=("150202.603",))
    assert stranger.refused("PUT", path + "/rights", {"phase": "agreed", "rights": []})["code"] == "forbidden"


def test_nobody_seconds_twice_or_the_own_topic(town: Town, ground: str, host):
    proposer, topic = proposed(town)
    path = f"/v1/topics/{topic['id']}/second"
    supporter = town.person(Role.RESIDENT)
    supporter.post(path)
    assert supporter.refused("POST", path)["code"] == "tickets.seconded_already"
    assert proposer.refused("POST", path)["code"] == "forbidden"


def test_topic_names_tickets_of_its_proposer_and_resolution_carries_the_ticket(town: Town, ground: str, host):
    who = town.person(Role.RESIDENT)
    report = {"category": "noise", "text": "夜间施工", "point": {"longitude": 114.505, "latitude": 41.005}}
    ticket = eventually(lambda: (reply := who.send("POST", "/v1/tickets", report)).ok and reply.json())
    body = {"area": COMMUNITY, "kind": "outside", "title": "夜间施工", "text": "限时", "tickets": [ticket["id"]]}
    assert town.person(Role.RESIDENT).refused("POST", "/v1/topics", body)["code"] == "tickets.no_such_ticket"
    topic = who.post("/v1/topics", body)
    assert topic["tickets"] == [ticket["id"]]
    resolution = {
        "area": COMMUNITY, "title": "限时施工", "text": "22时后停工", "unit": "城管", "due": "2027-01-31",
        "ticket": ticket["id"],
    }  # fmt: skip
    assert host.post("/v1/resolutions", resolution)["ticket"] == ticket["id"]
    resolution |= {"topic": topic["id"]}
    assert host.refused("POST", "/v1/resolutions", resolution)["code"] == "tickets.out_of_phase"


def test_topic_in_unknown_ground_is_refused(town: Town, ground: str):
    body = {"area": "150202.699", "kind": "family", "title": "x", "text": "y"}
    assert town.person(Role.RESIDENT).refused("POST", "/v1/topics", body)["code"] == "tickets.no_such_area"
