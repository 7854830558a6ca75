"""Passwords, second factors and clients' secrets."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.identity.domain.passwords import refuse_weak
from services.identity.domain.second_factor import accepted_step
from services.identity.domain.secrets import MOST, ClientSecretFacts, good, rotated
from shared.kernel.errors import Refusal

START = datetime(2026, 11, 21, 8, tzinfo=UTC)
CODES = {99: "000099", 100: "000100", 101: "000101"}


@pytest.mark.parametrize("password", ["aaaaaaaaaaaa", "abcabcabcabc", "my GW0001 password", "xx-gw0001-yy-zz"])
def test_password_of_few_characters_or_with_the_staff_number_is_weak(password: str):
    with pytest.raises(Refusal) as refused:
        refuse_weak(password, "GW0001")
    assert refused.value.pointer == "/new_password"


def test_long_password_of_plain_words_is_good():
    refuse_weak("correct horse battery", "GW0001")


@given(st.lists(st.sampled_from([*CODES.values(), "wrong!"]), max_size=12))
def test_no_step_is_accepted_twice_or_after_a_later_one(given_codes: list[str]):
    last, accepted = None, []
    for code in given_codes:
        step = accepted_step(code, CODES, last)
        if step is not None:
            accepted.append(step)
            last = step
    assert accepted == sorted(set(accepted))


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 48)), max_size=12))
def test_newest_secret_is_always_good_and_others_at_most_for_their_overlap(steps: list[tuple[int, int]]):
    now, secrets = START, [ClientSecretFacts("first", START)]
    for number, (wait, overlap) in enumerate(steps):
        now += timedelta(hours=wait)
        end = now + timedelta(hours=overlap)
        secrets = rotated(secrets, ClientSecretFacts(str(number), now), timedelta(hours=overlap), now)
        assert (secrets[0].print, secrets[0].good_until) == (str(number), None)
        assert all(old.good_until is not None and now < old.good_until <= end for old in secrets[1:])
        assert len(secrets) <= MOST
        assert good(secrets, end + timedelta(seconds=1)) == secrets[:1]
