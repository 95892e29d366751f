"""What changed between two versions: nothing that is the same is called changed, and nothing that differs is left out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api_client.sandbox.seed.published import form
from mobile.care.consent.changes import changes, marked
from mobile.care.consent.reading import agreement_of
from mobile.care.forms import FormDefinition

from .samples import a_choice, a_part, agreement

SENTENCES = st.lists(st.sampled_from(["It is so.", "It may hurt.", "You can stop.", "Ask us."]), min_size=1)


def test_a_sentence_more_another_and_one_less_are_each_told_with_their_part() -> None:
    before = agreement(a_part("a", "Ask us. You can stop."), a_part("b", "Drive when you feel normal. Bye."))
    now = agreement(
        a_part("a", "Ask us. It may hurt. You can stop."), a_part("b", "Drive the next day.", "Bye.")
    )
    assert [(one.kind, one.number, one.was, one.now) for one in changes(before, now, "en")] == [
        ("new", 1, "", "It may hurt."),
        ("changed", 2, "Drive when you feel normal.", "Drive the next day."),
    ]
    first = changes(now, before, "en")[0]
    assert (first.kind, first.was) == ("taken_out", "It may hurt.")


def test_a_part_that_is_gone_and_a_choice_that_is_new_are_told_too() -> None:
    before = agreement(a_part("a", "One."), a_part("b", "Two."))
    now = agreement(a_part("a", "One.", item=[a_choice()]))
    found = [(one.kind, one.number, one.was or one.now) for one in changes(before, now, "en")]
    assert ("new", 1, "I agree to it") in found
    assert ("taken_out", None, "Two.") in found


def test_in_the_sandbox_three_things_are_different_between_the_versions_of_iv_treatment() -> None:
    now, before = (
        agreement_of(FormDefinition.from_resource(form(id_))) for id_ in ("treatment-iv", "treatment-iv-3")
    )
    found = changes(before, now, "en")
    assert {(one.kind, one.number) for one in found} == {("new", 3), ("changed", 5), ("taken_out", 6)}
    assert any("harm the bladder" in one.now for one in found)
    in_spanish = changes(before, now, "es")
    assert any("dañar la vejiga" in one.now for one in in_spanish)


@given(was=SENTENCES, now=SENTENCES)
def test_marks_and_changes_hold_the_whole_text_and_only_what_differs(was: list[str], now: list[str]) -> None:
    before, after = agreement(a_part("a", " ".join(was))), agreement(a_part("a", " ".join(now)))
    marks = marked(before.parts[0], after.parts[0], "full", "en")
    assert [one.words for one in marks] == now
    found = changes(before, after, "en")
    assert (not found) == (was == now)
    kept = [one.words for one in marks if one.kind is None]
    left = list(was)
    for one in found:
        if one.was:
            left.remove(one.was)
    assert sorted(left) == sorted(kept)
    assert [one.now for one in found if one.now] == [one.words for one in marks if one.kind]
