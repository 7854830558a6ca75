"""Spans of one trace come from gateway, services, reactions to events and the database, to a collector over OTLP."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from infra.local.suite import Suite
from shared.contracts.actor import Role
from tests.support.servers import running_servers
from tests.support.town import Town
from tests.support.waiting import eventually

TRACE = "4bf92f3577b34da6a3ce929d0e0e4737"
HEADERS = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}


class Collector(ThreadingHTTPServer):
    """Takes spans in as a collector does; keeps (service, span) of the trace in question."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taker)
        self.seen: set[tuple[str, str]] = set()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Taker(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        request = ExportTraceServiceRequest.FromString(self.rfile.read(int(self.headers["Content-Length"])))
        for resource in request.resource_spans:
            service = {a.key: a.value.string_value for a in resource.resource.attributes}["service.name"]
            for scope in resource.scope_spans:
                self.server.seen |= {(service, s.name) for s in scope.spans if s.trace_id.hex() == TRACE}
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing is to be printed between the tests' dots."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    server = Collector()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


def test_one_trace_holds_request_call_reaction_and_database(collector: Collector):
    with running_servers() as servers:
        settings = {"LINLI_OTLP_ENDPOINT": collector.address, "LINLI_TRACE_SHARE": "1"}
        suite = Suite(servers.folder / "suite", servers.broker, servers.database, settings)
        suite.start()
        try:
            ops = Town(servers, suite).person(Role.OPS)
            ring = [[111, 41], [111.1, 41], [111.1, 41.1], [111, 41.1], [111, 41]]
            area = {"kind": "district", "name": "区", "name_en": "District", "outline": {"coordinates": [ring]}}
            ops.put("/v1/areas/150202", area, headers=HEADERS)
            expected = {
                ("gateway", "PUT /areas/{path}"),
                ("residents", "residents.draw_area"),
                ("tickets", "tickets.keep_area"),
            }
            eventually(lambda: expected <= collector.seen, 40)
            databases = {service for service, name in collector.seen if "insert" in name or "find" in name}
            assert databases >= {"residents", "tickets"}
        finally:
            suite.stop()
