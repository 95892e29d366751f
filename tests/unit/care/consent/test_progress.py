"""How far somebody has read: kept in the response and read out of it again, never scored, and no choice on by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile.care.consent.listing import asked_for, in_force, version_text
from mobile.care.consent.progress import Progress
from mobile.care.consent.reading import agreement_of
from mobile.care.consent.signed import SignedAgreement
from mobile.care.forms.response import Response
from tests.unit.care.samples import NOW, PATIENT

from .samples import CARE, URL, X, a_choice, a_part, a_question, definition

FORM = definition(
    a_part("a", "One.", item=[a_question("q1")]),
    a_part("b", "Two.", item=[a_question("q2"), a_choice("c1", needed=True), a_choice("c2")]),
)
AGREEMENT = agreement_of(FORM)
QUESTIONS = {question.link_id: question for _, question in AGREEMENT.questions()}
CHOICES = {one.link_id: one for one in AGREEMENT.choices()}
STEPS = st.lists(
    st.tuples(st.just("read"), st.sampled_from(["a", "b"]))
    | st.tuples(st.sampled_from(["q1", "q2"]), st.sampled_from(["yes", "no", "not-sure"]))
    | st.tuples(st.sampled_from(["c1", "c2"]), st.booleans())
)


def kept(progress: Progress) -> Response:
    begun = Response.begin("r1", FORM, PATIENT, NOW)
    return begun.draft_of(progress.items(AGREEMENT), NOW, progress.at)


@given(steps=STEPS)
def test_what_was_done_in_any_order_is_read_out_of_the_response_again(
    steps: list[tuple[str, object]],
) -> None:
    progress, missed, last = Progress(), set[str](), dict[str, str]()
    for what, value in steps:
        if what == "read":
            part = AGREEMENT.part(str(value))
            assert part is not None
            progress = progress.after_reading(part, NOW).going_to(part.link_id)
        elif what in QUESTIONS:
            progress = progress.after_answer(QUESTIONS[what], str(value))
            missed |= {what} if value != "yes" else set()
            last[what] = str(value)
        else:
            progress = progress.after_choice(CHOICES[what], is_on=bool(value))
    again = Progress.of(kept(progress))
    assert again == progress
    assert {question.link_id for _, question in again.talking_points(AGREEMENT)} == missed
    for link, question in QUESTIONS.items():
        expected = (
            "open"
            if link not in last
            else "to_talk_about"
            if last[link] != "yes"
            else "read_again"
            if link in missed
            else "right"
        )
        assert again.understood(question) == expected
    given_now = {what: value for what, value in steps if what in CHOICES}
    assert all(again.is_chosen(one) == given_now.get(link, False) for link, one in CHOICES.items())


def test_no_choice_is_on_before_somebody_turned_it_on() -> None:
    assert not any(Progress.of(None).is_chosen(one) for one in CHOICES.values())


def test_an_answer_that_was_never_offered_is_refused() -> None:
    with pytest.raises(ValueError, match="option"):
        Progress().after_answer(QUESTIONS["q1"], "maybe")


# --- which are asked for ---


def signed(
    version: str, *, days: int = 10, ends: int | None = None, status: str = "active"
) -> SignedAgreement:
    begins = NOW - timedelta(days=days)
    period = {"start": begins.isoformat()}
    if ends is not None:
        period["end"] = (NOW + timedelta(days=ends)).isoformat()
    return SignedAgreement.from_resource(
        {
            "resourceType": "Consent",
            "id": f"s{version}-{days}",
            "status": status,
            "extension": [{"url": f"{X}/agreement-version", "valueCanonical": f"{URL}|{version}"}],
            "category": [{"coding": [{"system": CARE, "code": "agreement"}]}],
            "dateTime": begins.isoformat(),
            "provision": {"period": period},
        }
    )


def states(*given: SignedAgreement, response: Response | None = None) -> list[str]:
    listed = asked_for([FORM], [response] if response else [], given, [], NOW)
    return [one.state for one in listed]


def test_it_is_to_read_until_every_part_was_read_and_in_force_only_by_the_clinics_word() -> None:
    assert states() == ["to_read"]
    a, b = AGREEMENT.parts
    assert states(response=kept(Progress().after_reading(a, NOW))) == ["to_read"]
    assert states(response=kept(Progress().after_reading(a, NOW).after_reading(b, NOW))) == ["read"]
    assert states(signed("1")) == ["in_force"]
    assert states(signed("1", ends=-1)) == ["to_read"]
    assert states(signed("1", status="inactive")) == ["to_read"]
    assert states(signed("1", days=-3)) == ["later"]


def test_an_earlier_version_stays_in_force_while_the_new_one_is_read() -> None:
    (listed,) = asked_for([FORM], [], [signed("0")], [], NOW)
    assert (listed.state, listed.is_new_version) == ("to_read", True)
    assert listed.signed is not None
    assert listed.signed.version == "0"


def test_it_is_asked_of_those_whose_plan_it_is_for_and_what_was_signed_stays_listed() -> None:
    mark = {"url": f"{X}/agreement-for", "valueCanonical": "https://clinic.test/p|1"}
    form = definition(a_part("a", "One."), extension=[mark])
    assert asked_for([form], [], [], [], NOW) == []
    assert len(asked_for([form], [], [], ["https://clinic.test/p|2"], NOW)) == 1
    own = [signed("1")]
    assert in_force(own, asked_for([form], [], own, [], NOW), NOW) == own
    assert in_force(own, asked_for([FORM], [], own, [], NOW), NOW) == []


def test_what_cannot_be_shown_is_listed_with_its_reason() -> None:
    (listed,) = asked_for([definition()], [], [], [], NOW)
    assert (listed.state, listed.why) == ("to_read", "no_sections")


@pytest.mark.parametrize(
    ("version", "text"), [("4.0.0", "4"), ("1.10", "1.10"), ("2.1.0", "2.1"), (None, "")]
)
def test_a_version_is_said_as_a_person_says_it(version: str | None, text: str) -> None:
    assert version_text(version) == text
