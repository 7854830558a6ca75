"""Open311 GeoReport v2 at `/open311/v2`: the city's matters for clients that know nothing of Linli."""

from flask import Blueprint, Flask

from gateway.open311 import discovery, refusals, service_list, service_requests, updates

PREFIX = "/open311/v2"


def register(app: Flask) -> None:
    facade = Blueprint("open311", __name__, url_prefix=PREFIX)
    for part in (refusals, discovery, service_list, service_requests, updates):
        part.register(facade)
    app.register_blueprint(facade)
