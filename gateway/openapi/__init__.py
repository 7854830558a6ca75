"""The OpenAPI 3.1 document, derived from the contracts. What is made by hand is described in `handmade`."""

from gateway.openapi.document import document, rendered

__all__ = ["document", "rendered"]
