"""What of an entry somebody is given: the very text of the preview, and nothing else of the entry."""

from __future__ import annotations

import json
from base64 import b64decode
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fhir.resources.R4B.documentreference import DocumentReference
from hypothesis import given
from hypothesis import strategies as st

from mobile.care.catalog import Who, filing
from mobile.care.grant import ShareGrant
from mobile.care.journal.chosen import Chosen, PartGone, part_of
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.shared_entry import SharedEntry
from mobile.care.journal.shown import Shown
from mobile.care.journal.stays import Stays, stays
from mobile.care.opened import Opened
from mobile.care.sentences import sentences
from mobile.care.sharing import CannotShare, share, update_share
from tests.unit.care.journal.test_entry import LIGHTER, an_entry, full
from tests.unit.care.samples import NOW, PATIENT, SAM

ME, THEM = Who("patient", PATIENT, "p1"), Who("practitioner", SAM.reference)
WORDS = "Woke with the lake. It is not frightening. I called my sister."


def marked(*places: int, words: str = WORDS, **beside: Any) -> JournalEntry:
    entry = an_entry(words, **beside)
    for place in places:
        entry = replace(entry, chosen=entry.chosen.marking(words, place, True))
    return entry


def copy_of(entry: JournalEntry) -> SharedEntry:
    copy = share(entry, PATIENT, SAM, NOW)[0]
    assert isinstance(copy, SharedEntry)
    return copy


def decoded(copy: SharedEntry) -> str:
    return b64decode(copy.to_resource()["content"][0]["attachment"]["data"]).decode()


# --- sentences ---


@pytest.mark.parametrize("row", ["." * 200_000 + "x", 'a."' * 100_000, "؟" * 200_000 + "x", "!?" * 100_000])
def test_a_long_row_of_signs_takes_no_longer_than_words(row: str) -> None:
    """Tried anew from each sign it would take hours."""
    assert "".join(one.words for one in sentences(row)) == row


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two? Three", ["One.", "Two?", "Three"]),
        ("  “Said.” Then\n\n3.5 grams… ok", ["“Said.”", "Then", "3.5 grams…", "ok"]),
        ("今日は静か。湖。", ["今日は静か。", "湖。"]),
        ("متى؟ الآن.", ["متى؟", "الآن."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences_end_where_people_end_them(text: str, found: list[str]) -> None:
    assert [one.words for one in sentences(text)] == found


@given(st.text())
def test_between_sentences_nothing_is_left_but_space(text: str) -> None:
    at = 0
    for one in sentences(text):
        assert text[one.begin : one.end] == one.words
        assert not text[at : one.begin].strip()
        at = one.end
    assert not text[at:].strip()


# --- a part ---


def test_what_is_left_out_is_a_gap_that_never_says_how_long() -> None:
    assert marked(0, 2).shown.words == "Woke with the lake. […] I called my sister."
    assert marked(1).shown.words == "[…] It is not frightening. […]"
    assert marked(0, 1).shown.words == "Woke with the lake. It is not frightening. […]"
    longer = WORDS.replace("It is not frightening.", "It is not. " * 40)
    last = len(sentences(longer)) - 1
    assert marked(0, last, words=longer).shown.words == marked(0, 2).shown.words


def test_a_gap_is_told_from_the_same_signs_in_the_words() -> None:
    entry = marked(0, 2, words="He wrote a[…]b to me. No. Yes.")
    copy = copy_of(entry)
    assert copy.shown.pieces == ("He wrote a[…]b to me.", None, "Yes.")
    assert copy.shown.gap == "[……]"


def test_a_part_that_is_gone_is_never_replaced_by_other_words() -> None:
    entry = marked(1)
    copy, grant, *_ = share(entry, PATIENT, SAM, NOW)
    assert isinstance(copy, SharedEntry)
    assert isinstance(grant, ShareGrant)
    changed = entry.revise(WORDS.replace("It is not frightening.", "It never was frightening."), NOW)
    with pytest.raises(PartGone):
        _ = changed.shown
    assert changed.to_send().problem == "part_gone"
    assert changed.is_changed_since(copy)
    with pytest.raises(CannotShare) as refused:
        update_share(changed, copy, grant, NOW)
    assert refused.value.problem == "part_gone"
    inside = entry.revise(WORDS.replace("It is not", "They said that It is not"), NOW)
    assert (
        inside.to_send().problem == "part_gone"
    )  # the same signs inside another sentence are another sentence


def test_a_part_stays_what_it_was_where_other_sentences_change_around_it() -> None:
    entry = marked(2)
    moved = entry.revise("Before all. " + WORDS.replace("Woke with the lake.", "Slept."), NOW)
    assert moved.shown.words == "[…] I called my sister."
    assert moved.to_send() == entry.to_send()


def test_of_two_sentences_that_say_the_same_the_marked_one_is_meant() -> None:
    words = "No. It was blue. No."
    assert marked(2, words=words).shown.words == "[…] No."
    assert marked(0, words=words).shown.words == "No. […]"


def test_marks_that_are_gone_go_when_another_sentence_is_marked() -> None:
    entry = marked(0, 1).revise(WORDS.replace("It is not frightening.", "Other."), NOW)
    again = entry.chosen.marking(entry.words, 2, True)
    assert [mark.words for mark in again.marks] == ["Woke with the lake.", "I called my sister."]


# --- the very text ---


@given(
    st.text(),
    st.text(max_size=30),
    st.text(max_size=30),
    st.lists(st.text(min_size=1, max_size=8), max_size=3),
    st.sampled_from(["whole", "part", "title"]),
    st.sets(st.integers(0, 8)),
    st.booleans(),
    st.booleans(),
)
def test_what_is_sent_is_what_was_previewed_and_reads_back_the_same(
    words: str,
    title: str,
    prompt: str,
    tags: list[str],
    scope: Any,
    places: set[int],
    with_steps: bool,
    with_tags: bool,
) -> None:
    entry = an_entry(words, mood=LIGHTER).named(title).answering(prompt)
    for tag in tags:
        entry = entry.tagged(tag)
    chosen = Chosen(with_steps=with_steps, with_tags=with_tags)
    for place in places:
        chosen = chosen.marking(entry.words, place, True)
    entry = replace(entry, chosen=replace(chosen, scope=scope))
    if entry.to_send().problem is not None:
        return
    copy = copy_of(entry)
    assert decoded(copy) == entry.to_send().words == copy.words
    assert copy.shown.text == copy.words
    DocumentReference.model_validate_json(copy.to_json())
    assert not entry.is_changed_since(copy)


CANARIES = {
    "private id": "e1",
    "earlier words": "canary-before",
    "left out": "canary-left",
    "tag": "canary-tag",
    "label": "canary-label",
    "name": "canary-name",
    "prompt": "canary-prompt",
    "layer": "canary-layer",
}


def with_canaries(chosen: Chosen) -> JournalEntry:
    entry = JournalEntry(id="e1canary", words="", made_at=NOW, changed_at=NOW)
    entry = entry.revise("canary-before of mine", NOW).settle()
    entry = entry.revise("Shown one. Canary-left two. Shown three.", NOW + timedelta(hours=1))
    return replace(
        entry.tagged("canary-tag").named("Mine"),
        mood=replace(LIGHTER, name="canary-name", label="canary-label"),
        prompt="canary-prompt",
        layer="canary-layer",
        is_starred=True,
        is_left_out=True,
        chosen=chosen,
    )


@pytest.mark.parametrize(
    ("chosen", "seen"),
    [
        (Chosen("whole", with_steps=False), {"prompt", "left"}),
        (Chosen("whole", with_tags=True), {"prompt", "left", "tag", "name", "label"}),
        (Chosen("part", with_steps=False), {"prompt"}),
        (Chosen("part"), {"prompt", "name", "label"}),
        (Chosen("title"), {"name", "label"}),
    ],
)
def test_no_other_byte_of_the_entry_is_in_what_is_sent(chosen: Chosen, seen: set[str]) -> None:
    entry = with_canaries(chosen)
    if chosen.scope == "part":
        words = entry.words
        marks = chosen.marking(words, 0, True).marking(words, 2, True)
        entry = replace(entry, chosen=replace(marks, with_steps=chosen.with_steps))
    nouns = share(entry, PATIENT, SAM, NOW)
    sent = "".join(noun.to_json() for noun in nouns[:-1]) + decoded(copy_of(entry))
    found = {
        name
        for name in ("before", "left", "tag", "label", "name", "prompt", "layer", "e1canary")
        if f"canary-{name}" in sent.lower() or (name == "e1canary" and name in sent)
    }
    assert found == seen
    assert "tarred" not in sent


def test_a_computed_title_is_never_sent() -> None:
    entry = an_entry(WORDS, mood=LIGHTER, chosen=Chosen("title"))
    assert decoded(copy_of(entry)) == "Mood: a little lighter"
    assert an_entry(WORDS, chosen=Chosen("title")).to_send().problem == "empty"


def test_the_copy_says_when_and_after_which_session() -> None:
    copy = copy_of(full().brought_back())
    assert (copy.written_at, copy.session, copy.day_after) == (NOW, "Appointment/a2", 3)
    assert copy.steps == ()  # chosen without them
    assert copy.shown.pieces == (None, "It is quiet.", None)
    assert copy.is_part


def test_other_sentences_change_the_same_copy_and_keep_what_the_clinic_added() -> None:
    entry = marked(0, 2)
    copy, grant, _, knowing = share(entry, PATIENT, SAM, NOW)
    assert isinstance(copy, SharedEntry)
    assert isinstance(grant, ShareGrant)
    assert isinstance(knowing, JournalEntry)
    theirs = {**copy.to_resource(), "id": "7", "description": "of the clinic"}
    theirs["extension"].append({"url": "https://other.example/x", "valueCode": "y"})
    copy = SharedEntry.from_resource(theirs)
    newer, _, settled = update_share(replace(knowing, title="Named"), copy, grant, NOW)
    assert isinstance(newer, SharedEntry)
    assert newer.shown.title == "Named"
    assert newer.to_resource()["description"] == "of the clinic"
    assert {"url": "https://other.example/x", "valueCode": "y"} in newer.to_resource()["extension"]
    assert update_share(settled, newer, grant, NOW) == [settled]  # type: ignore[type-var]


def test_another_device_sees_what_was_shared_as_the_patients_own() -> None:
    whole = full().brought_back()
    whole = replace(whole, chosen=Chosen("whole", with_tags=True))
    copy = copy_of(whole)
    seen = JournalEntry.seen_in(copy, NOW + timedelta(days=1), NOW.date())
    assert (seen.words, seen.title, seen.mood, seen.connection) == (
        whole.words,
        whole.title,
        whole.mood,
        whole.connection,
    )
    assert (seen.tags, seen.made_at, seen.day_after) == (whole.tags, whole.made_at, 3)
    assert not seen.is_changed_since(copy)
    part = copy_of(marked(0, 2))
    assert not JournalEntry.seen_in(part, NOW, NOW.date()).is_changed_since(part)
    title = copy_of(an_entry(title="T", chosen=Chosen("title")))
    assert not JournalEntry.seen_in(title, NOW, NOW.date()).is_changed_since(title)


def test_a_stub_holds_no_word_of_it() -> None:
    copy = copy_of(an_entry("zebra", title="zebra", mood=LIGHTER))
    stub = SharedEntry.from_json(copy.withdrawn_stub())
    assert (stub.is_withdrawn, stub.words, stub.steps) == (True, "", ())
    assert json.loads(stub.to_json())["content"][0]["attachment"] == {"title": "withdrawn"}
    DocumentReference.model_validate_json(stub.to_json())


@given(
    st.text(),
    st.lists(st.sampled_from(["title", "prompt", "words", "steps", "tags", "x"])),
    st.text(max_size=4),
)
def test_whatever_a_server_says_of_its_blocks_no_letter_of_a_text_is_dropped(
    text: str, blocks: list[str], gap: str
) -> None:
    assert Shown.read(text, blocks, gap).text == text


@pytest.mark.parametrize("data", [None, 7, "%%%", "/w=="])
def test_what_is_no_text_reads_as_no_words(data: Any) -> None:
    resource = copy_of(an_entry()).to_resource()
    resource["content"][0]["attachment"]["data"] = data
    assert SharedEntry.from_resource(resource).words == ""


def test_the_patient_keeps_their_own_and_a_therapist_only_what_a_grant_opens() -> None:
    copy, grant, *_ = share(an_entry(), PATIENT, SAM, NOW)
    assert isinstance(copy, SharedEntry)
    assert isinstance(grant, ShareGrant)
    document = json.dumps({**copy.to_resource(), "id": "7"})
    opened = Opened()
    assert filing("DocumentReference", document, ME) is not None
    assert filing("DocumentReference", document, THEM, opened) is None
    opened.note(grant)
    found = filing("DocumentReference", document, THEM, opened)
    assert found is not None
    assert found.kind == SharedEntry.KIND


# --- what stays ---


def test_what_stays_is_counted_from_the_entry() -> None:
    entry = with_canaries(Chosen("part").marking("Shown one. Canary-left two. Shown three.", 0, True))
    assert stays(entry) == Stays(sentences=2, of=3, steps=0, tags=1, versions=1)
    assert stays(replace(entry, chosen=Chosen("whole", with_steps=False, with_tags=True))) == Stays(
        0, 3, 1, 0, 1
    )
    assert stays(replace(entry, chosen=Chosen("title"))).sentences == 3


@given(st.text(), st.sets(st.integers(0, 12)))
def test_what_is_shown_and_what_stays_are_all_the_sentences(words: str, places: set[int]) -> None:
    entry = an_entry(words)
    for place in places:
        entry = replace(entry, chosen=entry.chosen.marking(entry.words, place, True))
    every = sentences(entry.words)
    shown = [one.words for piece in part_of(entry.words, entry.chosen) if piece for one in sentences(piece)]
    if entry.chosen.scope == "part":
        assert len(every) - stays(entry).sentences == len(places & set(range(len(every))))
        assert all(words in {one.words for one in every} for words in shown)
