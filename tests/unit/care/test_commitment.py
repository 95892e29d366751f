"""A commitment: what is kept of it, what is sent of it, and on which days it is asked about."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from fhir.resources.R4B.goal import Goal
from hypothesis import given
from hypothesis import strategies as st

from mobile.care.catalog import Who, filing
from mobile.care.commitment import Commitment, begin
from mobile.care.grant import ShareGrant
from mobile.care.opened import Opened
from mobile.care.shared_commitment import SharedCommitment, State
from mobile.care.shared_intention import SharedIntention
from mobile.care.sharing import share, take_back, update_share

from .samples import NOW, PATIENT, SAM, an_intention

ME, THEM = Who("patient", PATIENT, "p1"), Who("practitioner", SAM.reference)
DAY = date(2026, 6, 7)
STATES: tuple[State, ...] = ("open", "done", "not_this_time", "let_go")


def a_walk(words: str = "A slow walk", state: State = "open") -> Commitment:
    return replace(begin("walk-of-mine", DAY, NOW, session="Appointment/a2").revise(words, NOW), state=state)


def shared(thing: Commitment) -> tuple[SharedCommitment, ShareGrant, Commitment]:
    copy, grant, _, knowing = share(thing, PATIENT, SAM, NOW)
    assert isinstance(copy, SharedCommitment)
    assert isinstance(grant, ShareGrant)
    assert isinstance(knowing, Commitment)
    return copy, grant, knowing


@pytest.mark.parametrize("state", STATES)
def test_it_is_kept_whole(state: State) -> None:
    kept = replace(
        a_walk(state=state), practice="p#walk", kind="walk", asked=(DAY + timedelta(days=1),), is_put_off=True
    )
    assert Commitment.from_json(kept.to_json()) == kept
    assert kept.KIND.compartment == "private"


@pytest.mark.parametrize("state", STATES)
def test_the_copy_says_the_words_the_day_and_what_became_of_it_and_nothing_else(state: State) -> None:
    walk = replace(a_walk("canary", state), practice="canary#walk", asked=(DAY,)).settle()
    copy, *_ = shared(walk.revise("A slow walk", NOW + timedelta(hours=1)))
    assert (copy.words, copy.day, copy.set_on, copy.state) == ("A slow walk", DAY, DAY, state)
    assert (copy.patient, copy.session, copy.is_withdrawn) == (PATIENT, "Appointment/a2", False)
    assert "canary" not in copy.to_json()
    assert walk.id not in copy.to_json()
    Goal.model_validate_json(copy.to_json())


@pytest.mark.parametrize("before", STATES)
@pytest.mark.parametrize("after", STATES)
def test_what_became_of_it_changes_nothing_else_of_the_copy(before: State, after: State) -> None:
    copy, *_ = shared(a_walk(state=before))
    theirs = SharedCommitment.from_resource(
        {**copy.to_resource(), "id": "7", "note": [{"text": "of the clinic"}]}
    )
    told = theirs.in_state(after)
    Goal.model_validate_json(told.to_json())
    assert (told.state, told.words, told.day) == (after, copy.words, copy.day)
    changed = {"lifecycleStatus", "achievementStatus"}
    assert {k: v for k, v in told.to_resource().items() if k not in changed} == {
        k: v for k, v in theirs.to_resource().items() if k not in changed
    }


def test_another_day_is_told_of_when_it_is_shared_again() -> None:
    copy, grant, knowing = shared(a_walk())
    assert not knowing.is_changed_since(copy)
    moved = knowing.moved_to(DAY + timedelta(days=2))
    assert moved.is_changed_since(copy)
    newer, settled = update_share(moved, copy, grant, NOW)
    assert isinstance(newer, SharedCommitment)
    assert (newer.id, newer.day, newer.words) == (copy.id, moved.day, copy.words)
    assert isinstance(settled, Commitment)


def test_it_is_never_taken_for_an_intention_nor_an_intention_for_it() -> None:
    copy, *_ = shared(a_walk())
    intention, *_ = share(an_intention(), PATIENT, SAM, NOW)
    for one, kind in ((copy, SharedCommitment.KIND), (intention, SharedIntention.KIND)):
        found = filing("Goal", one.to_json(), ME)
        assert found is not None
        assert found.kind == kind


def test_what_is_left_where_a_server_refuses_to_delete_holds_no_word_of_it() -> None:
    copy, grant, knowing = shared(a_walk("zebra"))
    save, remove = take_back([(grant, copy)], knowing, NOW)
    assert remove == [copy]
    assert isinstance(save[-1], Commitment)
    assert save[-1].copies == ()
    left = SharedCommitment.from_json(copy.withdrawn_stub())
    assert (left.is_withdrawn, left.words, left.day) == (True, "", None)
    assert "zebra" not in left.to_json()
    Goal.model_validate_json(left.to_json())


def test_a_therapist_holds_only_what_a_grant_opens() -> None:
    copy, grant, _ = shared(a_walk())
    document = json.dumps({**copy.to_resource(), "id": "7"})
    opened = Opened()
    assert filing("Goal", document, THEM, opened) is None
    opened.note(grant)
    assert filing("Goal", document, THEM, opened) is not None


def test_another_device_sees_it_as_the_patients_own() -> None:
    copy, *_ = shared(a_walk(state="done"))
    seen = Commitment.seen_in(copy, NOW + timedelta(days=3), NOW.date())
    assert (seen.words, seen.day, seen.state, seen.id) == ("A slow walk", DAY, "done", copy.id)


@pytest.mark.parametrize("due", [None, 7, "2026-06", "soon", "2026-06-07T10:00:00Z"])
def test_a_day_that_cannot_be_read_is_none(due: object) -> None:
    copy, *_ = shared(a_walk())
    resource = {**copy.to_resource(), "target": [{"dueDate": due}]}
    assert SharedCommitment.from_resource(resource).day == (DAY if due == "2026-06-07T10:00:00Z" else None)


def test_what_another_page_said_stays_and_its_words_do_too() -> None:
    before = a_walk()
    mine, theirs = before.revise("A slow walk alone", NOW), before.became("done")
    assert mine.heeding(theirs, before).state == "done"
    assert mine.became("let_go").heeding(theirs, before).state == "let_go"  # what this page said itself


# --- being asked about ---

_LOOKS = st.lists(st.tuples(st.integers(-3, 12), st.sampled_from(("nothing", "later"))), max_size=14).map(
    lambda looks: sorted(looks, key=lambda one: one[0])
)


@given(_LOOKS)
def test_it_is_asked_about_on_one_day_and_once_more_after_later_and_never_again(
    looks: list[tuple[int, str]],
) -> None:
    """Whatever days somebody looks on, and whatever they say: never before its day is over, on two days at the most."""
    one, days = a_walk(), set[date]()
    for ahead, answer in looks:
        today = DAY + timedelta(days=ahead)
        if one.is_asked_about(today):
            days.add(today)
            one = one.asked_on(today)
            if answer == "later" and one.may_be_put_off:
                one = one.put_off(today)
                assert not one.is_asked_about(today)
    assert all(day > DAY for day in days)
    assert len(days) <= 1 + int(one.is_put_off)
    first = min((DAY + timedelta(days=ahead) for ahead, _ in looks if ahead > 0), default=None)
    assert min(days, default=None) == first


@given(st.sampled_from(STATES[1:]), st.integers(-3, 12))
def test_what_was_answered_or_let_go_is_never_asked_about(state: State, ahead: int) -> None:
    assert not a_walk(state=state).is_asked_about(DAY + timedelta(days=ahead))


def test_another_day_is_asked_about_once_like_the_first() -> None:
    asked = a_walk().asked_on(DAY + timedelta(days=1))
    moved = asked.moved_to(DAY + timedelta(days=5))
    assert not moved.is_asked_about(DAY + timedelta(days=5))
    assert moved.is_asked_about(DAY + timedelta(days=6))
    assert asked.moved_to(DAY) == asked
