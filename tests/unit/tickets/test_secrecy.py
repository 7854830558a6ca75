"""What roll and ballots hold, and what the signer can know."""

import secrets

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.tickets.documents.elections import ElectionVoter, Urn, UrnBallot
from services.tickets.domain.blind_signing import EXPONENT, new_key, refuse_unsigned, sign_blinded
from shared.contracts.tickets.elections import CAST_BALLOT, TAKE_PAPER, ElectionClosed
from shared.kernel.errors import Refusal
from tests.support.ballot_papers import Paper, encoded

PEM, MODULUS = new_key()
ELECTION = {"id": "e" * 32, "key": {"modulus": MODULUS, "exponent": EXPONENT}}
NUMBERS = st.text("0123456789abcdef", min_size=32, max_size=32)


@settings(max_examples=15, deadline=None)
@given(NUMBERS, NUMBERS)
def test_unblinded_signature_is_good_for_its_own_paper_only(number, other):
    paper = Paper.new(ELECTION, number)
    signature = paper.signature(sign_blinded(PEM, paper.blinded))
    refuse_unsigned(MODULUS, ELECTION["id"], number, signature)
    for election, wrong in ((ELECTION["id"], other), ("f" * 32, number)):
        if (election, wrong) != (ELECTION["id"], number):
            with pytest.raises(Refusal):
                refuse_unsigned(MODULUS, election, wrong, signature)


@settings(max_examples=15, deadline=None)
@given(NUMBERS, NUMBERS)
def test_blinded_paper_fits_every_number_equally_well(number, other):
    """Whatever the roll keeps, some blinding leads to it from any published number: it tells nothing."""
    paper = Paper.new(ELECTION, number)
    modulus = int(MODULUS, 16)
    message = int.from_bytes(encoded(f"{ELECTION['id']}|{other}".encode()), "big")
    unblinded = int(sign_blinded(PEM, f"{int(paper.blinded, 16) * pow(message, -1, modulus) % modulus:0512x}"), 16)
    assert message * pow(unblinded, EXPONENT, modulus) % modulus == int(paper.blinded, 16)


def test_what_is_no_number_below_the_modulus_is_not_signed():
    for blinded in ("0" * 512, "0" * 511 + "1", MODULUS, "f" * 512):
        with pytest.raises(Refusal):
            sign_blinded(PEM, blinded)


@pytest.mark.parametrize("signature", [f"{secrets.randbits(2040):0512x}", "0" * 512, "f" * 512, MODULUS])
def test_signature_made_up_is_refused(signature):
    with pytest.raises(Refusal):
        refuse_unsigned(MODULUS, ELECTION["id"], "a" * 32, signature)


def test_roll_and_urns_share_no_field_but_the_election():
    roll, urn, ballot = set(ElectionVoter._fields), set(Urn._fields), set(UrnBallot._fields)
    assert roll & urn == {"id", "election"}
    assert roll & ballot == set()
    assert ballot == {"paper", "choices"}
    assert not {name for name in roll | urn | ballot if name.endswith("at") or "time" in name}


def test_ballot_names_nobody_and_its_answer_is_not_kept():
    assert CAST_BALLOT.public and not CAST_BALLOT.keeps_reply and not CAST_BALLOT.emits
    assert set(CAST_BALLOT.command.model_fields) == {"election_id", "paper", "signature", "choices"}
    assert set(TAKE_PAPER.command.model_fields) == {"election_id", "blinded", "voter"}
    assert set(ElectionClosed.model_fields) == {"election", "area", "office", "result"}
