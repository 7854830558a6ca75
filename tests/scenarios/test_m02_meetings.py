"""Regular social meetings: they grow to 2,000 members and 300 pairs, whom nobody sees but the two."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from shared.contracts.actor import Actor, Role
from tests.support.town import Person, Town
from tests.support.volunteering import at, day, insist, known

AREA = "150506.021.001"
MEETINGS, EACH, PAIRS_EACH = 10, 200, 30
AT_ONCE = 6
SINGLE = {"code": "single", "text": "本人目前单身", "text_en": "I am single"}
PERSON = {"birth_year": 1992, "area": AREA, "affirms": ["single"]}


def test_meetings_grow_and_lead_to_pairs(town: Town):
    staff = known(town, Role.COMMUNITY_STAFF, areas=(AREA,))
    series = staff.post("/v1/meeting-series", {
        "area": AREA, "title": "周末相亲会", "place": "便民服务站", "starts": at(14), "minutes": 120, "seats": EACH + 20,
        "rule": f"FREQ=WEEKLY;COUNT={MEETINGS}", "opens_before": 8784,
        "conditions": {"since_age": 20, "until_age": 60, "areas": ["150506"], "affirm": [SINGLE]},
    })  # fmt: skip
    found = staff.get("/v1/meetings", area=AREA, series_id=series["id"], limit=50)["items"]
    assert len(found) == MEETINGS

    ahead = known(town, Role.RESIDENT)
    ahead.put(f"/v1/meeting-series/{series['id']}/members/me", PERSON)
    assert ahead.post(f"/v1/meetings/{found[0]['id']}/seats")["mine"]
    young = PERSON | {"birth_year": 2012}
    refused = known(town, Role.RESIDENT).refused("PUT", f"/v1/meeting-series/{series['id']}/members/me", young)
    assert refused["code"] == "volunteers.condition_unmet"

    began = datetime.now(UTC) - timedelta(minutes=30)
    now = {"starts": began, "ends": began + timedelta(hours=2)}
    town.database("volunteers")["meetings"].update_many({"series": series["id"]}, {"$set": now})
    crowds = [[uuid.uuid4().hex for _ in range(EACH)] for _ in range(MEETINGS)]
    crowds[0][-1] = ahead.account
    for meeting, crowd in zip(found, crowds, strict=True):
        people = [PERSON | {"account": account} for account in crowd]
        assert staff.post(f"/v1/meetings/{meeting['id']}/walk-ins", {"people": people, "guests": 5})["came"] == EACH

    def pair_up(asked: tuple[str, list[str], int]) -> int:
        """Two neighbours by number choose each other; how many pairs the second of them is told of."""
        meeting, crowd, first = asked
        told = []
        for mine, other in ((first, first + 1), (first + 1, first)):
            who = Person(town.url, town.token(Actor(crowd[mine], frozenset({Role.RESIDENT}))))
            choices = insist(who, "PUT", f"/v1/meetings/{meeting}/choices", {"numbers": [other + 1]})
            told.append(len(choices["pairs"]))
        assert told[0] == 0
        return told[1]

    wanted = [
        (meeting["id"], crowd, 2 * pair)
        for meeting, crowd in zip(found, crowds, strict=True)
        for pair in range(PAIRS_EACH)
    ]
    with ThreadPoolExecutor(AT_ONCE) as at_once:
        assert sum(at_once.map(pair_up, wanted)) == MEETINGS * PAIRS_EACH

    two = [Person(town.url, town.token(Actor(crowds[0][place], frozenset({Role.RESIDENT})))) for place in (0, 1)]
    (pair,) = two[0].get("/v1/meeting-pairs/mine")["items"]
    for each in two:
        each.post(f"/v1/meeting-pairs/{pair['id']}/words", {"word": "together"})
    for meeting in found:
        staff.post(f"/v1/meetings/{meeting['id']}/outcome", {"outcome": "圆满结束"})

    street = known(town, Role.STREET_STAFF, areas=("150506.021",))
    figures = street.get("/v1/meetings/figures", area="150506.021", until=day().isoformat())
    assert (figures["members"], figures["pairs"], figures["together"]) == (2000, 300, 1)
    assert (figures["meetings"], figures["turns"], figures["guests"], figures["no_shows"]) == (10, 2000, 50, 0)
    assert staff.get("/v1/meeting-pairs/mine")["items"] == []
