"""Likeness: what makes two records one person, measured on planted duplicates."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.town.households import people
from services.residents.domain.likeness import CERTAIN, Traits, distance, likeness, near_dates, one_slip
from shared.contracts.residents.admission import LikenessReason, LikenessRules

RULES = LikenessRules()
KNOWN = Traits("王秀英", date(1950, 6, 15), "identity_card:150299195006150029", "11100000055")
dates = st.dates(date(1900, 1, 1), date(2026, 1, 1))
traits = st.builds(
    Traits, name=st.text("王李张秀英丽华", min_size=2, max_size=3), birth_date=dates,
    paper=st.none() | st.sampled_from(["identity_card:1502991950061500", "passport:E12345678"]),
    phone=st.none() | st.sampled_from(["11100000055", "11100000056"]),
)  # fmt: skip


@given(traits, traits)
def test_likeness_is_mutual_and_certain_by_paper_only(one: Traits, other: Traits):
    like = likeness(one, other, RULES)
    assert like.score == likeness(other, one, RULES).score
    assert 0 <= like.score <= CERTAIN
    assert (like.score == CERTAIN) == (one.paper is not None and one.paper == other.paper)


@given(traits)
def test_same_without_paper_is_as_like_as_can_be(one: Traits):
    bare = replace(one, paper=None)
    assert likeness(bare, bare, RULES).score == CERTAIN - 1


@given(dates)
def test_near_dates_hold_the_date_itself_and_are_few(day: date):
    assert day in near_dates(day)
    assert len(near_dates(day)) <= 12


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_distance_is_a_measure(one: str, other: str):
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert abs(len(one) - len(other)) <= distance(one, other) <= max(len(one), len(other))


@given(st.text("01X", min_size=2, max_size=8), st.text("01X", min_size=2, max_size=8))
def test_one_slip_is_a_distance_of_one_between_texts_as_long(one: str, other: str):
    assert one_slip(one, other) == (len(one) == len(other) and distance(one, other) <= 1)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"name": "王秀瑛"}, LikenessReason.NAME_SOUNDS_THE_SAME),
        ({"name": "王秀莹"}, LikenessReason.NAME_SOUNDS_THE_SAME),
        ({"name": "汪秀英"}, LikenessReason.NAME_SOUNDS_THE_SAME),
        ({"name": "王秀"}, LikenessReason.SIMILAR_NAME),
        ({"birth_date": date(1950, 6, 16)}, LikenessReason.CLOSE_BIRTH_DATE),
        ({"birth_date": date(1951, 6, 15)}, LikenessReason.CLOSE_BIRTH_DATE),
        ({"phone": None}, LikenessReason.SAME_NAME),
    ],
)
def test_slip_of_the_pen_is_found_and_told(changed, reason):
    like = likeness(KNOWN, replace(KNOWN, paper="passport:E12345678", **changed), RULES)
    assert like.score >= RULES.threshold
    assert reason in like.reasons


def test_neighbour_with_another_name_is_nobody():
    other = Traits("赵建国", date(1950, 6, 15), "identity_card:150299195006150117", "11100000077")
    assert likeness(KNOWN, other, RULES).score < RULES.threshold


def test_weights_are_tunable():
    other = replace(KNOWN, name="赵建国", paper=None)
    assert likeness(KNOWN, other, LikenessRules(name=0)).score > likeness(KNOWN, other, LikenessRules(name=100)).score


HOMOPHONES = {
    "秀": "绣",
    "英": "瑛",
    "丽": "莉",
    "华": "桦",
    "国": "帼",
    "伟": "玮",
    "芳": "方",
    "静": "靖",
    "军": "君",
    "文": "雯",
}


def slip(draw: Random, who: Traits) -> Traits:
    """The same person entered again, with another paper (or none) and one thing written wrongly."""
    again = replace(who, paper=draw.choice([None, f"passport:E{draw.randrange(10**8):08d}"]))
    if draw.random() < 0.3:
        again = replace(again, phone=None)
    kind = draw.choice(["homophone", "character", "day", "month and day", "year", "phone"])
    if kind == "homophone":
        return replace(again, name="".join(HOMOPHONES.get(c, c) for c in again.name))
    if kind == "character":
        return replace(again, name=again.name[:-1] + draw.choice("平安云生"))
    if kind == "day":
        return replace(again, birth_date=again.birth_date + timedelta(days=draw.choice([-10, -1, 1, 10])))
    if kind == "month and day" and again.birth_date.day <= 12:
        return replace(
            again, birth_date=again.birth_date.replace(month=again.birth_date.day, day=again.birth_date.month)
        )
    if kind == "year":
        return replace(
            again,
            birth_date=again.birth_date.replace(
                year=again.birth_date.year + draw.choice([-10, -1, 1]), day=min(again.birth_date.day, 28)
            ),
        )
    return replace(again, phone=f"1110{draw.randrange(10**7):07d}")


def test_planted_duplicates_are_found_and_others_are_left_alone():
    """Of 8,000 people 400 are entered twice, each time with a slip of the pen: nearly all are found, and little else."""
    draw = Random(7)
    town = [
        Traits(who.name, who.birth_date, f"identity_card:{who.identity_number}", who.phone)
        for home in people(8_000, 3) for who in home.members
    ]  # fmt: skip
    by_date: dict[date, list[int]] = {}
    by_phone: dict[str, list[int]] = {}
    for place, who in enumerate(town):
        by_date.setdefault(who.birth_date, []).append(place)
        if who.phone:
            by_phone.setdefault(who.phone, []).append(place)
    found = shown = 0
    planted = draw.sample(range(len(town)), 400)
    for original in planted:
        again = slip(draw, town[original])
        compared = {place for day in near_dates(again.birth_date) for place in by_date.get(day, ())}
        compared |= set(by_phone.get(again.phone or "", ()))
        suspects = {place for place in compared if likeness(again, town[place], RULES).score >= RULES.threshold}
        found += original in suspects
        shown += len(suspects)
    recall, precision = found / len(planted), found / shown
    assert recall >= 0.97
    assert precision >= 0.95
