"""Sharing as the records it makes, and taking it back with whatever is left."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from fhir.resources.R4B.communication import Communication
from fhir.resources.R4B.consent import Consent
from fhir.resources.R4B.goal import Goal

from mobile.care.grant import ShareGrant
from mobile.care.intention import Intention
from mobile.care.notices import ShareNotice, WithdrawalNotice
from mobile.care.own_words import SharedCopy
from mobile.care.shared_intention import SharedIntention
from mobile.care.sharing import CannotShare, Reader, share, take_back, update_share
from mobile.care.words import MOST_BYTES

from .samples import CHICAGO, NOW, PATIENT, SAM, an_intention

LATER = NOW + timedelta(hours=3)


def shared(words: str = "To meet the quiet") -> tuple[SharedIntention, ShareGrant, ShareNotice, Intention]:
    copy, grant, notice, knowing = share(an_intention(words), PATIENT, SAM, NOW)
    assert isinstance(copy, SharedIntention)
    assert isinstance(grant, ShareGrant)
    assert isinstance(notice, ShareNotice)
    assert isinstance(knowing, Intention)
    return copy, grant, notice, knowing


def as_received(noun: Any, server_id: str) -> Any:
    """The noun after the server has named it."""
    return noun.changed(id=server_id, meta={"versionId": "1"})


def test_sharing_saves_the_copy_then_the_grant_then_the_notice_then_the_intention():
    copy, grant, notice, knowing = shared()
    assert copy.words == "To meet the quiet"
    assert (copy.patient, copy.session) == (PATIENT, "Appointment/a3")
    assert (grant.patient, grant.practitioner, grant.practitioner_name) == (
        PATIENT,
        "Practitioner/t1",
        "Sam Sample",
    )
    assert grant.is_active
    assert grant.opens(copy)
    assert notice.about & copy.names
    assert not notice.is_read
    (found,) = knowing.copies
    assert (found.copy_id, found.grant_id) == (copy.id, grant.id)


def test_what_is_sent_is_valid_fhir_by_another_librarys_models():
    copy, grant, notice, _ = shared()
    Goal.model_validate_json(copy.to_json())
    Consent.model_validate_json(grant.to_json())
    Communication.model_validate_json(notice.to_json())
    Goal.model_validate_json(copy.withdrawn_stub())
    save, _ = take_back([(grant, copy)], None, LATER)
    Consent.model_validate_json(save[0].to_json())
    Communication.model_validate_json(save[1].to_json())


def test_the_shared_date_is_the_clinics_date():
    late = datetime.fromisoformat("2026-06-08T02:30:00+00:00")  # still the 7th in Chicago
    copy, *_ = share(an_intention(), PATIENT, SAM, late, zone=CHICAGO)
    assert json.loads(copy.to_json())["startDate"] == "2026-06-07"


def test_without_the_clinics_zone_it_is_the_date_of_the_time_given():
    early = datetime.fromisoformat("2026-06-08T02:30:00+14:00")
    copy, *_ = share(an_intention(), PATIENT, SAM, early)
    assert json.loads(copy.to_json())["startDate"] == "2026-06-08"


def test_each_record_bears_the_id_that_was_made_for_it_in_their_order():
    made = iter(["one", "two", "three"])
    copy, grant, notice, knowing = share(an_intention(), PATIENT, SAM, NOW, make_id=lambda: next(made))
    assert [noun.id for noun in (copy, grant, notice)] == ["one", "two", "three"]
    assert isinstance(knowing, Intention)
    assert knowing.copies == (SharedCopy(SAM.reference, "one", "two"),)
    assert (knowing.wish, knowing.is_settled) == ("therapist", True)


def test_sharing_again_with_the_same_reader_knows_of_the_newer_copy_only():
    *_, knowing = shared()
    *_, again = share(knowing, PATIENT, SAM, LATER)
    assert isinstance(again, Intention)
    assert len(again.copies) == 1
    assert again.copies != knowing.copies


def test_what_is_told_is_told_now_by_the_patient_to_the_reader():
    copy, grant, notice, knowing = shared()
    assert (notice.patient, notice.practitioner, notice.sent_at) == (PATIENT, SAM.reference, NOW)
    assert grant.given_at == NOW
    newer = update_share(knowing.revise("Other words", LATER), copy, grant, LATER, make_id=lambda: "n2")[1]
    assert isinstance(newer, ShareNotice)
    assert (newer.id, newer.patient, newer.practitioner, newer.sent_at) == (
        "n2",
        PATIENT,
        SAM.reference,
        LATER,
    )
    (_, told), _ = take_back([(grant, copy)], None, LATER, make_id=lambda: "w1")
    assert isinstance(told, WithdrawalNotice)
    assert (told.id, told.patient, told.practitioner, told.sent_at) == ("w1", PATIENT, SAM.reference, LATER)


def test_another_session_is_sent_without_telling_anybody_anew():
    copy, grant, _, knowing = shared()
    newer, settled = update_share(replace(knowing, session="Appointment/a9"), copy, grant, LATER)
    assert isinstance(newer, SharedIntention)
    assert (newer.session, newer.words) == ("Appointment/a9", copy.words)
    assert isinstance(settled, Intention)


@pytest.mark.parametrize("missing", ["patient", "reader"])
def test_a_grant_that_does_not_say_who_ends_and_tells_nobody(missing: str):
    copy, grant, _, knowing = shared()
    if missing == "patient":
        grant = grant.changed(patient=None)
    else:
        grant = grant.changed(provision={**grant.to_resource()["provision"], "actor": []})
    save, _ = take_back([(grant, copy)], None, LATER)
    assert [type(noun) for noun in save] == [ShareGrant]
    save = update_share(knowing.revise("Other words", LATER), copy, grant, LATER)
    assert [type(noun) for noun in save] == [SharedIntention, Intention]


def test_words_that_no_longer_can_be_shared_leave_the_copy_as_it_is():
    copy, grant, _, knowing = shared()
    with pytest.raises(CannotShare) as refused:
        update_share(knowing.revise("", LATER), copy, grant, LATER)
    assert refused.value.problem == "empty"
    assert str(refused.value) == "empty"


def test_taking_back_one_of_two_leaves_the_other_known_and_the_wish():
    copy, grant, _, knowing = shared()
    *_, both = share(knowing, PATIENT, Reader("Practitioner/t2"), LATER)
    assert isinstance(both, Intention)
    save, _ = take_back([(grant, copy)], both, LATER)
    left = save[-1]
    assert isinstance(left, Intention)
    assert [known.practitioner for known in left.copies] == ["Practitioner/t2"]
    assert left.wish == "therapist"


@pytest.mark.parametrize("why", ["ended", "the same", "another record"])
def test_a_copy_that_no_other_grant_in_force_opens_goes(why: str):
    copy, grant, _, _ = shared()
    other = ShareGrant.make("g2", copy, patient=PATIENT, practitioner="Practitioner/t2", name=None, now=NOW)
    if why == "ended":
        other = other.ended(LATER)
    if why == "the same":
        other = grant
    if why == "another record":
        other = shared()[1]
    _, remove = take_back([(grant, copy)], None, LATER, grants=[other])
    assert remove == [copy]


def test_taking_back_from_all_removes_a_copy_they_had_in_common_once():
    copy, grant, _, knowing = shared()
    other = ShareGrant.make("g2", copy, patient=PATIENT, practitioner="Practitioner/t2", name=None, now=NOW)
    third = ShareGrant.make("g3", copy, patient=PATIENT, practitioner="Practitioner/t3", name=None, now=NOW)
    save, remove = take_back([(grant, copy), (other, copy)], knowing, LATER, grants=[grant, other])
    assert [type(noun) for noun in save] == [
        ShareGrant,
        WithdrawalNotice,
        ShareGrant,
        WithdrawalNotice,
        Intention,
    ]
    assert all(noun.ended_at == LATER for noun in save if isinstance(noun, ShareGrant))
    assert remove == [copy]
    _, remove = take_back([(grant, copy), (other, copy)], knowing, LATER, grants=[grant, other, third])
    assert remove == [], "a third may still read it"


def test_nothing_of_the_private_intention_but_its_words_is_in_what_is_sent():
    intention = an_intention("old canary words", id="canary-id").settle().revise("new words", LATER)
    *sent, _ = share(intention, PATIENT, SAM, LATER)
    for noun in sent:
        assert "canary" not in noun.to_json()


def test_the_words_are_in_the_copy_once():
    copy, *_ = shared("zebra")
    assert copy.to_json().count("zebra") == 1


def test_the_grant_and_the_notices_hold_no_word_of_the_intention():
    copy, grant, notice, _ = shared("zebra")
    save, _ = take_back([(grant, copy)], None, LATER)
    for noun in (grant, notice, *save):
        assert "zebra" not in noun.to_json()


@pytest.mark.parametrize("words", ["", "   \n", "\x00\x07"])
def test_no_words_cannot_be_shared(words: str):
    with pytest.raises(CannotShare) as refused:
        share(an_intention(words), PATIENT, SAM, NOW)
    assert refused.value.problem == "empty"


def test_words_longer_than_a_record_takes_cannot_be_shared_and_stay_whole():
    intention = an_intention("é" * MOST_BYTES)
    with pytest.raises(CannotShare) as refused:
        share(intention, PATIENT, SAM, NOW)
    assert refused.value.problem == "too_long"
    assert len(Intention.from_json(intention.to_json()).words) == MOST_BYTES


def test_an_update_changes_the_same_copy_keeps_what_others_added_and_sends_a_new_notice():
    copy, grant, _, knowing = shared()
    copy = as_received(copy, "77").changed(note=[{"text": "from elsewhere", "unknown": 1}])
    save = update_share(knowing.revise("Other words", LATER), copy, grant, LATER)
    newer, notice, settled = save
    assert isinstance(newer, SharedIntention)
    assert isinstance(notice, ShareNotice)
    assert isinstance(settled, Intention)
    assert (newer.id, newer.server_id, newer.words) == (copy.id, "77", "Other words")
    assert json.loads(newer.to_json())["note"] == [{"text": "from elsewhere", "unknown": 1}]
    assert notice.about & newer.names
    assert settled.is_settled


def test_an_update_says_whether_the_words_are_shown_on_session_day():
    copy, grant, _, knowing = shared()
    shown = replace(knowing, show_on_session_day=True)
    newer, settled = update_share(shown, copy, grant, LATER)  # the words are the same: nobody is told anew
    assert isinstance(newer, SharedIntention)
    assert newer.is_shown_on_session_day
    assert settled.is_settled  # type: ignore[attr-defined]


def test_an_update_of_unchanged_words_sends_nothing():
    copy, grant, _, knowing = shared()
    assert [type(noun) for noun in update_share(knowing, copy, grant, LATER)] == [Intention]


def test_taking_back_ends_the_grant_then_tells_then_removes_the_copy():
    copy, grant, _, knowing = shared()
    save, remove = take_back([(grant, copy)], knowing, LATER)
    ended, told, left = save
    assert isinstance(ended, ShareGrant)
    assert isinstance(told, WithdrawalNotice)
    assert isinstance(left, Intention)
    assert (ended.id, ended.is_active, ended.ended_at) == (grant.id, False, LATER)
    assert ended.given_at == NOW
    assert told.about & ended.names
    assert (left.copies, left.wish) == ((), "only_me")
    assert remove == [copy]


def test_taking_back_works_from_another_device_that_has_only_the_grant():
    _, grant, _, _ = shared()
    save, remove = take_back([(as_received(grant, "9"), None)], None, LATER)
    assert [type(noun) for noun in save] == [ShareGrant, WithdrawalNotice]
    assert remove == []


def test_taking_back_twice_tells_once():
    copy, grant, _, knowing = shared()
    (ended, *_), _ = take_back([(grant, copy)], knowing, LATER)
    assert isinstance(ended, ShareGrant)
    save, remove = take_back([(ended, copy)], None, LATER)
    assert (save, remove) == ([], [copy])


def test_a_copy_another_person_may_still_read_is_not_removed():
    copy, grant, _, _ = shared()
    other = ShareGrant.make("g2", copy, patient=PATIENT, practitioner="Practitioner/t2", name=None, now=NOW)
    _, remove = take_back([(grant, copy)], None, LATER, grants=[grant, other])
    assert remove == []


def test_references_still_meet_after_the_server_named_each_record():
    copy, grant, notice, _ = shared()
    copy = as_received(copy, "77")
    link = {"reference": "Goal/77"}
    assert notice.changed(about=[link]).about & copy.names
    assert grant.opens(copy)


def test_the_receipt_is_the_first_reading_and_newer_words_are_unread():
    copy, grant, notice, knowing = shared()
    read = notice.read_now(LATER)
    assert read.read_now(LATER + timedelta(days=1)).read_at == LATER
    assert json.loads(read.to_json())["status"] == "completed"
    newer = update_share(knowing.revise("Other", LATER), copy, grant, LATER + timedelta(minutes=1))[1]
    assert isinstance(newer, ShareNotice)
    assert newer.read_at is None


def test_a_stub_has_the_records_place_and_no_word_of_it():
    copy, *_ = shared("zebra")
    withdrawn_stub = SharedIntention.from_json(as_received(copy, "77").withdrawn_stub())
    assert (withdrawn_stub.server_id, withdrawn_stub.is_withdrawn, withdrawn_stub.words) == (
        "77",
        True,
        "withdrawn",
    )
    assert "zebra" not in withdrawn_stub.to_json()


def test_sharing_with_two_people_makes_a_copy_for_each():
    *_, knowing = shared()
    copy, _, _, both = share(knowing, PATIENT, Reader("Practitioner/t2"), LATER)
    assert isinstance(both, Intention)
    assert {c.practitioner for c in both.copies} == {"Practitioner/t1", "Practitioner/t2"}
    assert copy.id not in {c.copy_id for c in knowing.copies}


def test_taking_back_from_several_removes_each_copy_and_leaves_what_others_still_have():
    first_copy, first, _, knowing = shared()
    made = []
    for reader in (Reader("Practitioner/t2", "Ada Sample"), Reader("Practitioner/t3", "Bo Sample")):
        *found, knowing = share(knowing, PATIENT, reader, NOW)
        made.append(found)
    (second_copy, second, _), (_, third, _) = made
    save, remove = take_back(
        [(first, first_copy), (second, second_copy)], knowing, LATER, grants=[first, second, third]
    )
    left = save[-1]
    assert isinstance(left, Intention)
    assert [known.grant_id for known in left.copies] == [third.id]
    assert left.wish == "therapist"
    assert {noun.id for noun in remove} == {first_copy.id, second_copy.id}
    save, _ = take_back([(third, None)], left, LATER, grants=[first, second, third])
    assert isinstance(save[-1], Intention)
    assert (save[-1].copies, save[-1].wish) == ((), "only_me")
