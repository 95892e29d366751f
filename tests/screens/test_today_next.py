"""Today names one thing to do next, for each sample person and each state: one filled button, and no second."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mobile.care.intention import Intention
from mobile.care.measures.cadence import Due, Why, due
from mobile.design import tokens as t
from tests.screens.clinic_of import NOW, Document, person, seeded
from tests.screens.harness import Phone, PretendWiring, opened_store

NEXT = {
    "ines": "Go on",  # her intake, begun: not an intention for a first conversation
    "rowan": "Write an intention",
    "marlow": "Write an intention",
    "tova": "Begin",  # tomorrow: who takes her home
}


def wiring(records: Any, name: str) -> PretendWiring:
    return PretendWiring(records=records, person=person(name), at=NOW)


def settled_intention() -> Intention:
    own = Intention(id="own", words="To rest.", made_at=NOW, changed_at=NOW)
    return replace(own, session="Appointment/rowan-session-3", is_settled=True)


def filled(phone: Phone) -> list[str]:
    """The names of the buttons that stand out."""
    found: list[str] = []
    for node in phone.nodes():
        style: Any = getattr(node.control, "style", None)
        ground = getattr(style, "bgcolor", None)
        if node.role == "button" and t.PRIMARY in (ground.values() if isinstance(ground, dict) else [ground]):
            found.append(node.name)
    return found


@pytest.mark.parametrize("name", sorted(NEXT))
async def test_each_person_has_one_next_thing_and_no_second(tmp_path: Path, name: str) -> None:
    async with Phone(wiring(await seeded(tmp_path, name), name)) as phone:
        await phone.start("/")
        await phone.sees(NEXT[name], "button")
        assert set(filled(phone)) == {NEXT[name]}
        assert phone.faults() == []


async def test_what_was_begun_leads_back_to_where_it_was_left(tmp_path: Path) -> None:
    async with Phone(wiring(await seeded(tmp_path, "ines"), "ines")) as phone:
        await phone.start("/")
        await phone.sees("About your health", "heading")
        await phone.sees_no(re.compile("^to do About your health"))
        await phone.tap("Go on")
        assert phone.page.route.startswith("/form/")


async def test_with_a_form_waiting_it_is_not_said_that_there_is_nothing_to_do(tmp_path: Path) -> None:
    def without_session(document: Document) -> Document | None:
        return None if document["resourceType"] == "Appointment" else document

    async with Phone(wiring(await seeded(tmp_path, "ines", change=without_session), "ines")) as phone:
        await phone.start("/")
        await phone.sees("No session is planned")
        await phone.sees_no(re.compile("Nothing to do until then"))
        assert set(filled(phone)) == {"Go on"}


async def test_the_early_notice_is_met_on_today_until_it_is_put_away(tmp_path: Path) -> None:
    async with Phone(wiring(await seeded(tmp_path, "marlow"), "marlow")) as phone:
        await phone.start("/")
        await phone.sees(re.compile("your clinic asked to show you first"))
        assert not any("PHQ-9" in text for text in phone.texts())  # what it is about is not for every eye
        await phone.tap("Have a look")
        await phone.sees("Something to tell the clinic?", "heading")
        await phone.tap("Put this away")
        await phone.goes_to("/")
        await phone.sees_no(re.compile("your clinic asked to show you first"))
        assert phone.faults() == []


async def test_with_nothing_at_all_it_says_so(tmp_path: Path) -> None:
    async with Phone(PretendWiring(records=await opened_store(tmp_path))) as phone:
        await phone.start("/")
        await phone.sees(re.compile("Nothing to do until then"))


def unanswered(document: Document) -> Document | None:
    return None if document["resourceType"] in ("QuestionnaireResponse", "Observation") else document


@pytest.mark.parametrize(
    ("when", "is_before"), [("every", False), ("after-session", False), ("before-session", True)]
)
async def test_before_your_session_lists_only_what_is_asked_for_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: Any, is_before: bool
) -> None:
    """A measure that is due at a time of its own stands by itself, and is not counted there."""
    records = await seeded(tmp_path, "rowan", change=unanswered)
    real = due

    def told(*known: Any) -> list[Due]:
        return [replace(one, why=(Why(when),)) for one in real(*known)]

    monkeypatch.setattr("mobile.screens.reads.measures.due", told)
    async with Phone(wiring(records, "rowan")) as phone:
        await phone.start("/")
        await phone.sees("Before your session", "heading")
        await phone.sees("0 of 4" if is_before else "0 of 3")
        texts = phone.texts()
        row = next(
            number for number, words in enumerate(texts) if words.startswith("to do ") and "PHQ-9" in words
        )
        assert ("Also for you" in texts) is not is_before
        if not is_before:
            assert texts.index("Also for you") < row
            assert texts.index("Before your session") < texts.index("Also for you")
        assert phone.faults() == []


async def test_what_the_clinic_asks_to_prepare_is_the_next_thing_once_its_time_has_come(
    tmp_path: Path,
) -> None:
    """The day before, whoever takes them home comes before the intention; until then it does not. The rest comes after it."""
    records = await seeded(tmp_path, "rowan")
    device = PretendWiring(records=records, person=person("rowan"), at=NOW + timedelta(hours=27))
    async with Phone(device) as phone:
        await phone.start("/")
        await phone.sees("Begin", "button")
        await phone.sees("Say who takes you home", "heading")
        assert set(filled(phone)) == {"Begin"}
        await phone.tap("Begin")
        assert phone.page.route == "/ride/rowan-session-3"
        await phone.tap(re.compile("^It is arranged without a link"))
        await phone.sees("Ask for a link", "button")
        await phone.back()
        await phone.sees("Write an intention", "button")
        assert set(filled(phone)) == {"Write an intention"}
        await records.save(settled_intention())
        await phone.sees("It is done", "button")
        await phone.sees("Pack what makes you comfortable", "heading")
        await phone.tap("It is done")
        await phone.sees("Make the next day light", "heading")
