"""A word for the day: what is kept of it, what is sent of it, and nothing else."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from fhir.resources.R4B.documentreference import DocumentReference

from mobile.care.catalog import Who, filing
from mobile.care.daily_word import DailyWord, SharedDailyWord, day_of_id, id_of_day
from mobile.care.grant import ShareGrant
from mobile.care.notices import ShareNotice
from mobile.care.opened import Opened
from mobile.care.sharing import share, take_back, update_share

from .samples import NOW, PATIENT, SAM

ME, THEM = Who("patient", PATIENT, "p1"), Who("practitioner", SAM.reference)

DAY = date(2026, 6, 7)


def a_word(words: str = "slow") -> DailyWord:
    bare = DailyWord(id=id_of_day(DAY), words="", made_at=NOW, changed_at=NOW, day=DAY)
    return bare.revise(words, NOW)


def shared(words: str = "slow") -> tuple[SharedDailyWord, ShareGrant, ShareNotice, DailyWord]:
    copy, grant, notice, knowing = share(a_word(words), PATIENT, SAM, NOW)
    assert isinstance(copy, SharedDailyWord)
    assert isinstance(grant, ShareGrant)
    assert isinstance(notice, ShareNotice)
    assert isinstance(knowing, DailyWord)
    return copy, grant, notice, knowing


@pytest.mark.parametrize("words", ["slow", "ñandú 🪶", "שקט", "half \ud83d"])
def test_it_is_kept_whole(words: str):
    kept = a_word(words)
    assert DailyWord.from_json(kept.to_json()) == kept
    assert kept.head()["day"] == "2026-06-07"
    assert kept.KIND.compartment == "private"


def test_the_copy_says_the_words_and_the_day_and_nothing_that_was_before():
    word = a_word("canary of before").settle().revise("slow", NOW + timedelta(hours=1))
    copy, *_ = share(word, PATIENT, SAM, NOW)
    assert isinstance(copy, SharedDailyWord)
    assert (copy.words, copy.day, copy.patient, copy.session) == ("slow", DAY, PATIENT, None)
    assert "canary" not in copy.to_json()
    assert word.id not in copy.to_json()
    DocumentReference.model_validate_json(copy.to_json())


def test_new_words_change_the_same_copy_and_keep_what_the_clinic_added():
    copy, grant, _, knowing = shared()
    theirs = {**copy.to_resource(), "id": "7", "description": "of the clinic"}
    copy = SharedDailyWord.from_resource(theirs)
    newer, notice, settled = update_share(knowing.revise("slower", NOW), copy, grant, NOW)
    assert isinstance(newer, SharedDailyWord)
    assert (newer.id, newer.words, newer.day) == (copy.id, "slower", DAY)
    assert newer.to_resource()["description"] == "of the clinic"
    assert isinstance(notice, ShareNotice)
    assert isinstance(settled, DailyWord)
    assert settled.is_settled


def test_taking_it_back_ends_the_grant_and_removes_the_copy():
    copy, grant, _, knowing = shared()
    save, remove = take_back([(grant, copy)], knowing, NOW)
    assert isinstance(save[0], ShareGrant)
    assert not save[0].is_active
    assert remove == [copy]
    assert isinstance(save[-1], DailyWord)
    assert save[-1].copies == ()


def test_a_stub_holds_no_word_of_it():
    copy, *_ = shared("zebra")
    withdrawn_stub = SharedDailyWord.from_json(copy.withdrawn_stub())
    assert (withdrawn_stub.is_withdrawn, withdrawn_stub.words) == (True, "")
    assert "zebra" not in withdrawn_stub.to_json()
    assert json.loads(withdrawn_stub.to_json())["content"][0]["attachment"] == {"title": "withdrawn"}
    DocumentReference.model_validate_json(withdrawn_stub.to_json())


def test_another_device_sees_it_as_the_patients_own_of_the_same_day():
    copy, *_ = shared()
    seen = DailyWord.seen_in(copy, NOW + timedelta(days=3), NOW.date())
    assert (seen.words, seen.day, seen.id, seen.is_settled) == ("slow", DAY, copy.id, True)


@pytest.mark.parametrize("data", [None, 7, "%%%", "/w=="])
def test_what_is_no_text_reads_as_no_words(data: Any):
    copy, *_ = shared()
    resource = copy.to_resource()
    resource["content"][0]["attachment"]["data"] = data
    assert SharedDailyWord.from_resource(resource).words == ""


@pytest.mark.parametrize(("kind", "words"), [("application/pdf", ""), ("text/html", ""), (None, "slow")])
def test_only_plain_text_is_read_as_words(kind: str | None, words: str):
    copy, *_ = shared()
    resource = copy.to_resource()
    resource["content"][0]["attachment"]["contentType"] = kind
    assert SharedDailyWord.from_resource(resource).words == words


@pytest.mark.parametrize(
    ("id", "day"), [("word-2026-06-07", DAY), ("word-", None), ("word-x", None), ("2026-06-07", None)]
)
def test_an_id_says_its_day_only_where_it_is_one_of_a_day(id: str, day: date | None):
    assert day_of_id(id) == day


def test_the_patient_keeps_their_own_and_a_therapist_only_what_a_grant_opens():
    copy, grant, *_ = shared()
    document = json.dumps({**copy.to_resource(), "id": "7"})
    opened = Opened()
    assert filing("DocumentReference", document, ME) is not None
    assert filing("DocumentReference", document, THEM, opened) is None
    opened.note(grant)
    found = filing("DocumentReference", document, THEM, opened)
    assert found is not None
    assert found.kind == SharedDailyWord.KIND
    opened.note(grant.ended(NOW))
    assert filing("DocumentReference", document, THEM, opened) is None
