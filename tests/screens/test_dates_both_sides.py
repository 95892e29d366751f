"""Another date from both sides: two devices on the real sandbox clinic, the patient's and that of whoever books, offline too."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from api_client.sandbox import Sandbox
from mobile.care.agenda import Session
from mobile.care.date_change import DateAnswer, DateDraft, DateRequest
from mobile.records.errors import NotSaved
from mobile.screens.frame import Person
from tests.screens.clinic_of import person
from tests.screens.harness import Phone, PretendWiring
from tests.screens.test_shell_places import english_only
from tests.unit.care.test_with_the_clinic import BASE, Device, device_of
from tests.unit.sandbox.test_rides import answers, asked, link_of, moved
from tests.unit.sandbox.test_rides import said as text_of
from tests.unit.sandbox.visitor import Visitor

NOW = datetime(2026, 6, 9, 19, 0, tzinfo=UTC)  # Tuesday, 2 PM at the clinic; session 4 is on Sunday
QUINN = Person(
    "x|Practitioner/coordinator", "practitioner", "Quinn Template", "Practitioner/coordinator", None
)
DATE, FIELD = "/session/rowan-session-4/date", "What you would like your clinic to know"
NINE, TWO = "9:00\u00a0AM", "2:00\u00a0PM"
MONDAY_NINE, MONDAY_TWO = "2026-06-15T14:00:00+00:00", "2026-06-15T19:00:00+00:00"


@pytest.fixture
def clinic() -> Any:
    made = Sandbox(None, demo=True, clock=lambda: NOW, base_url=BASE)
    yield made
    made.close()


class Sides:
    def __init__(self, clinic: Sandbox, rowan: Device, quinn: Device) -> None:
        self.clinic, self.rowan, self.quinn = clinic, rowan, quinn

    async def sync(self) -> None:
        await self.rowan.sync()
        await self.quinn.sync()
        await self.rowan.sync()

    @asynccontextmanager
    async def patient(self, at: datetime = NOW, **more: Any) -> AsyncIterator[Phone]:
        wiring = PretendWiring(records=self.rowan.records, person=person("rowan"), at=at)
        await wiring.change_settings(**more)
        async with Phone(wiring) as phone:
            yield phone
            assert phone.faults(untranslated=english_only() if more else None) == []
            assert phone.reported == []

    @asynccontextmanager
    async def staff(
        self, width: int = 1280, route: str = "/bookings/waiting", **more: Any
    ) -> AsyncIterator[Phone]:
        wiring = PretendWiring(records=self.quinn.records, person=QUINN, at=NOW)
        await wiring.change_settings(**more)
        async with Phone(wiring, width=width) as phone:
            await phone.start(route)
            yield phone
            assert phone.faults(untranslated=english_only() if more else None) == []
            assert phone.reported == []

    async def session(self) -> Session:
        (found,) = [one for one in await self.rowan.all(Session) if one.id == "Appointment/rowan-session-4"]
        return found

    def at_the_clinic(self, type_: str = "Appointment", id: str = "rowan-session-4") -> dict[str, Any]:
        (found,) = self.clinic.find(type_, _id=id)
        return found


@pytest.fixture
async def sides(clinic: Sandbox, tmp_path: Path) -> AsyncIterator[Sides]:
    async with AsyncExitStack() as stack:
        devices = [
            await stack.enter_async_context(device_of(clinic, name, tmp_path))
            for name in ("rowan", "coordinator")
        ]
        found = Sides(clinic, *devices)
        await found.sync()
        yield found


async def asks(phone: Phone, *times: str, words: str = "") -> None:
    await phone.start(DATE)
    for one in times:
        await phone.tap(re.compile(one))
    if words:
        await phone.type(FIELD, words)
    await phone.tap(re.compile("^Ask (for|the)"))


def said(phone: Phone) -> str:
    return "\n".join(phone.texts())


async def test_asked_answered_and_moved_with_everything_around_it(sides: Sides) -> None:
    async with sides.patient() as phone:
        await asks(phone, TWO, "11:30\u00a0AM", words="Jo cannot drive on Sunday.")
        await phone.sees("You asked for another date", "heading")
        assert "Not booked yet" in said(phone)
        assert "1. Monday, June 15, 2:00\u00a0PM" in said(phone)
        before = sides.at_the_clinic()
        await sides.sync()
        assert sides.at_the_clinic() == before  # asking books nothing
    async with sides.staff() as desk:
        await desk.sees("Asked for another date · 1")
        assert "“Jo cannot drive on Sunday.”" in said(desk)
        assert "their wish 1" in said(desk)
        await desk.sees("Fits")
        await desk.sees(re.compile("^by Sat"))  # the clinic's own hour, a day before
        await desk.sees("After Sat 10:30\u00a0AM: by phone only")
        await desk.tap(re.compile("^1[.] Mon "), "button")
        await desk.sees("Monday, June 15", "heading")
        await desk.type("Words to the patient", "See you then.")
        await desk.tap("Book it and tell Rowan Sample")
        await desk.sees("Your answer is on its way")
    await sides.sync()
    await sides.sync()
    assert (await sides.session()).start_at == datetime.fromisoformat(MONDAY_TWO)
    async with sides.staff() as desk:
        await desk.sees_no(re.compile("^Asked for another date"))
    async with sides.patient() as phone:
        await phone.start("/")
        await phone.sees("Session 4: Your clinic said yes", "heading")
        assert "See you then." in said(phone)
        await phone.tap("Close this")
        await phone.sees_no("Session 4: Your clinic said yes")
        await phone.start("/session/rowan-session-4")
        await phone.sees("Monday, 2:00\u00a0PM")
        assert re.search("6:00\u00a0AM\\W+Nothing solid after this", said(phone))
        assert "Room One" in said(phone)


async def test_offline_it_is_not_booked_yet_and_is_kept_and_sent_when_there(sides: Sides) -> None:
    async with sides.patient() as phone:
        await phone.start(DATE)
        await phone.tap(re.compile(NINE))
        await phone.type(FIELD, "Any morning.\n\u05d1\u05d5\u05e7\u05e8")
        await phone.start("/plan")  # left without asking
        (draft,) = await sides.rowan.all(DateDraft)
        assert [one.start.isoformat() for one in draft.wanted] == [MONDAY_NINE]
        await phone.start(DATE)
        assert (await phone.sees(FIELD, "field")).control.value == "Any morning.\n\u05d1\u05d5\u05e7\u05e8"
        await phone.tap("Ask for this time")
        await phone.sees("You asked for another date", "heading")
        assert "Waiting to send" in said(phone)
        # The clinic moves it by its own hand meanwhile.
        there = sides.at_the_clinic()
        sides.clinic.write(
            {**there, "start": "2026-06-16T09:00:00-05:00", "end": "2026-06-16T11:00:00-05:00"}
        )
        await sides.sync()
        await phone.sees("Your clinic chose another time", "heading")
        assert "Tuesday, June 16, 9:00\u00a0AM" in said(phone)
    assert await sides.rowan.all(DateDraft) == []
    assert len(sides.clinic.find("AppointmentResponse")) == 1
    async with sides.staff() as desk:
        await desk.sees_no(re.compile("^Asked for another date"))  # it was answered by the move


async def test_two_devices_that_ask_at_once_are_both_seen_and_both_can_be_withdrawn(
    sides: Sides, clinic: Sandbox, tmp_path: Path
) -> None:
    async with device_of(clinic, "rowan", tmp_path) as other:
        await other.sync()
        second = Sides(clinic, other, sides.quinn)
        async with sides.patient() as phone:
            await asks(phone, NINE)
        async with second.patient() as phone:
            await asks(phone, TWO, words="From the other phone.")
        await sides.sync()
        await other.sync()
        await sides.sync()
        async with sides.staff() as desk:
            await desk.sees("Asked for another date · 2")
        async with sides.patient() as phone:
            await phone.start("/session/rowan-session-4")
            await phone.tap("Withdraw this request")
            await phone.sees_no("You asked for another date")
        await sides.sync()
        async with sides.staff() as desk:
            await desk.sees_no(re.compile("^Asked for another date"))
        assert {one["participantStatus"] for one in clinic.find("AppointmentResponse")} == {"accepted"}


async def test_a_time_that_went_to_somebody_else_is_refused_by_the_clinic_and_the_others_stay(
    sides: Sides,
) -> None:
    async with sides.patient() as phone:
        await asks(phone, NINE)
    await sides.sync()
    taken = sides.at_the_clinic("Slot", "room-one-3")
    async with sides.staff() as desk:
        await desk.tap(re.compile("^1[.] "), "button")
        sides.clinic.write({**taken, "status": "busy"})  # somebody else is faster
        await desk.tap("Book it and tell Rowan Sample")
    await sides.quinn.engine.once()  # it is refused, and says so
    async with sides.staff() as desk:
        await desk.sees("Your answer was not carried out")
        await desk.tap("Answer otherwise")
        await desk.sees("Answer Rowan Sample", "heading")
        assert "somebody else has it by now" in said(desk)
        await desk.tap(re.compile("Mon Jun 15, 2:00"), "button")
        await desk.tap("Offer this time instead")
    await sides.sync()
    await sides.sync()
    assert sides.at_the_clinic()["start"] == (await sides.session()).to_resource()["start"]
    async with sides.patient() as phone:
        await phone.start("/")
        await phone.sees("Session 4: Your clinic offers other times", "heading")
        assert "Monday, June 15, 2:00\u00a0PM" in said(phone)
        await phone.start(DATE)
        await phone.sees(re.compile(TWO), "button")
        assert not [one for one in phone.find(re.compile(f"^{NINE}"), "button") if "15" in one.name]


async def test_a_no_has_words_and_the_session_stays(sides: Sides) -> None:
    async with sides.patient() as phone:
        await asks(phone, words="None of these: nights only.")
    await sides.sync()
    async with sides.staff() as desk:
        await desk.sees("None of the times suited.")
        await desk.tap("Keep the date, with these words")
        await desk.sees("Choose a time, or write a few words.")
        await desk.type("Words to the patient", "We are not open at night.")
        await desk.tap("Keep the date, with these words")
    await sides.sync()
    await sides.sync()
    async with sides.patient() as phone:
        await phone.start("/session/rowan-session-4")
        await phone.sees("Your session stays as it is", "heading")
        assert "We are not open at night." in said(phone)
    (answer,) = await sides.rowan.all(DateAnswer)
    assert answer.decided == "declined"


@pytest.mark.parametrize("at", ["2026-06-14T06:00:00+00:00", "2026-06-13T15:30:00+00:00"])
async def test_on_the_day_and_from_the_clinics_hour_on_the_number_stands_there(sides: Sides, at: str) -> None:
    async with sides.patient(datetime.fromisoformat(at)) as phone:
        await phone.start(DATE)
        await phone.sees(re.compile("^Another date is by phone only now"))
        await phone.sees_no(re.compile("^Ask (for|the)"), "button")


async def test_a_full_disk_keeps_what_was_chosen_and_says_so(
    sides: Sides, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sides.patient() as phone:
        await phone.start(DATE)
        await phone.tap(re.compile(NINE))

        async def full(*_: Any, **__: Any) -> None:
            raise NotSaved("full")

        with monkeypatch.context() as broken:
            broken.setattr(sides.rowan.records, "save_all", full)
            await phone.tap("Ask for this time")
            await phone.sees("It could not be saved, so it was not sent. Your words are still here.")
        await phone.tap("Ask for this time")
        await phone.sees("You asked for another date", "heading")
    assert len(await sides.rowan.all(DateRequest)) == 1


async def test_nobody_else_at_the_clinic_has_anything_of_it(
    sides: Sides, clinic: Sandbox, tmp_path: Path
) -> None:
    async with sides.patient() as phone:
        await asks(phone, NINE, words="canary")
    await sides.sync()
    for name in ("sam", "dr-ash", "ines"):
        async with device_of(clinic, name, tmp_path) as device:
            await device.sync()
            assert await device.all(DateRequest) == []
            assert await device.all(DateAnswer) == []
    wiring = PretendWiring(records=sides.rowan.records, person=person("rowan"), at=NOW)
    async with Phone(wiring) as phone:
        await phone.start("/sharing")
        await phone.sees("1 note about a date")
        assert "canary" not in said(phone)


async def test_every_sentence_of_it_is_said_in_spanish(sides: Sides) -> None:
    async with sides.patient(language="es") as phone:
        await phone.start(DATE)
        await phone.tap(re.compile("2:00"))
        await phone.sees(re.compile("^Con "))
        await phone.tap("Pedir esta hora")
        await phone.sees("Ha pedido otra fecha", "heading")
    await sides.sync()
    for width in (390, 1280):
        async with sides.staff(width=width, language="es") as desk:
            await desk.sees("Piden otra fecha · 1")
            if width == 390:
                await desk.tap(re.compile("Rowan Sample"))
            await desk.tap(re.compile("^1[.] "), "button")
            await desk.sees("Responder a Rowan Sample", "heading")


async def test_the_desk_is_gone_through_by_keys_and_a_request_that_is_gone_says_so(sides: Sides) -> None:
    async with sides.patient() as phone:
        await asks(phone, NINE)
    await sides.sync()
    async with sides.staff() as desk:
        await desk.sees("Times that are free")
        await desk.key("2")
        await desk.sees("Book it and tell Rowan Sample", "button")
        (draft,) = await sides.quinn.all(DateDraft)
        assert len(draft.wanted) == 1
    async with sides.staff(route="/bookings/waiting/never-was") as desk:
        await desk.sees("This request does not wait any more.")


async def test_whoever_books_sees_whether_a_ride_is_confirmed_and_the_patient_sees_that_they_do(
    sides: Sides,
) -> None:
    """At the clinic's time, with its words; nobody's name or number; and not for another time than it was answered for."""
    rowan = Visitor(sides.clinic, "rowan")
    async with sides.staff() as desk:
        await desk.sees(re.compile("^Ride not confirmed · "), "heading")
        assert "nobody was asked by a link" in said(desk)
        assert "Call the clinic by noon of the day before" in said(desk)
    async with rowan.http:
        task = await asked(rowan, "en", "Jo Sample", text_of("driver-number", "202-555-0177"))
        await answers(sides.clinic, link_of(task), "yes")
    await sides.sync()
    async with sides.staff() as desk:
        await desk.sees(re.compile("^Ride confirmed · 1"))
        assert "Jo Sample" not in said(desk)
        assert "0177" not in said(desk)
    async with sides.patient() as phone:
        await phone.start("/sharing")
        await phone.sees("1 ride home, and its answer")
    moved(sides.clinic, 1)
    await sides.sync()
    async with sides.staff() as desk:
        await desk.sees(re.compile("the answer was for another time"))


async def test_the_tab_of_whoever_books_says_how_much_waits_and_nobody_else_has_it(sides: Sides) -> None:
    async with sides.staff(route="/shared") as desk:
        await desk.until(lambda: any(re.match("Waiting · [0-9]+$", one) for one in desk.texts()), "the tab")
        (before,) = {
            int(one.rpartition(" ")[2]) for one in desk.texts() if re.match("Waiting · [0-9]+$", one)
        }
        async with sides.patient() as phone:
            await asks(phone, NINE)
        await sides.sync()
        await desk.until(lambda: f"Waiting · {before + 1}" in desk.texts(), "one more")
    async with sides.patient() as phone:
        await phone.start("/")
        assert not phone.find(re.compile("^Waiting"))


async def test_who_is_not_ready_and_who_missed_a_session_stand_in_groups_of_their_own(sides: Sides) -> None:
    session = next(one for one in sides.clinic.find("Appointment") if one["id"] == "rowan-session-2")
    sides.clinic.write({**session, "status": "noshow"})
    await sides.sync()
    async with sides.staff() as desk:
        await desk.sees(re.compile("^Not ready yet · [0-9]+$"), "heading")
        assert re.search("Marlow Placeholder\nConsent\n", said(desk))
        await desk.sees("Missed, only flagged · 1", "heading")
        names = [one.name for one in desk.nodes() if one.role == "heading"]
        groups = [re.sub(" · [0-9]+$", "", one) for one in names if " · " in one]
        assert groups == ["Ride not confirmed", "Not ready yet", "Missed, only flagged"]


async def test_enter_books_only_after_it_was_asked(sides: Sides) -> None:
    async with sides.patient() as phone:
        await asks(phone, NINE)
    await sides.sync()
    before = sides.at_the_clinic()
    async with sides.staff() as desk:
        await desk.sees("Times that are free")
        await desk.key("Enter")  # nothing is chosen
        assert not desk.find(re.compile("^Book Monday"))
        await desk.key("1")
        await desk.sees("Book it and tell Rowan Sample", "button")
        desk.soon(desk.key("Enter"))
        await desk.sees("Book Monday, June 15, 9:00\u00a0AM?")
        await desk.tap("Not yet")
        await sides.sync()
        assert sides.at_the_clinic() == before
        desk.soon(desk.key("Enter"))
        await desk.sees("Book Monday, June 15, 9:00\u00a0AM?")
        await desk.tap("Book it", "button")
        await desk.sees("Your answer is on its way. It is not booked before the clinic’s system has it.")
    await sides.sync()
    await sides.sync()
    assert (await sides.session()).start_at == datetime.fromisoformat(MONDAY_NINE)


async def test_the_request_with_the_next_deadline_stands_first(sides: Sides) -> None:
    """Asked later about a session that comes sooner."""
    async with sides.patient() as phone:
        await asks(phone, NINE)
        await phone.start("/session/rowan-session-3/date")
        await phone.type(FIELD, "Any other day.")
        await phone.tap(re.compile("^Ask (for|the)"))
        await phone.sees("You asked for another date", "heading")
    await sides.sync()
    async with sides.staff() as desk:
        await desk.sees("Asked for another date · 2")
        rows = [one.name for one in desk.nodes() if one.role == "button" and "Session" in one.name]
        assert re.search("Session 3.*by Wed 10:30", rows[0])
        assert re.search("Session 4.*by Sat 10:30", rows[1])
        await desk.key("J")
        await desk.until(lambda: "Session 4, Sunday" in said(desk), "the next one")
        await desk.key("K")
        await desk.until(lambda: "Session 3, Thursday" in said(desk), "the one before")


async def test_a_time_at_which_somebody_else_is_in_the_room_is_said_not_to_fit(sides: Sides) -> None:
    async with sides.patient() as phone:
        await asks(phone, NINE)
    there = sides.clinic.find("Appointment", _id="marlow-session-11")[0]
    actors = [one for one in there["participant"] if "Patient/" in one["actor"]["reference"]]
    room = {"actor": {"reference": "Location/room-one"}, "status": "accepted"}
    times = {"start": "2026-06-15T10:00:00-05:00", "end": "2026-06-15T11:00:00-05:00"}
    sides.clinic.write({**there, **times, "participant": [*actors, room]})
    await sides.sync()
    async with sides.staff() as desk:
        await desk.sees("Does not fit. Somebody else is in this room then.")
        row = next(one for one in desk.nodes() if one.name.startswith("1. Mon Jun 15, 9:00"))
        assert "Somebody else is in this room then." in row.name
        await desk.key("1")
        await desk.sees(re.compile("^Room One, 10:00.AM – 11:00.AM: Marlow Placeholder$"))
        await desk.sees(re.compile("^Room One, 9:00.AM – 11:00.AM: chosen$"))
