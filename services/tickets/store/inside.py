"""Areas in queries."""


def inside(path: str) -> dict[str, str]:
    """Paths that are `path` or lie below it."""
    return {"$gte": path, "$lt": path + "/"}


def newest(query: dict, before: str | None) -> dict:
    """The query, for a page that goes on before an id."""
    return query if before is None else query | {"_id": {"$lt": before}}
