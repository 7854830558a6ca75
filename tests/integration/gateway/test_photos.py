"""Photos: in as a form or as they are, out to those who have to do with them."""

import uuid

import pytest

from shared.contracts.actor import Role
from tests.integration.gateway.conftest import REPORT
from tests.support.pictures import claiming, opened, picture, taken_at

PNG = picture((1, 1), "PNG")
LIMIT = 8_000_000


def upload(person, content=PNG, kind="image/png", **headers):
    return person.send("POST", "/v1/photos", data=content, headers={"Content-Type": kind} | headers)


def pixels(content: bytes) -> list:
    image = opened(content)
    return [image.size, image.convert("RGB").tobytes()]


def test_photo_comes_back_as_it_was_sent(resident):
    for answer in (upload(resident), resident.send("POST", "/v1/photos", files={"photo": ("a.png", PNG, "text/html")})):
        assert answer.status_code == 201
        told = answer.json()
        assert (told["media_type"], told["width"], told["height"]) == ("image/png", 1, 1)
        photo = resident.send("GET", f"/v1/photos/{told['id']}")
        assert (len(photo.content), photo.headers["Content-Type"]) == (told["size"], "image/png")
        assert pixels(photo.content) == pixels(PNG)
        assert photo.headers["X-Content-Type-Options"] == "nosniff"
        assert photo.headers["Cache-Control"].startswith("private")


def test_photo_has_a_thumbnail(resident):
    path = f"/v1/photos/{upload(resident, picture((1000, 500), 'WEBP'), 'image/webp').json()['id']}"
    thumbnail = resident.send("GET", f"{path}/thumbnail")
    assert (thumbnail.headers["Content-Type"], opened(thumbnail.content).size) == ("image/jpeg", (320, 160))
    etags = {resident.send("GET", each).headers["ETag"] for each in (path, f"{path}/thumbnail")}
    assert len(etags) == 2
    known = resident.send("GET", f"{path}/thumbnail", headers={"If-None-Match": thumbnail.headers["ETag"]})
    assert (known.status_code, known.content) == (304, b"")


def test_where_and_with_what_a_photo_was_taken_is_not_stored(town, resident):
    taken = picture((300, 200), exif=taken_at((41, 30, 18), (113, 30, 18), orientation=6))
    assert b"Exif" in taken and b"Testcam" in taken
    photo = upload(resident, taken, "image/jpeg").json()
    assert (photo["width"], photo["height"]) == (200, 300)
    stored = b"".join(
        chunk["data"]
        for chunk in town.database("tickets")["pictures.chunks"].find({"files_id": {"$regex": f"^{photo['id']}"}})
    )
    for content in (
        stored,
        resident.send("GET", f"/v1/photos/{photo['id']}").content,
        resident.send("GET", f"/v1/photos/{photo['id']}/thumbnail").content,
    ):
        assert content and b"Exif" not in content and b"Testcam" not in content and not dict(opened(content).getexif())


def test_known_photo_is_not_sent_again(resident):
    path = f"/v1/photos/{upload(resident).json()['id']}"
    known = resident.send("GET", path, headers={"If-None-Match": resident.send("GET", path).headers["ETag"]})
    assert (known.status_code, known.content) == (304, b"")


def test_photo_is_told_by_its_content_and_not_by_its_name(resident):
    for content in (b"<html><script>alert(1)</script></html>", b"", b"GIF89a", PNG[:4]):
        answer = upload(resident, content)
        assert (answer.status_code, answer.json()["code"]) == (422, "tickets.not_a_photo")
        assert answer.json()["errors"][0]["pointer"] == "/photo"


def test_photo_that_claims_too_many_pixels_is_refused_undecoded(resident):
    answer = upload(resident, claiming(60_000, 60_000))
    assert (answer.status_code, answer.json()["code"]) == (422, "tickets.too_many_pixels")
    assert answer.json()["errors"][0]["pointer"] == "/photo"


def test_photo_of_another_kind_of_body_is_refused(resident):
    assert upload(resident, b"{}", "application/json").json()["code"] == "unsupported_photo_type"
    assert upload(resident, b"photo=1", "application/x-www-form-urlencoded").status_code == 415


@pytest.mark.parametrize(
    "form", [b"", b"--x--\r\n", b'--x\r\nContent-Disposition: form-data; name="other"\r\n\r\n1\r\n--x--\r\n']
)
def test_form_without_photo_is_refused(resident, form):
    answer = upload(resident, form, "multipart/form-data; boundary=x")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/photo")
    assert upload(resident, form, "multipart/form-data").status_code in (400, 422)


@pytest.mark.parametrize("chunked", [False, True])
def test_photo_over_the_limit_is_refused(resident, chunked):
    content = PNG + b"\0" * LIMIT
    body = (content[at : at + 100_000] for at in range(0, len(content), 100_000)) if chunked else content
    answer = upload(resident, body)
    assert (answer.status_code, answer.json()["code"], answer.json()["limit"]) == (413, "too_large", LIMIT)
    form = resident.send("POST", "/v1/photos", files={"photo": content})
    assert (form.status_code, form.json()["code"]) == (413, "too_large")


def test_photo_just_within_the_limit_is_taken(resident):
    content = PNG + b"\0" * (LIMIT - len(PNG))
    answer = upload(resident, content)
    assert answer.status_code == 201
    assert pixels(resident.send("GET", f"/v1/photos/{answer.json()['id']}").content) == pixels(PNG)


def test_repeated_upload_keeps_one_photo(resident):
    key = {"Idempotency-Key": uuid.uuid4().hex}
    first, again = upload(resident, **key), upload(resident, **key)
    assert first.json() == again.json() and again.headers["Idempotency-Replayed"] == "true"


def test_photo_is_for_who_has_to_do_with_it(town, resident, worker, grid):
    """Only its thumbnail is for all who are shown the open matter near by."""
    photo = upload(resident).json()["id"]
    paths = (f"/v1/photos/{photo}", f"/v1/photos/{photo}/thumbnail")
    for path in paths:
        assert worker.refused("GET", path)["code"] == "not_found"
    resident.post("/v1/tickets", REPORT | {"photos": [photo]})
    street = town.person(Role.STREET_STAFF, areas=(grid.rpartition(".")[0],))
    for path in paths:
        for concerned in (worker, street):
            assert concerned.send("GET", path).status_code == 200
    for stranger in (
        town.person(Role.RESIDENT),
        town.person(Role.PARTNER),
        town.person(Role.OPS),
        town.person(Role.GRID_WORKER, areas=("150202.951",)),
        town.person(Role.GRID_WORKER, areas=(grid[:-1],)),
    ):
        assert stranger.refused("GET", paths[0])["code"] == "not_found"
        assert stranger.send("GET", paths[1]).status_code == 200
    for path in paths:
        assert town.nobody().refused("GET", path)["status"] == 401


def test_photo_of_another_person_cannot_be_put_on_a_ticket(town, resident):
    theirs = upload(town.person(Role.RESIDENT)).json()["id"]
    assert resident.refused("POST", "/v1/tickets", REPORT | {"photos": [theirs]})["code"] == "tickets.no_such_photo"


@pytest.mark.parametrize("odd", ["x", "%00", "0" * 33])
def test_odd_photo_id_is_refused(resident, odd):
    for path in (f"/v1/photos/{odd}", f"/v1/photos/{odd}/thumbnail"):
        assert resident.refused("GET", path)["errors"][0]["parameter"] == "photo_id"
