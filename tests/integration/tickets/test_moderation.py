"""Adverts and abuse are held back, can be appealed against, and every decision is on record."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from tests.support.papers import card, identity_number
from tests.support.town import Person, Town
from tests.support.waiting import eventually

GRID = "150405.801.001.001"
AREA = "150405.801.001"
POINT = {"longitude": 105.005, "latitude": 30.005}
ADVERT = "新店开业，全场特价，买一送一，欢迎选购，咨询热线13900000002"
ABUSE = "你们居委会一群废物，人渣，不要脸"


@pytest.fixture(scope="module")
def staff(town: Town) -> Person:
    town.draw_square(GRID, 105.0, 30.0)
    return town.person(Role.COMMUNITY_STAFF, areas=(AREA,))


@pytest.fixture
def topic(town: Town, staff: Person) -> str:
    made = eventually(lambda: proposed(staff))
    for action in ("agree", "debate"):
        staff.post(f"/v1/topics/{made['id']}/{action}")
    return f"/v1/topics/{made['id']}"


def proposed(staff: Person):
    reply = staff.send("POST", "/v1/topics", {"area": AREA, "kind": "estate", "title": "楼道灯", "text": "换成声控灯"})
    return reply.json() if reply.ok else None


def report(person: Person, text: str, category: str = "road", **more) -> dict:
    return person.post("/v1/tickets", {"category": category, "text": text, "point": POINT} | more)


def texts(person: Person, path: str) -> list[str]:
    return [each["text"] for each in person.get(path + "/statements")["items"]]


def held_of(person: Person) -> list[dict]:
    return person.get("/v1/moderation/mine")["items"]


def numbers_on_board(town: Town) -> set[str]:
    return {entry["number"] for entry in town.nobody().get("/v1/board", area=GRID, limit=100)["items"]}


def test_held_statement_is_for_its_author_until_staff_release_it(town: Town, staff, topic):
    author, other = town.person(Role.RESIDENT), town.person(Role.RESIDENT)
    said = author.post(topic + "/statements", {"text": ADVERT})
    author.post(topic + "/statements", {"text": "声控灯好，晚上老人方便"})
    assert said["held"]
    assert texts(author, topic) == [ADVERT, "声控灯好，晚上老人方便"]
    assert texts(other, topic) == texts(staff, topic) == ["声控灯好，晚上老人方便"]
    [held] = held_of(author)
    assert (held["state"], held["kind"], held["subject"]) == ("held", "statement", said["id"])
    assert {rule["rule"] for rule in held["rules"]} == {"advert", "phones"}
    assert not any("特价" in rule["zh"] or "特价" in rule["en"] for rule in held["rules"])
    assert [action["action"] for action in held["actions"]] == ["appeal"]
    assert other.refused("GET", f"/v1/moderation/held/{held['id']}")["code"] == "not_found"
    path = f"/v1/moderation/held/{held['id']}"
    appealed = author.post(path + "/appeal", {"text": "这是邻居自家店，想告诉大家"})
    assert appealed["state"] == "appealed" and "original" not in appealed
    again = author.refused("POST", path + "/appeal", {"text": "再申诉"})
    assert (again["code"], again["status"]) == ("not_allowed_now", 409)
    queue = staff.get("/v1/moderation/held", area=AREA, limit=100)["items"]
    [seen] = [each for each in queue if each["id"] == held["id"]]
    assert (seen["original"], seen["appeal"]) == (ADVERT, "这是邻居自家店，想告诉大家")
    released = staff.post(path + "/release", {"reason": "属实，非商业刷屏"})
    assert released["state"] == "released" and released["keep_until"]
    assert ADVERT in texts(other, topic)
    assert staff.refused("POST", path + "/uphold", {"reason": "x"})["code"] == "not_allowed_now"


def test_upheld_text_stays_hidden_and_the_appeal_is_for_somebody_else(town: Town, staff, topic):
    author = town.person(Role.RESIDENT)
    author.post(topic + "/statements", {"text": ABUSE})
    [held] = held_of(author)
    path = f"/v1/moderation/held/{held['id']}"
    assert staff.post(path + "/uphold", {"reason": "辱骂"})["state"] == "upheld"
    author.post(path + "/appeal", {"text": "我很生气"})
    refused = staff.refused("POST", path + "/uphold", {"reason": "辱骂"})
    assert (refused["code"], refused["status"]) == ("tickets.upheld_by_you", 403)
    second = town.person(Role.STREET_STAFF, areas=("150405.801",))
    assert second.post(path + "/uphold", {"reason": "确属辱骂"})["state"] == "confirmed"
    assert author.get(path)["actions"] == []
    assert ABUSE not in texts(staff, topic)
    log = [entry for entry in staff.get("/v1/moderation/log", area=AREA)["items"] if entry.get("held") == held["id"]]
    assert [entry["kind"] for entry in log] == ["upheld", "appealed", "upheld", "held"]
    assert [bool(entry.get("by")) for entry in log] == [True, False, True, False]


def test_staff_of_elsewhere_see_neither_queue_nor_log_nor_text(town: Town, staff, topic):
    author, stranger = town.person(Role.RESIDENT), town.person(Role.COMMUNITY_STAFF, areas=("150405.802.001",))
    author.post(topic + "/statements", {"text": ABUSE})
    [held] = held_of(author)
    assert stranger.refused("GET", "/v1/moderation/held", params={"area": AREA})["code"] == "outside_area"
    assert stranger.refused("GET", "/v1/moderation/log", params={"area": AREA})["code"] == "outside_area"
    body = {"reason": "x"}
    assert stranger.refused("POST", f"/v1/moderation/held/{held['id']}/release", body)["code"] == "not_found"


def test_author_on_the_staff_does_not_decide_on_their_own_text(town: Town, staff, topic):
    account = uuid.uuid4().hex
    town.person(Role.RESIDENT, account=account).post(topic + "/statements", {"text": ADVERT})
    both = town.person(Role.RESIDENT, Role.GRID_WORKER, account=account, areas=(AREA,))
    [held] = held_of(both)
    refused = both.refused("POST", f"/v1/moderation/held/{held['id']}/release", {"reason": "x"})
    assert refused["code"] == "tickets.own_text"


def test_held_report_keeps_its_clocks_and_is_not_on_the_board(town: Town, staff):
    author = town.person(Role.RESIDENT)
    ticket = report(author, ADVERT)
    assert ticket["held"] and ticket["reaction_due"] and ticket["promised_at"]
    assert ticket["number"] not in numbers_on_board(town)
    worker = town.person(Role.GRID_WORKER, areas=(GRID,))
    assert worker.post(f"/v1/tickets/{ticket['id']}/accept")["state"] == "accepted"
    [held] = held_of(author)
    assert (held["kind"], held["subject"]) == ("report", ticket["id"])
    staff.post(f"/v1/moderation/held/{held['id']}/release", {"reason": "居民举报广告"})
    assert ticket["number"] in numbers_on_board(town)
    assert author.get(f"/v1/tickets/{ticket['id']}")["promised_at"] == ticket["promised_at"]


def test_ordinary_report_with_phone_shop_and_price_is_on_the_board(town: Town, staff):
    ticket = report(town.person(Role.RESIDENT), "理发店办卡3000元后关门，老板电话13800000002停机，请协调退款。")
    assert not ticket["held"]
    assert ticket["number"] in numbers_on_board(town)


@pytest.mark.parametrize(("text", "category"), [(ABUSE + "，5楼着火了快来人", "other"), (ABUSE, "safety")])
def test_emergency_is_never_held_and_stands_in_the_log(town: Town, staff, text, category):
    author = town.person(Role.RESIDENT)
    ticket = report(author, text, category)
    assert not ticket["held"] and held_of(author) == []
    entries = staff.get("/v1/moderation/log", area=AREA, limit=100)["items"]
    assert [entry["kind"] for entry in entries if entry["subject"] == ticket["id"]] == ["flagged"]


def test_staff_hold_by_hand_what_rules_let_through(town: Town, staff, topic):
    author = town.person(Role.RESIDENT)
    said = author.post(topic + "/statements", {"text": "某某家的事大家都懂的"})
    body = {"kind": "statement", "subject": said["id"], "reason": "影射他人隐私"}
    stranger = town.person(Role.COMMUNITY_STAFF, areas=("150405.802.001",))
    assert stranger.refused("POST", "/v1/moderation/held", body)["code"] == "not_found"
    held = staff.post("/v1/moderation/held", body)
    assert (held["state"], [rule["rule"] for rule in held["rules"]]) == ("upheld", ["by_hand"])
    assert said["text"] not in texts(town.person(Role.RESIDENT), topic)
    assert staff.refused("POST", "/v1/moderation/held", body)["code"] == "tickets.held_already"
    path = f"/v1/moderation/held/{held['id']}"
    author.post(path + "/appeal", {"text": "没有影射"})
    assert staff.refused("POST", path + "/uphold", {"reason": "x"})["code"] == "tickets.upheld_by_you"
    second = town.person(Role.STREET_STAFF, areas=("150405.801",))
    second.post(path + "/release", {"reason": "无具体所指"})
    assert said["text"] in texts(town.person(Role.RESIDENT), topic)


def test_report_is_held_by_hand_unless_it_is_an_emergency(town: Town, staff):
    author = town.person(Role.RESIDENT)
    urgent, ordinary = report(author, "井盖没了，差点掉下去", "safety"), report(author, "某某家的事大家都懂的")
    body = {"kind": "report", "reason": "影射他人"}
    refused = staff.refused("POST", "/v1/moderation/held", body | {"subject": urgent["id"]})
    assert refused["code"] == "tickets.emergency_not_held"
    staff.post("/v1/moderation/held", body | {"subject": ordinary["id"]})
    assert {urgent["number"], ordinary["number"]} & numbers_on_board(town) == {urgent["number"]}


def test_what_a_worker_files_for_a_resident_is_not_judged(town: Town, staff):
    assert not report(staff, ADVERT, on_behalf={"name": "王大爷"})["held"]


def test_held_comment_of_a_rating_is_for_its_author_until_released(town: Town, staff):
    author, worker = town.person(Role.RESIDENT), town.person(Role.GRID_WORKER, areas=(GRID,))
    path = f"/v1/tickets/{report(author, '路面坑洼，请修补')['id']}"
    worker.post(path + "/accept")
    worker.post(path + "/finish", {"note": "已修补"})
    assert author.post(path + "/rate", {"stars": 1, "comment": ABUSE})["history"][-1]["note"] == ABUSE
    assert "note" not in worker.get(path)["history"][-1]
    [held] = held_of(author)
    staff.post(f"/v1/moderation/held/{held['id']}/release", {"reason": "措辞激烈，内容属实"})
    assert worker.get(path)["history"][-1]["note"] == ABUSE


def test_same_text_again_and_again_is_held_from_the_fifth_on(town: Town, staff, topic):
    author = town.person(Role.RESIDENT)
    said = [author.post(topic + "/statements", {"text": "请大家 都来支持这个提案！谢谢"})["held"] for _ in range(6)]
    assert said == [False, False, False, False, True, True]
    earlier = [each["earlier"] for each in staff.get("/v1/moderation/held", area=AREA, limit=100)["items"]
               if each["id"] in {held["id"] for held in held_of(author)}]  # fmt: skip
    assert earlier == [0, 1]


def test_rules_are_changed_as_data_with_versions(town: Town, staff, topic):
    district = town.person(Role.DISTRICT_STAFF, areas=("150405",))
    before = district.get("/v1/moderation/rules")
    version = before.pop("version")
    rules = {name: value for name, value in before.items() if name not in ("since", "reason")}
    word = {"word": f"量子{uuid.uuid4().hex[:8]}养生", "points": 200}
    changed = rules | {"adverts": [*rules["adverts"], word], "reason": "新的骗局"}
    assert staff.refused("PUT", "/v1/moderation/rules", changed)["code"] == "forbidden"
    stale = district.refused("PUT", "/v1/moderation/rules", changed, headers={"If-Match": '"999"'})
    assert stale["code"] == "stale_version"
    made = district.put("/v1/moderation/rules", changed, headers={"If-Match": f'"{version}"'})
    assert (made["version"], made["reason"]) == (version + 1, "新的骗局")
    author = town.person(Role.RESIDENT)
    assert author.post(topic + "/statements", {"text": f"推荐{word['word']}课程"})["held"]
    assert held_of(author)[0]["rules_version"] == version + 1
    district.put("/v1/moderation/rules", rules | {"reason": "恢复"})
    assert not author.post(topic + "/statements", {"text": f"推荐{word['word']}课程"})["held"]
    assert word in district.get("/v1/moderation/rules", version=version + 1)["adverts"]
    assert district.refused("GET", "/v1/moderation/rules", params={"version": 10_000})["code"] == "not_found"


def test_nothing_of_a_held_text_is_kept_in_clear_beside_its_subject(town: Town, staff, topic):
    author = town.person(Role.RESIDENT)
    author.post(topic + "/statements", {"text": ADVERT + "独此一家"})
    [held] = held_of(author)
    author.post(f"/v1/moderation/held/{held['id']}/appeal", {"text": "申诉理由甲"})
    rows = town.database("tickets")
    kept = str(rows["held_texts"].find_one({"_id": held["id"]})) + str(list(rows["moderation_log"].find()))
    assert "独此一家" not in kept and "申诉理由甲" not in kept
    assert str(list(rows["posted_texts"].find())).count("独此一家") == 0


def test_sealed_original_is_deleted_when_its_time_is_over(town: Town, staff, topic):
    author = town.person(Role.RESIDENT)
    author.post(topic + "/statements", {"text": ADVERT})
    [held] = held_of(author)
    path = f"/v1/moderation/held/{held['id']}"
    kept = staff.post(path + "/uphold", {"reason": "广告"})["keep_until"]
    assert datetime.fromisoformat(kept) > datetime.now(UTC) + timedelta(days=179)
    assert staff.get(path)["original"] == ADVERT
    over = {"$set": {"keep_until": datetime.now(UTC) - timedelta(days=1)}}
    town.database("tickets")["held_texts"].update_one({"_id": held["id"]}, over)
    eventually(lambda: "original" not in staff.get(path))
    assert staff.get(path)["state"] == "upheld"


def test_held_question_to_the_office_reaches_it_once_released(town: Town, staff):
    asker = town.person(Role.RESIDENT)
    asked = asker.post("/v1/policy-questions", {"area": AREA, "text": ABUSE})
    assert asked["held"]

    def before_the_office() -> set[str]:
        return {each["id"] for each in staff.get("/v1/policy-questions", limit=100)["items"]}

    assert asked["id"] not in before_the_office()
    assert [each["id"] for each in asker.get("/v1/policy-questions")["items"]] == [asked["id"]]
    [held] = held_of(asker)
    staff.post(f"/v1/moderation/held/{held['id']}/release", {"reason": "内容为投诉"})
    assert asked["id"] in before_the_office()


def test_forgotten_author_leaves_no_trace_in_what_was_held(town: Town, staff):
    account = uuid.uuid4().hex
    author = town.person(Role.RESIDENT, account=account)
    home = {"building": f"{GRID}-B01", "room": "1-101"}
    body = {"name": "蓝采和", "paper": card(identity_number()), "area": GRID, "dwelling": home, "relation": "head"}
    admission = eventually(lambda: (reply := author.send("POST", "/v1/admissions", body)).ok and reply.json())
    staff.post(f"/v1/admissions/{admission['id']}/admit")
    report(author, ADVERT)
    [held] = held_of(author)
    author.post("/v1/me/erasure", {"confirm": True})
    rows = town.database("tickets")
    eventually(lambda: rows["held_texts"].count_documents({"account": account}) == 0)
    assert rows["posted_texts"].count_documents({"account": account}) == 0
    row = rows["held_texts"].find_one({"_id": held["id"]})
    assert row.get("original") is None and row.get("appeal") is None
