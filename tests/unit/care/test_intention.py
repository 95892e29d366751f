"""What an intention keeps of what it said, and of what it is carried from."""

from __future__ import annotations

from datetime import timedelta

from mobile.care.intention import Intention
from mobile.care.own_words import SETTLED_AFTER, SharedCopy

from .samples import NOW, an_intention


def test_an_intention_is_in_the_private_compartment_and_travels_as_nothing():
    assert Intention.KIND.compartment == "private"
    assert Intention.KIND.resource_type == ""


def test_typing_on_makes_no_version_of_every_letter():
    intention = an_intention("T")
    for length in range(2, 8):
        intention = intention.revise("The lake"[:length], NOW + timedelta(seconds=length))
    assert intention.versions == ()
    assert intention.words == "The lak"


def test_words_left_alone_for_a_while_are_kept_when_they_change():
    later = NOW + SETTLED_AFTER
    intention = an_intention("Quiet").revise("Quiet water", later)
    assert [v.words for v in intention.versions] == ["Quiet"]
    assert intention.versions[0].at == NOW


def test_words_settled_by_done_are_kept_when_they_change_a_second_later():
    intention = an_intention("Quiet").settle().revise("Quiet water", NOW + timedelta(seconds=1))
    assert [v.words for v in intention.versions] == ["Quiet"]
    assert not intention.is_settled


def test_clearing_the_field_keeps_what_stood_in_it():
    intention = an_intention("To meet the quiet").revise("", NOW + timedelta(seconds=1))
    assert [v.words for v in intention.versions] == ["To meet the quiet"]


def test_a_restored_version_leaves_the_present_words_as_a_version():
    intention = an_intention("First words").settle().revise("Second words", NOW + timedelta(hours=1))
    back = intention.restore(intention.versions[0], NOW + timedelta(hours=2))
    assert back.words == "First words"
    assert [v.words for v in back.versions] == ["First words", "Second words"]


def test_what_another_page_wrote_is_kept_beside_ours():
    assert an_intention("Ours").keep_also("Theirs", NOW).versions[-1].words == "Theirs"
    assert an_intention("Same").keep_also("Same", NOW).versions == ()


def test_carried_forward_words_are_whole_and_seen_by_nobody_else():
    old = an_intention().settle()
    shared = Intention.from_json(old.to_json())
    shared = type(shared)(
        **{**shared.__dict__, "copies": (SharedCopy("Practitioner/t1", "c", "g"),), "wish": "therapist"}
    )
    new = shared.carry_forward("i2", "Appointment/a4", NOW + timedelta(days=3))
    assert new.words == old.words
    assert (new.id, new.session, new.carried_from) == ("i2", "Appointment/a4", "i1")
    assert (new.copies, new.wish, new.versions) == ((), "only_me", ())


def test_a_representation_for_a_log_holds_no_word_of_the_patients():
    intention = an_intention("Zebra canary").settle().revise("Other words", NOW)
    assert "Zebra" not in repr(intention)
    assert "Other" not in repr(intention)


def test_a_search_looks_through_every_word_of_a_long_intention() -> None:
    words = "calm " * 10_000 + "lighthouse"
    written = an_intention(words)
    assert str(written.head()["words"]).endswith("lighthouse")
