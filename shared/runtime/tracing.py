"""OpenTelemetry: on when LINLI_OTLP_ENDPOINT is set, else nothing but passing `traceparent` on."""

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.propagate import extract, inject
from opentelemetry.trace import Span, SpanKind, Status, StatusCode

from shared.runtime.settings import settings

_tracer = trace.get_tracer("linli")


def configure_tracing(process: str) -> None:
    """Sends spans by OTLP over HTTP (gRPC does not go with eventlet), sampling LINLI_TRACE_SHARE of the traces."""
    if not settings().otlp_endpoint:
        return
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.instrumentation.pymongo import PymongoInstrumentor
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased

    provider = TracerProvider(
        resource=Resource.create({"service.name": process}),
        sampler=ParentBased(TraceIdRatioBased(settings().trace_share)),
    )
    endpoint = f"{settings().otlp_endpoint.rstrip('/')}/v1/traces"
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
    trace.set_tracer_provider(provider)
    PymongoInstrumentor().instrument()


@contextmanager
def span(name: str, kind: SpanKind, traceparent: str | None = None) -> Iterator[Span]:
    """A span that is current inside of the block, child of `traceparent` where one is given."""
    context = extract({"traceparent": traceparent}) if traceparent else None
    with _tracer.start_as_current_span(name, context=context, kind=kind, record_exception=False) as current:
        try:
            yield current
        except Exception as error:
            current.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise


def traceparent() -> str | None:
    """The current trace as a W3C header, to be sent along."""
    carrier: dict[str, str] = {}
    inject(carrier)
    return carrier.get("traceparent")
