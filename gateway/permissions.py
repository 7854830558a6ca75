"""Who may ask for what: operation by role, as the contracts say."""

from typing import Any

from gateway.requests import PREFIX
from shared.contracts.operation import GET, POST, Http, Op
from shared.contracts.registry import operations
from shared.contracts.tickets import photos as photos_api

HANDMADE: dict[str, Http] = {
    photos_api.ADD_PHOTO.full_name: POST("/photos"),
    photos_api.GET_PHOTO.full_name: GET("/photos/{photo_id}"),
    photos_api.GET_THUMBNAIL.full_name: GET("/photos/{photo_id}/thumbnail"),
}


def table() -> list[dict[str, Any]]:
    """Every operation that has a route; one with `public` needs no token."""
    return [row(op, http) for op in operations() if (http := op.http or HANDMADE.get(op.full_name)) is not None]


def row(op: Op, http: Http) -> dict[str, Any]:
    return {
        "operation": op.full_name,
        "method": http.method,
        "path": PREFIX + http.path,
        "summary": op.summary,
        "public": op.public,
        "roles": sorted(op.roles),
    }
