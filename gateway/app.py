"""The Flask app, made by a factory; nothing happens at import."""

from flask import Flask

from gateway import auth, binding, problems, routes
from gateway.limits import RateLimit
from gateway.rpc import Services
from shared.runtime.logging import configure_logging
from shared.runtime.settings import Settings, settings
from shared.runtime.tracing import configure_tracing


def create_app(given: Settings | None = None) -> Flask:
    options = given or settings()
    configure_logging(options.log_level)
    configure_tracing("gateway")
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = options.photo_limit + 64_000
    app.json.sort_keys = False  # type: ignore[attr-defined]
    services = Services(options.gateway_amqp_url or options.amqp_url)
    app.extensions["services"] = services
    app.extensions["auth"] = auth.Authentication(services, options.issuer)
    app.extensions["limit"] = RateLimit(options.rate_limit)
    app.extensions["settings"] = options
    problems.register(app)
    binding.register(app)
    routes.register(app)
    return app
