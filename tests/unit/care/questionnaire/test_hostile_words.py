"""Words of a form written to harm: whatever stands in them is read as words, in time that grows with their length."""

from __future__ import annotations

import json

import pytest

from mobile.care.questionnaire import Form, Rich
from mobile.care.questionnaire.markup import Tag, taken_apart

N = 100_000
MARKDOWN = "http://hl7.org/fhir/StructureDefinition/rendering-markdown"
XHTML = "http://hl7.org/fhir/StructureDefinition/rendering-xhtml"

UNFINISHED = {
    "link": "[a](" + "a" * N,
    "tags": "<a " * N,
    "ends": "</" * N,
    "comments": "<!--" * N,
    "sections": "<![CDATA[" * N,
    "declarations": "<!" * N,
    "instructions": "<?" * N,
    "quotes": "<a b='" * N,
    "unknown section": "<![foo[x",
    "huge number": "&#" + "9" * 5_000 + ";",
}


def form_saying(url: str, markup: str) -> str:
    key = "valueMarkdown" if url == MARKDOWN else "valueString"
    item = {
        "linkId": "a",
        "type": "display",
        "text": "Words",
        "_text": {"extension": [{"url": url, key: markup}]},
    }
    return json.dumps({"resourceType": "Questionnaire", "status": "active", "item": [item]})


@pytest.mark.parametrize("url", [MARKDOWN, XHTML])
@pytest.mark.parametrize("name", UNFINISHED)
def test_unfinished_markup_is_read_in_a_moment_and_raises_nothing(url: str, name: str) -> None:
    # with what takes quadratic time here, none of these would end within the patience of the whole suite
    markup = UNFINISHED[name]
    form = Form.of(form_saying(url, markup if url == XHTML else "<b>so</b> " + markup))
    assert form.item("a").text.plain == "Words"


def test_a_script_and_a_comment_say_nothing_and_the_words_around_them_stand() -> None:
    markup = "<p>One<script>alert('<b>two</b>')</script> three</p><!-- four --><style>p{}</style><p>five</p>"
    assert Rich.of_xhtml(markup).plain == "One three\nfive"


def test_a_script_that_never_ends_takes_no_word_before_it() -> None:
    assert Rich.of_xhtml("<p>One</p><SCRIPT>two").plain == "One"


def test_signs_that_are_no_tag_stay_words() -> None:
    assert Rich.of_xhtml("<p>if 2 < 3 &amp; 4 > 3, <3</p>").plain == "if 2 < 3 & 4 > 3, <3"


def test_a_links_address_is_text_beside_the_words_whatever_it_asks_for() -> None:
    rich = Rich.of_xhtml("<a onclick='x()' HREF=\"javascript:alert(1)\">Call</a>")
    assert rich.plain == "Call"
    assert [run.link for run in rich.runs] == ["javascript:alert(1)"]


def test_a_tag_that_closes_itself_begins_and_ends() -> None:
    assert list(taken_apart("a<br/>b")) == ["a", Tag("br", begins=True, ends=True), "b"]
    assert Rich.of_xhtml("<script src='x'/>Words").plain == "Words"


def test_lists_within_lists_without_end_stay_within_a_depth_that_can_be_drawn() -> None:
    rich = Rich.of_xhtml("<ul><li>" * 1_000 + "deep")
    assert max(run.depth for run in rich.runs) <= 6


def test_a_link_with_a_title_in_markdown_keeps_its_address() -> None:
    rich = Rich.of_markdown('See [this page](https://clinic.example/a "A title") first.')
    assert rich.plain == "See this page first."
    assert [run.link for run in rich.runs if run.link] == ["https://clinic.example/a"]
