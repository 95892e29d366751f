"""An entry of the journal: what is kept of it, what is set beside it, and what two pages of one person make of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile.care.journal.chosen import Chosen, Mark
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.steps import Step
from mobile.care.journal.trash import days_left, goes_at, is_over
from tests.unit.care.samples import NOW

LIGHTER = Step(4, "Mood", "a little lighter")


def an_entry(words: str = "Woke with the lake. It is quiet. I called.", **beside: object) -> JournalEntry:
    bare = JournalEntry(id="e1", words="", made_at=NOW, changed_at=NOW)
    return replace(bare.revise(words, NOW), **beside)  # type: ignore[arg-type]


def full() -> JournalEntry:
    return an_entry(
        title="The lake, again",
        session="Appointment/a2",
        day_after=3,
        phase="integrate",
        layer="first-minutes",
        prompt="What is still with you?",
        mood=LIGHTER,
        connection=Step(1, "Connected to others", "not at all"),
        tags=("lake", "sister"),
        is_starred=True,
        is_left_out=True,
        deleted_at=NOW,
        chosen=Chosen("part", (Mark(1, "It is quiet."),), with_steps=False, with_tags=True),
    )


def test_everything_is_kept_and_none_of_it_can_be_queued() -> None:
    entry = full().settle().revise("Other words.", NOW + timedelta(hours=1))
    assert JournalEntry.from_json(entry.to_json()) == entry
    assert entry.KIND.compartment == "private"
    assert entry.versions[-1].words == full().words


@given(st.text(), st.text(max_size=40), st.lists(st.text(max_size=10), max_size=4))
def test_any_words_title_and_tags_come_back(words: str, title: str, tags: list[str]) -> None:
    entry = an_entry(words).named(title)
    for tag in tags:
        entry = entry.tagged(tag)
    again = JournalEntry.from_json(entry.to_json())
    assert again == entry
    assert "\n" not in entry.title
    assert len({tag.casefold() for tag in entry.tags}) == len(entry.tags)


def test_fifty_thousand_words_are_kept_whole() -> None:
    words = "word " * 50_000
    assert JournalEntry.from_json(an_entry(words).to_json()).words == words


def test_a_title_of_first_words_is_worked_out_and_never_kept() -> None:
    entry = an_entry("\n  The lake was there again.\nAnd more.")
    assert (entry.called, entry.title) == ("The lake was there again.", "")
    assert entry.to_kept()["title"] == ""
    assert entry.shown.title == ""
    assert entry.named("Mine").called == "Mine"
    assert an_entry("שלום עולם").called == "שלום עולם"


def test_a_list_goes_on_where_the_first_words_end() -> None:
    entry = an_entry("Woke with the lake. It is quiet.\nI called.")
    assert (entry.called, entry.head()["first"]) == ("Woke with the lake.", "It is quiet. I called.")
    long = an_entry("one two three four five six seven eight nine ten eleven twelve thirteen fourteen. End.")
    assert long.called.endswith("…")
    assert f"{long.called.removesuffix('…')} {long.head()['first'].removeprefix('…')}" == long.words
    assert an_entry("One. Two.", title="Mine").head()["first"] == "One. Two."


def test_steps_are_words_and_can_be_cleared() -> None:
    entry = an_entry(mood=LIGHTER)
    assert [step.line for step in entry.steps] == ["Mood: a little lighter"]
    assert replace(entry, mood=None).steps == ()
    assert Step.of_kept({"at": 9, "name": "Mood", "label": "x"}) is None


def test_nothing_but_what_is_set_makes_it_worth_keeping() -> None:
    assert an_entry("").is_empty
    assert not an_entry("", mood=LIGHTER).is_empty
    assert not an_entry("", title="Mine").is_empty


def test_the_head_is_searched_by_title_words_and_tags() -> None:
    found = full().head()
    assert all(part in found["words"] for part in ("The lake, again", "It is quiet.", "sister"))
    assert (found["called"], found["is_deleted"], found["is_shared"]) == ("The lake, again", True, False)


# --- the trash ---


def test_what_is_deleted_can_be_brought_back_for_thirty_days_and_then_not() -> None:
    entry = an_entry().thrown_away(NOW)
    assert entry.thrown_away(NOW + timedelta(days=9)).deleted_at == NOW  # the first time counts
    assert entry.brought_back().deleted_at is None
    assert goes_at(NOW) == NOW + timedelta(days=30)
    assert not is_over(NOW, NOW + timedelta(days=30, seconds=-1))
    assert is_over(NOW, NOW + timedelta(days=30))
    assert [days_left(NOW, NOW + timedelta(days=n, seconds=1)) for n in (0, 29, 30, 31)] == [30, 1, 1, 1]


# --- two pages of one person ---


def test_what_another_page_set_beside_the_words_stays_and_so_does_what_this_one_set() -> None:
    before = an_entry()
    theirs = replace(before, mood=LIGHTER, is_starred=True)
    mine = replace(before.revise("Mine now.", NOW), title="Here")
    both = mine.heeding(theirs, before)
    assert (both.mood, both.is_starred, both.title, both.words) == (LIGHTER, True, "Here", "Mine now.")


def test_words_that_are_being_written_are_not_in_the_trash() -> None:
    before = an_entry()
    gone = before.thrown_away(NOW)
    assert before.heeding(gone, before).deleted_at == NOW
    assert before.revise("Still writing.", NOW).heeding(gone, before).deleted_at is None


def test_what_was_set_while_it_was_being_shared_is_not_lost() -> None:
    saved = an_entry(title="Then")
    screen = replace(saved.revise("More words.", NOW), mood=LIGHTER, tags=("new",))
    now = saved.as_on_screen(screen, NOW)
    assert (now.words, now.mood, now.tags, now.title) == ("More words.", LIGHTER, ("new",), "Then")


@pytest.mark.parametrize("kept", [None, 7, {"scope": "x"}, {"marks": None}])
def test_a_choice_that_cannot_be_read_marks_nothing(kept: object) -> None:
    assert Chosen.of_kept(kept).marks == ()


def test_a_tag_is_taken_once_however_it_is_written_and_never_where_nothing_is_seen_of_it() -> None:
    entry = an_entry("Snow.")
    for tag in ("Lake", "lake", "#LAKE", "a\u00f1o", "an\u0303o", "ano", "\u200b", " \u202e "):
        entry = entry.tagged(tag)
    assert entry.tags == ("Lake", "a\u00f1o", "ano")
