"""An invitation: what is asked for, how far it is, and that what is over never begins again. At the sandbox clinic, too."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.task import Task

from api_client.sandbox import Sandbox
from mobile.care.grant import ShareGrant
from mobile.care.intention import begin
from mobile.care.invitation import Invitation, State, is_guest, is_invitation, stands_for
from mobile.care.people import Practitioner
from mobile.care.readiness.task import StepTask
from mobile.care.shared_intention import SharedIntention
from mobile.care.sharing import Reader, new_id, share, take_back
from mobile.care.talk.correspondence import Between
from mobile.care.talk.suggestion import Suggestion
from mobile.records.ports import SendState
from mobile.wiring.revocation_priority import settle_ended
from tests.unit.care.test_with_the_clinic import BASE, Device, device_of
from tests.unit.sandbox.guests import redeem

NOW = datetime(2031, 3, 1, 15, tzinfo=UTC)
ROWAN = "Patient/rowan"


def asked(id: str = "f47ac10b-58cc-4372-a567-0e02b2c3d4aa") -> Invitation:
    return Invitation.make(id, patient=ROWAN, patient_name="Rowan Sample", invited="Kim", now=NOW)


def answered(status: str = "accepted", **more: Any) -> Invitation:
    """As a clinic's system leaves it."""
    code = {"coding": [{"system": "https://lantern.example/fhir/CodeSystem/care", "code": "invitation-code"}]}
    found = asked().to_resource() | {"status": status, "output": [{"type": code, "valueString": "abc"}]}
    return Invitation.from_resource(found | more)


def joined(status: str = "completed", who: str = "Practitioner/g1") -> Invitation:
    code = {"coding": [{"system": "https://lantern.example/fhir/CodeSystem/care", "code": "joined-as"}]}
    named = {"reference": who, "display": "Kim Elsewhere"}
    more = {
        "output": [{"type": code, "valueReference": named}],
        "executionPeriod": {"end": "2031-02-28T10:00:00Z"},
    }
    return Invitation.from_resource(asked().to_resource() | {"status": status} | more)


def test_what_is_asked_for_is_a_task_by_the_official_definitions_and_says_nothing_of_the_clinics() -> None:
    one = asked()
    resource = one.to_resource()
    assert Task.model_validate(resource)
    assert is_invitation(resource)
    assert resource["status"] == "requested"
    assert not {"output", "owner", "restriction"} & set(resource)
    assert (one.patient, one.patient_name, one.invited) == (ROWAN, "Rowan Sample", "Kim")
    assert Invitation.from_json(one.to_json()) == one
    assert one.head() == {"patient": ROWAN, "status": "requested"}, "no name, no code in a list"


LATER = {"restriction": {"period": {"end": "2031-03-08T15:00:00Z"}}}
EARLIER = {"restriction": {"period": {"end": "2031-03-01T14:59:59Z"}}}


@pytest.mark.parametrize(
    ("one", "state"),
    [
        (asked(), "asked"),
        (answered(), "ready"),
        (answered(**LATER), "ready"),
        (answered(**EARLIER), "run_out"),
        (Invitation.from_resource(asked().to_resource() | {"status": "accepted"}), "asked"),
        (Invitation.from_resource(asked().to_resource() | {"status": "completed"}), "asked"),
        (joined(), "joined"),
        (joined("cancelled"), "ended"),
        (answered("cancelled"), "called_off"),
        (answered("rejected"), "refused"),
        (joined("entered-in-error"), "ended"),
        (joined("rejected"), "ended"),
    ],
)
def test_its_state_is_what_the_record_says(one: Invitation, state: State) -> None:
    assert one.state(NOW) == state
    assert one.stands is (state == "joined")
    assert one.is_over is (state in ("ended", "called_off", "refused"))
    assert one.goes_first is one.is_over


@pytest.mark.parametrize("status", ["in-progress", "on-hold", "ready"])
def test_where_somebody_joined_no_status_says_that_nobody_did(status: str) -> None:
    assert joined(status).state(NOW) == "joined"


def test_an_end_wins_over_whatever_the_other_side_wrote_and_nothing_else_changes() -> None:
    mine = answered().over()
    theirs = replace(joined(), server_id="t1")
    over = mine.ended_over(theirs)
    assert over is not None
    assert over.state(NOW) == "ended"
    assert over.to_resource() == theirs.to_resource() | {"status": "cancelled"}
    assert answered().ended_over(joined()) is None
    assert joined().ended_over(joined("cancelled")) == joined("cancelled")
    assert answered("rejected").over() == answered("rejected"), "what the clinic declined stays so"


def test_a_guest_is_known_by_an_invitation_and_only_while_it_stands() -> None:
    every = [joined("cancelled"), joined(who="Practitioner/g2"), asked()]
    assert is_guest("Practitioner/g1", every)
    assert not stands_for("Practitioner/g1", every)
    assert stands_for("Practitioner/g2", every)
    assert not is_guest("Practitioner/t1", every)
    assert not is_guest(None, every)
    assert not stands_for(None, every)


# --- at the clinic ---


@pytest.fixture
async def clinic() -> AsyncIterator[Sandbox]:
    now = [NOW]
    made = Sandbox(None, demo=True, clock=lambda: now[0], base_url=BASE)
    yield made
    made.close()


async def the_invitation(device: Device) -> Invitation:
    await device.sync()
    (one,) = await device.all(Invitation)
    return one


async def guest_of(clinic: Sandbox, code: str) -> str:
    """Their login hint."""
    before = {one["login_hint"] for one in clinic.people()}
    assert (await redeem(clinic, code)).status_code == 200
    return next(one["login_hint"] for one in clinic.people() if one["login_hint"] not in before)


async def test_it_is_sent_answered_joined_shared_by_and_ended(clinic: Sandbox, tmp_path: Path) -> None:
    async with device_of(clinic, "rowan", tmp_path) as rowan:
        await rowan.sync()
        await rowan.records.save(asked())
        ready = await the_invitation(rowan)
        while ready.state(NOW) == "asked":  # sent in one round, answered by the next
            ready = await the_invitation(rowan)
        assert ready.id == asked().id
        assert ready.link.endswith(ready.code)
        hint = await guest_of(clinic, ready.code)
        one = await the_invitation(rowan)
        assert (one.state(NOW), one.guest_name, one.code) == ("joined", "Kim Elsewhere", "")
        assert one.guest in {f"Practitioner/{each.server_id}" for each in await rowan.all(Practitioner)}

        nouns = share(
            begin("i1", None, NOW).revise("canary", NOW), ROWAN, Reader(one.guest or "", "Kim"), NOW
        )
        await rowan.records.save_all(nouns)
        await rowan.sync()
        async with guest_device(clinic, hint, one.guest or "", tmp_path) as kim:
            await kim.sync()
            (shared,) = await kim.all(SharedIntention)
            assert shared.words == "canary"
            (invited,) = await kim.all(Invitation)
            assert (invited.patient_name, invited.code) == ("Rowan Sample", "")
            assert await kim.all(StepTask) == []
            between = Between(ROWAN, one.guest or "", ROWAN)
            await kim.records.save(Suggestion.written(new_id(), "a walk", between, thread=(), now=NOW))
            await kim.sync()
            await rowan.sync()
            assert "a walk" in {each.words for each in await rowan.all(Suggestion)}

            grants = [
                (each, shared) for each in await rowan.all(ShareGrant) if each.practitioner == one.guest
            ]
            copy = next(each for each in await rowan.all(SharedIntention) if each.words == "canary")
            save, gone = take_back([(grants[0][0], copy)], None, NOW)
            await rowan.records.save_all(save, gone)
            await rowan.records.save_all([one.over()], over=[one])
            await rowan.sync()
            (there,) = clinic.find("Task", code="invite-therapist", patient=ROWAN)
            assert there["status"] == "cancelled"
            await kim.sync()
            assert (await kim.all(Invitation))[0].state(NOW) == "ended"


async def test_called_off_here_while_somebody_joins_there_it_is_ended_and_nobody_is_asked(
    clinic: Sandbox, tmp_path: Path
) -> None:
    async with device_of(clinic, "rowan", tmp_path) as rowan:
        await rowan.records.save(asked())
        await rowan.sync()
        ready = await the_invitation(rowan)
        await guest_of(clinic, ready.code)
        await rowan.records.save_all([ready.over()], over=[ready])
        await rowan.engine.once()
        assert len(await rowan.records.conflicts(Invitation)) == 1
        await settle_ended(rowan.records)
        await rowan.sync()
        (there,) = clinic.find("Task", code="invite-therapist", patient=ROWAN)
        assert there["status"] == "cancelled"
        assert there["output"][0]["valueReference"]["display"] == "Kim Elsewhere"
        assert await rowan.records.conflicts(Invitation) == []
        standing = await rowan.records.standing(Invitation, ready.id)
        assert standing is None or standing.state is SendState.SENT


def guest_device(clinic: Sandbox, hint: str, who: str, folder: Path) -> Any:
    """The device of a guest: their account's name is not the name of their record."""
    return device_of(clinic, hint, folder, reference=who)


def test_a_bound_of_a_day_is_good_to_its_last_moment() -> None:
    one = answered(restriction={"period": {"end": "2031-03-01"}})
    assert one.state(datetime(2031, 3, 1, 23, 59, tzinfo=UTC)) == "ready"
    assert one.state(datetime(2031, 3, 1, 23, 59, tzinfo=UTC) + timedelta(minutes=2)) == "run_out"
    assert json.loads(one.to_json())["restriction"]["period"]["end"] == "2031-03-01"
