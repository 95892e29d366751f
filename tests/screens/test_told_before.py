"""What is told to the clinic before its door: the self-check of the day and that somebody ate. Kept, sent, and said truthfully."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.response import Response
from tests.screens.clinic_of import NOW, person, receive_all, seeded
from tests.screens.harness import Phone, PretendWiring
from tests.screens.test_today_next import filled

SESSION = "/session/rowan-session-3"
MORNING = datetime(2026, 6, 11, 12, 0, tzinfo=UTC)  # 7 AM at the clinic, three hours and a half before
CHECK, ATE = "before-you-come", "ate-or-drank"


def wiring(records: Any, at: datetime = MORNING) -> PretendWiring:
    return PretendWiring(records=records, person=person("rowan"), at=at)


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    return await seeded(tmp_path, "rowan")


async def told_as(records: Any, form: str) -> list[dict[str, Any]]:
    own = [one for one in await records.every(Response) if one.address.endswith(form)]
    return [json.loads(one.to_json()) for one in own]


async def test_the_self_check_is_the_clinics_form_and_goes_to_it_before_the_door(records: Any) -> None:
    there = wiring(records)
    there.status.says(phase="offline")
    async with Phone(there) as phone:
        await phone.start(SESSION)
        await phone.sees("Before you come in", "heading")
        await phone.tap("Answer", "button")
        await phone.sees(re.compile("Have you eaten or drunk"))
        for _ in range(5):
            await phone.tap(re.compile("^No$"))
            await phone.tap("Next", "button")
        for number, value in (("upper", "128"), ("lower", "80")):
            await phone.type(f"The {number} number", value)
            await phone.tap("Next", "button")
        await phone.tap("Next", "button")
        await phone.tap(re.compile("^Send"), "button")
        await phone.sees("Thank you", "heading")
        await phone.goes_to(SESSION)
        await phone.sees(re.compile("Waiting to send: the clinic cannot be reached now"))
        await phone.sees("See your answers", "button")
        assert not re.search(
            "you may come|cleared|normal|too high|do not come", "\n".join(phone.texts()), re.I
        )
        assert phone.faults() == []
    (sent,) = await told_as(records, CHECK)
    assert sent["status"] == "completed"
    assert "128" in json.dumps(sent)
    assert len(await records.unsent(Response)) == 1


async def test_on_its_day_today_has_the_self_check_first_then_the_day_and_then_what_was_eaten(
    records: Any,
) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start("/")
        said = [node.name for node in phone.nodes() if node.name]
        order = [
            next(at for at, name in enumerate(said) if name == wanted)
            for wanted in ("Before you come in", "Answer", "Open session day", "Details")
        ]
        assert order == sorted(order)
        assert said.index("Open session day") < said.index("I ate or drank after these times")
        assert said.count("Before you come in") == 1
        assert filled(phone) == ["Answer"]
        await phone.tap("Answer", "button")
        await phone.until(lambda: phone.page.route == f"/form/{CHECK}", "the clinic's form")


async def test_once_it_is_answered_session_day_stands_out_again(records: Any) -> None:
    (definition,) = [one for one in await records.every(FormDefinition) if CHECK in one.canonical]
    sent = Response.begin("r1", definition, "Patient/rowan", MORNING).submit({"item": []}, MORNING)
    await records.save(sent)
    async with Phone(wiring(records)) as phone:
        await phone.start("/")
        await phone.sees("Open session day", "button")
        await phone.sees_no("Before you come in")
        assert filled(phone) == ["Open session day"]


async def test_who_takes_them_home_is_said_once_on_the_sessions_page(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start(SESSION)
        await phone.sees("Say who takes you home", "button")
        asked = [
            node.name
            for node in phone.nodes()
            if node.role == "button" and re.search("ride|takes? you home", node.name)
        ]
        assert asked == ["Say who takes you home"]


async def test_that_somebody_ate_is_sent_with_one_tap_once_and_can_be_changed(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start(SESSION)
        await phone.tap("I ate or drank after these times")
        await phone.tap("Tell your clinic")
        await phone.sees("You told your clinic that you ate or drank.")
        await phone.sees(re.compile("Waiting to send"))
        assert phone.find(re.compile("555 010|555.010"))
        assert phone.faults() == []
        (sent,) = await told_as(records, ATE)
        assert (sent["status"], sent["item"][0]["answer"]) == ("completed", [{"valueBoolean": True}])
        await phone.tap("I did not eat or drink: change it")
        await phone.sees("I ate or drank after these times", "button")
    (changed,) = await told_as(records, ATE)
    assert (changed["status"], changed["item"][0]["answer"]) == ("amended", [{"valueBoolean": False}])


async def test_who_reads_what_is_told_on_the_day_stands_in_the_ledger_by_the_clinics_own_rule(
    tmp_path: Path,
) -> None:
    records = await seeded(tmp_path, "rowan")
    (definition,) = [one for one in await records.every(FormDefinition) if CHECK in one.canonical]
    sent = Response.begin("r1", definition, "Patient/rowan", MORNING).submit({"item": []}, MORNING)
    there = json.loads(sent.to_json()) | {"id": "told-1"}
    await receive_all(records, "rowan", [there])
    async with Phone(wiring(records)) as phone:
        await phone.start("/sharing")
        told = "1 answer on the day of a session"
        await phone.sees(f"Why it stays: {told}, Dr. Ash Prototype", "button")
        await phone.sees(f"Agreement: {told}", "button")  # the therapist, as long as that stands
        assert not phone.find(re.compile(f"{told}.*Quinn"))


async def test_before_its_time_the_self_check_says_from_when_it_is_asked(records: Any) -> None:
    async with Phone(wiring(records, NOW)) as phone:
        await phone.start(SESSION)
        await phone.sees("From Wednesday, 10:30\u00a0PM")
        await phone.sees_no("Answer", "button")
