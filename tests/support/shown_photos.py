"""Photos that people upload and others see."""

import requests

from tests.support.pictures import picture, taken_at
from tests.support.town import Person

TAKEN = picture(exif=taken_at((40, 1, 2), (122, 3, 4)))


def uploaded(who: Person) -> str:
    answer = who.send("POST", "/v1/photos", data=TAKEN, headers={"Content-Type": "image/jpeg"})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def seen(who: Person, photo: str, size: str = "") -> requests.Response:
    return who.send("GET", f"/v1/photos/{photo}{size}")


def sees(who: Person, photo: str) -> bool:
    return [seen(who, photo, size).status_code for size in ("", "/thumbnail")] == [200, 200]
