"""Looking for open matters near by."""

from collections.abc import Mapping
from typing import Any

from services.tickets.domain.flow import DESK, REPORTER, VIEWER
from services.tickets.domain.nearby import radius, shortened, without_words
from shared.contracts.actor import Actor
from shared.contracts.tickets.catalogue import NO_SUCH_CATEGORY
from shared.contracts.tickets.intake import FRONT_DESKS
from shared.contracts.tickets.nearby import NearbyMatter, NearbyMatters, ShowNearby


def show_nearby(store: Any, actor: Actor, command: ShowNearby) -> NearbyMatters:
    category = store.find_category(command.category)
    if category is None:
        raise NO_SUCH_CATEGORY("/category", code=command.category)
    front_desk = actor.has(*FRONT_DESKS)
    reach = radius(category, front_desk)
    found = near(store, actor, command, reach, category=command.category)
    if command.others and len(found) < command.limit:
        found += near(store, actor, command, reach, category={"$ne": command.category})
    found = found[: command.limit]
    ids = [row["_id"] for row in found]
    followed, supporters = store.followed(ids, actor), store.count_followers_of(ids)
    items = [shown(store, row, actor, row["_id"] in followed, supporters.get(row["_id"], 0)) for row in found]
    return NearbyMatters(radius=reach, items=items)


def near(store: Any, actor: Actor, command: ShowNearby, reach: int, **query: Any) -> list[dict[str, Any]]:
    """Staff see what lies in their areas besides; nobody finds what they are complained about for."""
    place = (command.longitude, command.latitude)
    found = store.find_near(place, reach, public=not actor.has(*FRONT_DESKS), **query)
    return [row for row in found if is_open_to(store, row, actor)]


def is_open_to(store: Any, row: Mapping[str, Any], actor: Actor) -> bool:
    if store.capacities_to(row, actor):
        return True
    return row.get("on_board", True) and not row.get("held") and row.get("against") is None


def shown(store: Any, row: Mapping[str, Any], actor: Actor, following: bool, supporters: int) -> NearbyMatter:
    held = store.capacities_to(row, actor)
    handles = bool(held & {DESK, VIEWER})
    category = store.find_category(row["category"])
    return NearbyMatter(
        id=row["_id"], number=row["number"], category=row["category"], state=row["state"], metres=round(row["metres"]),
        opened_at=row["opened_at"], promised_at=row.get("promised_at"), supporters=supporters,
        mine=REPORTER in held, following=following, matter=row.get("matter"), text=shortened(row["text"]) if handles else None,
        extra=without_words(row.get("extra", {}), category.extra if category else {}), photos=row.get("photos", []),
    )  # fmt: skip
