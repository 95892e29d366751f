"""An agreement is read whole or not at all: every word of it, in its order, and a clear refusal of whatever could not be shown."""

from __future__ import annotations

from base64 import b64encode
from contextlib import suppress
from hashlib import sha1
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile.care.consent.fingerprint import text_of
from mobile.care.consent.paper import PaperAgreement
from mobile.care.consent.reading import MOST_LETTERS, MOST_PARTS, agreement_of
from mobile.care.consent.unreadable import Unreadable
from mobile.care.forms import FormDefinition

from .samples import CARE, X, a_choice, a_form, a_part, a_question, agreement, definition, mark, words


def refused(*parts: Any, **more: Any) -> str:
    with pytest.raises(Unreadable) as caught:
        agreement_of(definition(*parts, **more))
    return caught.value.code


def test_parts_words_questions_and_choices_come_in_the_order_they_were_written() -> None:
    found = agreement(
        a_part("a", "First. Second.", item=[words("p", "Easy.", "plain"), a_question()]),
        a_part("b", "Third.", item=[a_choice(needed=True), a_choice("c2")]),
    )
    assert [part.title.text for part in found.parts] == ["Part a", "Part b"]
    assert [one.text for one in found.parts[0].full] == ["First. Second."]
    assert [one.text for one in found.parts[0].plain] == ["Easy."]
    assert [one.text for one in found.parts[1].paragraphs("plain")] == ["Third."]
    ((part, question),) = found.questions()
    assert (part.link_id, question.idea.text) == ("a", "It is so.")
    assert [(one.link_id, one.is_needed) for one in found.choices()] == [("c1", True), ("c2", False)]


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("no_sections", []),
        ("no_words", [a_part("a")]),
        ("no_words", [a_part("a", "")]),
        ("unknown_structure", [words("a", "Loose words.")]),
        (
            "unknown_structure",
            [a_part("a", "One.", item=[{"linkId": "x", "type": "string", "text": "Name"}])],
        ),
        ("unknown_structure", [a_part("a", "One.", item=[{"linkId": "x", "type": "display", "text": "?"}])]),
        ("unknown_structure", [a_part("a", "One.", item=[a_part("b", "Two.")])]),
        ("unknown_structure", [a_part("a", "One.", enableWhen=[{"question": "q1"}])]),
        ("unknown_structure", [a_part("a", "One.", item=[{**a_choice(), "enableWhen": [{}]}])]),
        ("unknown_structure", [a_part("a", "One.", item=[{**a_choice(), "extension": []}])]),
        ("unknown_structure", [a_part("a", "One.", item=[{**a_question(), "answerOption": []}])]),
        ("unknown_structure", [a_part("a", "One.", item=[a_question("q1", "nobody")])]),
        ("unknown_structure", [a_part("a", "One."), a_part("a", "Two.")]),
        ("too_long", [a_part(str(n), "One.") for n in range(MOST_PARTS + 1)]),
        ("too_long", [a_part("a", "x" * (MOST_LETTERS + 1))]),
    ],
)
def test_what_could_not_be_shown_refuses_the_whole_document(code: str, parts: list[Any]) -> None:
    assert refused(*parts) == code


def test_a_text_that_is_not_what_its_fingerprint_says_is_refused() -> None:
    part = a_part("a", "You can stop.")
    good = mark("agreement-sha256", valueString=text_of(agreement(part)).sha256)
    assert agreement(part, extension=[good]).parts
    assert refused(a_part("a", "You cannot stop."), extension=[good]) == "changed"


def test_a_modifier_that_is_not_known_refuses_it() -> None:
    assert refused(a_part("a", "One."), modifierExtension=[mark("x", valueBoolean=True)]) == (
        "unknown_structure"
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(
            st.sampled_from(["item", "type", "text", "linkId", "extension", "answerOption", "url"]), inside
        )
    ),
    max_leaves=20,
)


@given(items=JSON)
def test_whatever_stands_in_it_it_is_read_or_refused(items: Any) -> None:
    form = FormDefinition.from_resource({**a_form(), "item": items})
    with suppress(Unreadable):
        found = agreement_of(form)
        assert found.parts
        assert all(part.title and part.paragraphs("full") for part in found.parts)


# --- a PDF ---

PDF = b"%PDF-1.4\n1 0 obj << /Type /Pages /Count 1 >> endobj\n2 0 obj << /Type /Page >> endobj\n%%EOF"


def paper(data: bytes | None = PDF, **more: Any) -> PaperAgreement:
    file: dict[str, Any] = {"contentType": "application/pdf", **more}
    if data is not None:
        file["data"] = b64encode(data).decode()
    return PaperAgreement.from_resource(
        {
            "resourceType": "DocumentReference",
            "id": "d1",
            "status": "current",
            "category": [{"coding": [{"system": CARE, "code": "agreement"}]}],
            "description": "A notice",
            "content": [{"attachment": file}],
        }
    )


def test_a_pdf_is_given_byte_for_byte() -> None:
    assert paper().pdf() == PDF
    assert paper(hash=b64encode(sha1(PDF).digest()).decode()).pdf() == PDF


@pytest.mark.parametrize(
    ("code", "one"),
    [
        ("not_here", paper(None, url="https://elsewhere.example/a.pdf")),
        ("not_a_pdf", paper(b"<html>")),
        ("changed", paper(hash=b64encode(sha1(b"another").digest()).decode())),
    ],
)
def test_a_file_that_is_not_the_agreement_is_refused(code: str, one: PaperAgreement) -> None:
    with pytest.raises(Unreadable) as caught:
        one.pdf()
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("version", "kept"),
    [("3", "/_history/3"), ("0d-a.1", "/_history/0d-a.1"), ("", ""), ("../x", ""), ("1 2", ""), (7, "")],
)
def test_a_paper_is_named_with_its_version_where_that_is_one(version: object, kept: str) -> None:
    one = PaperAgreement.from_resource({**paper().to_resource(), "id": "d1", "meta": {"versionId": version}})
    assert one.where_kept == f"DocumentReference/d1{kept}"


def test_a_paper_is_the_same_in_every_version_by_its_own_address_or_by_what_it_replaces() -> None:
    named = paper().to_resource()
    by_name = PaperAgreement.from_resource(
        {
            **named,
            "id": "d1",
            "extension": [{"url": f"{X}/agreement-version", "valueCanonical": "urn:rules|2"}],
        }
    )
    assert (by_name.address, by_name.version, by_name.canonical) == ("urn:rules", "2", "urn:rules|2")
    target = {"code": "replaces", "target": {"reference": "DocumentReference/d0"}}
    by_record = PaperAgreement.from_resource({**named, "id": "d1", "relatesTo": [target]})
    assert by_record.is_earlier("DocumentReference/d0")
    assert by_record.is_earlier("DocumentReference/d1")
    assert not by_record.is_earlier("DocumentReference/d2")
