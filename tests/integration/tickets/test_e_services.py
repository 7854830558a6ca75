"""E-service items, and applications for them: by residents, at kiosks, by those who help."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from infra.demo.pictures import flooded_path
from services.tickets.domain.filing import promised
from shared.contracts.actor import Role
from tests.support.ear import Ear
from tests.support.town import Town
from tests.support.waiting import eventually

DISTRICT = "150404"
COMMUNITY = f"{DISTRICT}.001.001"
GRID = f"{COMMUNITY}.001"
ITEM = {
    "area": DISTRICT,
    "name": "高龄津贴申领",
    "name_en": "Allowance for the aged",
    "department": "民政局",
    "places": ["app", "counter", "kiosk", "terminal"],
    "working_days": 5,
    "delegable": True,
    "papers": [
        {"code": "id_card", "name": "身份证", "name_en": "Identity card", "kind": "original"},
        {"code": "photo", "name": "证件照", "name_en": "Portrait", "copies": 2, "later": True},
    ],
    "form": [
        {
            "name": "age",
            "title": "年龄",
            "title_en": "Age",
            "json_schema": '{"type": "integer", "minimum": 80, "maximum": 130}',
        },
        {
            "name": "remark",
            "title": "备注",
            "title_en": "Remark",
            "json_schema": '{"type": "string", "maxLength": 50}',
            "required": False,
        },
    ],
}


class Ground:
    """A community with its office, a kiosk, and an item of its own for each test."""

    def __init__(self, town: Town) -> None:
        self.town = town
        town.draw_square(GRID, 104.0, 30.0)
        self.office = town.person(Role.COMMUNITY_STAFF, areas=(COMMUNITY,))
        self.district = town.person(Role.DISTRICT_STAFF, areas=(DISTRICT,))

    def item(self, **changes) -> str:
        code = uuid.uuid4().hex[:12]
        self.district.put(f"/v1/e-services/{code}", ITEM | changes)
        return code

    def platform(self, *items: str, kind: str = "kiosk") -> str:
        code = uuid.uuid4().hex[:12]
        body = {"area": COMMUNITY, "kind": kind, "name": "自助终端", "name_en": "Kiosk", "items": list(items)}
        self.district.put(f"/v1/platforms/{code}", body)
        return code


@pytest.fixture(scope="module")
def ground(town: Town) -> Ground:
    made = Ground(town)
    resident, item = town.person(Role.RESIDENT), made.item()
    eventually(lambda: resident.send("POST", "/v1/filings", {"item": item, "area": COMMUNITY}).ok)
    return made


def photo(person) -> str:
    response = person.send("POST", "/v1/photos", data=flooded_path(), headers={"Content-Type": "image/png"})
    assert response.status_code == 201, response.text
    return response.json()["id"]


def filed(person, item: str, **changes):
    body = {
        "item": item,
        "area": COMMUNITY,
        "form": {"age": 83},
        "papers": [{"paper": "id_card", "photos": [photo(person)]}],
        "submit": True,
    }
    return person.post("/v1/filings", body | changes)


def test_filing_goes_from_draft_to_rating(town: Town, ground: Ground):
    item, resident = ground.item(), town.person(Role.RESIDENT)
    draft = resident.post("/v1/filings", {"item": item, "area": COMMUNITY})
    path = f"/v1/filings/{draft['id']}"
    assert (draft["state"], draft["missing"], draft["edition"]) == ("draft", ["id_card", "photo"], 1)
    resident.put(f"{path}/form", {"form": {"age": 83, "remark": "听力不好"}})
    resident.put(f"{path}/papers/id_card", {"photos": [photo(resident)]})
    done = resident.post(f"{path}/submit")
    assert (done["state"], done["missing"]) == ("filed", ["photo"])
    due = promised(datetime.fromisoformat(done["filed_at"]), 5)
    assert abs((datetime.fromisoformat(done["due_at"]) - due).total_seconds()) < 1
    assert [each["id"] for each in ground.office.get("/v1/filings", item=item)["items"]] == [done["id"]]
    ground.office.post(f"{path}/review")
    assert ground.office.get(path)["form"] == {"age": 83, "remark": "听力不好"}
    early = ground.office.refused("POST", f"{path}/accept")
    assert (early["code"], early["papers"]) == ("tickets.papers_missing", ["photo"])
    asked = ground.office.post(f"{path}/ask-papers", {"papers": ["id_card"], "note": "照片模糊"})
    assert (asked["state"], asked["missing"]) == ("papers_asked", ["photo", "id_card"])
    assert resident.refused("POST", f"{path}/supply")["papers"] == ["id_card"]
    for paper in ("id_card", "photo"):
        resident.put(f"{path}/papers/{paper}", {"photos": [photo(resident), photo(resident)]})
    assert resident.post(f"{path}/supply")["state"] == "in_review"
    accepted = ground.office.post(f"{path}/accept", {"note": "符合条件"})
    assert (accepted["state"], accepted["in_time"]) == ("accepted", True)
    ground.office.post(f"{path}/hand-over", {"how": "mail", "note": "EMS 1"})
    rated = resident.post(f"{path}/rate", {"stars": 5})
    assert (rated["state"], rated["handed_over"], rated["actions"]) == ("rated", "mail", [])


def test_form_that_does_not_fit_names_the_field(town: Town, ground: Ground):
    item, resident = ground.item(), town.person(Role.RESIDENT)
    young = resident.refused("POST", "/v1/filings", {"item": item, "area": COMMUNITY, "form": {"age": 60}})
    assert (young["code"], young["errors"][0]["pointer"]) == ("tickets.form_misfit", "/form/age")
    strange = resident.refused("POST", "/v1/filings", {"item": item, "area": COMMUNITY, "form": {"height": 170}})
    assert strange["errors"][0]["pointer"] == "/form/height"
    empty = resident.refused("POST", "/v1/filings", {"item": item, "area": COMMUNITY, "submit": True})
    assert (empty["code"], empty["errors"][0]["pointer"]) == ("tickets.form_misfit", "/form/age")


def test_missing_papers_are_named_one_by_one(town: Town, ground: Ground):
    papers = [{"code": f"paper_{n}", "name": f"材料{n}", "name_en": f"Paper {n}"} for n in range(3)]
    item, resident = ground.item(papers=papers), town.person(Role.RESIDENT)
    body = {"item": item, "area": COMMUNITY, "form": {"age": 90}, "submit": True}
    handed = [{"paper": "paper_1", "photos": [photo(resident)]}]
    refused = resident.refused("POST", "/v1/filings", body | {"papers": handed})
    assert (refused["code"], refused["papers"]) == ("tickets.papers_missing", ["paper_0", "paper_2"])
    stranger = town.person(Role.RESIDENT)
    theirs = [{"paper": "paper_1", "photos": [photo(stranger)]}]
    assert resident.refused("POST", "/v1/filings", body | {"papers": theirs})["code"] == "tickets.no_such_photo"
    unknown = [{"paper": "house_deed", "photos": [photo(resident)]}]
    assert resident.refused("POST", "/v1/filings", body | {"papers": unknown})["code"] == "tickets.unknown_paper"


@pytest.mark.parametrize(
    "schema",
    ['{"type": "object"}', '{"type": "string", "pattern": "(a+)+$"}', '{"$ref": "http://x.example"}', "{", "[]"],
)
def test_item_with_an_unfit_form_is_refused(ground: Ground, schema: str):
    form = [{"name": "age", "title": "年龄", "title_en": "Age", "json_schema": schema}]
    refused = ground.district.refused("PUT", "/v1/e-services/unfit", ITEM | {"form": form})
    assert (refused["code"], refused["errors"][0]["pointer"]) == ("tickets.bad_form", "/form/0/json_schema")


def test_filing_keeps_the_edition_that_it_was_begun_under(town: Town, ground: Ground):
    item, resident = ground.item(), town.person(Role.RESIDENT)
    before = filed(resident, item)
    changed = ground.district.put(f"/v1/e-services/{item}", ITEM | {"papers": [], "form": [], "working_days": 1})
    assert changed["edition"] == 2
    assert [paper["code"] for paper in resident.get(f"/v1/filings/{before['id']}")["wanted"]] == ["id_card", "photo"]
    assert resident.get(f"/v1/e-services/{item}", edition=1)["working_days"] == 5
    after = filed(resident, item, form={}, papers=[])
    assert (after["edition"], after["wanted"]) == (2, [])
    ground.district.post(f"/v1/e-services/{item}/end")
    gone = resident.refused("POST", "/v1/filings", {"item": item, "area": COMMUNITY})
    assert (gone["status"], gone["code"]) == (409, "tickets.item_ended")


def test_kiosk_files_what_its_platform_offers_and_sees_no_more_once_it_is_filed(town: Town, ground: Ground):
    item, other = ground.item(), ground.item()
    platform = ground.platform(item)
    kiosk = town.person(Role.COUNTER_CLERK, areas=(COMMUNITY,))
    at_kiosk = {"place": "kiosk", "platform": platform, "on_behalf": {"name": "何仙姑", "phone": "13900000001"}}
    done = filed(kiosk, item, **at_kiosk)
    shown = kiosk.get(f"/v1/filings/{done['id']}")
    assert "form" not in shown and "on_behalf" not in shown and shown["receipt"] == done["receipt"]
    read = ground.office.get(f"/v1/filings/{done['id']}")
    assert (read["form"], read["on_behalf"]["name"]) == ({"age": 83}, "何仙姑")
    followed = town.nobody().get(f"/v1/filings/receipts/{done['receipt']}")
    assert (followed["state"], followed["missing"]) == ("filed", ["photo"])
    body = {"area": COMMUNITY} | at_kiosk
    refused = kiosk.refused("POST", "/v1/filings", body | {"item": other})
    assert (refused["code"], refused["errors"][0]["pointer"]) == ("tickets.not_offered_here", "/platform")
    nobody = kiosk.refused("POST", "/v1/filings", {k: v for k, v in body.items() if k != "on_behalf"} | {"item": item})
    assert nobody["code"] == "tickets.for_whom"
    resident = town.person(Role.RESIDENT)
    assert resident.refused("POST", "/v1/filings", body | {"item": item})["code"] == "tickets.not_offered_here"


def test_who_helps_says_how_the_person_agreed_and_only_for_delegable_items(town: Town, ground: Ground):
    item, own = ground.item(), ground.item(delegable=False)
    volunteer, person = town.person(Role.VOLUNTEER), uuid.uuid4().hex
    behalf = {"person": person, "consent": "本人电话同意，2026年11月20日"}
    body = {"item": item, "area": COMMUNITY}
    assert volunteer.refused("POST", "/v1/filings", body)["code"] == "tickets.for_whom"
    silent = volunteer.refused("POST", "/v1/filings", body | {"on_behalf": {"person": person}})
    assert (silent["code"], silent["errors"][0]["pointer"]) == ("tickets.consent_missing", "/on_behalf/consent")
    closed = volunteer.refused("POST", "/v1/filings", body | {"item": own, "on_behalf": behalf})
    assert closed["code"] == "tickets.not_delegable"
    done = filed(volunteer, item, on_behalf=behalf)
    concerned = town.person(Role.RESIDENT, person=person)
    assert concerned.get(f"/v1/filings/{done['id']}")["form"] == {"age": 83}
    assert [each["id"] for each in concerned.get("/v1/filings")["items"]] == [done["id"]]
    assert concerned.post(f"/v1/filings/{done['id']}/withdraw")["state"] == "withdrawn"


def test_filing_does_not_exist_for_others(town: Town, ground: Ground):
    done = filed(town.person(Role.RESIDENT), ground.item())
    path = f"/v1/filings/{done['id']}"
    for stranger in (
        town.person(Role.RESIDENT),
        town.person(Role.COMMUNITY_STAFF, areas=(f"{DISTRICT}.001.002",)),
        town.person(Role.GRID_WORKER, areas=(COMMUNITY,)),
    ):
        assert stranger.refused("GET", path)["code"] == "not_found"
    draft = town.person(Role.RESIDENT).post("/v1/filings", {"item": ground.item(), "area": COMMUNITY})
    assert ground.office.refused("GET", f"/v1/filings/{draft['id']}")["code"] == "not_found"


def test_action_out_of_turn_is_refused_with_what_is_possible(town: Town, ground: Ground):
    done = filed(town.person(Role.RESIDENT), ground.item())
    early = ground.office.refused("POST", f"/v1/filings/{done['id']}/accept")
    assert (early["status"], early["code"], early["allowed"]) == (409, "not_allowed_now", ["review"])


def test_personal_data_is_sealed_and_stays_out_of_events(town: Town, ground: Ground):
    secret = "何仙姑的秘密备注"
    with Ear(town.servers.broker.amqp_url, "tickets.filing.filed.v1") as ear:
        done = filed(town.person(Role.RESIDENT), ground.item(), form={"age": 83, "remark": secret})
        event = ear.hear(lambda heard: heard["subject"] == done["id"])
    assert set(event["data"]) == {"filing", "item", "department", "area", "place", "platform", "state"}
    stored = town.database("tickets").filings.find_one({"_id": done["id"]})
    kept = list(town.database("tickets").journal.find({"_id": {"$regex": r"\|tickets\.draft_filing\|"}}))
    assert secret not in str(stored) and kept and secret not in str(kept)


def test_figures_count_filed_decided_and_in_time(town: Town, ground: Ground):
    department = uuid.uuid4().hex
    one, two = ground.item(department=department), ground.item(department=department)
    filings = [filed(town.person(Role.RESIDENT), item) for item in (one, one, two)]
    ground.office.post(f"/v1/filings/{filings[0]['id']}/review")
    ground.office.post(f"/v1/filings/{filings[0]['id']}/refuse", {"reason": "年龄不符"})
    late = filings[2]["id"]
    ground.office.post(f"/v1/filings/{late}/review")
    town.database("tickets").filings.update_one(
        {"_id": late}, {"$set": {"due_at": datetime.fromisoformat("2020-01-01")}}
    )
    assert [each["id"] for each in ground.office.get("/v1/filings", overdue="true", item=two)["items"]] == [late]
    ground.office.post(f"/v1/filings/{late}/refuse", {"reason": "重复申请"})
    figures = ground.district.get("/v1/filings/figures", area=DISTRICT, department=department)
    assert (figures["filed"], figures["decided"], figures["in_time"], figures["refused"]) == (3, 2, 1, 2)
    assert {each["item"]: each["filed"] for each in figures["items"]} == {one: 2, two: 1}
    assert [(part["area"], part["filed"]) for part in figures["parts"]] == [(f"{DISTRICT}.001", 3)]
    assert [(place["place"], place["filed"]) for place in figures["places"]] == [("app", 3)]
    assert (
        ground.district.get("/v1/filings/figures", area=DISTRICT, department=department, until="2020-01-01")["filed"]
        == 0
    )
    assert ground.office.refused("GET", "/v1/filings/figures", params={"area": DISTRICT})["code"] == "outside_area"


def test_one_of_many_who_decide_at_once_decides(town: Town, ground: Ground):
    done = filed(town.person(Role.RESIDENT), ground.item(papers=[]), papers=[])
    path = f"/v1/filings/{done['id']}"
    ground.office.post(f"{path}/review")
    staff = [town.person(Role.COMMUNITY_STAFF, areas=(COMMUNITY,)) for _ in range(10)]

    def decide(numbered) -> int:
        number, member = numbered
        if number % 2:
            return member.send("POST", f"{path}/accept", {}).status_code
        return member.send("POST", f"{path}/refuse", {"reason": "重复"}).status_code

    with ThreadPoolExecutor(10) as pool:
        replies = list(pool.map(decide, enumerate(staff)))
    assert sorted(set(replies)) == [200, 409] and replies.count(200) == 1
    decided = ground.office.get(path)
    assert len(decided["history"]) == 4


def test_repeated_submit_gives_the_same_receipt(town: Town, ground: Ground):
    item, resident = ground.item(papers=[]), town.person(Role.RESIDENT)
    body = {"item": item, "area": COMMUNITY, "form": {"age": 83}, "submit": True}
    replies = [resident.post("/v1/filings", body, headers={"Idempotency-Key": "once"}) for _ in range(3)]
    assert len({reply["receipt"] for reply in replies}) == 1
    assert len(resident.get("/v1/filings")["items"]) == 1
