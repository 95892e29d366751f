"""What is written to and fro: the resources, their order in a thread, drafts that lose no word, days on which somebody reads."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from fhir.resources.R4B.communication import Communication
from fhir.resources.R4B.practitionerrole import PractitionerRole
from hypothesis import given
from hypothesis import strategies as st

from mobile.care.catalog import Who, filing, may_hold
from mobile.care.opened import Opened
from mobile.care.own_words import SharedCopy
from mobile.care.sharing import new_id, share, take_back
from mobile.care.talk.correspondence import Between
from mobile.care.talk.draft import BEGINS, TalkDraft, joined, team_thread
from mobile.care.talk.message import Message
from mobile.care.talk.reading_days import ReadingDays, reading_days_of
from mobile.care.talk.reply import Reply
from mobile.care.talk.thread import Thread, about, with_team
from mobile.documents.carriable import is_blank
from mobile.i18n import Moments

from .samples import CHICAGO, NOW, PATIENT, SAM, an_intention, sent
from .test_opened import shared

OTHER = "Practitioner/d1"
TO_SAM, TO_ME = Between(PATIENT, PATIENT, SAM.reference), Between(PATIENT, SAM.reference, PATIENT)
SAM_IN, ME = Who("practitioner", SAM.reference), Who("patient", PATIENT, "p1")


def a_reply(words: str = "What made it possible?", between: Between = TO_ME, **more: Any) -> Reply:
    copy = more.pop("copy", None) or shared()[0]
    return Reply.written(new_id(), words, between, thread=more.pop("thread", ()), now=NOW, about=copy, **more)


# --- the resources ---


def test_a_reply_and_a_message_are_valid_and_say_who_to_whom_about_what() -> None:
    copy, _ = shared()
    reply = a_reply("Two\nlines", TO_SAM, copy=copy)
    Communication.model_validate_json(reply.to_json())
    assert (reply.words, reply.patient, reply.sender, reply.recipient) == (
        "Two\nlines", PATIENT, PATIENT, SAM.reference,
    )  # fmt: skip
    assert copy.names <= reply.about
    assert (reply.sent_at, reply.read_at, reply.is_from_patient) == (NOW, None, True)
    assert Reply.from_json(reply.to_json()) == reply
    message = Message.written(new_id(), "When?", Between(PATIENT, PATIENT, "CareTeam/c1"), thread=(), now=NOW)
    Communication.model_validate_json(message.to_json())
    assert message.about == frozenset()
    assert "about" not in message.to_resource()


def test_reading_it_adds_the_receipt_and_nothing_else_and_the_first_time_counts() -> None:
    before = Reply.from_json(json.dumps({**a_reply().to_resource(), "odd": [1.50], "id": "7"}))
    read = before.read_now(NOW)
    Communication.model_validate({k: v for k, v in read.to_resource().items() if k != "odd"})
    changed = {**before.to_resource(), "status": "completed", "received": read.to_resource()["received"]}
    assert read.to_resource() == changed
    assert read.read_now(NOW + timedelta(days=1)) is read


def test_it_names_only_what_the_clinic_has_because_the_rest_may_still_be_taken_out() -> None:
    first = Reply.from_json(json.dumps(sent(a_reply(), "m1")))
    unsent = a_reply(between=TO_SAM)
    answer = a_reply("Just so", TO_SAM, thread=[first, unsent])
    assert [link["reference"] for link in answer.to_resource()["partOf"]] == [first.reference]
    assert [link["reference"] for link in answer.to_resource()["inResponseTo"]] == [first.reference]
    alone = a_reply("First", TO_SAM, thread=[unsent])
    assert not {"partOf", "inResponseTo"} & alone.to_resource().keys()


@pytest.mark.parametrize("off", [timedelta(days=-2), timedelta(days=2), timedelta(0)])
def test_an_answer_never_stands_before_what_it_answers_whoevers_clock_is_wrong(off: timedelta) -> None:
    """`off`: how far the patient's phone is from the time it is."""
    thread: list[Message] = []
    team = Between(PATIENT, PATIENT, "CareTeam/c1"), Between(PATIENT, SAM.reference, PATIENT)
    for minute, side in enumerate((0, 1, 0, 0, 1, 0)):
        at = NOW + timedelta(minutes=minute) + (off if side == 0 else timedelta())
        one = Message.written(new_id(), f"{minute}", team[side], thread=thread, now=at)
        thread.append(Message.from_json(json.dumps(sent(one, f"m{minute}"))))
    for order in (thread, thread[::-1]):
        assert [one.words for one in with_team(order, PATIENT, PATIENT).written] == list("012345")


def test_a_ring_of_answers_that_a_server_made_up_loses_none_of_them() -> None:
    made_up = [
        Message.from_json(
            json.dumps(
                {
                    **sent(Message.written(new_id(), str(n), TO_SAM, thread=(), now=NOW), f"m{n}"),
                    "inResponseTo": [{"reference": f"Communication/m{answers}"}],
                }
            )
        )
        for n, answers in ((0, 1), (1, 0), (2, 2), (3, 9))
    ]
    assert {one.words for one in with_team(made_up, PATIENT, PATIENT).written} == set("0123")


# --- filing ---


def test_a_therapist_holds_a_reply_only_while_what_it_is_about_is_open_to_them() -> None:
    opened = Opened()
    (copy, grant), (other, _) = shared(), shared()
    theirs, mine = a_reply("Mine", TO_SAM, copy=copy), a_reply("Theirs", TO_ME, copy=copy)
    unopened = a_reply("Closed", TO_SAM, copy=other)
    assert filing("Communication", theirs.to_json(), SAM_IN, opened) is None
    assert filing("Consent", grant.to_json(), SAM_IN, opened) is not None
    for one in (theirs, mine):
        assert filing("Communication", json.dumps(sent(one, one.id)), SAM_IN, opened) is not None
        assert may_hold("Communication", one.id, SAM_IN, opened)
    assert filing("Communication", unopened.to_json(), SAM_IN, opened) is None
    to_another = a_reply("Not mine", Between(PATIENT, PATIENT, OTHER), copy=copy)
    assert filing("Communication", to_another.to_json(), SAM_IN, opened) is None
    of_another = theirs.to_resource() | {"subject": {"reference": "Patient/p2"}}
    assert filing("Communication", json.dumps(of_another), SAM_IN, opened) is None
    filing("Consent", grant.ended(NOW).to_json(), SAM_IN, opened)
    assert filing("Communication", theirs.to_json(), SAM_IN, opened) is None
    assert not may_hold("Communication", theirs.id, SAM_IN, opened), (
        "it goes, whatever the server still shows"
    )
    assert may_hold("Communication", "a notice", SAM_IN, opened)
    assert filing("Communication", mine.to_json(), ME) is not None, "the patient's own record keeps it"
    assert filing("Communication", json.dumps(of_another), ME) is None


# --- threads ---


def test_only_the_two_sides_are_in_a_thread_whatever_a_server_holds_under_its_name() -> None:
    copy, _ = shared()
    asked, answered = a_reply("Asked", copy=copy), a_reply("Answered", TO_SAM, copy=copy)
    stranger = a_reply("Let me in", Between(PATIENT, OTHER, PATIENT), copy=copy)
    misled = a_reply("To another", Between(PATIENT, PATIENT, OTHER), copy=copy)
    elsewhere = a_reply("Of another thing")
    void = asked.changed(status="entered-in-error")
    thread = about(
        [asked, answered, stranger, misled, elsewhere, void], copy.names, PATIENT, PATIENT, {SAM.reference}
    )
    assert {one.words for one in thread.written} == {"Asked", "Answered"}
    assert [one.words for one in thread.unread] == ["Asked"]
    desk = about([asked, answered, stranger], copy.names, SAM.reference, PATIENT, {SAM.reference})
    assert [one.words for one in desk.unread] == ["Answered"]


def test_a_colleagues_answer_to_a_patient_is_not_new_to_the_team() -> None:
    mine = Message.written(new_id(), "When?", Between(PATIENT, PATIENT, "CareTeam/c1"), thread=(), now=NOW)
    theirs = Message.written(new_id(), "Tuesday", Between(PATIENT, OTHER, PATIENT), thread=(), now=NOW)
    assert [one.words for one in with_team([mine, theirs], SAM.reference, PATIENT).unread] == ["When?"]
    assert [one.words for one in with_team([mine, theirs], PATIENT, PATIENT).unread] == ["Tuesday"]
    assert with_team([mine, theirs], "Patient/p2", "Patient/p2") == Thread("Patient/p2")


# --- drafts ---


def draft(words: str, at: datetime = NOW, id: str = "a") -> TalkDraft:
    return TalkDraft(BEGINS + id, "c1", PATIENT, at, words)


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), min_size=1, max_size=30).filter(
    lambda words: not is_blank(words)
)


@given(WORDS, WORDS, WORDS)
def test_two_pages_that_write_one_draft_lose_no_word(first: str, mine: str, theirs: str) -> None:
    before = draft(first)
    ours, stored = before.revise(mine, NOW), before.revise(theirs, NOW)
    both = ours.heeding(stored, before)
    assert ours.words in both.words
    if stored.words != before.words:
        assert stored.words in both.words
    assert both.id == before.id


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_several_drafts_of_one_thread_become_one_with_every_word(words: list[str]) -> None:
    drafts = [draft(text, NOW + timedelta(minutes=n), str(n)) for n, text in enumerate(words)]
    found = joined(reversed(drafts))
    assert found is not None
    assert all(one.words in found.words for one in drafts)
    assert found.id == drafts[-1].id
    assert TalkDraft.from_json(found.to_json()) == found


def test_no_draft_is_none() -> None:
    assert joined([]) is None
    assert draft("x", id="r1").becomes == "r1"
    assert team_thread(PATIENT) == "team Patient/p1"


# --- own words remember what they were shared as ---


def test_words_taken_back_know_their_copy_still_and_shared_again_have_both() -> None:
    copy, grant, _, kept = share(an_intention(), PATIENT, SAM, NOW)
    link = SharedCopy(SAM.reference, copy.id, grant.id)
    save, _ = take_back([(grant, copy)], kept, NOW)  # type: ignore[list-item,arg-type]
    back: Any = save[-1]
    assert (back.copies, back.taken_back) == ((), (link,))
    again: Any = share(back, PATIENT, SAM, NOW)[-1]
    assert (len(again.copies), again.taken_back) == (1, (link,))
    assert type(again).from_json(again.to_json()) == again
    assert [pair[0] for pair in again.head()["threads"]] == [again.copies[0].copy_id, copy.id]
    heeded = kept.revise("other words", NOW).heeding(again, kept)  # type: ignore[attr-defined]
    assert (heeded.copies, heeded.taken_back) == (again.copies, (link,))


# --- reading days ---


def test_reading_days_are_a_role_of_their_own_and_change_in_place() -> None:
    days = ReadingDays.make(SAM.reference, [1, 4])
    PractitionerRole.model_validate_json(days.to_json())
    assert days.id == ReadingDays.make(SAM.reference, [2]).id, "made on two devices, it is one"
    later = ReadingDays.from_json(
        json.dumps({**days.to_resource(), "id": "7", "specialty": [{"text": "x"}]})
    ).on([2])
    PractitionerRole.model_validate_json(later.to_json())
    assert (later.days, later.to_resource()["specialty"]) == (frozenset({2}), [{"text": "x"}])
    none = later.on([])
    assert none.days == frozenset()
    assert "availableTime" not in none.to_resource()
    assert reading_days_of([none, days], SAM.reference) == days
    assert reading_days_of([none], SAM.reference) is None


@given(
    st.sets(st.integers(0, 6)),
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
)
def test_the_next_reading_day_is_the_first_by_the_clinics_calendar(days: set[int], now: datetime) -> None:
    coming = ReadingDays.make(SAM.reference, days).next(now, CHICAGO)
    today = now.astimezone(CHICAGO).date()
    if not days:
        assert coming is None
        return
    assert coming is not None
    assert coming.weekday() in days
    assert 0 <= (coming - today).days < 7
    between = [today + timedelta(days=n) for n in range((coming - today).days)]
    assert not any(day.weekday() in days for day in between)


def test_late_in_the_evening_at_utc_it_is_still_the_clinics_day() -> None:
    late = datetime(2026, 6, 10, 3, tzinfo=UTC)  # Tuesday, 10 PM at the clinic
    assert ReadingDays.make(SAM.reference, [1]).next(late, CHICAGO) == date(2026, 6, 9)


@pytest.mark.parametrize(
    ("days", "english", "spanish"),
    [
        ((1,), "on Tuesdays", "los martes"),
        ((5, 0), "on Mondays and Saturdays", "los lunes y los sábados"),
        ((0, 2, 4), "on Mondays, Wednesdays and Fridays", "los lunes, los miércoles y los viernes"),
        (range(7), "every day", "todos los días"),
        ((), "", ""),
    ],
)
def test_weekdays_in_words(days: Any, english: str, spanish: str) -> None:
    assert Moments("en", CHICAGO).on_weekdays(days) == english
    assert Moments("es", CHICAGO).on_weekdays(days) == spanish
