"""Pages that explain the API: as JSON for programs, as HTML for people."""

import re

from shared.contracts.registry import events
from shared.kernel.errors import REGISTRY

HTML = {"Accept": "text/html"}


def test_every_code_has_its_page_in_both_languages(client):
    for reason in list(REGISTRY.values()):
        found = client.get(f"/v1/errors/{reason.code}").json
        assert (found["status"], found["zh"], found["en"]) == (reason.status, reason.zh, reason.en)


def test_code_page_is_html_for_people(client):
    page = client.get("/v1/errors/stale_version", headers=HTML)
    assert page.mimetype == "text/html" and "412" in page.text and "tickets.accept_ticket" in page.text


def test_unknown_code_is_not_found_even_with_odd_characters(client):
    for code in ("nope", "%00", "a%2Fb", "..%2f..", "%ED%A0%80", "%FF"):
        assert client.get(f"/v1/errors/{code}").json["code"] == "no_such_path"


def test_type_of_a_problem_leads_to_its_page(client):
    problem = client.get("/v1/tickets").json
    assert client.get(problem["type"]).json["code"] == problem["code"] == "unauthenticated"


def test_permissions_say_who_may_accept_a_ticket(client):
    rows = {row["operation"]: row for row in client.get("/v1/permissions").json["items"]}
    assert "grid_worker" in rows["tickets.accept_ticket"]["roles"]
    assert "resident" not in rows["tickets.accept_ticket"]["roles"]
    assert rows["tickets.show_board"]["public"]
    assert rows["tickets.add_photo"]["path"] == "/v1/photos"


def test_permission_table_is_readable_without_seeing_it(client):
    page = client.get("/v1/permissions", headers=HTML).text
    assert '<html lang="zh">' in page and "<caption>" in page and 'scope="row"' in page and 'scope="col"' in page
    assert not re.search(r'<td class="mark">\s*</td>', page)


def test_every_event_has_its_schema_where_its_envelope_says(client):
    for name in events():
        schema = client.get(f"/v1/schemas/{name}.json")
        assert schema.mimetype == "application/schema+json" and schema.json["$id"] == f"/v1/schemas/{name}.json"
    assert client.get("/v1/schemas/nope.json").status_code == 404


def test_document_is_not_sent_again_when_it_is_known(client):
    first = client.get("/v1/openapi.json")
    again = client.get("/v1/openapi.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")


def test_pages_load_nothing_from_elsewhere(client):
    for path in ("/v1/docs", "/v1/errors", "/v1/permissions"):
        loaded = re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="([^"]+)"', client.get(path, headers=HTML).text)
        assert loaded and all(url.startswith("/v1/docs/") or url == "data:," for url in loaded)
        for url in loaded:
            assert url == "data:," or client.get(url).status_code == 200
    assert "//" not in client.get("/v1/docs/start.js").text.split("\n", 1)[1]
    assert not re.search(r"@import|url\((?!data:|\"data:|'data:)", client.get("/v1/docs/swagger-ui.css").text)


def test_explorer_files_are_those_that_are_named(client):
    for name in ("swagger-ui-bundle.js", "swagger-ui.css", "start.js", "page.css"):
        assert client.get(f"/v1/docs/{name}").status_code == 200
    for name in ("../app.py", "..%2Fapp.py", "%2e%2e%2fapp.py", "x", "%00"):
        assert client.get(f"/v1/docs/{name}").status_code == 404


def test_home_leads_to_the_explorer(client):
    assert client.get("/").headers["Location"] == "/v1/docs"
