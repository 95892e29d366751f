"""The desk of agreements (picture 49) on the real sandbox clinic: what is in force and what is left to talk about, nothing else; marked by
the prescriber, seen by the patient, offline too; sixty patients.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api_client.sandbox import Sandbox
from api_client.sandbox.seed.agreements import on_paper
from api_client.sandbox.seed.published import form
from mobile.care.consent.talking_point import TalkingPoint
from mobile.care.forms.response import Response
from mobile.screens.agreed.model import GROUPS
from mobile.screens.frame import Person
from mobile.wiring.talked_points import settle_points
from tests.screens.clinic_of import NOW, person
from tests.screens.harness import Phone, PretendWiring
from tests.screens.keys.test_in_view import tells_sizes
from tests.screens.test_agreements import to_part
from tests.screens.test_shell_places import english_only
from tests.unit.care.test_with_the_clinic import BASE, Device, device_of

STAFF = {"sam": "Sam Fixture", "dr-ash": "Dr. Ash Prototype", "coordinator": "Quinn Template"}
IDEA = "What off-label means"


class Clinic:
    def __init__(self, sandbox: Sandbox, devices: dict[str, Device]) -> None:
        self.sandbox, self.devices = sandbox, devices

    async def sync(self) -> None:
        for name in ("rowan", *STAFF):
            await self.devices[name].sync()

    @asynccontextmanager
    async def desk(
        self,
        who: str = "dr-ash",
        route: str = "/agreed",
        width: int = 1280,
        platform: str = "windows",
        **more: Any,
    ) -> AsyncIterator[Phone]:
        staff = Person(f"x|Practitioner/{who}", "practitioner", STAFF[who], f"Practitioner/{who}", None)
        wiring = PretendWiring(records=self.devices[who].records, person=staff, at=NOW)
        await wiring.change_settings(**more)
        async with Phone(wiring, width=width, platform=platform) as phone:
            await phone.start(route)
            yield phone
            assert phone.faults(untranslated=english_only() if more else None) == []
            assert phone.reported == []

    @asynccontextmanager
    async def patient(self, route: str = "/agreements") -> AsyncIterator[Phone]:
        async with Phone(
            PretendWiring(records=self.devices["rowan"].records, person=person("rowan"), at=NOW)
        ) as phone:
            await phone.start(route)
            yield phone
            assert phone.faults() == []
            assert phone.reported == []

    async def misses_one(self) -> None:
        """Rowan answers a question otherwise than the text says, as a person does."""
        async with self.patient("/agreements/treatment-iv") as phone:
            await to_part(phone, re.compile("^What this is, and why it"))
            await phone.tap("I am not sure yet")
            await phone.sees("The text says this. Here it is again.")
            await phone.sees(
                "If it is not clear, your clinic’s team sees which question it is, not your answer."
            )
        await self.sync()


@pytest.fixture
async def clinic(tmp_path: Path) -> AsyncIterator[Clinic]:
    sandbox = Sandbox(None, demo=True, clock=lambda: NOW, base_url=BASE)
    async with AsyncExitStack() as stack:
        devices = {
            name: await stack.enter_async_context(device_of(sandbox, name, tmp_path))
            for name in ("rowan", *STAFF)
        }
        found = Clinic(sandbox, devices)
        await found.sync()
        yield found
    sandbox.close()


async def test_what_was_not_clear_is_there_to_talk_about_and_nothing_of_the_answer(clinic: Clinic) -> None:
    await clinic.misses_one()
    async with clinic.desk(route="/agreed/rowan") as desk:
        await desk.sees("Talking points", "heading")
        await desk.sees(re.compile("^Treatment with ketamine by IV, part 1, What this is"))
        await desk.sees("Not clear on June 9.")
        await desk.sees(
            "You see how each agreement stands and what is left to talk about. Nothing else of Rowan Sample is here."
        )
        assert "sure" not in "\n".join(desk.texts())
    (point,) = [
        one for one in await clinic.devices["dr-ash"].all(TalkingPoint) if one.question == "q-off-label"
    ]
    assert "not-sure" not in point.text
    assert "display" not in point.text
    for who in STAFF:
        drafts = [one for one in await clinic.devices[who].all(Response) if not one.is_done]
        assert drafts == []
    assert await clinic.devices["coordinator"].all(TalkingPoint) == []


async def test_the_prescriber_marks_it_by_the_button_or_by_a_key_and_takes_it_back_and_the_patient_sees_both(
    clinic: Clinic,
) -> None:
    await clinic.misses_one()
    async with clinic.patient() as phone:
        await phone.sees("To talk about", "heading")
        await phone.sees(re.compile("Not talked about yet$"))
    async with clinic.desk(route="/agreed/rowan") as desk:
        await desk.tap(f"Mark as talked about: {IDEA}", "button")
        await desk.sees(re.compile("^Talked about June 9, by you. Rowan Sample sees this."))
        await desk.tap(f"Not talked about after all: {IDEA}", "button")
        await desk.sees("Not clear on June 9.")
        await desk.key("T")  # the first of what is open
        await desk.key("T")
        await desk.sees(re.compile("^Talked about June 9, by you"))
        await desk.until(lambda: not desk.find(re.compile("^Mark as")), "nothing is left")
    await clinic.devices["dr-ash"].sync()
    await clinic.sync()
    async with clinic.patient() as phone:
        await phone.sees(re.compile("Talked about June 9, 2026, by Dr. Ash Prototype$"))
    async with clinic.desk("sam", "/agreed/rowan") as desk:
        await desk.sees(re.compile("^Talked about June 9, by Dr. Ash Prototype. Rowan Sample sees this."))
        assert not desk.find(re.compile("^Mark as talked about"), "button")


async def test_the_table_says_what_is_in_force_whom_it_lets_see_what_and_until_when(clinic: Clinic) -> None:
    async with clinic.desk("sam", "/agreed/rowan") as desk:
        await desk.sees("Not all that treatment needs is in force")
        await desk.sees("version 3 · signed May 24 · version 4 is asked for")
        await desk.sees("To sign again")
        await desk.sees("Dr. Ash Prototype: check-ins, intake forms")
        await desk.sees("May 24, 2027")
        await desk.sees(re.compile("Sam Fixture: what is shared with them, check-ins they are let read"))
        await desk.sees(re.compile("^EXAMPLE: First evaluation at the clinic"))
    async with clinic.desk("sam", "/agreed/rowan", width=390, language="es") as desk:
        await desk.sees("Por firmar de nuevo")
    async with clinic.desk("sam", width=390) as desk:
        await desk.tap(re.compile("^Rowan Sample"), "button")
        await desk.sees("Agreements", "heading")
    async with clinic.desk("sam", "/agreed/tova") as desk:
        await desk.sees("There is nothing of this person to see here now.")


async def test_it_is_reached_from_the_list_by_those_who_are_shown_it_and_by_nobody_else(
    clinic: Clinic,
) -> None:
    async with clinic.desk("dr-ash", "/shared") as desk:
        await desk.tap(re.compile("^Agreements"), "button")
        await desk.sees("Talking points", "heading")
        await desk.key("J")
        await desk.key("K")
    async with clinic.desk("coordinator", "/shared") as desk:
        await desk.sees("Shared with you")
        assert not desk.find(re.compile("^Agreements"), "button")
    async with clinic.desk("coordinator") as desk:
        await desk.sees("No agreements to see")


async def sixty_more(clinic: Clinic) -> None:
    team = clinic.sandbox.find("CareTeam", _id="rowan-team")[0]
    for number in range(60):
        me = {"reference": f"Patient/p{number}"}
        clinic.sandbox.write(
            {"resourceType": "Patient", "id": f"p{number}", "name": [{"text": f"Person {number:02}"}]}
        )
        clinic.sandbox.write({**team, "id": f"team-{number}", "subject": me})
        if number % 3 == 0:
            text = form("financial")
            signed = on_paper(
                f"paid-{number}",
                f"Patient/p{number}",
                canonical=f"{text['url']}|{text['version']}",
                title=text["title"],
                since=(NOW - timedelta(days=3)).isoformat(),
                until=(NOW + timedelta(days=300)).isoformat(),
                lets={},
            )
            clinic.sandbox.write(signed)
    await clinic.devices["dr-ash"].sync()


async def test_sixty_patients_are_sorted_by_need_filtered_and_paged(clinic: Clinic) -> None:
    await sixty_more(clinic)
    async with clinic.desk() as desk:
        await desk.sees("64 people · sorted by need")
        headings = [text for text in desk.texts() if re.search(r"^[A-Z][a-z ]+ · \d+$", text)]
        assert headings == ["Session within two days · 2", "Not current · 42", "In force · 20"]
        assert not desk.find(re.compile("^Person 57"), "button")
        await desk.tap("Show more", "button")
        await desk.sees(re.compile("^Person 57 In force"), "button")
        assert not desk.find("Show more", "button")
        await desk.tap("Not current 44", "button")
        await desk.until(lambda: not desk.find(re.compile("^Person 57"), "button"), "only those")
        await desk.sees(re.compile("^Person 58 Not signed"), "button")


async def test_who_a_key_opens_far_down_the_list_is_drawn_and_scrolled_into_view(clinic: Clinic) -> None:
    await sixty_more(clinic)
    async with clinic.desk() as desk:
        await desk.sees("64 people · sorted by need")
        assert not desk.find(re.compile("^Person 57"), "button")
        for _ in range(63):  # to the last of all
            await desk.key("J")
        await tells_sizes(desk, 60.0, 500.0, width=384)
        assert desk.find(re.compile("^Person 57"), "button")  # as many are drawn as it takes
        offset = max(args["offset"] for name, args in desk.invoked if name == "scroll_to")
        pieces = 64 + len(("head", *GROUPS))
        assert offset < 60.0 * pieces <= offset + 500.0
        await desk.key("J")  # nobody more
        await desk.sees(re.compile("^before$"))
        assert not desk.find(re.compile("^next$"))


async def test_marking_waits_for_the_connection_and_says_so(clinic: Clinic) -> None:
    await clinic.misses_one()
    async with clinic.desk(route="/agreed/rowan") as desk:
        await desk.tap(f"Mark as talked about: {IDEA}", "button")
        await desk.sees(re.compile("^Talked about"))
        (id,) = await clinic.devices["dr-ash"].records.unsent(TalkingPoint)
    name = id.removeprefix("Task/")
    (there,) = clinic.sandbox.find("Task", _id=name)
    assert there["status"] == "requested"
    await clinic.devices["dr-ash"].sync()
    (there,) = clinic.sandbox.find("Task", _id=name)
    assert (there["status"], there["owner"]["reference"]) == ("completed", "Practitioner/dr-ash")


async def test_a_point_marked_on_two_devices_is_settled_by_itself(clinic: Clinic, tmp_path: Path) -> None:
    async with device_of(clinic.sandbox, "dr-ash", tmp_path) as other:
        await other.sync()
        desk = clinic.devices["dr-ash"]
        (point,) = [one for one in await desk.all(TalkingPoint) if one.question == "q-options"]
        for device, minutes in ((desk, 1), (other, 2)):
            said = point.talked_about(
                "Practitioner/dr-ash", "Dr. Ash Prototype", NOW + timedelta(minutes=minutes)
            )
            await device.records.save_all([said], over=[point])
        await desk.sync()
        await other.engine.once()
        await settle_points(other.records)
        await other.sync()
        (found,) = [one for one in await other.all(TalkingPoint) if one.question == "q-options"]
        assert found.changed_at == NOW + timedelta(minutes=1)
        assert not await other.records.conflicts(TalkingPoint)
        assert not await other.records.unsent(TalkingPoint)
