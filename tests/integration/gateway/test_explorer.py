"""The explorer in a real browser: it draws every operation, under its own policy, and asks no other host."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests
from playwright.sync_api import Page, sync_playwright

from shared.contracts.registry import operations
from tests.integration.gateway.conftest import CHROMIUM


@pytest.fixture(scope="module")
def browser_page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


def test_explorer_draws_every_operation_and_asks_no_other_host(town, browser_page: Page):
    asked: list[str] = []
    complaints: list[str] = []
    browser_page.on("request", lambda request: asked.append(request.url))
    browser_page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    browser_page.on("pageerror", lambda error: complaints.append(str(error)))
    browser_page.goto(f"{town.url}/v1/docs")
    browser_page.wait_for_selector(".opblock", timeout=60_000)
    described = requests.get(f"{town.url}/v1/openapi.json", timeout=10).json()
    expected = sum(len(methods) for methods in described["paths"].values())
    browser_page.wait_for_function(f"document.querySelectorAll('.opblock').length >= {expected}", timeout=30_000)
    hosts = {urlsplit(url).netloc for url in asked if urlsplit(url).scheme.startswith("http")}
    assert hosts == {urlsplit(town.url).netloc}
    assert complaints == []
    text = browser_page.inner_text("#explorer")
    assert all(op.http.path.replace("​", "") in text.replace("​", "") for op in operations() if op.http)


@pytest.mark.parametrize("path", ["/v1/errors", "/v1/permissions"])
def test_page_for_people_is_styled_under_its_policy(town, browser_page: Page, path: str):
    complaints: list[str] = []
    browser_page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    browser_page.goto(town.url + path)
    assert browser_page.evaluate("getComputedStyle(document.querySelector('table')).borderCollapse") == "collapse"
    assert complaints == []
