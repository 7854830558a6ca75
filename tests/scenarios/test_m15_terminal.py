"""Baihu's smart village: a terminal at home files 94 e-services, answers more than 10,000 questions, and knows the bins."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from shared.contracts.actor import Role
from shared.contracts.tickets.policies import LOAD_POLICIES, LoadPolicies, PolicyFields
from shared.contracts.tickets.searching import LOAD_SYNONYMS, LoadedSynonyms, LoadSynonyms
from tests.support.bus import ask
from tests.support.policy_texts import SYNONYMS, asked, entries, forget_policies
from tests.support.services_on_offer import everything, items, load
from tests.support.town import Town
from tests.support.waiting import eventually

DISTRICT = "150416"
VILLAGE = f"{DISTRICT}.015.001"
SERVICES, ANSWERS, SEED, BATCH = 94, 10_000, 15, 500


@pytest.fixture(scope="module")
def villager(town: Town):
    town.draw_square(f"{VILLAGE}.001", 104.5, 30.5)
    load(town, items("BH", VILLAGE, SERVICES, 12, places=["terminal", "counter"]), [])
    person = town.person(Role.RESIDENT)
    at_home = {"item": "BH-000", "area": VILLAGE, "place": "terminal"}
    eventually(lambda: person.send("POST", "/v1/filings", at_home).ok)
    return person


def test_terminal_at_home_files_every_e_service(town: Town, villager):
    offered = everything(villager, "/v1/e-services", area=VILLAGE, place="terminal")
    assert len(offered) == SERVICES

    def file(item: dict) -> dict:
        body = {
            "item": item["code"],
            "area": VILLAGE,
            "place": "terminal",
            "form": {"reason": "家中办理"},
            "submit": True,
        }
        return villager.post("/v1/filings", body)

    with ThreadPoolExecutor(6) as pool:
        filed = list(pool.map(file, offered))
    assert {filing["state"] for filing in filed} == {"filed"}
    office = town.person(Role.COMMUNITY_STAFF, areas=(VILLAGE,))
    figures = office.get("/v1/filings/figures", area=VILLAGE)
    assert (figures["filed"], {place["place"] for place in figures["places"]}) == (SERVICES, {"terminal"})
    mine = everything(villager, "/v1/filings", state="filed")
    assert {filing["item"] for filing in mine} == {item["code"] for item in offered}


@pytest.mark.timeout(900)
def test_terminal_answers_questions_out_of_ten_thousand(town: Town, villager):
    forget_policies(town)
    known = entries(ANSWERS, SEED)
    for start in range(0, ANSWERS, BATCH):
        batch = [
            PolicyFields(
                area=VILLAGE, topic=entry.topic, question=entry.question, question_en=entry.question_en,
                answer=entry.answer, since=date(2026, 1, 1),
            )
            for entry in known[start : start + BATCH]
        ]  # fmt: skip
        ask(town, LOAD_POLICIES, LoadPolicies(policies=batch))
    groups = [LoadedSynonyms(code=f"generated-{n}", words=list(words)) for n, words in enumerate(SYNONYMS)]
    ask(town, LOAD_SYNONYMS, LoadSynonyms(groups=groups))
    answered = 0
    for question, entry in asked(known, 40, SEED):
        found = villager.get("/v1/policies/search", q=question, area=VILLAGE, limit=5)
        answered += entry.question in {hit["question"]["text"] for hit in found["items"]}
    print(f"seed {SEED}: {answered} of 40 answered among the first five")
    assert answered >= 38


@pytest.mark.parametrize(
    ("thing", "bin_"),
    [
        ("香蕉皮", "kitchen"), ("纸箱", "recyclable"), ("充电宝", "hazardous"), ("干电池", "other"), ("伞", "other"),
        ("过期的药", "hazardous"), ("banana peels", "kitchen"), ("plastic bottles", "recyclable"), ("大骨头", "other"),
        ("旧衣服", "recyclable"), ("日光灯管", "hazardous"), ("尿不湿", "other"), ("奶茶杯", "other"), ("碗", "other"),
    ],
)  # fmt: skip
def test_terminal_knows_which_bin(villager, thing: str, bin_: str):
    found = villager.get("/v1/waste/search", q=thing)
    assert (found["known"], found["items"][0]["bin"]) == (True, bin_)


def test_unknown_thing_is_counted_and_known_once_the_office_says_so(town: Town, villager):
    office = town.person(Role.COMMUNITY_STAFF, areas=(VILLAGE,))
    for _ in range(2):
        assert villager.get("/v1/waste/search", q="量子纠缠器")["known"] is False
    rows = office.get("/v1/unanswered", sought="waste", limit=100)["items"]
    assert [row["times"] for row in rows if row["text"] == "量子纠缠器"] == [2]
    office.put("/v1/waste/entangler", {"name": "量子纠缠器", "name_en": "Entangler", "bin": "hazardous"})
    assert villager.get("/v1/waste/search", q="纠缠器")["items"][0]["bin"] == "hazardous"
