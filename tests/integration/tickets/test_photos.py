"""Pictures in GridFS: nothing is left half, and what nothing shows goes after a day."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.tickets.domain.pictures import Picture, read_picture
from shared.kernel.errors import Refusal
from shared.storage.database import Database
from tests.support.own_database import SetClock, collections, tickets_database, within
from tests.support.pictures import picture
from tests.support.servers import Servers

OWNER = "a" * 32
PREFIX = "photos_"
DAY = timedelta(days=1)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2020, 1, 1, tzinfo=UTC))


@pytest.fixture
def database(servers: Servers, clock: SetClock) -> Iterator[Database]:
    with tickets_database(servers, clock, PREFIX) as opened:
        yield opened


@pytest.fixture
def taken() -> Picture:
    return read_picture(picture())


def kept(database: Database) -> dict[str, int]:
    names = ("photos", "pictures.files", "pictures.chunks")
    mongo = collections(PREFIX)
    return {name: mongo[name].count_documents({}) for name in names}


def uploaded(database: Database, taken: Picture) -> str:
    photo = database.look().put_down(taken)
    within(database, lambda store: store.give_photo(photo, OWNER))
    return photo


NOTHING = {"photos": 0, "pictures.files": 0, "pictures.chunks": 0}
ONE = {"photos": 1, "pictures.files": 2, "pictures.chunks": 2}


def test_photo_that_nothing_shows_goes_after_a_day(database: Database, clock: SetClock, taken: Picture):
    uploaded(database, taken)
    clock.moment += DAY - timedelta(seconds=1)
    assert database.look().sweep_photos() == 0 and kept(database) == ONE
    clock.moment += timedelta(seconds=1)
    assert database.look().sweep_photos() == 1 and kept(database) == NOTHING


def test_photo_that_something_shows_stays(database: Database, clock: SetClock, taken: Picture):
    first, second = uploaded(database, taken), uploaded(database, taken)
    within(database, lambda store: store.keep_photos([first], OWNER))
    within(database, lambda store: store.show_photos([second], OWNER, ["150402"]))
    clock.moment += 400 * DAY
    assert database.look().sweep_photos() == 0
    store = database.look()
    assert store.picture_of(store.get_photo(first)) == taken.content
    assert store.thumbnail_of(store.get_photo(second)) == taken.thumbnail


def test_picture_whose_transaction_fails_is_nobodys_and_goes(database: Database, clock: SetClock, taken: Picture):
    photo = database.look().put_down(taken)

    def fail(store: Any) -> None:
        store.give_photo(photo, OWNER)
        raise ValueError

    with pytest.raises(ValueError):
        within(database, fail)
    assert database.look().get_photo(photo).owner is None
    assert database.look().keep_photos([photo], OWNER) == photo
    clock.moment += DAY
    assert database.look().sweep_photos() == 1 and kept(database) == NOTHING


def test_upload_that_broke_off_leaves_nothing(database: Database, clock: SetClock, taken: Picture, monkeypatch: Any):
    broken = Picture(taken.media_type, taken.width, taken.height, taken.content, None)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        database.look().put_down(broken)
    assert kept(database)["photos"] == 1
    clock.moment += DAY
    assert database.look().sweep_photos() == 1 and kept(database) == NOTHING


def test_sweep_that_broke_off_is_taken_up_again(database: Database, clock: SetClock, taken: Picture):
    photo = uploaded(database, taken)
    clock.moment += DAY
    mongo = collections(PREFIX)
    mongo["pictures.files"].delete_one({"_id": photo})
    assert database.look().sweep_photos() == 1 and kept(database) == NOTHING


def test_photo_of_somebody_else_cannot_be_kept(database: Database, clock: SetClock, taken: Picture):
    mine, theirs = uploaded(database, taken), database.look().put_down(taken)
    within(database, lambda store: store.give_photo(theirs, "b" * 32))
    assert database.look().keep_photos([mine, theirs], OWNER) == theirs
    clock.moment += DAY
    assert database.look().sweep_photos() == 2


def test_photos_of_who_is_forgotten_go_but_for_those_that_are_shown(database: Database, taken: Picture):
    shown, other = uploaded(database, taken), uploaded(database, taken)
    within(database, lambda store: store.forget_photos(OWNER, {shown}))
    assert database.look().sweep_photos() == 1
    assert database.look().get_photo(shown).owner == "erased"
    with pytest.raises(Refusal):
        database.look().get_photo(other)


def test_photo_that_is_attached_while_it_is_swept_is_there_or_refused(
    database: Database, clock: SetClock, taken: Picture
):
    """Never attached and gone: whoever was told that it stays finds it whole."""
    photos = [uploaded(database, taken) for _ in range(12)]
    clock.moment += DAY
    kept_by: dict[str, str | None] = {}

    def attach(photo: str) -> None:
        within(database, lambda store: kept_by.update({photo: store.keep_photos([photo], OWNER)}))

    with ThreadPoolExecutor(4) as pool:
        sweeps = [pool.submit(lambda: database.look().sweep_photos()) for _ in range(2)]
        list(pool.map(attach, reversed(photos)))
        [sweep.result() for sweep in sweeps]
    for photo, stranger in kept_by.items():
        if stranger is None:
            store = database.look()
            assert store.picture_of(store.get_photo(photo)) == taken.content
        else:
            assert mongo_ids().isdisjoint({photo, f"{photo}.thumbnail"})
    stayed = sum(stranger is None for stranger in kept_by.values())
    assert kept(database) == {"photos": stayed, "pictures.files": 2 * stayed, "pictures.chunks": 2 * stayed}


def mongo_ids() -> set[str]:
    return {row["_id"] for row in collections(PREFIX)["pictures.files"].find({}, {"_id": 1})}


def test_photo_stays_as_long_as_a_thing_elsewhere_shows_it(database: Database, clock: SetClock, taken: Picture):
    lamp, both = uploaded(database, taken), uploaded(database, taken)
    shows = lambda thing, *photos: within(  # noqa: E731
        database, lambda store: store.let_go(store.put_showings(thing, list(photos), OWNER, [], True))
    )
    shows("gift", lamp, both)
    shows("offer", both)
    clock.moment += 400 * DAY
    assert database.look().sweep_photos() == 0
    shows("gift")
    assert database.look().sweep_photos() == 1
    assert [showing.thing for showing in database.look().get_photo(both).showings] == ["offer"]
    shows("offer")
    assert database.look().sweep_photos() == 1 and kept(database) == NOTHING


def test_thing_elsewhere_shows_no_photo_of_somebody_else(database: Database, taken: Picture):
    photo = uploaded(database, taken)
    within(database, lambda store: store.put_showings("thing", [photo], "b" * 32, ["150402"], True))
    assert database.look().get_photo(photo).showings == []
