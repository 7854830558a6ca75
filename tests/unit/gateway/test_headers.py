"""What every response tells browsers, and which origins' pages may ask."""

from gateway.headers import CAREFUL

ORIGIN = "https://desk.example"
PREFLIGHT = {
    "Origin": ORIGIN,
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization",
}


def test_every_response_tells_browsers_to_be_careful(client):
    for path in ("/healthz", "/v1/errors", "/nothing/here"):
        headers = client.get(path).headers
        assert {name: headers[name] for name in CAREFUL} == CAREFUL


def test_pages_may_use_their_own_scripts_and_no_others(client):
    policy = client.get("/v1/docs").headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy and "frame-ancestors 'none'" in policy


def test_strict_transport_is_told_behind_tls_only(client, client_with):
    assert "Strict-Transport-Security" not in client.get("/healthz").headers
    assert "max-age=31536000" in client_with(https_only=True).get("/healthz").headers["Strict-Transport-Security"]


def test_no_origin_may_ask_unless_it_is_named(client, client_with):
    assert "Access-Control-Allow-Origin" not in client.options("/v1/tickets", headers=PREFLIGHT).headers
    other = client_with(cors_origins="https://other.example")
    assert "Access-Control-Allow-Origin" not in other.options("/v1/tickets", headers=PREFLIGHT).headers


def test_named_origin_may_send_what_the_api_takes(client_with):
    client = client_with(cors_origins=f"https://other.example, {ORIGIN}")
    answer = client.options("/v1/tickets", headers=PREFLIGHT)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    allowed = answer.headers["Access-Control-Allow-Headers"].lower()
    assert all(name in allowed for name in ("authorization", "content-type", "idempotency-key", "if-match"))
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Origin" in answer.headers["Vary"]


def test_named_origin_may_read_a_refusal_and_its_headers(client_with):
    answer = client_with(cors_origins=ORIGIN).post("/v1/tickets", headers={"Origin": ORIGIN})
    assert answer.status_code == 401
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "Retry-After" in answer.headers["Access-Control-Expose-Headers"]
