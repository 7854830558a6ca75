"""Photos of things that change hands: without what cameras write, shown while the thing is there, and to whom it concerns."""

import uuid

import pytest

from shared.contracts.actor import Role
from tests.support.erasure import erase
from tests.support.pictures import GPS, opened
from tests.support.points import Community
from tests.support.shown_photos import seen, sees, uploaded
from tests.support.town import Person, Town
from tests.support.waiting import eventually

AREA = "150456.001"


@pytest.fixture(scope="module")
def place(town: Town) -> Community:
    place = Community(town, AREA)
    place.office.put(f"/v1/swaps/stations/{AREA}", {"name": "军门驿站", "place": "一层"})
    return place


def offered(owner: Person, *photos: str) -> dict:
    body = {"area": AREA, "title": "儿童推车", "condition": "八成新", "photos": photos}
    return owner.post("/v1/swaps/items", body)


def test_a_thing_on_offer_shows_its_photos_to_neighbours_without_where_they_were_taken(place: Community):
    owner, neighbour = place.holder().person, place.holder().person
    photo = uploaded(owner)
    assert not sees(neighbour, photo)
    item = offered(owner, photo)
    eventually(lambda: sees(neighbour, photo))
    listed = neighbour.get("/v1/swaps/items", area=AREA)["items"]
    assert next(each for each in listed if each["id"] == item["id"])["photos"] == [photo]
    assert GPS not in opened(seen(neighbour, photo).content).getexif()
    assert "photos" in owner.post(f"/v1/swaps/items/{item['id']}/withdraw", {})
    eventually(lambda: not sees(neighbour, photo))
    assert owner.get(f"/v1/swaps/items/{item['id']}")["photos"] == []


def test_photos_of_others_are_not_shown_by_naming_them(place: Community):
    owner, thief = place.holder().person, place.holder().person
    private, own = uploaded(owner), uploaded(thief)
    offered(thief, private, own)
    eventually(lambda: sees(owner, own))
    assert not sees(thief, private)


def test_what_does_not_belong_on_offer_is_taken_off_by_the_station(town: Town, place: Community):
    owner, neighbour = place.holder().person, place.holder().person
    photo = uploaded(owner)
    item = offered(owner, photo)
    eventually(lambda: sees(neighbour, photo))
    withdraw = f"/v1/swaps/items/{item['id']}/withdraw"
    stranger = town.person(Role.COMMUNITY_STAFF, areas=("150456.002",))
    assert stranger.refused("POST", withdraw, {})["code"] == "forbidden"
    assert place.office.post(withdraw, {})["state"] == "withdrawn"
    eventually(lambda: not sees(neighbour, photo))


def test_given_goods_show_to_the_desk_first_and_to_all_once_shelved(town: Town, place: Community):
    giver, neighbour = place.holder().person, place.holder().person
    kept, refused = uploaded(giver), uploaded(giver)
    gifts = f"/v1/points/shops/{place.shop['id']}/gifts"
    lamp, books = (
        giver.post(gifts, {"title": title, "photos": [photo]}) for title, photo in (("台灯", kept), ("旧书", refused))
    )
    eventually(lambda: sees(place.office, kept) and sees(place.office, refused))
    elsewhere = town.person(Role.COMMUNITY_STAFF, areas=("150456.002",))
    assert not sees(neighbour, kept) and not sees(elsewhere, kept)
    place.office.post(f"/v1/points/gifts/{books['id']}/decline", {"reason": "缺页"})
    eventually(lambda: not sees(place.office, refused))
    place.office.post(f"/v1/points/gifts/{lamp['id']}/appraise", {"value": 5, "condition": "完好"})
    offer = place.office.post(f"/v1/points/gifts/{lamp['id']}/shelve", {"price": 6})["offer"]
    eventually(lambda: sees(neighbour, kept))
    assert neighbour.get(f"/v1/points/offers/{offer}")["photos"] == [kept]


def test_an_offer_shows_other_photos_when_they_are_changed(place: Community):
    merchant, shop = place.allied()
    neighbour, first, second = place.holder().person, uploaded(merchant.person), uploaded(merchant.person)
    body = {"title": "理发一次", "price": 15}
    offer = merchant.person.post(f"/v1/points/shops/{shop['id']}/offers", body | {"photos": [first]})
    eventually(lambda: sees(neighbour, first))
    here = f"/v1/points/offers/{offer['id']}"
    assert merchant.person.put(here, {"price": 20})["photos"] == [first]
    assert merchant.person.put(here, {"price": 20, "photos": [second]})["photos"] == [second]
    eventually(lambda: sees(neighbour, second) and not sees(neighbour, first))
    assert merchant.person.put(here, {"price": 20, "photos": []})["photos"] == []
    eventually(lambda: not sees(neighbour, second))


def test_photos_of_who_is_forgotten_are_shown_by_nothing(town: Town, place: Community):
    giver, neighbour = place.holder(), place.holder().person
    swap, gift = uploaded(giver.person), uploaded(giver.person)
    item = offered(giver.person, swap)
    given = giver.person.post(f"/v1/points/shops/{place.shop['id']}/gifts", {"title": "台灯", "photos": [gift]})
    here = f"/v1/points/gifts/{given['id']}"
    place.office.post(f"{here}/appraise", {"value": 5, "condition": "完好"})
    offer = place.office.post(f"{here}/shelve", {"price": 6})["offer"]
    eventually(lambda: sees(neighbour, swap) and sees(neighbour, gift))
    erase(town, giver.account, AREA)
    eventually(lambda: not sees(neighbour, swap) and not sees(neighbour, gift))
    shown = (f"/v1/swaps/items/{item['id']}", f"/v1/points/offers/{offer}")
    eventually(lambda: all(neighbour.get(path)["photos"] == [] for path in shown))
    assert place.office.get(here)["photos"] == []


def test_more_than_nine_photos_are_refused(place: Community):
    body = {"area": AREA, "title": "推车", "condition": "新", "photos": [uuid.uuid4().hex] * 10}
    assert place.holder().person.refused("POST", "/v1/swaps/items", body)["code"] == "invalid"
