"""Who is counted as one client, what a client is told of its quota, and what happens while the shared counts are away."""

import pytest
from limits.errors import StorageError
from limits.storage import MemoryStorage

from gateway.limits import RateLimit, network
from shared.kernel.errors import Refusal


class AwayStorage(MemoryStorage):
    """Stands for a shared storage that cannot be reached."""

    STORAGE_SCHEME = ["away"]

    def incr(self, *args, **kwargs):
        raise StorageError(ConnectionError("away"))


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("unknown", "unknown"),
    ],
)
def test_address_counts_by_subscriber(address, counted):
    assert network(address) == counted


def test_anonymous_client_is_told_its_quota_and_then_to_wait(client_with):
    client = client_with(rate_limit="100/minute", rate_limit_anonymous="2/minute")
    left = [client.get("/v1/tickets").headers["RateLimit"].split(";")[1] for _ in range(2)]
    assert left == ["r=1", "r=0"]
    refused = client.get("/v1/tickets", headers={"Accept-Language": "en"})
    assert (refused.status_code, refused.json["code"]) == (429, "too_many")
    assert 1 <= int(refused.headers["Retry-After"]) <= 61
    assert refused.headers["RateLimit-Policy"] == '"default";q=2;w=60'


def test_clients_behind_a_trusted_proxy_are_counted_one_by_one(client_with):
    client = client_with(rate_limit="9/minute", rate_limit_anonymous="1/minute", trusted_proxies=1)
    statuses = [
        client.get("/v1/tickets", headers={"X-Forwarded-For": f"203.0.113.9, {address}"}).status_code
        for address in ("192.0.2.1", "192.0.2.2", "192.0.2.1")
    ]
    assert statuses == [401, 401, 429]


def test_forwarded_address_is_not_believed_without_a_trusted_proxy(client_with):
    client = client_with(rate_limit="9/minute", rate_limit_anonymous="1/minute")
    statuses = [client.get("/v1/tickets", headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code for n in (1, 2)]
    assert statuses == [401, 429]


def test_counting_goes_on_while_the_shared_storage_is_away(client):
    limit = RateLimit("1/minute", "1/minute", "away://")
    with client.application.test_request_context():
        limit.hit("somebody")
        with pytest.raises(Refusal, match="too_many"):
            limit.hit("somebody")
