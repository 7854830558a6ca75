"""What a request leaves behind: a line in the log, and figures."""

import json
import uuid

import requests

from shared.contracts.actor import Role
from tests.support.town import Person
from tests.support.waiting import eventually


def test_each_request_leaves_one_line_without_personal_data(town, another_gateway, grid):
    url, log = another_gateway(LINLI_LOG_LEVEL="INFO")
    person = Person(url, town.person(Role.RESIDENT, account="account-of-somebody").token)
    asked = f"line-{uuid.uuid4().hex}"
    secret = "13800000000"
    person.send("GET", f"/v1/tickets/{'f' * 32}?phone={secret}", headers={"X-Request-Id": asked})

    def lines():
        return [json.loads(line) for line in log.read_text().splitlines() if asked in line]

    (line,) = eventually(lines)
    assert (line["method"], line["route"], line["operation"], line["status"]) == (
        "GET", "/v1/tickets/<ticket_id>", "tickets.get_ticket", 422,
    )  # fmt: skip
    text = log.read_text()
    assert secret not in text and "account-of-somebody" not in text and person.token not in text


def test_health_and_figures_are_told(town, resident):
    resident.get("/v1/tickets")
    assert requests.get(f"{town.url}/healthz", timeout=5).json() == {"alive": True}
    assert requests.get(f"{town.url}/readyz", timeout=5).json() == {"broker": True, "identity": True}
    figures = requests.get(f"{town.url}/metrics", timeout=5).text
    assert 'linli_request_seconds_count{operation="tickets.list_tickets",status="200"}' in figures
