"""One form answered on two pages, or on a page while another device's answers arrive: nobody's words are written over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mobile.care.forms.both import with_theirs
from mobile.care.forms.here import DraftHere, draft_id
from mobile.care.forms.response import Response
from tests.screens.form.samples import an_item, answer_of, the_response
from tests.screens.form.test_form_model import Started, nothing_is_left_running, opened

__all__ = ["nothing_is_left_running"]
TWO = an_item("w", "string", "W?"), an_item("v", "string", "V?")


def says(model: Any, question: str, words: str) -> None:
    model.answers.type(question, words)
    model.answers.left(question)


def said(words: str) -> list[dict[str, Any]]:
    return [{"valueString": words}]


async def test_letters_that_are_being_typed_stay_when_another_devices_answers_arrive(tmp_path: Path) -> None:
    records, started, model = await opened(tmp_path, *TWO)
    says(model, "v", "Begun")
    await started.rest()
    model.answers.type("w", "Half a senten")
    await started.rest()
    stored = await the_response(records)
    await records.save(stored.changed(item=[{"linkId": "v", "answer": said("Said elsewhere")}]))
    await model.conflicts.stored_changed(stored.id)
    await started.rest()
    assert [one.written for one in model.form.questions] == ["Half a senten", "Said elsewhere"]
    model.answers.left("w")
    await started.rest()
    kept = await the_response(records)
    assert answer_of(kept, "w") == said("Half a senten")
    assert answer_of(kept, "v") == said("Said elsewhere")


async def test_an_answer_and_one_that_is_given_meanwhile_on_another_page_are_both_kept(
    tmp_path: Path,
) -> None:
    records, started, model = await opened(tmp_path, *TWO)
    says(model, "w", "Begun")
    await started.rest()
    other = Started(records)
    second = await other.open()
    says(model, "w", "Of the first page")
    says(second, "v", "Of the second page")
    await started.rest()
    await other.rest()
    kept = await the_response(records)
    assert answer_of(kept, "w") == said("Of the first page")
    assert answer_of(kept, "v") == said("Of the second page")
    assert [one.written for one in second.form.questions] == ["Of the first page", "Of the second page"]


async def test_an_answer_that_comes_between_reading_and_writing_is_kept(tmp_path: Path) -> None:
    records, started, model = await opened(tmp_path, *TWO)
    says(model, "w", "Begun")
    await started.rest()
    save_all, written = records.save_all, list[Response]()

    async def overtaken(*nouns: Any, **more: Any) -> None:
        if not written:
            stored = await the_response(records)
            theirs = [*stored.items(), {"linkId": "v", "answer": said("Said elsewhere")}]
            written.append(stored.changed(item=theirs))
            await records.save(written[0])
        await save_all(*nouns, **more)

    records.save_all = overtaken
    says(model, "w", "Said here")
    await started.rest()
    kept = await the_response(records)
    assert written
    assert (answer_of(kept, "w"), answer_of(kept, "v")) == (said("Said here"), said("Said elsewhere"))


async def test_a_draft_kept_here_loses_no_answer_of_another_page(tmp_path: Path) -> None:
    records, started, model = await opened(tmp_path, *TWO)
    await model.keeping.choose_place(is_only_here=True)
    says(model, "w", "Begun")
    await started.rest()
    other = Started(records)
    second = await other.open()
    says(model, "w", "Of the first page")
    says(second, "v", "Of the second page")
    await started.rest()
    await other.rest()
    here = await records.get(DraftHere, draft_id(second.form.response.id))
    assert here is not None
    assert answer_of(here.response, "w") == said("Of the first page")
    assert answer_of(here.response, "v") == said("Of the second page")


async def test_a_draft_that_comes_home_brings_what_another_page_answered(tmp_path: Path) -> None:
    records, started, model = await opened(tmp_path, *TWO)
    says(model, "w", "Begun")
    await started.rest()
    other = Started(records)
    second = await other.open()
    says(model, "v", "Of the first page")
    await started.rest()
    await second.keeping.choose_place(is_only_here=True)  # before it has heard of it
    here = await records.get(DraftHere, draft_id(second.form.response.id))
    assert here is not None
    assert answer_of(here.response, "w") == said("Begun")
    assert answer_of(here.response, "v") == said("Of the first page")
    assert await records.every(Response) == []


async def test_a_form_that_was_handed_in_meanwhile_does_not_come_home(tmp_path: Path) -> None:
    records, started, model = await opened(tmp_path, *TWO)
    says(model, "w", "Begun")
    await started.rest()
    other = Started(records)
    second = await other.open()
    assert await model.send()
    await second.keeping.choose_place(is_only_here=True)
    assert [one.status for one in await records.every(Response)] == ["completed"]
    await started.rest()


async def test_what_is_answered_on_a_page_after_another_handed_the_form_in_is_a_change_of_it(
    tmp_path: Path,
) -> None:
    records, started, model = await opened(tmp_path, *TWO)
    says(model, "w", "Begun")
    await started.rest()
    other = Started(records)
    second = await other.open()
    says(model, "v", "Not heard of yet")
    assert await second.send()
    await started.rest()
    done, more = sorted(await records.every(Response), key=lambda one: one.is_open)
    assert (done.status, answer_of(done, "v")) == ("completed", [])
    assert (more.status, answer_of(more, "v")) == ("in-progress", said("Not heard of yet"))
    assert more.amends in done.names


async def test_send_waits_for_a_look_at_what_was_answered_on_another_page_meanwhile(tmp_path: Path) -> None:
    records, started, model = await opened(tmp_path, *TWO)
    says(model, "w", "Begun")
    await started.rest()
    other = Started(records)
    second = await other.open()
    says(model, "v", "Of the first page")
    await started.rest()
    assert not await second.send()  # before it has heard of it
    assert second.could_not_send == "changed_elsewhere"
    assert [one.written for one in second.form.questions] == ["Begun", "Of the first page"]
    assert (await the_response(records)).is_open
    assert await second.send()
    await other.rest()
    kept = await the_response(records)
    assert (kept.status, answer_of(kept, "v")) == ("completed", said("Of the first page"))


async def test_a_signature_does_not_stand_below_answers_of_another_page(tmp_path: Path) -> None:
    records, started, model = await opened(tmp_path, *TWO)
    says(model, "w", "Begun")
    await started.rest()
    other = Started(records)
    second = await other.open()
    says(model, "v", "Of the first page")
    second.answers.sign("", "Rowan")
    assert second.answers.signed_as
    await started.rest()
    await other.rest()
    assert second.answers.signed_as == ""
    assert answer_of(await the_response(records), "v") == said("Of the first page")


async def test_an_answer_of_ones_own_typed_before_a_sudden_end_stays_beside_what_was_chosen(
    tmp_path: Path,
) -> None:
    drinks = [{"valueString": "Tea"}, {"valueString": "Water"}]
    item = an_item("d", "open-choice", "What do you drink?", answerOption=drinks, repeats=True)
    records, started, model = await opened(tmp_path, item)
    model.answers.choose("d", ["0"])
    await started.rest()
    model.answers.type_other("d", "Mate")
    await started.rest()
    again = await Started(records).open()
    assert again.form.filling.node("d").values == ("Tea", "Mate")
    assert again.form.questions[0].other == "Mate"


def q(link: str, *words: str, **more: Any) -> dict[str, Any]:
    return {"linkId": link, **({"answer": [said(one)[0] for one in words]} if words else {}), **more}


@pytest.mark.parametrize(
    ("was", "ours", "theirs", "both"),
    [
        ([], [q("a", "1")], [q("b", "2")], [q("a", "1"), q("b", "2")]),
        ([q("a", "1")], [q("a", "1")], [], []),
        ([q("a", "1")], [], [q("a", "1")], []),
        ([q("a", "1")], [], [q("a", "2")], [q("a", "2")]),
        ([q("a", "1")], [q("a", "2")], [], [q("a", "2")]),
        ([q("a", "1")], [q("a", "2")], [q("a", "3")], [q("a", "2")]),
        (
            [q("g", item=[q("a", "1")])],
            [q("g", item=[q("a", "2")])],
            [q("g", item=[q("a", "1"), q("b", "3")])],
            [q("g", item=[q("a", "2"), q("b", "3")])],
        ),
        (
            [q("g", item=[q("a", "1")])],
            [q("g", item=[q("a", "2")])],
            [q("g", item=[q("a", "1")]), q("g", item=[q("a", "3")])],
            [q("g", item=[q("a", "2")])],
        ),
    ],
)
def test_of_one_question_ours_stands_and_of_another_what_changed(
    was: Any, ours: Any, theirs: Any, both: Any
) -> None:
    assert with_theirs(was, ours, theirs) == both
