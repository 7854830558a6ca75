"""Signing keys: nobody is ever shown a token whose key he cannot know."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.identity.domain.rotation import AGE, LEAD, Key, is_due, published, signing, upcoming
from shared.runtime.tokens import REFETCH_SECONDS

START = datetime(2026, 11, 21, 8, tzinfo=UTC)
LIFE = timedelta(minutes=15)


def keys(gaps: list[int]) -> list[Key]:
    """The first key signs at once, each later one after its lead."""
    made, now = [Key("0", START, START)], START
    for number, gap in enumerate(gaps, 1):
        now += LEAD + timedelta(seconds=gap)
        made.append(Key(str(number), now, now + LEAD))
    return made


def until(made: list[Key], now: datetime) -> list[Key]:
    return [key for key in made if key.made_at <= now]


MOMENTS = st.integers(0, 20_000).map(lambda seconds: START + timedelta(seconds=seconds))
GAPS = st.lists(st.integers(0, 4000), max_size=6)


@given(GAPS, MOMENTS, st.integers(0, int(LIFE.total_seconds())))
def test_key_of_every_token_that_is_still_good_is_published(gaps: list[int], issued: datetime, age: int):
    made = keys(gaps)
    signer = signing(until(made, issued), issued)
    assert signer is not None
    later = issued + timedelta(seconds=age)
    assert signer in published(until(made, later), later, LIFE)


@given(GAPS, MOMENTS)
def test_signing_key_has_been_published_for_longer_than_verifiers_wait(gaps: list[int], now: datetime):
    signer = signing(until(keys(gaps), now), now)
    assert signer is not None
    assert signer.kid == "0" or now - signer.made_at > timedelta(seconds=REFETCH_SECONDS)


@given(GAPS)
def test_old_keys_go_once_their_last_token_has_expired(gaps: list[int]):
    made = keys(gaps)
    end = made[-1].signs_from + LIFE + timedelta(minutes=2)
    assert [key.kid for key in published(made, end, LIFE)] == [made[-1].kid]


def test_upcoming_key_is_the_one_that_does_not_sign_yet():
    old, new = keys([0])
    assert upcoming([old, new], new.made_at) == new
    assert upcoming([old, new], new.signs_from) is None


def test_rotation_is_due_when_the_newest_key_is_of_age():
    assert not is_due(keys([0]), START + AGE)
    assert is_due(keys([0]), START + AGE + timedelta(minutes=1))
