"""The explorer in a real browser: it draws every operation, under its own policy, and asks no other host."""

import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests
from playwright.sync_api import Page, sync_playwright

from tests.integration.gateway.conftest import CHROMIUM

DRAWN = """() => [...document.querySelectorAll(".opblock")].map(block => [
    block.querySelector(".opblock-summary-method").innerText.toLowerCase(),
    block.querySelector(".opblock-summary-path").dataset.path,
])"""
SCROLL = """() => new Promise(done => {
    const atEnd = window.innerHeight + window.scrollY >= document.body.scrollHeight - 2;
    atEnd ? window.scrollTo(0, 0) : window.scrollBy(0, 300);
    requestAnimationFrame(() => requestAnimationFrame(done));
})"""


@pytest.fixture(scope="module")
def browser_page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


def drawn_while_scrolling(page: Page, expected: set[tuple[str, str]], seconds: float = 90) -> set[tuple[str, str]]:
    """Only what is near the screen is drawn, so the page is scrolled until all has been seen."""
    seen: set[tuple[str, str]] = set()
    until = time.monotonic() + seconds
    while not expected <= seen and time.monotonic() < until:
        seen |= {(method, path) for method, path in page.evaluate(DRAWN)}
        page.evaluate(SCROLL)
    return seen


def test_explorer_draws_every_operation_and_asks_no_other_host(town, browser_page: Page):
    asked: list[str] = []
    complaints: list[str] = []
    browser_page.on("request", lambda request: asked.append(request.url))
    browser_page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    browser_page.on("pageerror", lambda error: complaints.append(str(error)))
    browser_page.goto(f"{town.url}/v1/docs")
    browser_page.wait_for_selector(".opblock", timeout=60_000)
    described = requests.get(f"{town.url}/v1/openapi.json", timeout=10).json()
    expected = {(method, path) for path, methods in described["paths"].items() for method in methods}
    assert expected - drawn_while_scrolling(browser_page, expected) == set()
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
