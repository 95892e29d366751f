"""An insurer's approval from both sides: the patient's device and two coordinators' on the real sandbox clinic, offline too."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import flet as ft
import pytest
from flet.controls.base_control import BaseControl
from PIL import Image

from api_client.sandbox import Sandbox
from mobile.care.agenda import Session
from mobile.care.approval import Approval, ApprovalPaper
from mobile.care.approval.draft import ApprovalDraft
from mobile.device.pictures import MOST_BYTES
from mobile.records.errors import NotSaved
from mobile.screens.frame import Person
from tests.screens.clinic_of import person
from tests.screens.harness import Phone, PretendWiring
from tests.screens.test_shell_places import english_only
from tests.unit.care.test_with_the_clinic import BASE, Device, device_of
from tests.unit.device.test_pictures import photo

NOW = datetime(2026, 6, 9, 19, 0, tzinfo=UTC)  # Tuesday, 2 PM at the clinic; Tova's next session is tomorrow
QUINN = Person(
    "x|Practitioner/coordinator", "practitioner", "Quinn Template", "Practitioner/coordinator", None
)
OPEN, HELD = "Task/tova-approval-2", "Task/tova-approval-1"
DESK = "/approvals/Task%2Ftova-approval-2"


class Sides:
    def __init__(self, clinic: Sandbox, tova: Device, quinn: Device, other: Device) -> None:
        self.clinic, self.tova, self.quinn, self.other = clinic, tova, quinn, other

    async def sync(self) -> None:
        for one in (self.tova, self.quinn, self.tova):
            await one.sync()

    @asynccontextmanager
    async def patient(
        self, at: datetime = NOW, route: str = "/approval", **more: Any
    ) -> AsyncIterator[Phone]:
        wiring = PretendWiring(records=self.tova.records, person=person("tova"), at=at)
        await wiring.change_settings(**more)
        async with Phone(wiring) as phone:
            await phone.start(route)
            yield phone
            assert phone.faults(untranslated=english_only() if more else None) == []
            assert phone.reported == []

    @asynccontextmanager
    async def staff(
        self, route: str = DESK, width: int = 1280, of: Device | None = None, **more: Any
    ) -> AsyncIterator[Phone]:
        wiring = PretendWiring(records=(of or self.quinn).records, person=QUINN, at=NOW)
        await wiring.change_settings(**more)
        async with Phone(wiring, width=width) as phone:
            await phone.start(route)
            yield phone
            assert phone.faults(untranslated=english_only() if more else None) == []
            assert phone.reported == []

    def at_the_clinic(self, name: str = OPEN) -> Any:
        type_, id_ = name.split("/")
        (found,) = self.clinic.find(type_, _id=id_)
        return found

    def papers(self) -> list[Any]:
        return [
            one
            for one in self.clinic.find("DocumentReference", patient="Patient/tova")
            if "approval-paper" in str(one)
        ]


@pytest.fixture
def clinic() -> Any:
    made = Sandbox(None, demo=True, clock=lambda: NOW, base_url=BASE)
    yield made
    made.close()


@pytest.fixture
async def sides(clinic: Sandbox, tmp_path: Path) -> AsyncIterator[Sides]:
    async with AsyncExitStack() as stack:
        devices = [
            await stack.enter_async_context(device_of(clinic, name, tmp_path))
            for name in ("tova", "coordinator", "coordinator")
        ]
        found = Sides(clinic, *devices)
        await found.sync()
        yield found


def said(phone: Phone) -> str:
    return "\n".join(phone.texts())


async def adds(phone: Phone, data: bytes | None, name: str = "card.jpg", size: int = 0) -> None:
    node = await phone.sees(re.compile("^Add (a|another) photo$"), "button")
    control: Any = node.control
    chosen = SimpleNamespace(name=name, size=size, bytes=data, path=None)
    await control.action.file_picker.on_result(SimpleNamespace(files=[chosen]))
    await phone.rest()


async def wrong(phone: Phone, label: str) -> str:
    """What a field says is wrong with it; below the fields it is read out that something is."""
    await phone.sees("Something above is to be put right first.")
    control: Any = (await phone.may_type(label)).control
    return str(control.error)


async def undoes(phone: Phone) -> None:
    """By the snack that came last."""
    *_, snack = (d for d in phone.page._dialogs.controls if isinstance(d, ft.SnackBar) and d.action)
    assert isinstance(snack.action, ft.SnackBarAction)
    assert snack.action.label == "Undo"
    await phone.session.dispatch_event(snack._i, "action", None)
    await phone.rest()


# --- the patient ---


async def test_the_page_says_whose_turn_what_is_missing_and_what_is_left(sides: Sides) -> None:
    async with sides.patient() as phone:
        await phone.sees("Your turn")
        await phone.sees("The back of your insurance card", "heading")
        text = said(phone)
        assert "since June 7" in text
        assert "Renews: Sessions 1 to 4" in text
        assert "3 used, 1 left." in text
        assert "Runs out July 5." in text
        assert "Your Today page and your clinic’s list remind of it from June 21." in text
        assert "No day can be promised." in text
        assert "it is read by: Quinn Template." in text
        (call,) = phone.find("Call insurer", "button")
        control: Any = call.control
        assert control.action.url == "tel:+12025550177"
        await phone.tap("Ask the clinic")
        assert phone.page.route == "/messages"


async def test_a_photo_is_made_silent_sent_read_at_the_desk_and_settles_whose_turn(sides: Sides) -> None:
    async with sides.patient() as phone:
        await adds(phone, photo(800, 500))
        await phone.sees("Photo 1")
        assert "Waiting to send" in said(phone)
        await phone.sees("Your turn")  # until the clinic has it
        assert sides.papers() == []
    await sides.sync()
    (kept,) = sides.papers()
    data = b64decode(kept["content"][0]["attachment"]["data"])
    assert not dict(Image.open(__import__("io").BytesIO(data)).getexif())
    assert kept["context"]["related"][0]["reference"] == OPEN
    assert "card.jpg" not in str(kept)
    async with sides.patient() as phone:
        await phone.sees("At the clinic")
        await phone.sees("Your clinic’s turn")
        await phone.sees("Add another photo", "button")
    async with sides.patient(route="/") as phone:
        await phone.sees_no("For your insurance approval")
    async with sides.staff() as desk:
        await desk.sees("Photos from Tova Specimen", "heading")
        await desk.tap("See Photo 1 large")
        await desk.tap("Close")


async def test_a_photo_is_taken_out_before_it_is_sent_and_from_the_clinic_after(sides: Sides) -> None:
    async with sides.patient() as phone:
        await adds(phone, photo(800, 500))
        await undoes(phone)
        await phone.sees_no("Photo 1")
        assert await sides.tova.all(ApprovalPaper) == []
    await sides.sync()
    assert sides.papers() == []
    async with sides.patient() as phone:
        await adds(phone, photo(800, 500))
        await sides.tova.sync()
        await phone.sees("At the clinic")
        await undoes(phone)  # too late for that
        await phone.sees("At the clinic")
        await phone.tap("Remove Photo 1")
        await phone.tap("Remove")
        await phone.sees_no("Photo 1")
    await sides.sync()
    assert sides.papers() == []
    assert await sides.quinn.all(ApprovalPaper) == []


async def test_a_photo_that_was_removed_by_a_slip_is_put_back_and_sent(sides: Sides) -> None:
    async with sides.patient() as phone:
        await adds(phone, photo(800, 500))
        (before,) = await sides.tova.all(ApprovalPaper)
        await phone.tap("Remove Photo 1")
        await phone.sees_no("Photo 1")
        assert await sides.tova.all(ApprovalPaper) == []
        await undoes(phone)
        await phone.sees("Photo 1")
        (after,) = await sides.tova.all(ApprovalPaper)
        assert (after.id, after.data) == (before.id, before.data)
    await sides.sync()
    (kept,) = sides.papers()
    assert kept["content"][0]["attachment"]["data"] == before.data


def inside(control: BaseControl) -> bytes:
    """The picture that is drawn within it."""
    if isinstance(control, ft.Image):
        assert isinstance(control.src, bytes)
        return control.src
    below = [getattr(control, "content", None), *getattr(control, "controls", [])]
    return next((found for one in below if one is not None and (found := inside(one))), b"")


async def test_both_sides_call_a_photo_by_the_same_number(sides: Sides) -> None:
    first, second = photo(800, 500), photo(500, 800)
    async with sides.patient() as phone:
        await adds(phone, first)
        await phone.sees("Photo 1")
        await sides.tova.sync()
        await adds(phone, second)
        await phone.sees("Photo 2")
        hers = [(await phone.sees(f"See Photo {n} large", "button")).control for n in (1, 2)]
        small = [inside(one) for one in hers]
        assert all(small)
        assert small[0] != small[1]
    await sides.sync()
    async with sides.staff() as desk:
        theirs = [(await desk.sees(f"See Photo {n} large", "button")).control for n in (1, 2)]
        assert [inside(one) for one in theirs] == small


async def test_what_is_no_photo_is_not_taken_and_said(sides: Sides) -> None:
    async with sides.patient() as phone:
        await adds(phone, b"%PDF-1.4", "card.pdf")
        await phone.sees(re.compile("^card.pdf (could not be opened as a photo|is no picture)"))
        await adds(phone, bytes(MOST_BYTES + 1), "huge.jpg")
        await phone.sees(re.compile("^huge.jpg is too large"))
        await adds(phone, photo(800, 500))
        await phone.sees("Photo 1")
        assert "huge.jpg" not in said(phone)


async def test_a_photo_that_cannot_be_saved_is_said(sides: Sides, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(*_: Any, **__: Any) -> None:
        raise NotSaved("full")

    async with sides.patient() as phone:
        monkeypatch.setattr(type(sides.tova.records), "save_all", full)
        await adds(phone, photo(800, 500))
        await phone.sees_no("Photo 1")
        await phone.sees(re.compile("^There is no space left here"))
        monkeypatch.undo()


async def test_nothing_is_asked_on_the_day_of_a_session(sides: Sides) -> None:
    (session,) = [one for one in await sides.tova.all(Session) if one.id == "Appointment/tova-session-4"]
    assert session.start_at is not None
    there = session.start_at + timedelta(minutes=20)
    async with sides.patient(at=there) as phone:
        await phone.sees(
            re.compile(
                "^This can wait. Nothing is asked of you on the day of a session. You can add it tomorrow(, .*)?[.]$"
            )
        )
        await phone.sees_no("Add a photo")
        await phone.tap("Ask me again then")
    async with sides.patient(at=there, route="/") as phone:
        await phone.sees_no("For your insurance approval")
    async with sides.patient(at=NOW, route="/") as phone:
        await phone.sees("For your insurance approval")
        await phone.tap(re.compile("^For your insurance approval"))
        assert phone.page.route == "/approval"


async def test_care_leads_there_and_says_the_turn(sides: Sides) -> None:
    async with sides.patient(route="/care") as phone:
        node = await phone.sees(re.compile("^Insurance approval"), "button")
        assert "Your turn" in node.name
        await phone.tap(re.compile("^Insurance approval"))
        assert phone.page.route == "/approval"


async def test_in_spanish_and_for_who_has_none(sides: Sides) -> None:
    async with sides.patient(language="es") as phone:
        await phone.sees("Añadir una foto", "button")
        text = said(phone)
        assert "Vence el 5 de julio." in text
        assert "desde el 7 de junio" in text
        assert "Usadas: 3. Queda 1." in text
        assert "Su página Hoy y la lista de su clínica lo recuerdan desde el 21 de junio." in text
    async with sides.staff(language="es") as desk:
        await desk.sees("Lo que ve Tova Specimen", "heading")


# --- the coordinator ---


async def test_all_are_listed_by_what_runs_out_first_and_by_whose_turn(sides: Sides) -> None:
    async with sides.staff("/approvals", 390) as desk:
        names = [
            one for one in desk.texts() if one in ("Tova Specimen", "Marlow Placeholder", "Ines Example")
        ]
        assert names == ["Tova Specimen", "Marlow Placeholder", "Tova Specimen", "Ines Example"]
        await desk.tap("Patient 1")
        await desk.sees("Tova Specimen")
        await desk.sees_no("Ines Example")
        await desk.tap("Patient 1")
        await desk.sees("Ines Example")


async def test_it_is_recorded_previewed_undone_and_seen_by_the_patient(sides: Sides) -> None:
    async with sides.staff() as desk:
        await desk.sees("What Tova Specimen sees", "heading")
        await desk.tap(re.compile("^Approved"), "button")
        await desk.tap("Record it")
        assert (await wrong(desk, "Runs out on")).startswith("The day it runs out.")
        await desk.type("How many sessions", "4")
        await desk.type("Holds from", "2026-06-20")
        await desk.type("Runs out on", "06/07/2026")
        await desk.tap("Record it")
        assert (await wrong(desk, "Runs out on")).startswith("A whole day that can be read in one way only")
        await desk.type("Runs out on", "June 15, 2026")
        await desk.tap("Record it")
        assert await wrong(desk, "Runs out on") == "It runs out before it begins."
        await desk.type("Runs out on", "August 1, 2026")
        await desk.type("Days before to remind of it", "60")
        await desk.sees("Once it is recorded, Tova Specimen sees")  # before it is
        await desk.sees("Holds from June 20 to August 1.")
        assert (await sides.quinn.records.get(Approval, OPEN)).step.state == "info-requested"
        await desk.tap("Record it")
        await desk.sees("Runs out soon")  # the preview, by the clinic's clock
        await desk.sees(re.compile("The patient sees it once the clinic’s system has it"))
    await sides.sync()
    assert sides.at_the_clinic()["businessStatus"]["coding"][0]["code"] == "approved"
    async with sides.patient() as phone:
        await phone.sees("Holds from June 20 to August 1.")
        await phone.sees_no("Your turn")
    async with sides.patient(route="/") as phone:
        await phone.sees("Insurance approval: Sessions 5 to 8")
    async with sides.staff() as desk:
        await desk.tap("Take the last step back")
        await desk.sees("A paper is asked for")
        await undoes(desk)
        await desk.sees("Holds from June 20 to August 1.")
        await desk.tap("Take the last step back")
    await sides.sync()
    assert sides.at_the_clinic()["businessStatus"]["coding"][0]["code"] == "info-requested"
    assert "output" not in sides.at_the_clinic()


async def test_what_is_typed_is_kept_when_left_and_goes_with_what_is_recorded(sides: Sides) -> None:
    async with sides.staff() as desk:
        await desk.tap(re.compile("^Not approved"), "button")
        await desk.type("Words the patient reads", "They want")
        await desk.goes_to("/bookings/waiting")
    assert len(await sides.quinn.all(ApprovalDraft)) == 1
    async with sides.staff() as desk:
        await desk.type("Words the patient reads", "They want other treatment first.")
        await desk.tap("Record it")
        await desk.sees("Not approved")
    assert await sides.quinn.all(ApprovalDraft) == []
    await sides.sync()
    async with sides.patient() as phone:
        await phone.sees(re.compile("They want other treatment first[.]"))
        assert "Your clinic can ask the insurer to look again." in said(phone)


async def test_another_paper_is_asked_for_in_words_that_the_patient_reads(sides: Sides) -> None:
    async with sides.staff() as desk:
        await desk.tap(re.compile("^Ask for another paper"), "button")
        await desk.tap("Record it")
        await desk.sees("Write what is missing, in words the patient reads.")
        await desk.sees_no("Once it is recorded, Tova Specimen sees")
        await desk.type("Words the patient reads", "the letter of June 1")
        await desk.sees("Your turn: The letter of June 1")
        await desk.tap("Record it")
        await desk.sees(re.compile("The letter of June 1"))
    await sides.sync()
    async with sides.patient() as phone:
        await phone.sees("The letter of June 1", "heading")


@pytest.mark.parametrize("width", [390, 1280])
async def test_what_comes_meanwhile_leaves_the_cursor_in_the_field(sides: Sides, width: int) -> None:
    async with sides.staff(width=width) as desk:
        await desk.tap(re.compile("^Ask for another paper"), "button")
        standing = await desk.standing("Words the patient reads")
        await desk.type("Words the patient reads", "the letter")
        await desk.sees("Your turn: The letter")
        assert await desk.standing("Words the patient reads") == standing
        await sides.sync()  # what others wrote draws the place anew
        await desk.rest()
        await desk.shell._top.redraw()  # type: ignore[union-attr]
        assert await desk.standing("Words the patient reads") == standing


async def test_two_coordinators_at_the_same_time_are_told_and_nothing_is_lost(sides: Sides) -> None:
    await sides.other.sync()
    async with sides.staff(of=sides.other) as desk:
        await desk.tap(re.compile("^The insurer is still reading"), "button")
        await desk.type("Words the patient reads", "They have the letter.")
        await desk.tap("Record it")
        await desk.sees("The insurer is still reading")
    async with sides.staff() as desk:  # offline: it does not know of the other
        await desk.tap(re.compile("^Not approved"), "button")
        await desk.type("Words the patient reads", "A letter came.")
        await desk.tap("Record it")
        await desk.sees("Not approved")
    await sides.other.sync()
    await sides.quinn.engine.once()
    assert sides.at_the_clinic()["businessStatus"]["coding"][0]["code"] == "pended"
    async with sides.staff() as desk:
        await desk.sees("Somebody else recorded this at the same time", "heading")
        assert "They have the letter." in said(desk)
        assert "A letter came." in said(desk)
        await desk.tap("Record mine after it")
        await desk.sees_no("Somebody else recorded this at the same time")
    await sides.sync()
    await sides.sync()
    steps = [one for one in sides.at_the_clinic()["extension"] if one["url"].endswith("approval-step")]
    codes = [step["extension"][0]["valueCode"] for step in steps]
    assert codes[-2:] == ["pended", "denied"]


async def test_what_may_not_follow_is_a_draft_again_where_the_clinics_is_kept(sides: Sides) -> None:
    await sides.other.sync()
    async with sides.staff(of=sides.other) as desk:
        await desk.tap(re.compile("^Not approved"), "button")
        await desk.tap("Record it")
    async with sides.staff() as desk:
        await desk.tap(re.compile("^The insurer is still reading"), "button")
        await desk.type("Words the patient reads", "No answer yet.")
        await desk.tap("Record it")
    await sides.other.sync()
    await sides.quinn.engine.once()
    async with sides.staff() as desk:
        await desk.sees(re.compile("^Yours may not follow"))
        assert "No answer yet." in said(desk)
        await desk.sees_no("Record mine after it")
        await desk.tap("Keep what the clinic has")
        await desk.sees_no("Somebody else recorded this at the same time")
        await desk.sees(re.compile("^Not recorded"))
        await desk.tap(re.compile("^Appeal sent"), "button")
        control: Any = (await desk.may_type("Words the patient reads")).control
        assert control.value == "No answer yet."
    await sides.sync()
    (mine,) = [one for one in await sides.quinn.all(Approval) if one.id == OPEN]
    assert mine.step.state == "denied"


async def test_a_renewal_and_a_new_one_are_begun_and_taken_back(sides: Sides) -> None:
    async with sides.staff("/approvals/Task%2Fmarlow-approval-1") as desk:
        await desk.tap("Begin a renewal")
        await desk.sees("Renews: Your sessions")
        await undoes(desk)
    shown = [one for one in await sides.quinn.all(Approval) if one.is_shown]
    assert len(shown) == 4
    async with sides.staff("/approvals/new") as desk:
        await desk.tap("Rowan Sample")
        await desk.sees("What Rowan Sample sees", "heading")
    await sides.sync()
    assert [
        one for one in sides.clinic.find("Task", patient="Patient/rowan") if "prior-authorization" in str(one)
    ]


async def test_whoever_does_not_record_sees_none(clinic: Sandbox, tmp_path: Path) -> None:
    async with device_of(clinic, "sam", tmp_path) as sam:
        await sam.sync()
        assert await sam.all(Approval) == []
        who = Person("x|Practitioner/sam", "practitioner", "Sam Fixture", "Practitioner/sam", None)
        async with Phone(PretendWiring(records=sam.records, person=who, at=NOW), width=1280) as desk:
            await desk.start("/approvals")
            await desk.sees("Only who records approvals sees them.")
            await desk.sees_no("Begin an approval")


async def test_one_is_begun_only_for_whom_the_coordinator_records(sides: Sides) -> None:
    """On another patient's team they are there in another role."""
    (team,) = sides.clinic.find("CareTeam", _id="rowan-team")
    for one in team["participant"]:
        if one["member"]["reference"] == "Practitioner/coordinator":
            one["role"] = [{"text": "Nurse"}]
    sides.clinic.write(team)
    await sides.sync()
    async with sides.staff("/approvals/new") as desk:
        await desk.sees("Tova Specimen", "button")
        await desk.sees_no("Rowan Sample", "button")


async def test_wrong_records_get_a_plain_sentence_and_no_date(sides: Sides) -> None:
    record = sides.at_the_clinic(HELD)
    period = {"start": "2026-09-01", "end": "2026-06-01"}
    for output in record["output"]:
        if "valuePeriod" in output:
            output["valuePeriod"] = period
    sides.clinic.write(record)
    odd = {**sides.at_the_clinic("Task/tova-approval-2"), "extension": [], "businessStatus": {"text": "?"}}
    sides.clinic.write(odd)
    await sides.sync()
    async with sides.patient() as phone:
        await phone.sees(re.compile("^In your clinic’s record it ends before it begins"))
        await phone.sees(re.compile("^Your clinic’s record says something this app does not know"))
        assert "Runs out" not in said(phone)
        assert " used, " not in said(phone)


@pytest.mark.parametrize("is_put_right", [True, False])
async def test_a_period_in_hours_is_shown_put_right_and_put_back_by_the_clinics_days(
    sides: Sides, is_put_right: bool
) -> None:
    def granted() -> dict[str, Any]:
        outputs = sides.at_the_clinic(HELD)["output"]
        return {one["type"]["coding"][0]["code"]: one for one in outputs}

    record = sides.at_the_clinic(HELD)
    for output in record["output"]:
        if "valuePeriod" in output:
            output["valuePeriod"] = {"start": "2026-05-21T04:30:00Z", "end": "2026-08-01T04:30:00Z"}
    sides.clinic.write(record)
    for answer in sides.clinic.find("ClaimResponse"):
        sides.clinic.write(answer | {"status": "cancelled"})
    await sides.sync()
    async with sides.staff("/approvals/Task%2Ftova-approval-1") as desk:
        await desk.sees("Runs out July 31.")
        if is_put_right:
            await desk.tap("What to record", "button")  # the only choice here
            await desk.type("How many sessions", "5")
            await desk.tap("Record it")
        else:
            await desk.tap("Take the last step back")
            await desk.sees_no("Runs out July 31.")
            await undoes(desk)
        await desk.sees(re.compile("The patient sees it once the clinic’s system has it"))
        await desk.sees("Runs out July 31.")
    await sides.sync()
    assert granted()["approved-period"]["valuePeriod"] == {"start": "2026-05-20", "end": "2026-07-31"}
    assert granted()["approved-sessions"]["valueInteger"] == (5 if is_put_right else 4)


async def test_two_answers_are_told_to_both_sides(sides: Sides) -> None:
    again = {
        **sides.at_the_clinic("ClaimResponse/tova-claim-response-1"),
        "id": "second",
        "preAuthRef": "EX-9",
    }
    sides.clinic.write(again)
    await sides.sync()
    async with sides.patient() as phone:
        await phone.sees(re.compile("^Your clinic’s record has two answers to one request"))
        assert "Runs out" not in said(phone)
    async with sides.staff("/approvals") as desk:
        await desk.sees("To put right")
