"""Whatever is typed: what is kept can be sent, stays the same when it is mended again, and nothing else was touched."""

from __future__ import annotations

import json
import re

from hypothesis import example, given
from hypothesis import strategies as st

from mobile.care.resource import Resource, compose
from mobile.care.shared_intention import SharedIntention
from mobile.documents.carriable import carried, carried_in, may_need_mending

anything = st.text(st.characters(codec=None), max_size=60)
UNTOUCHED = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\n\t \u200d\u200f\u2067\ufe0f"),
    max_size=60,
)
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@given(anything)
@example("\ud83d")
@example("\ude00\ud83d")
@example("a\r\n\rb")
def test_what_is_kept_travels_as_it_is_and_needs_no_second_mending(words: str) -> None:
    said = carried(words)
    assert said.encode("utf-8").decode("utf-8") == said
    assert not FORBIDDEN.search(said)
    assert carried(said) == said


@given(UNTOUCHED)
@example("👩\u200d👩\u200d👧 👍🏽 🏴󠁧󠁢󠁥󠁮󠁧󠁿 e\u0301 é \u200fשלום\u2067x\u2069  ")
def test_what_can_be_carried_is_not_touched(words: str) -> None:
    assert carried(words) is words


@given(anything)
def test_letters_that_can_be_carried_all_stay_in_their_order(words: str) -> None:
    """Line ends and halves of characters aside."""
    kept = [one for one in words if not FORBIDDEN.match(one) and one not in "\n\ufffd"]
    said = [one for one in carried(words) if one not in "\n\ufffd"]
    whole = [one for one in said if ord(one) < 0x10000 or one in words]
    assert whole == kept


def test_two_halves_that_belong_together_are_the_whole() -> None:
    assert carried("\ud83d\ude00") == "😀"
    assert carried("x\ud83dy") == "x\ufffdy"


@given(st.recursive(anything, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(anything, inner)))
def test_json_that_may_need_no_mending_needs_none(value: object) -> None:
    written = json.dumps(value)
    if not may_need_mending(written):
        names_apart = json.loads(written)
        assert carried_in(names_apart) == names_apart


@given(anything)
def test_a_record_made_of_any_words_holds_them_as_they_are_sent(words: str) -> None:
    made = SharedIntention.from_resource(
        {
            "resourceType": "Goal",
            "id": "g1",
            "lifecycleStatus": "active",
            "description": {"text": words},
            "subject": {"reference": "Patient/p1"},
        }
    )
    sent = json.loads(made.to_json().encode("utf-8"))["description"]["text"]
    assert sent == carried(words)
    assert isinstance(made, Resource)
    assert (made.words or "") == sent or not sent.strip()
    kept = json.loads(compose(made.to_resource()))
    assert carried_in(kept) == kept, "nothing in it is left to be mended"
