"""The Flask app, made by a factory; nothing happens at import."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from gateway import auth, binding, exports, headers, open311, pages, photos, problems, requests, routes, sign_in
from gateway.limits import RateLimit
from gateway.open311.keys import Tokens
from gateway.rpc import Services
from shared.runtime.logging import configure_logging
from shared.runtime.settings import Settings, settings
from shared.runtime.tracing import configure_tracing


def create_app(given: Settings | None = None) -> Flask:
    options = given or settings()
    configure_logging(options.log_level)
    configure_tracing("gateway")
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = options.body_limit
    app.url_map.merge_slashes = False  # a doubled slash is another path, not a redirect
    if options.trusted_proxies:
        hops = options.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    services = Services(options.gateway_amqp_url or options.amqp_url)
    app.extensions["services"] = services
    app.extensions["auth"] = auth.Authentication(services, options.issuer)
    app.extensions["open311_tokens"] = Tokens()
    app.extensions["settings"] = options
    headers.register(app, options)
    requests.register(app)
    RateLimit(options.rate_limit, options.rate_limit_anonymous, options.rate_limit_storage).register(app)
    problems.register(app)
    binding.register(app)
    photos.register(app)
    exports.register(app)
    pages.register(app)
    routes.register(app)
    open311.register(app)
    sign_in.register(app)
    return app
