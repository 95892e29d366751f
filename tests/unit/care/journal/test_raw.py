"""What was caught raw stays as it was caught: whatever is written, restored, heeded or shared later, its words are the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mobile.care.journal.caught import Caught, caught_of
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.offered import Offered
from mobile.care.own_words import EarlierWords
from tests.unit.care.samples import NOW

SOFT, BLUE, CALM = (
    Caught("word", "soft", "Soft"),
    Caught("colour", "blue", "Blue"),
    Caught("feeling", "calm", "Calm"),
)
LATER = NOW + timedelta(days=3)


def an_entry() -> JournalEntry:
    return JournalEntry(id="e1", words="", made_at=NOW, changed_at=NOW, layer="first-minutes")


def raw(*caught: Caught) -> JournalEntry:
    return an_entry().catching(caught or (SOFT, BLUE, CALM), "Right after", NOW)


def test_what_is_tapped_is_its_words_and_comes_back_as_it_was_kept() -> None:
    one = raw()
    assert (one.words, one.title, one.called, one.is_raw) == (
        "Soft. Blue. Calm.",
        "Right after",
        "Right after",
        True,
    )
    assert JournalEntry.from_json(one.to_json()) == one
    nothing = one.catching((), "Right after", NOW)
    assert nothing.is_empty
    assert not nothing.title


def test_each_of_the_three_can_be_shared_without_the_others() -> None:
    one = raw()
    one = replace(one, chosen=one.chosen.marking(one.words, 1, True))
    assert one.shown.words == "[…] Blue. […]"


@given(st.text(), st.text())
def test_no_words_are_put_in_place_of_it(words: str, other: str) -> None:
    one = raw().settle()
    for changed in (
        one.revise(words, LATER),
        one.restore(EarlierWords(other, NOW), LATER),
        one.as_on_screen(replace(one, words=words), LATER),
        one.catching((CALM,), "Other", LATER),
        one.catching((), "", LATER),
        one.tagged("lake").revise(words, LATER),
    ):
        assert (changed.words, changed.caught, changed.title) == (one.words, one.caught, one.title)


def test_what_one_page_is_done_with_stays_where_another_was_still_catching() -> None:
    done, other = raw(SOFT).settle(), raw(BLUE)
    heeded = other.heeding(done, an_entry())
    assert (heeded.words, heeded.is_settled) == ("Soft.", True)
    assert [one.words for one in heeded.versions] == ["Blue."]  # and nothing is lost


def test_a_page_that_caught_nothing_new_takes_what_another_caught() -> None:
    before, further = raw(SOFT), raw(SOFT, BLUE)
    starred = replace(before, is_starred=True)
    heeded = starred.heeding(further, before)
    assert (heeded.words, heeded.caught, heeded.is_starred) == ("Soft. Blue.", (SOFT, BLUE), True)
    assert heeded.versions == ()


def test_two_that_are_still_catching_keep_both() -> None:
    heeded = raw(BLUE).heeding(raw(SOFT), None)
    assert (heeded.words, [one.words for one in heeded.versions]) == ("Blue.", ["Soft."])


@given(st.lists(st.one_of(st.none(), st.integers(), st.dictionaries(st.text(), st.text()))))
def test_what_is_no_catch_is_read_as_none(kept: list[object]) -> None:
    assert all(isinstance(one, Caught) for one in caught_of(kept))
    assert caught_of([SOFT.to_kept(), *kept])[0] == SOFT


def test_a_layer_is_offered_on_one_day_until_it_is_let_go() -> None:
    one = Offered("l1", date(2026, 6, 6))
    assert one.stands(date(2026, 6, 6))
    assert not one.stands(date(2026, 6, 7))
    assert not one.let_go(True).stands(date(2026, 6, 6))
    assert one.let_go(True).let_go(False) == one
    assert Offered.from_json(one.let_go(True).to_json()) == one.let_go(True)
    assert one.KIND.compartment == "private"


def test_words_written_before_a_catch_become_a_version() -> None:
    written = an_entry().revise("I saw her", NOW)
    caught = written.catching((SOFT,), "Right after", NOW + timedelta(seconds=9))
    assert "I saw her" in [one.words for one in caught.versions]


def test_words_typed_while_another_page_catches_are_not_lost() -> None:
    before = an_entry().revise("I saw", NOW)
    typed = before.revise("I saw her by the lake", LATER)
    stored = before.catching((SOFT,), "Right after", LATER)
    heeded = typed.heeding(stored, before)
    texts = [heeded.words, *(one.words for one in heeded.versions)]
    assert "I saw her by the lake" in texts


def test_a_name_the_person_gave_stays_when_they_tap_once_more() -> None:
    named = raw(SOFT).named("The lake")
    assert named.catching((SOFT, BLUE), "Right after", LATER).title == "The lake"
