"""Prometheus metrics that every process has."""

from prometheus_client import Counter, Gauge, Histogram

OPERATION_SECONDS = Histogram(
    "linli_operation_seconds", "time in a service method, by outcome", ["service", "operation", "outcome"],
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)  # fmt: skip
REQUEST_SECONDS = Histogram(
    "linli_request_seconds", "time in the gateway, by operation and status", ["operation", "status"],
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)  # fmt: skip
EVENTS_PUBLISHED = Counter("linli_events_published_total", "events confirmed by the broker", ["service"])
EVENTS_HANDLED = Counter("linli_events_handled_total", "events taken in, by outcome", ["service", "queue", "outcome"])
OUTBOX_AGE = Gauge("linli_outbox_oldest_seconds", "age of the oldest event that is not published yet", ["service"])
DUE_FAILED = Counter("linli_due_failed_total", "things that were due by the clock and went wrong", ["service"])
