"""The explorer in a real browser: it draws every operation, under its own policy, and asks no other host."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from playwright.sync_api import Page, sync_playwright

from tests.integration.gateway.conftest import CHROMIUM
from tests.support.waiting import eventually

DRAWN = """heading => [...heading.parentElement.querySelectorAll(".opblock")].map(block => [
    block.querySelector(".opblock-summary-method").innerText.toLowerCase(),
    block.querySelector(".opblock-summary-path").dataset.path,
])"""


@pytest.fixture(scope="module")
def browser_page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


def by_subject(described: dict[str, Any]) -> dict[str, set[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = {}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            found.setdefault(operation["tags"][0], set()).add((method, path))
    return found


def test_explorer_draws_every_operation_and_asks_no_other_host(town, browser_page: Page):
    asked: list[str] = []
    complaints: list[str] = []
    browser_page.on("request", lambda request: asked.append(request.url))
    browser_page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    browser_page.on("pageerror", lambda error: complaints.append(str(error)))
    browser_page.goto(f"{town.url}/v1/docs")
    browser_page.wait_for_selector(".opblock-tag", timeout=60_000)
    for subject, expected in by_subject(requests.get(f"{town.url}/v1/openapi.json", timeout=10).json()).items():
        heading = browser_page.locator(f'.opblock-tag[data-tag="{subject}"]')
        heading.click()
        drawn = eventually(lambda opened=heading: opened.evaluate(DRAWN))
        assert {(method, path) for method, path in drawn} == expected
        heading.click()
    hosts = {urlsplit(url).netloc for url in asked if urlsplit(url).scheme.startswith("http")}
    assert hosts == {urlsplit(town.url).netloc}
    assert complaints == []


@pytest.mark.parametrize("path", ["/v1/errors", "/v1/permissions"])
def test_page_for_people_is_styled_under_its_policy(town, browser_page: Page, path: str):
    complaints: list[str] = []
    browser_page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    browser_page.goto(town.url + path)
    assert browser_page.evaluate("getComputedStyle(document.querySelector('table')).borderCollapse") == "collapse"
    assert complaints == []
