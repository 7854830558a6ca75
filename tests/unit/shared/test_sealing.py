"""What is sealed is opened by its key and purpose only."""

import os

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from shared.storage.sealing import NoDataKey, Sealing

SEALING = Sealing(bytes(range(32)))


@given(st.text(max_size=100))
def test_sealed_text_opens_and_is_never_sealed_the_same_way_twice(text: str):
    first, second = SEALING.seal(text, "phone"), SEALING.seal(text, "phone")
    assert SEALING.unseal(first, "phone") == text
    assert first != second


def test_another_purpose_or_key_does_not_open_it():
    sealed = SEALING.seal("11100000001", "phone")
    with pytest.raises(InvalidTag):
        SEALING.unseal(sealed, "identity")
    with pytest.raises(InvalidTag):
        Sealing(os.urandom(32)).unseal(sealed, "phone")


def test_fingerprint_is_the_same_for_the_same_text_and_differs_by_purpose():
    assert SEALING.blind("x", "phone") == SEALING.blind("x", "phone") != SEALING.blind("x", "identity")


def test_signing_key_is_the_same_for_the_same_purpose_and_data_key_only():
    def public(data_key: bytes, purpose: str) -> bytes:
        return Sealing(data_key).signing_key(purpose).public_key().public_bytes_raw()

    ours = public(bytes(range(32)), "ledger volunteers")
    assert ours == public(bytes(range(32)), "ledger volunteers")
    assert ours not in {public(bytes(range(32)), "ledger other"), public(os.urandom(32), "ledger volunteers")}


def test_short_data_key_is_refused():
    with pytest.raises(NoDataKey):
        Sealing(b"short")
