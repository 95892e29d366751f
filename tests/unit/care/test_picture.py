"""Pictures of an entry as nouns: kept as they are, named by their entry, and given each in one record that clinics take."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fhir.resources.R4B.documentreference import DocumentReference

from mobile.care.journal.attached import MOST_SHOWS_BYTES
from mobile.care.journal.chosen import Chosen
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.picture import MOST_BYTES, EntryPicture
from mobile.care.journal.shared_entry import SharedEntry
from mobile.care.journal.shared_picture import SharedPicture, is_shared_picture
from mobile.care.journal.shown import Shown

AT = datetime(2026, 5, 20, 9, 0, tzinfo=UTC)
ID = "7f0c2f8e-0000-4000-8000-000000000001"


def an_entry(*pictures: str) -> JournalEntry:
    entry = JournalEntry(id="e", words="", made_at=AT, changed_at=AT)
    for one in pictures:
        entry = entry.with_picture(one)
    return entry


def test_a_picture_is_kept_byte_for_byte_and_what_is_none_of_ours_is_refused() -> None:
    one = EntryPicture("p", "image/png", b"\x89PNG lake", b"\x89PNG small")
    assert EntryPicture.from_json(one.to_json()) == one
    assert dict(one.head()) == {}
    assert EntryPicture.KIND.compartment == "private"
    for bent in ({"contentType": "image/svg+xml"}, {"data": "no base64"}):
        kept = json.loads(one.to_json())
        kept["attachment"] |= bent
        with pytest.raises(ValueError, match=r".*"):
            EntryPicture.from_json(json.dumps(kept))


def test_a_picture_is_something_in_the_entry_and_stands_in_its_head_by_number_and_words() -> None:
    entry = an_entry("a", "b").showing("b", " The  lake\nat night ")
    assert not entry.is_empty
    assert entry.says_something
    assert JournalEntry.from_json(entry.to_json()) == entry
    head = entry.head()
    assert (head["pictures"], head["has_pictures"], head["words"]) == (2, True, "The lake at night")


FAMILY, FLAG, THUMB = "👨‍👩‍👧‍👦", "🇵🇪", "👍🏽"


@pytest.mark.parametrize(
    "letter", [FAMILY, FLAG, THUMB, "e\u0301", "\u0628\u0650\u0651", "\u0e01\u0e33", "x"], ids=ascii
)
def test_what_a_picture_shows_is_kept_whole_however_long(letter: str) -> None:
    entry = an_entry("a").showing("a", letter * 900)
    assert entry.shows("a") == letter * 900
    assert JournalEntry.from_json(entry.to_json()) == entry


def test_what_is_too_long_to_go_along_is_refused_whole_and_only_where_it_goes_along() -> None:
    entry = an_entry("a").revise("The lake.", AT).showing("a", FAMILY * 900)
    assert entry.to_send().problem is None
    along = replace(entry, chosen=Chosen().picking("a", "Picture", True))
    assert along.to_send().problem == "picture_too_long"
    assert along.shows("a") == FAMILY * 900
    assert along.showing("a", FAMILY * 20).to_send().problem is None


def test_two_pages_that_describe_two_pictures_keep_both_and_a_removed_one_stays_removed() -> None:
    before = an_entry("a", "b")
    stored = before.showing("a", "the pier").with_picture("c")
    mine = before.showing("b", "the reeds").without_picture("a")
    both = mine.heeding(stored, before)
    assert (both.pictures, both.shows("b")) == (("b", "c"), "the reeds")
    assert both.head()["words"] == "the reeds"
    assert before.showing("b", "the reeds").heeding(stored, before).shows("a") == "the pier"


def test_what_another_page_shared_of_the_pictures_is_heeded() -> None:
    before = replace(an_entry("a"), chosen=Chosen(pictures=("a",), picture_word="Picture"))
    mine = before.revise("The lake.", AT).heeding(before.giving_along(), before)
    assert mine.pictures_given == ("a",)


def test_a_picture_written_on_elsewhere_brings_the_entry_out_of_the_trash() -> None:
    before = an_entry("a")
    assert before.with_picture("b").heeding(before.thrown_away(AT), before).deleted_at is None


def test_none_goes_along_unless_it_was_chosen_and_the_text_says_which() -> None:
    entry = an_entry("a", "b").revise("The lake.", AT).showing("b", "the reeds")
    assert entry.shown.text == "The lake."
    assert entry.goes_along == ()
    chosen = replace(entry, chosen=Chosen().picking("b", "Picture", True).picking("a", "Picture", True))
    assert chosen.shown.text == "The lake.\n\nPicture\nPicture: the reeds"
    assert chosen.goes_along == ("a", "b")
    left = replace(chosen, chosen=chosen.chosen.picking("a", "Picture", False))
    assert (left.shown.text, left.goes_along) == ("The lake.\n\nPicture: the reeds", ("b",))
    assert Shown.read(chosen.shown.text, chosen.shown.blocks, "") == chosen.shown


def test_other_pictures_with_the_same_text_are_a_change_of_what_is_read() -> None:
    entry = replace(an_entry("a", "b").revise("The lake.", AT), chosen=Chosen().picking("a", "Picture", True))
    copy = entry.copied("c1", entry.to_send().words, patient="Patient/p1", on=AT.date())
    given = entry.giving_along()
    assert not given.is_changed_since(copy)
    other = replace(given, chosen=Chosen().picking("b", "Picture", True))
    assert other.shown.text == given.shown.text
    assert other.is_changed_since(copy)


def test_a_shared_picture_is_valid_holds_the_very_bytes_and_leaves_none_behind() -> None:
    picture = EntryPicture("private-id", "image/jpeg", b"\xff\xd8\xff lake", b"small")
    shared = SharedPicture.of(ID, picture, "Patient/p1", 2, "the lake")
    again = SharedPicture.from_resource(shared.to_resource())
    assert (again.data, again.place, again.shows) == (picture.data, 2, "the lake")
    for text in (shared.text, shared.withdrawn_stub()):
        DocumentReference.model_validate_json(text)
        assert "private-id" not in text
    stub = SharedPicture.from_resource(json.loads(shared.withdrawn_stub()))
    assert (stub.data, stub.shows, stub.id) == (b"", "", ID)
    assert is_shared_picture(shared.to_resource())
    assert "the lake" not in json.dumps(dict(shared.head()))


def test_the_largest_with_the_longest_words_fits_a_record_of_a_clinic() -> None:
    picture = EntryPicture("p", data=bytes(MOST_BYTES))
    shared = SharedPicture.of(ID, picture, "Patient/p1", 19, "\U0001f319" * ((MOST_SHOWS_BYTES - 2) // 12))
    assert len(json.dumps(shared.shows)) > MOST_SHOWS_BYTES - 12
    assert len(json.dumps(shared.to_resource())) < 1_000_000  # every letter beyond ASCII written out


def test_another_programs_file_is_not_drawn_as_ours() -> None:
    resource = SharedPicture.of(ID, EntryPicture("p", data=b"x"), "Patient/p1", 0, "").to_resource()
    attachment = resource["content"][0]["attachment"]
    for bent in ({"contentType": "image/svg+xml"}, {"data": "%%%"}, {"data": 7}):
        resource["content"][0]["attachment"] = attachment | bent
        assert SharedPicture.from_resource(resource).data == b""
    resource["extension"][0]["valueInteger"] = -4
    assert SharedPicture.from_resource(resource).place == 0


def test_a_copy_says_what_its_pictures_show_and_its_own_words_without() -> None:
    entry = replace(
        an_entry("a").revise("The lake.", AT + timedelta(minutes=1)),
        chosen=Chosen().picking("a", "Picture", True),
    )
    copy = entry.copied("c1", entry.to_send().words, patient="Patient/p1", on=AT.date())
    read = SharedEntry.from_resource(copy.to_resource())
    assert (read.shown.pictures, read.own_words) == (("Picture",), "The lake.")
