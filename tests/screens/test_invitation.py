"""Inviting a therapist from outside: asked for once, its state as the clinic's record has it, shared with by choice, ended whole."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mobile.care.catalog import Who
from mobile.care.grant import ShareGrant
from mobile.care.intention import Intention, begin
from mobile.care.invitation import Invitation
from mobile.care.names import one_line
from mobile.care.notices import WithdrawalNotice
from mobile.care.sharing import Reader, share
from mobile.care.talk.correspondence import Between
from mobile.care.talk.suggestion import Suggestion
from mobile.records.errors import NotSaved
from mobile.screens.reads.team import team
from mobile.screens.sharing.invitation import OneInvitation
from mobile.screens.sharing.inviting import Inviting
from tests.screens.harness import PATIENT as SIGNED_IN
from tests.screens.harness import Phone, PretendWiring, opened_store
from tests.screens.invited import GUEST, ID, LINK, NAME, asked, at_clinic, joined, ready
from tests.screens.test_left_standing import stands_when_drawn_anew
from tests.screens.test_sharing import acknowledged
from tests.screens.test_shell_places import english_only
from tests.shared_things import an_entry
from tests.unit.care.samples import CHICAGO, NOW, PATIENT, clinic_documents, receive, sent

ME = Who("patient", PATIENT, "p1")
PATH = f"/sharing/invitation/{ID}"
KIM = Reader(GUEST, NAME)


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    opened = await opened_store(tmp_path)
    await receive(opened, ME, *clinic_documents())
    return opened


def phone_of(records: Any, **more: Any) -> Phone:
    return Phone(PretendWiring(records=records, at=NOW, **more))


async def invites(phone: Phone, name: str) -> None:
    await phone.start("/sharing/invitation/new")
    await phone.type("Their name", name)
    await phone.tap("Ask for an invitation")


# --- asking for it ---


async def test_it_says_what_they_see_takes_a_name_and_asks_for_one(records: Any) -> None:
    async with phone_of(records) as phone:
        await phone.start("/sharing")
        await phone.tap(re.compile("Invite a therapist from outside"))
        await phone.sees(re.compile("^They see your name, your clinic and what you called them here"))
        await phone.type("Their name", "  Kim \u202e of\tthe lake ")
        await phone.tap("Ask for an invitation")
        await phone.sees(re.compile("Waiting to send"))
        assert phone.faults() == []
    (one,) = await records.every(Invitation)
    assert (one.status, one.invited, one.patient) == ("requested", "Kim of the lake", SIGNED_IN.patient)
    assert one.patient_name == SIGNED_IN.name
    assert await records.every(ShareGrant) == [], "it opens nothing"


async def test_tapped_twice_it_is_asked_for_once(records: Any) -> None:
    async with phone_of(records) as phone:
        await phone.start("/sharing/invitation/new")
        await phone.type("Their name", "Kim")
        (button,) = phone.find("Ask for an invitation", "button")
        for _ in range(2):
            await phone.happens(button.control, "click")
        await phone.until(lambda: "new" not in phone.page.route, "gone to the new one")
    assert len(await records.every(Invitation)) == 1


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("   ", "Write their name first."),
        ("\u202e\u200b", "Write their name first."),
        ("👩🏽" * 41, "A name can have 80 letters here. Shorten it."),
        ("k" * 81, "A name can have 80 letters here. Shorten it."),
    ],
)
async def test_what_is_no_name_is_said_and_stays_in_the_field(records: Any, typed: str, told: str) -> None:
    async with phone_of(records) as phone:
        await invites(phone, typed)
        await phone.sees(told)
        (field,) = phone.find("Their name", "field")
        assert field.control.value == typed
    assert await records.every(Invitation) == []


def test_a_name_is_one_line_without_signs_that_cannot_be_seen() -> None:
    assert one_line(" כים\n\u200bשל  האגם ") == "כים של האגם"
    assert one_line("علی\u200cرضا \u200d \u202e") == "علی\u200cرضا", (
        "spelled so; with a space it is another name"
    )
    assert one_line("\u200c\u200d") == ""


async def test_a_full_disk_is_said_and_the_name_stays(records: Any) -> None:
    async def refused(*_: Any, **__: Any) -> None:
        raise NotSaved("full")

    save, records.save = records.save, refused
    async with phone_of(records) as phone:
        await invites(phone, "Kim")
        await phone.sees(re.compile("this phone has no space left"))
        records.save = save
        await phone.tap("Ask for an invitation")
        await phone.sees(re.compile("Waiting to send"))


async def test_on_the_day_of_a_session_it_waits(tmp_path: Path) -> None:
    records = await opened_store(tmp_path)
    at = NOW.isoformat()
    now_on = [
        one | {"status": "arrived", "start": at, "end": at} if one["id"] == "a3" else one
        for one in clinic_documents()
    ]
    await receive(records, ME, *now_on)
    async with phone_of(records) as phone:
        await phone.start("/sharing/invitation/new")
        await phone.sees(re.compile("^You can invite somebody"))
        assert not phone.find("Ask for an invitation")
        assert phone.faults() == []


# --- what became of it ---


@pytest.mark.parametrize(
    ("document", "line", "told"),
    [
        (at_clinic(), "Your clinic has not answered yet", "Your clinic has not answered yet"),
        (ready(), "Ready to hand over", LINK),
        (ready("2026-06-07T18:00:00Z"), "Nobody joined in time", "It was good until June 7."),
        (joined(), "Joined on June 6", "Joined on June 6"),
    ],
)
async def test_its_state_is_the_clinics_word(records: Any, document: Any, line: str, told: str) -> None:
    await receive(records, ME, document)
    async with phone_of(records) as phone:
        await phone.start("/sharing")
        await phone.sees(re.compile(rf"(Kim|{NAME}).*{line}", re.DOTALL), "button")
        assert phone.faults() == []
        await phone.goes_to(PATH)
        await phone.sees(re.compile(f"^{re.escape(told)}"))
        assert phone.faults() == []


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (joined("cancelled"), f"It is ended. {NAME} can no longer open what you shared with them."),
        (at_clinic("cancelled"), "It was called off. Nobody joined by it, and nobody can."),
        (at_clinic("rejected"), "Your clinic declined this invitation."),
    ],
)
async def test_what_is_over_is_told_and_not_listed(records: Any, document: Any, told: str) -> None:
    await receive(records, ME, document)
    async with phone_of(records) as phone:
        await phone.start(PATH)
        await phone.sees(re.compile(f"^{re.escape(told)}"))
        assert not phone.find("End it")
        assert not phone.find("Call it off")
        assert phone.faults() == []
        await phone.goes_to("/sharing")
        await phone.sees(re.compile("Invite a therapist"))
        assert not phone.find(re.compile("Called off|declined"))


async def test_one_that_is_not_here_is_said(records: Any) -> None:
    async with phone_of(records) as phone:
        await phone.start("/sharing/invitation/../../x")
        await phone.goes_to("/sharing/invitation/nothing")
        await phone.sees("This invitation is not here.")


async def test_a_name_given_by_whoever_joined_is_told_beside_whom_was_invited(records: Any) -> None:
    await receive(records, ME, joined(name="Sam Sample"))  # called like the therapist of the team
    async with phone_of(records) as phone:
        await phone.start(PATH)
        await phone.sees(re.compile("You called them “Kim”. They joined as Sam Sample."))
        await phone.goes_to("/sharing")
        await phone.sees(re.compile("From outside, by your invitation"))


# --- among the people ---


async def test_a_guest_is_one_to_share_with_and_never_of_the_care_team(records: Any) -> None:
    await receive(records, ME, joined())
    await records.save(an_entry("The lake."))
    async with phone_of(records) as phone:
        await phone.start("/care")
        await phone.sees("Your care team")
        assert not phone.find(re.compile(NAME))
        assert [one for one in (await team(records, NOW)).members if one.reference == GUEST] == []
        (entry,) = await records.every(type(an_entry("")))
        await phone.goes_to(f"/entry/{entry.id}/share")
        await phone.tap("Change who reads it")
        await phone.sees("From outside, by your invitation")
        await phone.tap(re.compile(NAME))
        await phone.tap(f"Share with {NAME}")
        await phone.sees(re.compile(f"Shared with {NAME}"))
    assert {one.practitioner for one in await records.every(ShareGrant)} == {GUEST}


async def test_an_intention_goes_to_whom_was_chosen_and_to_nobody_in_their_place(records: Any) -> None:
    await receive(records, ME, joined())
    await records.save(replace(begin("i1", "Appointment/a3", NOW).revise("canary", NOW), wish="therapist"))
    async with phone_of(records) as phone:
        await phone.start("/intention/i1")
        await phone.tap("Change who reads it")
        await phone.tap(re.compile(NAME))
        await phone.sees(re.compile(f"{NAME} can read it when you tap Done"))
        model = phone.shell._top.model  # type: ignore[union-attr]
        await receive(records, ME, joined("cancelled", 3))  # ended on another device, before Done is tapped
        assert await model.share_now() == "changed"
        assert await records.every(ShareGrant) == []


async def test_an_invitation_that_stands_is_in_the_ledger_with_the_way_to_end_it(records: Any) -> None:
    await receive(records, ME, joined())
    async with phone_of(records) as phone:
        await phone.start("/sharing")
        await phone.sees(re.compile(f"{NAME}.*From outside, by your invitation. No answers", re.DOTALL))
        await phone.tap(re.compile(f"{NAME}.*No answers", re.DOTALL))
        await phone.sees("Your invitation, with your name")
        await phone.tap(f"Invitation for {NAME}")
        await phone.sees("What they can read now")
        await phone.sees("You have shared nothing with them yet.")


def suggestion(sender: str = GUEST) -> dict[str, Any]:
    between = Between(PATIENT, sender, PATIENT)
    return sent(Suggestion.written("m1", "a walk by the lake", between, thread=(), now=NOW), "m1")


@pytest.mark.parametrize("status", ["completed", "cancelled"])
async def test_what_a_guest_suggests_is_shown_while_the_invitation_stands(records: Any, status: str) -> None:
    grant = share(begin("i1", None, NOW).revise("canary", NOW), PATIENT, KIM, NOW)[1]
    assert isinstance(grant, ShareGrant)
    await receive(records, ME, joined(status), sent(grant, "c1"), suggestion())
    async with phone_of(records) as phone:
        await phone.start("/")
        await phone.sees(re.compile("Your next session|Session 3"))
        await phone.rest()
        assert bool(phone.find(re.compile("a walk by the lake"))) is (status == "completed")
    found = await team(records, NOW)
    assert found.knows(GUEST) is (status == "completed")
    assert not found.knows("Practitioner/stranger")


# --- ending it ---


async def shared_with_kim(records: Any) -> None:
    await receive(records, ME, joined())
    for number in range(2):
        thing = begin(f"i{number}", "Appointment/a3", NOW).revise(f"canary {number}", NOW)
        await records.save_all(share(thing, PATIENT, KIM, NOW))


async def test_ending_it_takes_everything_back_from_them_and_from_nobody_else(records: Any) -> None:
    await shared_with_kim(records)
    sam = Reader("Practitioner/t1", "Sam Sample")
    await records.save_all(share(begin("i9", None, NOW).revise("for Sam", NOW), PATIENT, sam, NOW))
    async with phone_of(records) as phone:
        await phone.start(PATH)
        await phone.tap("End it")
        await phone.sees(re.compile("Everything you shared with Kim Elsewhere is taken back"))
        await phone.tap("Keep it")
        assert all(one.is_active for one in await records.every(ShareGrant))
        await phone.tap("End it")
        await phone.sees("End it?")
        await phone._press(phone.find("End it", "button")[-1])
        await phone.sees(re.compile("Your clinic does not know yet: until it does, it may still be used."))
        assert phone.faults() == []
    grants = {(one.practitioner, one.is_active) for one in await records.every(ShareGrant)}
    assert grants == {(GUEST, False), (sam.reference, True)}
    assert len(await records.every(WithdrawalNotice)) == 2
    (one,) = await records.every(Invitation)
    assert one.state(NOW) == "ended"
    assert {kept.words for kept in await records.every(Intention)} == {"canary 0", "canary 1", "for Sam"}


async def test_an_end_travels_before_everything_else_that_waits(records: Any) -> None:
    await shared_with_kim(records)
    await acknowledged(records)
    sam = Reader("Practitioner/t1", "Sam Sample")
    await records.save_all(share(begin("i9", None, NOW).revise("for Sam", NOW), PATIENT, sam, NOW))
    model = Inviting(records, ID, lambda: NOW, CHICAGO)
    await model.load()
    await model.end()
    rows = [json.loads(row.payload or "{}") for row in await records.due(NOW, 50)]
    first = [(one.get("resourceType"), one.get("status")) for one in rows[:3]]
    assert first == [("Consent", "inactive"), ("Consent", "inactive"), ("Task", "cancelled")]
    assert len(rows) > 3


async def test_called_off_before_the_clinic_knew_of_it_nobody_is_left_waiting(records: Any) -> None:
    await records.save(asked())
    async with phone_of(records) as phone:
        await phone.start(PATH)
        await phone.tap("Call it off")
        await phone.sees("Call it off?")
        await phone._press(phone.find("Call it off", "button")[-1])
        await phone.sees(re.compile("It is ended here"))
    (one,) = await records.every(Invitation)
    assert one.state(NOW) == "called_off"
    assert json.loads(one.to_json())["status"] == "cancelled"


# --- while it stands there ---


async def test_a_name_that_is_typed_stands_there_after_a_lock(records: Any) -> None:
    wiring = PretendWiring(records=records, at=NOW, pin="314159")
    async with Phone(wiring) as phone:
        await phone.start("/sharing/invitation/new")
        await phone.type("Their name", "Kim of the lake")
        await wiring.lock_now()
        await phone.sees("Enter your PIN")
        assert not phone.find(re.compile("Kim"))
        wiring.opens("open")
        await phone.until(lambda: bool(phone.find("Their name", "field")), "the field again")
        (field,) = phone.find("Their name", "field")
        await phone.until(lambda: field.control.value == "Kim of the lake", "the name again")


async def test_the_link_stands_as_a_code_for_a_camera_too_with_its_words_beside_it(records: Any) -> None:
    await receive(records, ME, ready())
    async with phone_of(records) as phone:
        await phone.start(PATH)
        await phone.sees("The same link as a QR code, for a camera", "image")
        await phone.sees(LINK)
        assert phone.faults() == []
        await receive(records, ME, joined())
        await phone.sees_no("The same link as a QR code, for a camera")


@pytest.mark.parametrize("document", [ready(), joined()])
async def test_drawn_anew_from_the_same_every_button_stands(
    records: Any, document: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await receive(records, ME, document)
    async with phone_of(records) as phone:
        await stands_when_drawn_anew(phone, PATH, OneInvitation, monkeypatch)


async def test_a_place_that_is_open_hears_of_who_joined(records: Any) -> None:
    await receive(records, ME, ready())
    async with phone_of(records) as phone:
        await phone.start(PATH)
        await phone.sees(LINK)
        await receive(records, ME, joined())
        await phone.sees("Joined on June 6")
        await phone.sees_no(LINK)


@pytest.mark.parametrize("document", [None, at_clinic(), ready(), joined(), joined("cancelled")])
async def test_every_sentence_is_said_in_spanish(records: Any, document: Any) -> None:
    if document is not None:
        await receive(records, ME, document)
    wiring = PretendWiring(records=records, at=NOW)
    await wiring.change_settings(language="es")
    async with Phone(wiring) as phone:
        await phone.start("/sharing/invitation/new" if document is None else PATH)
        await phone.sees("Invitación", "heading")
        await phone.rest()
        assert phone.faults(untranslated=english_only()) == []


@pytest.mark.parametrize(
    ("document", "head", "way"),
    [
        (ready(), "Your invitation for Kim is ready", "Hand it over"),
        (joined(), f"{NAME} joined by your invitation", "Have a look"),
    ],
)
async def test_today_says_that_it_is_ready_and_who_joined_in_the_last_days(
    records: Any, document: dict[str, Any], head: str, way: str
) -> None:
    await receive(records, ME, document)
    async with phone_of(records) as phone:
        await phone.start("/")
        await phone.sees(head, "heading")
        assert phone.faults() == []
        await phone.tap(way)
        await phone.sees("What they see")
        assert phone.page.route == PATH
    week_later = PretendWiring(records=records, at=NOW + timedelta(days=8))
    async with Phone(week_later) as phone:
        await phone.start("/")
        assert not phone.find(head)
