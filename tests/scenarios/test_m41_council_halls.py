"""Council halls of neighbourhood centres: 603 sessions over 525 public affairs, 211 works and 329 disputes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat

from shared.contracts.actor import Role
from tests.support.town import Town

STREET = "150202.605"
CENTRES = tuple(f"{STREET}.{number:03d}" for number in range(1, 6))
SESSIONS = 603
SUBJECTS = {"public_affairs": 525, "works": 211, "dispute": 329}


def matters_of(number: int) -> list[dict]:
    subjects = list(chain.from_iterable(repeat(subject, count) for subject, count in SUBJECTS.items()))
    return [{"kind": "estate", "subject": subject, "title": "议题"} for subject in subjects[number::SESSIONS]]


def hold(host, number: int) -> None:
    starts_at = (datetime(2025, 1, 1, 2, tzinfo=UTC) + timedelta(days=number)).isoformat()
    plan = {
        "area": CENTRES[number % len(CENTRES)],
        "kind": "consultation",
        "place": "邻里中心议事厅",
        "starts_at": starts_at,
        "agenda": [{"title": "共议"}],
    }
    session = host.post("/v1/sittings", plan)
    host.post(f"/v1/sittings/{session['id']}/hold", {"minutes": "纪要", "settled": matters_of(number)})


def test_sessions_of_all_centres_read_back_by_subject(town: Town):
    host = town.person(Role.STREET_STAFF, areas=(STREET,))
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda number: hold(host, number), range(SESSIONS)))
    figures = host.get("/v1/sittings/figures", area=STREET)
    assert (figures["sessions"], figures["settled"]) == (603, 525 + 211 + 329)
    assert {each["subject"]: each["count"] for each in figures["subjects"]} == SUBJECTS
    assert len(figures["parts"]) == len(CENTRES)
