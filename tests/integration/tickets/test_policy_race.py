"""Many who publish at once: every entry is found, and how often each word is used is counted exactly."""

import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from shared.contracts.actor import Role
from tests.support.policy_texts import entries
from tests.support.town import Town
from tests.support.waiting import eventually

AREA = "150419.020"
PUBLISHERS, EACH, SEED = 12, 5, 20


def test_many_who_publish_and_withdraw_at_once_lose_no_entry_and_no_count(town: Town):
    staff = [town.person(Role.STREET_STAFF, areas=(AREA,)) for _ in range(PUBLISHERS)]
    texts = entries(PUBLISHERS * EACH, SEED)

    def publish(numbered) -> str:
        number, text = numbered
        body = {
            "area": AREA,
            "topic": text.topic,
            "question": text.question,
            "answer": text.answer,
            "since": "2026-01-01",
        }
        made = staff[number % PUBLISHERS].post("/v1/policies", body)
        if number % 3 == 0:
            staff[number % PUBLISHERS].post(f"/v1/policies/{made['id']}/withdraw")
        return made["id"]

    begun = time.perf_counter()
    with ThreadPoolExecutor(PUBLISHERS) as pool:
        list(pool.map(publish, enumerate(texts)))
    print(f"{time.perf_counter() - begun:.1f} s")
    tickets = town.database("tickets")
    rows = list(tickets.search_rows.find({"sought": "policy"}, {"terms": 1, "area": 1}))
    assert sum(row["area"] == AREA for row in rows) == PUBLISHERS * EACH * 2 // 3
    counted = Counter(term for row in rows for term in row["terms"])
    counted[""] = len(rows)
    eventually(lambda: tickets.search_term_changes.find_one() is None)
    kept = {
        row["_id"].partition("|")[2]: row["entries"]
        for row in tickets.search_terms.find({"_id": re.compile("^policy\\|")})
    }
    assert {term: n for term, n in kept.items() if n} == dict(counted)
