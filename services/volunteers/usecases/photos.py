"""Telling which photos a thing shows, so that they are kept and shown as long as it does."""

from typing import Any

from shared.contracts.volunteers.photos import PhotosShown


def show_photos(
    store: Any, thing: Any, photos: list[str], area: str, *, account: str | None, everybody: bool, part: str = ""
) -> None:
    """All that `thing`, or a part of it, shows from now on, uploaded by `account`; to staff of the area, or to everybody."""
    news = PhotosShown(account=account, photos=photos, areas=[area], everybody=everybody)
    store.announce(news, subject=f"{thing.id}{part}", version=thing.version, area=area)


def hide_photos(store: Any, thing: Any, area: str) -> None:
    """It shows none any more; call it before the thing is saved."""
    if thing.photos:
        thing.photos = []
        show_photos(store, thing, [], area, account=None, everybody=False)
