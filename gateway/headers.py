"""Headers that keep browsers careful, and those that let the pages of named origins ask."""

from flask import Flask, Response, request

from shared.runtime.settings import Settings

POLICY = "Content-Security-Policy"
CAREFUL = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    POLICY: "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
}
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"
METHODS = "GET, POST, PUT, DELETE"
ASKED = (
    "Authorization, Content-Type, Accept-Language, Idempotency-Key, If-Match, If-None-Match, X-Request-Id, traceparent"
)
TOLD = (
    "ETag, Link, Location, Retry-After, RateLimit, RateLimit-Policy, Idempotency-Replayed, X-Request-Id, "
    "Content-Language, WWW-Authenticate"
)
PREFLIGHT_SECONDS = "600"


def register(app: Flask, options: Settings) -> None:
    origins = frozenset(origin.strip() for origin in options.cors_origins.split(",") if origin.strip())
    careful = list(CAREFUL.items())
    if options.https_only:
        careful.append(("Strict-Transport-Security", STRICT_TRANSPORT))

    def add(response: Response) -> Response:
        if POLICY in response.headers:
            for name, value in careful:
                response.headers.setdefault(name, value)
        else:  # nearly always: nothing of it is there yet
            response.headers.extend(careful)
        if origins:
            allow(response, origins)
        return response

    app.after_request(add)


def allow(response: Response, origins: frozenset[str]) -> None:
    """No cookies are involved, so no credentials are allowed: a page brings its token itself."""
    response.vary.add("Origin")
    origin = request.headers.get("Origin")
    if origin not in origins and "*" not in origins:
        return
    response.headers["Access-Control-Allow-Origin"] = "*" if "*" in origins else str(origin)
    response.headers["Access-Control-Expose-Headers"] = TOLD
    if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
        response.headers["Access-Control-Allow-Methods"] = METHODS
        response.headers["Access-Control-Allow-Headers"] = ASKED
        response.headers["Access-Control-Max-Age"] = PREFLIGHT_SECONDS
