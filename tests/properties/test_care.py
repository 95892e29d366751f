"""Laws of care's nouns, over whatever a person may type and whatever a server may send."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mobile.care.agenda import Session
from mobile.care.catalog import Who, filing
from mobile.care.grant import ShareGrant
from mobile.care.intention import Intention, begin
from mobile.care.resource import NotAResource, compose, instant, moment, parse
from mobile.care.shared_intention import SharedIntention
from mobile.care.sharing import CannotShare, Reader, share, take_back, update_share
from mobile.care.words import sendable
from mobile.documents.carriable import carried, is_blank

NOW = datetime(2026, 6, 7, 19, 0, tzinfo=UTC)
ME, SAM = "Patient/p1", Reader("Practitioner/t1", "Sam Sample")
anything = st.text(st.characters(codec=None), max_size=80)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.decimals(allow_nan=False, allow_infinity=False, places=4)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


def written(texts: list[str]) -> Intention:
    intention = begin("i1", None, NOW)
    for index, text in enumerate(texts):
        intention = intention.revise(text, NOW + timedelta(minutes=3 * index))
    return intention


@given(st.lists(anything, max_size=8), st.booleans())
def test_an_intention_comes_back_as_it_was_kept(texts: list[str], settles: bool):
    intention = written(texts)
    intention = intention.settle() if settles else intention
    text = intention.to_json()
    assert text.isascii()
    assert Intention.from_json(text) == intention


@given(st.lists(anything, max_size=8))
def test_words_once_settled_are_in_the_intention_for_ever(texts: list[str]):
    intention = begin("i1", None, NOW)
    for text in texts:
        intention = intention.revise(text, NOW).settle()
    kept = {intention.words, *(version.words for version in intention.versions)}
    assert {said for text in texts if not is_blank(said := carried(text))} <= kept


@given(st.lists(anything, max_size=5), moments)
def test_carrying_forward_keeps_the_words_and_shares_nothing(texts: list[str], later: datetime):
    intention = written(texts)
    new = intention.carry_forward("i2", "Appointment/a9", later)
    assert new.words == intention.words
    assert not new.copies
    assert new.carried_from == intention.id


@given(anything, anything)
def test_nothing_unshared_is_in_what_travels(first: str, second: str):
    canary = "zq9canary"
    intention = written([first, f"{canary} {first}"]).settle().revise(second, NOW)
    try:
        *sent, _ = share(intention, ME, SAM, NOW)
    except CannotShare:
        return
    for noun in sent:
        assert canary not in noun.to_json()
        assert noun.KIND.compartment == "clinical"


@given(anything, st.booleans(), st.none() | st.just("Appointment/a3"))
def test_what_they_read_is_exactly_what_is_sendable_of_the_words(
    words: str, shows: bool, session: str | None
):
    intention = begin("i1", session, NOW).revise(words, NOW)
    try:
        copy, *_ = share(intention, ME, SAM, NOW)
    except CannotShare:
        assert sendable(words).problem is not None
        return
    assert isinstance(copy, SharedIntention)
    copy.to_json().encode()
    assert copy.words == sendable(words).words
    assert sendable(copy.words).words == copy.words


@given(anything.filter(lambda words: sendable(words).problem is None), anything, moments)
def test_after_taking_back_nothing_opens_the_copy_and_the_words_are_still_the_patients(
    words: str, later_words: str, later: datetime
):
    copy, grant, _, knowing = share(begin("i1", None, NOW).revise(words, NOW), ME, SAM, NOW)
    assert isinstance(copy, SharedIntention)
    assert isinstance(grant, ShareGrant)
    assert isinstance(knowing, Intention)
    changed = knowing.revise(later_words, later)
    save, remove = take_back([(grant, copy)], changed, later)
    ended = save[0]
    assert isinstance(ended, ShareGrant)
    assert not ended.is_active
    assert ended.ended_at is not None
    assert remove == [copy]
    left = save[-1]
    assert isinstance(left, Intention)
    assert not left.copies
    assert {carried(words), carried(later_words)} >= {left.words}
    assert carried(words) in {left.words, *(version.words for version in left.versions)}
    for noun in save[:-1]:
        assert not ({"description", "payload", "note"} & set(json.loads(noun.to_json())))


@given(
    anything.filter(lambda words: sendable(words).problem is None),
    anything.filter(lambda words: sendable(words).problem is None),
    st.dictionaries(st.text(min_size=1, max_size=6).map("x".__add__), json_values, max_size=4),
)
def test_an_update_keeps_every_element_it_does_not_know(first: str, second: str, unknown: dict[str, Any]):
    copy, grant, _, knowing = share(begin("i1", None, NOW).revise(first, NOW), ME, SAM, NOW)
    assert isinstance(copy, SharedIntention)
    assert isinstance(grant, ShareGrant)
    assert isinstance(knowing, Intention)
    copy = copy.changed(**{name: value for name, value in unknown.items() if value is not None})
    newer = update_share(replace(knowing.revise(second, NOW), session="Appointment/a4"), copy, grant, NOW)[0]
    assert isinstance(newer, SharedIntention)
    before, after = parse(copy.to_json()), parse(newer.to_json())
    for name in unknown:
        assert after.get(name) == before.get(name)


@given(json_values.filter(lambda value: isinstance(value, dict)))
def test_json_written_again_is_the_same_json(value: dict[str, Any]):
    text = compose(value)
    assert compose(parse(text)) == text


@given(
    json_values, st.sampled_from(["Goal", "Consent", "Communication", "Patient", "Appointment", "CareTeam"])
)
def test_no_document_however_broken_raises_or_is_kept_for_the_wrong_person(value: Any, kind: str):
    who = Who("patient", ME, "p1")
    elements = {"resourceType": kind, "id": "1", "subject": value, "participant": value, "category": value}
    assert filing(kind, compose({**elements, "patient": value, "provision": value}), who) is None


@given(moments)
def test_a_moment_written_is_read_to_the_millisecond(when: datetime):
    found = moment(instant(when))
    assert found is not None
    assert abs(found - when) < timedelta(milliseconds=1)


@given(json_values)
def test_an_appointment_of_any_shape_is_read_or_refused(value: Any):
    text = compose(
        {"resourceType": "Appointment", "id": "1", "participant": value, "start": value, "status": value}
    )
    try:
        Session.from_json(text)
    except NotAResource:
        raise AssertionError("an appointment is an appointment") from None
