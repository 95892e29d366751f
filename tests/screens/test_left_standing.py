"""Places keep their buttons when they are drawn anew: a tap on its way in that moment is not lost."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mobile.care.commitment import begin
from mobile.care.forms.response import Response
from mobile.care.safety.plan import SafetyPlan
from mobile.screens.shared.detail import Detail
from mobile.screens.watching import GATHER_S
from mobile.shell.routes import find
from tests.screens.clinic_of import NOW, person, receive_all, seeded
from tests.screens.harness import THERAPIST, Phone, PretendWiring, opened_store
from tests.screens.test_days_after import TODAY, integrating
from tests.screens.test_shared import SAM_IN, a_patient, shared_documents
from tests.unit.care.samples import clinic_documents, receive

PATIENTS_PLACES = (
    "/",
    "/journal",
    "/journal/other-days",
    "/plan",
    "/care",
    "/forms",
    "/forms/clearance",
    "/measures",
    "/measures/phq-9",
    "/intentions",
    "/sharing",
    "/messages",
    "/team",
    "/team/Practitioner%2Fsam",
    "/practice",
    "/help-with-cost",
    "/answers/rowan-health-history-1",
)
THERAPISTS_PLACES = ("/shared/p1", "/shared/p1/i1")


@pytest.mark.parametrize("route", ["/measures", "/measures/phq-9", "/safety-plan", "/support"])
async def test_a_commit_that_changes_nothing_in_view_leaves_every_button_standing(
    tmp_path: Path, route: str
) -> None:
    records = await seeded(tmp_path, "rowan")
    async with Phone(PretendWiring(records=records, person=person("rowan"), at=NOW)) as phone:
        await phone.start(route)
        await phone.rest()
        before = buttons(phone)
        for kind in (Response, SafetyPlan):
            for one in (await records.newest(kind, 1)) or []:
                await receive_again(records, one)
        await asyncio.sleep(2 * GATHER_S)  # longer than commits are gathered
        await phone.rest()
        assert len(before) > 2
        assert buttons(phone) == before


async def test_a_row_that_says_something_else_now_still_takes_the_tap_meant_for_it(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    async with Phone(PretendWiring(records=records, person=person("rowan"), at=NOW)) as phone:
        await phone.start("/measures")
        row = await phone.sees(re.compile("^Mood · PHQ-9"), "button")
        said = row.name
        for one in [r for r in (await records.newest(Response, 50)) or [] if "phq-9" in r.text]:
            await records.remove(one)
        await phone.until(lambda: not phone.find(said, "button"), "other words on the row")
        assert phone.find(re.compile("^Mood · PHQ-9"), "button")
        await phone.happens(row.control, "click", None)  # sent while the words before were still in view
        await phone.sees("Mood · PHQ-9", "heading")


@pytest.mark.parametrize("name", ["rowan", "marlow"])
@pytest.mark.parametrize("route", PATIENTS_PLACES)
async def test_drawn_anew_from_the_same_every_button_of_a_patients_place_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, route: str
) -> None:
    records = await seeded(tmp_path, name, change=integrating)
    async with Phone(PretendWiring(records=records, person=person(name), at=NOW)) as phone:
        found = find(route)
        assert found is not None
        await stands_when_drawn_anew(phone, route, found[0].load(), monkeypatch)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("route", THERAPISTS_PLACES)
async def test_drawn_anew_from_the_same_every_button_of_a_therapists_place_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int, route: str
) -> None:
    records = await opened_store(tmp_path)
    documents = [*clinic_documents(), a_patient("p1", "Robin Example")]
    await receive(records, SAM_IN, *documents, *shared_documents("Patient/p1", "To meet the quiet"))
    wiring = PretendWiring(records=records, person=THERAPIST, at=NOW)
    async with Phone(wiring, width=width) as phone:
        await stands_when_drawn_anew(phone, route, Detail, monkeypatch)


async def stands_when_drawn_anew(
    phone: Phone, route: str, drawn: type[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if something looked otherwise, so that it is drawn; and nothing does. `drawn`: what says how the place looks."""
    drawings: list[object] = []

    def otherwise(self: object) -> object:
        drawings.append(self)
        return object()

    monkeypatch.setattr(drawn, "looks", otherwise)
    await phone.start(route)
    await phone.until(lambda: bool(drawings), "the place to be drawn")
    await phone.rest()
    before, times = buttons(phone), len(drawings)
    phone.wiring.status.says()  # type: ignore[union-attr]  # sync speaks, and has nothing new to say
    await phone.until(lambda: len(drawings) > times, "the place to be drawn anew")
    await phone.rest()
    assert len(before) > 1
    assert buttons(phone) == before


async def test_a_practice_is_still_to_be_changed_when_another_day_was_written_meanwhile(
    tmp_path: Path,
) -> None:
    records = await seeded(tmp_path, "rowan", change=integrating)
    async with Phone(PretendWiring(records=records, person=person("rowan"), at=NOW)) as phone:
        await phone.start("/")
        await phone.sees("I will do this")
        change = phone.find("Change it")[0].control
        away = TODAY + timedelta(days=2)
        await records.save(begin("of-thursday", away, NOW).revise("Ten minutes outside", NOW).settle())
        await phone.sees(re.compile("Ten minutes outside. Kept$"))
        await phone.happens(change, "click", None)  # sent while Today was as it was before
        await phone.sees("On which day?", "heading")


def buttons(phone: Phone) -> list[tuple[str, int]]:
    """Each with the number the page knows it by."""
    return [(node.name, node.control._i) for node in phone.nodes() if node.role == "button"]


async def receive_again(records: Any, one: Any) -> None:
    """A newer version from the clinic, in which nothing that is shown has changed."""
    await receive_all(records, "rowan", [{**one.to_resource(), "id": one.server_id}], version=7)
