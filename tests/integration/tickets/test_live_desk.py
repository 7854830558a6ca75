"""The live desk: planned on working days, two hosts, questions, requests on the spot that are followed until closed."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.contracts.actor import Role
from tests.support.papers import card, identity_number
from tests.support.town import Person, Town
from tests.support.waiting import eventually

GRID = "150405.811.001.001"
AREA = "150405.811.001"
POINT = {"longitude": 105.105, "latitude": 30.005}
DAYS = iter(range(1, 29))


@pytest.fixture(scope="module")
def hosts(town: Town) -> tuple[Person, Person]:
    town.draw_square(GRID, 105.1, 30.0)
    return town.person(Role.COMMUNITY_STAFF, areas=(AREA,)), town.person(Role.GRID_WORKER, areas=(AREA,))


@pytest.fixture
def stream(hosts) -> str:
    """A planned one on a working day of 2025 that no other test has."""
    first = hosts[0]
    known = {each["day"] for each in planned(first)}
    while True:
        day = f"2025-07-{next(DAYS):02d}"
        reply = first.send("POST", "/v1/live-desk/plans", {"area": AREA, "since": day, "until": day})
        if reply.ok and day not in known:
            break
    return next(f"/v1/live-desk/streams/{each['id']}" for each in planned(first) if each["day"] == day)


def planned(person: Person, **query) -> list[dict]:
    return person.get("/v1/live-desk/streams", area=AREA, limit=100, **query)["items"]


def go_live(hosts, stream: str) -> dict:
    for host in hosts:
        host.post(stream + "/seats")
    return hosts[0].post(stream + "/open")


def take(host: Person, stream: str, **more) -> dict:
    body = {"mode": "remote", "category": "road", "text": "门口台阶破损，请修", "point": POINT}
    return host.post(stream + "/requests", body | more)


def talk(person: Person, request: dict, side: str, **more) -> dict:
    body = {"side": side, "mode": "remote", "note": "已沟通进度"} | more
    return person.post(f"/v1/live-desk/requests/{request['id']}/exchanges", body)


def settle_matter(hosts, reporter: Person, ticket: str) -> None:
    hosts[1].post(f"/v1/tickets/{ticket}/accept")
    hosts[1].post(f"/v1/tickets/{ticket}/finish", {"note": "已修好"})
    reporter.post(f"/v1/tickets/{ticket}/confirm")


def test_streams_are_planned_on_working_days_only_and_once(town: Town):
    area = "150405.812.001"
    host = town.person(Role.COMMUNITY_STAFF, areas=(area,))
    week = {"area": area, "since": "2025-09-26", "until": "2025-10-12"}
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda _: host.send("POST", "/v1/live-desk/plans", week), range(4)))
    assert {reply.status_code for reply in replies} <= {200, 409}
    again = host.post("/v1/live-desk/plans", week)
    assert (again["added"], again["streams"]) == (0, 7)
    found = host.get("/v1/live-desk/streams", area=area)["items"]
    assert [each["day"] for each in found] == [
        "2025-09-26", "2025-09-28", "2025-09-29", "2025-09-30", "2025-10-09", "2025-10-10", "2025-10-11",
    ]  # fmt: skip
    assert {(each["starts_at"][11:16], each["ends_at"][11:16]) for each in found} == {("01:00", "03:00")}
    assert all(each["missed"] for each in found)


@pytest.mark.parametrize(
    ("since", "until", "code"),
    [
        ("2025-10-01", "2025-10-03", "tickets.no_working_day"),
        ("2025-10-03", "2025-10-01", "tickets.wrong_period"),
        ("2025-01-01", "2027-01-01", "tickets.plan_too_long"),
    ],
)
def test_period_without_streams_is_refused(hosts, since, until, code):
    body = {"area": AREA, "since": since, "until": until}
    assert hosts[0].refused("POST", "/v1/live-desk/plans", body)["code"] == code


def test_staff_of_elsewhere_neither_plan_nor_host(town: Town, hosts, stream):
    stranger = town.person(Role.COMMUNITY_STAFF, areas=("150405.813",))
    body = {"area": AREA, "since": "2025-11-03", "until": "2025-11-03"}
    assert stranger.refused("POST", "/v1/live-desk/plans", body)["code"] == "outside_area"
    assert stranger.refused("POST", stream + "/seats")["code"] == "forbidden"


def test_stream_takes_two_hosts_and_goes_from_planned_to_closed(town: Town, hosts, stream):
    first, second = hosts
    third = town.person(Role.GRID_WORKER, areas=(AREA,))
    assert first.post(stream + "/seats")["seats_taken"] == 1
    assert first.refused("POST", stream + "/seats")["code"] == "tickets.seated_already"
    assert first.refused("POST", stream + "/open")["code"] == "tickets.too_few_hosts"
    assert second.post(stream + "/seats")["seats_taken"] == 2
    assert third.refused("POST", stream + "/seats")["code"] == "tickets.seats_taken"
    assert third.refused("POST", stream + "/open")["code"] == "forbidden"
    assert first.post(stream + "/open")["state"] == "open"
    assert len(first.get(stream)["hosts"]) == 2 and not town.person(Role.RESIDENT).get(stream).get("hosts")
    question = town.person(Role.RESIDENT).post(stream + "/questions", {"text": "老年卡去哪里办？"})
    assert first.post(stream + "/end")["state"] == "held"
    waiting = first.refused("POST", stream + "/close")
    assert (waiting["code"], waiting["count"]) == ("tickets.questions_waiting", 1)
    later = third.post(f"/v1/live-desk/questions/{question['id']}/replies", {"text": "一楼大厅"})
    assert later["replies"][0]["live"] is False and later["replies"][0]["by"]
    closed = first.post(stream + "/close", {"note": "顺利"})
    assert (closed["state"], closed["actions"]) == ("closed", [])


def test_seat_may_be_given_up_before_the_stream_begins(hosts, stream):
    first, second = hosts
    first.post(stream + "/seats")
    assert second.refused("POST", stream + "/leave")["code"] == "forbidden"
    assert first.post(stream + "/leave")["seats_taken"] == 0


def test_stream_of_a_coming_day_cannot_be_opened_yet(town: Town, hosts):
    day = {"area": AREA, "since": "2030-03-04", "until": "2030-03-04"}
    hosts[0].post("/v1/live-desk/plans", day)
    [coming] = planned(hosts[0], since="2030-03-04")
    path = f"/v1/live-desk/streams/{coming['id']}"
    for host in hosts:
        host.post(path + "/seats")
    assert hosts[0].refused("POST", path + "/open")["code"] == "tickets.stream_not_begun"
    assert hosts[0].post(path + "/cancel", {"reason": "会场检修"})["state"] == "cancelled"
    assert town.person(Role.RESIDENT).refused("POST", path + "/questions", {"text": "问"})["code"] == "not_allowed_now"


def test_answers_count_as_live_only_from_hosts_of_the_open_stream(town: Town, hosts, stream):
    asker = town.person(Role.RESIDENT)
    early = asker.post(stream + "/questions", {"text": "医保怎么转移？", "shown_as": "三号楼李姐"})
    path = f"/v1/live-desk/questions/{early['id']}/replies"
    assert hosts[0].refused("POST", path, {"text": "稍等"})["code"] == "not_allowed_now"
    go_live(hosts, stream)
    other = town.person(Role.GRID_WORKER, areas=(AREA,))
    assert other.refused("POST", path, {"text": "我来答"})["code"] == "forbidden"
    assert hosts[0].refused("POST", path, {})["code"] == "tickets.empty_answer"
    assert hosts[0].post(path, {"text": "线上即可办理"})["replies"][0]["live"] is True
    mine = asker.get(f"/v1/live-desk/questions/{early['id']}")
    assert mine["mine"] and "by" not in mine["replies"][0]


def test_answer_may_point_to_a_published_guide(town: Town, hosts, stream):
    guide = {"area": AREA, "topic": "papers", "title": "老年卡办理", "title_en": "Cards for elders",
             "steps": [{"text": "带身份证到一楼大厅", "text_en": "Bring your identity card"}]}  # fmt: skip
    published = hosts[0].post("/v1/guides", guide)["id"]
    question = town.person(Role.RESIDENT).post(stream + "/questions", {"text": "老年卡怎么办？"})
    go_live(hosts, stream)
    path = f"/v1/live-desk/questions/{question['id']}/replies"
    assert hosts[0].refused("POST", path, {"guide": "0" * 32})["code"] == "tickets.no_such_guide"
    assert hosts[0].post(path, {"guide": published})["replies"][0]["guide"] == published


def test_transcript_is_public_and_names_nobody(town: Town, hosts, stream):
    asker = town.person(Role.RESIDENT)
    asker.post(stream + "/questions", {"text": "垃圾几点收？", "shown_as": "王先生"})
    asker.post(stream + "/questions", {"text": "新店开业，全场特价，买一送一，欢迎选购，咨询热线13900000002"})
    anonymous = asker.post(stream + "/questions", {"text": "路灯谁管？"})
    assert "shown_as" not in anonymous
    go_live(hosts, stream)
    listed = town.person(Role.RESIDENT).get(stream + "/questions")["items"]
    assert [each.get("shown_as") for each in listed] == ["王先生", None]
    hosts[0].post(f"/v1/live-desk/questions/{listed[0]['id']}/replies", {"text": "早上七点"})
    transcript = town.nobody().get(stream + "/transcript")["items"]
    assert [entry["text"] for entry in transcript] == ["垃圾几点收？", "路灯谁管？"]
    assert [reply["text"] for reply in transcript[0]["replies"]] == ["早上七点"]
    assert {*transcript[0], *transcript[0]["replies"][0]} == {"text", "asked_at", "replies", "at", "live"}


def test_held_question_is_for_its_author_and_public_once_released(town: Town, hosts, stream):
    asker = town.person(Role.RESIDENT)
    held = asker.post(stream + "/questions", {"text": "你们这群废物，人渣，不要脸"})
    assert held["held"]
    assert town.person(Role.RESIDENT).refused("GET", f"/v1/live-desk/questions/{held['id']}")["code"] == "not_found"
    [text] = asker.get("/v1/moderation/mine")["items"]
    hosts[0].post(f"/v1/moderation/held/{text['id']}/release", {"reason": "引用他人言论"})
    assert [entry["text"] for entry in town.nobody().get(stream + "/transcript")["items"]] == [held["text"]]


def test_request_becomes_a_matter_of_who_asked_in_the_same_step(town: Town, hosts, stream):
    person = uuid.uuid4().hex
    asker = town.person(Role.RESIDENT, person=person)
    question = asker.post(stream + "/questions", {"text": "台阶破了能修吗？"})
    body = {"mode": "remote", "category": "road", "text": "台阶破损", "point": POINT, "question": question["id"]}
    assert hosts[0].refused("POST", stream + "/requests", body)["code"] == "not_allowed_now"
    go_live(hosts, stream)
    wrong = hosts[0].refused("POST", stream + "/requests", body | {"category": "nothing"})
    assert wrong["code"] == "tickets.no_such_category"
    assert "request" not in asker.get(f"/v1/live-desk/questions/{question['id']}")
    request = take(hosts[0], stream, question=question["id"])
    ticket = asker.get(f"/v1/tickets/{request['ticket']}")
    assert (ticket["channel"], ticket["number"], ticket["area"]) == ("live_desk", request["ticket_number"], GRID)
    assert asker.get(f"/v1/live-desk/questions/{question['id']}")["request"] == request["id"]
    assert hosts[1].refused("POST", stream + "/requests", body)["code"] == "tickets.request_taken_already"
    assert [each["id"] for each in asker.get("/v1/live-desk/requests")["items"]] == [request["id"]]
    assert town.person(Role.RESIDENT).get("/v1/live-desk/requests")["items"] == []


def test_request_is_followed_until_its_matter_closes_and_five_exchanges(town: Town, hosts, stream):
    asker = town.person(Role.RESIDENT)
    question = asker.post(stream + "/questions", {"text": "台阶破了能修吗？"})
    go_live(hosts, stream)
    request = take(hosts[0], stream, question=question["id"])
    path = f"/v1/live-desk/requests/{request['id']}"
    assert hosts[0].refused("POST", path + "/close", {"outcome": "完成"})["code"] == "tickets.ticket_still_open"
    sides = ("host", "resident", "host", "resident")
    for side in sides:
        seen = talk(asker if side == "resident" else hosts[0], request, side)
    assert seen["exchanges_needed"] == 1
    assert [each["recorded_by_host"] for each in seen["exchanges"]] == [True, False, True, False]
    followed = hosts[0].get("/v1/live-desk/requests", area=AREA, state="followed", limit=100)["items"]
    assert request["id"] in {each["id"] for each in followed}
    settle_matter(hosts, asker, request["ticket"])
    few = hosts[0].refused("POST", path + "/close", {"outcome": "完成"})
    assert (few["code"], few["count"], few["needed"]) == ("tickets.too_few_exchanges", 4, 5)
    assert asker.refused("POST", path + "/close", {"outcome": "完成"})["code"] == "forbidden"
    talk(hosts[0], request, "host", mode="at_home")
    closed = hosts[0].post(path + "/close", {"outcome": "台阶已修好"})
    assert (closed["state"], closed["ticket_open"], closed["exchanges_needed"]) == ("closed", False, 0)
    late = hosts[0].refused("POST", path + "/exchanges", {"side": "host", "mode": "remote", "note": "补记"})
    assert late["code"] == "not_allowed_now"


def test_word_that_it_is_settled_is_the_residents(town: Town, hosts, stream):
    asker = town.person(Role.RESIDENT)
    question = asker.post(stream + "/questions", {"text": "台阶破了能修吗？"})
    go_live(hosts, stream)
    request = take(hosts[0], stream, question=question["id"])
    path = f"/v1/live-desk/requests/{request['id']}"
    settled = {"side": "resident", "mode": "remote", "note": "居民说可以了", "settled": True}
    assert hosts[0].refused("POST", path + "/exchanges", settled)["code"] == "tickets.only_the_resident"
    other = {"side": "host", "mode": "remote", "note": "我替主持人说"}
    assert asker.refused("POST", path + "/exchanges", other)["code"] == "tickets.not_your_side"
    assert town.person(Role.RESIDENT).refused("GET", path)["code"] == "not_found"
    talk(asker, request, "resident", settled=True)
    settle_matter(hosts, asker, request["ticket"])
    assert hosts[0].post(path + "/close", {"outcome": "已解决"})["settled"]


def test_host_passes_on_the_word_of_somebody_without_an_account(town: Town, hosts, stream):
    go_live(hosts, stream)
    request = take(hosts[0], stream, mode="at_home", on_behalf={"name": "何奶奶", "phone": "13800000009"})
    talk(hosts[0], request, "resident", settled=True, mode="at_home")
    settle_matter(hosts, hosts[0], request["ticket"])
    path = f"/v1/live-desk/requests/{request['id']}"
    assert hosts[0].post(path + "/close", {"outcome": "已上门解决"})["state"] == "closed"


def test_asker_gets_a_copy_and_is_forgotten_while_questions_and_counts_stay(town: Town, hosts, stream):
    account = uuid.uuid4().hex
    asker = town.person(Role.RESIDENT, account=account)
    home = {"building": f"{GRID}-B01", "room": "1-101"}
    body = {"name": "曹国舅", "paper": card(identity_number()), "area": GRID, "dwelling": home, "relation": "head"}
    admission = eventually(lambda: (reply := asker.send("POST", "/v1/admissions", body)).ok and reply.json())
    hosts[0].post(f"/v1/admissions/{admission['id']}/admit")
    question = asker.post(stream + "/questions", {"text": "台阶破了能修吗？", "shown_as": "曹先生"})
    asker.post(stream + "/questions", {"text": "你们这群废物，人渣，不要脸"})
    go_live(hosts, stream)
    request = take(hosts[0], stream, question=question["id"])
    talk(asker, request, "resident")
    path = f"/v1/me/exports/{asker.post('/v1/me/exports')['id']}"
    part = eventually(lambda: asker.get(path)["parts"].get("tickets"))
    assert {each["text"] for each in part["live_questions"]} == {question["text"], "你们这群废物，人渣，不要脸"}
    assert part["desk_requests"][0]["exchanges"] == ["已沟通进度"]
    assert part["held_texts"][0]["original"] == "你们这群废物，人渣，不要脸"
    asker.post("/v1/me/erasure", {"confirm": True})
    rows = town.database("tickets")
    eventually(lambda: rows["desk_requests"].count_documents({"resident": account}) == 0)
    for name in ("live_questions", "desk_requests", "held_texts", "posted_texts", "live_streams"):
        assert not [row for row in rows[name].find({}) if account in str(row) or "曹先生" in str(row)]
    assert [entry["text"] for entry in town.nobody().get(stream + "/transcript")["items"]] == [question["text"]]
    assert len(hosts[0].get(f"/v1/live-desk/requests/{request['id']}")["exchanges"]) == 1


def test_figures_tell_an_area_and_period(town: Town):
    area, grid = "150405.814.001", "150405.814.001.001"
    town.draw_square(grid, 105.2, 30.0)
    pair = (town.person(Role.STREET_STAFF, areas=("150405.814",)), town.person(Role.GRID_WORKER, areas=(area,)))
    pair[0].post("/v1/live-desk/plans", {"area": area, "since": "2025-03-03", "until": "2025-03-05"})
    first, second, _ = pair[0].get("/v1/live-desk/streams", area=area)["items"]
    stream = f"/v1/live-desk/streams/{first['id']}"
    go_live(pair, stream)
    asker = town.person(Role.RESIDENT)
    questions = [asker.post(stream + "/questions", {"text": f"问题{n}"}) for n in range(3)]
    reply = f"/v1/live-desk/questions/{questions[0]['id']}/replies"
    pair[0].post(reply, {"text": "答复"})
    body = {"mode": "helped", "category": "road", "text": "台阶", "point": {"longitude": 105.205, "latitude": 30.005}}
    pair[0].post(stream + "/requests", body)
    pair[0].post(stream + "/end")
    pair[0].post(f"/v1/live-desk/questions/{questions[1]['id']}/replies", {"text": "补充答复"})
    pair[0].post(f"/v1/live-desk/streams/{second['id']}/cancel", {"reason": "停电"})
    figures = town.person(Role.AUDITOR).get("/v1/live-desk/figures", area="150405.814")
    told = {name: figures[name] for name in figures if isinstance(figures[name], int)}
    assert told == {
        "streams": 1, "planned": 0, "missed": 1, "cancelled": 1, "questions": 3, "replies": 2, "given_live": 1, "waiting": 1,
        "by_guide": 0, "requests": 1, "open_requests": 1, "followed_up": 0, "settled_early": 0, "exchanges": 0,
    }  # fmt: skip
    assert [part["area"] for part in figures["parts"]] == [area]
    assert {each["mode"]: each["count"] for each in figures["modes"]}["helped"] == 1
    assert pair[0].get("/v1/live-desk/figures", area=area, since="2025-03-04")["questions"] == 0
    stranger = town.person(Role.GRID_WORKER, areas=("150405.815",))
    assert stranger.refused("GET", "/v1/live-desk/figures", params={"area": area})["code"] == "outside_area"
