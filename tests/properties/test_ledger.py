"""The ledger of each sample patient against the clinic itself: what each member of the staff can in fact read, searched
under every type, and nothing else; after sharing, agreeing, sending and taking back too.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from api_client.sandbox import Sandbox
from api_client.sandbox.papers import PUBLISHED, STAFF
from api_client.sandbox.relations import owner
from api_client.sandbox.searchparams import PARAMS
from mobile.care.commitment import begin as commit
from mobile.care.consent.consent_record import Signatures
from mobile.care.consent.progress import Progress
from mobile.care.consent.reading import agreement_of
from mobile.care.consent.signature import Signature, Signer
from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.signed_text import text_to_sign
from mobile.care.consent.signing import sign_agreement
from mobile.care.consent.withdrawal import AgreementWithdrawal
from mobile.care.forms import FormDefinition, Response
from mobile.care.grant import ShareGrant
from mobile.care.intention import begin
from mobile.care.invitation import Invitation
from mobile.care.ledger.kept import Ledger
from mobile.care.measures import MeasuresGrant
from mobile.care.notices import ShareNotice
from mobile.care.safety.alerts import Alert
from mobile.care.shared_commitment import SharedCommitment
from mobile.care.shared_intention import SharedIntention
from mobile.care.sharing import Reader, new_id, share, take_back
from mobile.care.talk.correspondence import Between
from mobile.care.talk.message import Message
from mobile.care.talk.reply import Reply
from mobile.screens.reads.ledger import patient_ledger
from mobile.screens.reads.scopes import agreed_reading
from tests.unit.care.consent.test_signing import WORDS
from tests.unit.care.test_invitation import ROWAN, guest_of
from tests.unit.care.test_with_the_clinic import BASE, NOW, Device, device_of
from tests.unit.sandbox.visitor import Visitor, bundle, entry

PATIENTS = ("rowan", "ines", "marlow", "tova")
STAFF_HERE = ("sam", "dr-ash", "coordinator")
TYPES = sorted(set(PARAMS) - PUBLISHED - STAFF)
Pairs = set[tuple[str, str]]


@pytest.fixture
def sandbox() -> Any:
    made = Sandbox(None, demo=True, clock=lambda: NOW, base_url=BASE)
    yield made
    made.close()


@pytest.fixture(params=[("rowan",)], ids=["rowan"])
async def devices(sandbox: Sandbox, tmp_path: Path, request: Any) -> AsyncIterator[dict[str, Device]]:
    async with AsyncExitStack() as stack:
        yield {
            name: await stack.enter_async_context(device_of(sandbox, name, tmp_path))
            for name in request.param
        }


async def readable(sandbox: Sandbox, who: str) -> Pairs:
    """(patient, resource) of everything somebody at the clinic gets: by search, history and as included, in one batch."""
    visitor = Visitor(sandbox, who)
    urls = [f"{type_}?_count=1000" for type_ in TYPES]
    urls += [f"{type_}/_history?_count=1000" for type_ in TYPES]
    urls += [
        f"Patient?_count=200&_revinclude={type_}:patient" for type_ in TYPES if "patient" in PARAMS[type_]
    ]
    answer = (await visitor.post("", bundle("batch", *(entry("GET", url) for url in urls)))).json()
    await visitor.http.aclose()
    found: Pairs = set()
    for part in answer["entry"]:
        assert part["response"]["status"].startswith("200"), part
        for one in part["resource"].get("entry", []):
            resource = one.get("resource")
            if resource is not None and resource.get("confidentiality") == "R":
                continue  # what the care team keeps for itself: that there may be some is said beside the ledger
            if resource is not None and (patient := owner(resource, BASE)):
                found.add((patient, f"{resource['resourceType']}/{resource['id']}"))
    return found


async def ledgers(devices: dict[str, Device]) -> dict[str, Ledger]:
    found: dict[str, Ledger] = {}
    for name, device in devices.items():
        await device.sync()
        found[name] = await patient_ledger(device.records, NOW)
    return found


def listed(found: dict[str, Ledger], who: str) -> Pairs:
    readers = ((name, one.reader(f"Practitioner/{who}")) for name, one in found.items())
    return {
        (f"Patient/{name}", record)
        for name, reader in readers
        if reader is not None
        for part in reader.entries
        for record in part.names
    }


async def agrees(sandbox: Sandbox, devices: dict[str, Device]) -> dict[str, Ledger]:
    """For everybody at the clinic: read and listed are the same."""
    found = await ledgers(devices)
    for who in STAFF_HERE:
        seen = {one for one in await readable(sandbox, who) if one[0].removeprefix("Patient/") in devices}
        said = listed(found, who)
        assert seen - said == set(), f"{who} reads what is not in the ledger"
        assert said - seen == set(), f"the ledger says {who} reads what they do not"
    everybody = {one.reference for ledger in found.values() for one in ledger.readers}
    assert everybody <= {f"Practitioner/{who}" for who in STAFF_HERE}
    return found


@pytest.mark.parametrize("devices", [PATIENTS], ids=["all"], indirect=True)
async def test_what_each_sample_person_can_read_is_what_the_ledgers_say(
    sandbox: Sandbox, devices: dict[str, Device]
) -> None:
    found = await agrees(sandbox, devices)
    rowan = found["rowan"]
    parts = {
        one.reference.split("/")[1]: {(part.what, part.why) for part in one.entries} for one in rowan.readers
    }
    care = {("care", "treating"), ("safety_plan", "treating")}
    assert parts["coordinator"] == {("care", "treating"), ("costs", "treating")}
    care |= {("lines", "treating")}
    assert parts["dr-ash"] == {
        *care,
        ("measures", "treating"),
        ("intake", "treating"),
        ("lines_read", "party"),
        ("agreements", "party"),
    }
    assert parts["sam"] == {
        *care,
        ("measures", "agreed"),
        ("shared", "chosen"),
        ("notes", "party"),
        ("replies", "party"),
        ("agreements", "party"),
    }


async def test_the_same_holds_after_everything_a_patient_can_do(
    sandbox: Sandbox, devices: dict[str, Device]
) -> None:
    rowan = devices["rowan"]
    records = rowan.records
    await rowan.sync()
    me, sam = "Patient/rowan", Reader("Practitioner/sam", "Sam Fixture")

    await records.save_all(share(begin("i1", None, NOW).revise("Only for one", NOW), me, sam, NOW))
    await records.save_all(
        share(begin("i2", None, NOW).revise("For her", NOW), me, Reader("Practitioner/dr-ash"), NOW)
    )
    walk = commit("w1", NOW.date(), NOW).revise("A slow walk", NOW)
    await records.save_all(share(walk, me, sam, NOW))
    phq9 = next(one for one in await records.every(FormDefinition) if one.address.endswith("/phq-9"))
    done = Response.begin("r1", phq9, me, NOW)
    await records.save(done)  # a draft, at the clinic and nobody's there
    copy = next(one for one in await records.every(SharedIntention) if one.words == "Only for one")
    to_sam, to_team = Between(me, me, sam.reference), Between(me, me, "CareTeam/rowan-team")
    await records.save(Reply.written(new_id(), "And this about it", to_sam, thread=(), now=NOW, about=copy))
    await records.save(Message.written(new_id(), "When do I come?", to_team, thread=(), now=NOW))
    await agrees(sandbox, devices)

    (draft,) = [one for one in await records.every(Response) if one.id == "r1"]
    await records.save(draft.changed(status="completed"))
    (alert,) = [_alert(draft)]
    await records.save(alert)
    found = await agrees(sandbox, devices)
    told = found["rowan"].reader("Practitioner/dr-ash")
    assert told is not None
    assert told.entry("alerts") is not None
    assert told.entry("messages") is not None
    reader = found["rowan"].reader("Practitioner/sam")
    assert reader is not None
    replies = reader.entry("replies")
    assert replies is not None
    assert replies.count == 3
    assert reader.entry("messages") is None

    grants = [one for one in await records.every(ShareGrant) if one.is_active]
    copies = [*await records.every(SharedIntention), *await records.every(SharedCommitment)]
    for grant in grants:
        copy = next((one for one in copies if grant.opens(one)), None)
        await records.save_all(*take_back([(grant, copy)], None, NOW))
    await records.save_all([one.ended(NOW) for one in await records.every(MeasuresGrant)])
    found = await agrees(sandbox, devices)
    kept = found["rowan"].reader("Practitioner/sam")
    assert kept is not None
    assert {part.what for part in kept.entries} == {"safety_plan", "lines", "care", "agreements", "notes"}


def _alert(response: Response) -> Alert:
    return Alert.from_resource(
        {
            "resourceType": "Communication",
            "identifier": [
                {"system": "urn:ietf:rfc:3986", "value": "urn:uuid:8a0f9f0e-1df1-4c4e-8f0b-000000000001"}
            ],
            "status": "in-progress",
            "category": [
                {
                    "coding": [
                        {"system": "https://lantern.example/fhir/CodeSystem/care", "code": "safety-alert"}
                    ]
                }
            ],
            "subject": {"reference": "Patient/rowan"},
            "sender": {"reference": "Patient/rowan"},
            "recipient": [{"reference": "Practitioner/dr-ash"}],
            "sent": NOW.isoformat().replace("+00:00", "Z"),
            "about": [{"reference": response.reference}],
        }
    )


async def test_who_leaves_the_team_leaves_the_ledger_and_what_agreements_let_the_team_see(
    sandbox: Sandbox, devices: dict[str, Device]
) -> None:
    team = sandbox.find("CareTeam", _id="rowan-team")[0]
    yesterday = (NOW - timedelta(days=1)).date().isoformat()
    for part in team["participant"]:
        if part["member"]["reference"] in ("Practitioner/sam", "Practitioner/dr-ash"):
            part["period"]["end"] = yesterday
    sandbox.write(team)
    agreement = sandbox.find("Consent", _id="rowan-measures-agreement")[0]
    sandbox.write({**agreement, "status": "inactive"})
    found = await agrees(sandbox, devices)
    prescriber = found["rowan"].reader("Practitioner/dr-ash")
    assert prescriber is not None  # that the patient read what they wrote stays with them
    assert {part.what for part in prescriber.entries} == {"lines_read"}
    left = found["rowan"].reader("Practitioner/sam")
    assert left is not None
    assert {part.what for part in left.entries} == {"notes"}


@pytest.mark.parametrize("seed", range(6))
async def test_what_agreements_let_see_is_read_and_listed_while_it_is_in_force_in_any_order(
    sandbox: Sandbox, devices: dict[str, Device], seed: int
) -> None:
    """Signed here with and without the choice, withdrawn, ended by the clinic, begun later, back in force: after each step what is
    read and what is listed are the same, and both are what the last signatures say."""
    rowan, drawn = devices["rowan"], Random(seed)
    await rowan.sync()
    await rowan.records.save(_alert_about(await _a_measure(rowan)))
    for number in range(5):
        step = drawn.choice(STEPS)
        hour = NOW + timedelta(minutes=number)
        await step(sandbox, rowan, drawn, hour)
        found = await agrees(sandbox, devices)
        lets = (await agreed_reading(rowan.records, NOW)).there
        sam, ash = found["rowan"].reader("Practitioner/sam"), found["rowan"].reader("Practitioner/dr-ash")
        assert sam is not None
        assert ash is not None
        assert (sam.entry("shared") is not None) is lets.lets("Practitioner/sam", "shared")
        assert (sam.entry("measures") is not None) is lets.lets("Practitioner/sam", "measures")
        assert (ash.entry("intake") is not None) is lets.lets("Practitioner/dr-ash", "intake")
        assert ash.entry("alerts") is not None
        assert ash.entry("measures") is not None  # at least what the call for help is about


async def _a_measure(rowan: Device) -> Response:
    return next(
        one
        for one in await rowan.all(Response)
        if one.address.endswith("/phq-9") and one.server_id is not None
    )


def _alert_about(response: Response) -> Alert:
    made = _alert(response).to_resource()
    return Alert.from_resource(
        {**made, "about": [{"reference": f"QuestionnaireResponse/{response.server_id}"}]}
    )


async def _sign(sandbox: Sandbox, rowan: Device, drawn: Random, hour: datetime) -> None:
    """One of the agreements, with or without its choices."""
    id_ = drawn.choice(("therapist-release", "treatment-iv"))
    forms = await rowan.all(FormDefinition)
    agreement = agreement_of(next(one for one in forms if one.server_id == id_))
    progress = Progress()
    for part in agreement.parts:
        progress = progress.after_reading(part, hour)
    for choice in agreement.choices():
        progress = progress.after_choice(choice, is_on=choice.is_needed or drawn.random() < 0.5)
    text = text_to_sign(agreement, progress, "en", WORDS)
    signer = Signer("Patient/rowan", hour, ZoneInfo("America/Chicago"), "Organization/clinic")
    own = Signatures(Signature("typed", "Rowan Sample", b"png"))
    made = sign_agreement(new_id(), agreement, progress, text, own, signer)
    await rowan.records.save(made)


async def _withdraw(sandbox: Sandbox, rowan: Device, drawn: Random, hour: datetime) -> None:
    signed = [one for one in await rowan.all(SignedAgreement) if one.permits()]
    one = drawn.choice(signed)
    withdrawal = AgreementWithdrawal.make(new_id(), one, patient="Patient/rowan", to_whom=[], now=hour)
    await rowan.records.save(withdrawal)


async def _end(sandbox: Sandbox, rowan: Device, drawn: Random, hour: datetime) -> None:
    """By the clinic: its status, or the end of its period."""
    one = drawn.choice(_signed_there(sandbox))
    over = {"status": "inactive"}
    if drawn.random() < 0.5:
        period = {**one["provision"]["period"], "end": _text(NOW - timedelta(hours=1))}
        over = {"provision": {**one["provision"], "period": period}}
    sandbox.write({**one, **over})


async def _restore(sandbox: Sandbox, rowan: Device, drawn: Random, hour: datetime) -> None:
    one = drawn.choice(_signed_there(sandbox))
    start = drawn.choice((NOW - timedelta(days=1), NOW + timedelta(days=1)))
    period = {"start": _text(start), "end": _text(NOW + timedelta(days=30))}
    sandbox.write({**one, "status": "active", "provision": {**one["provision"], "period": period}})


def _signed_there(sandbox: Sandbox) -> list[dict[str, Any]]:
    found = sandbox.find("Consent", patient="Patient/rowan")
    return [one for one in found if one["provision"].get("provision")]


def _text(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


STEPS = (_sign, _sign, _withdraw, _end, _restore)


async def test_what_was_opened_last_is_what_the_clinic_recorded(
    sandbox: Sandbox, devices: dict[str, Device]
) -> None:
    ash = Visitor(sandbox, "dr-ash")
    found = await ledgers(devices)
    assert not found["rowan"].is_reading_recorded
    await ash.get("QuestionnaireResponse/rowan-phq-9-1")
    await ash.get("Observation?_count=1000")
    found = await ledgers(devices)
    reader = found["rowan"].reader("Practitioner/dr-ash")
    assert reader is not None
    measures, intake = reader.entry("measures"), reader.entry("intake")
    assert measures is not None
    assert intake is not None
    assert (measures.opening.opened_at, measures.opening.fetched_at) == (NOW, NOW)
    assert (intake.opening.opened_at, intake.opening.fetched_at, intake.opening.is_recorded) == (
        None,
        None,
        True,
    )
    notice = next(one for one in await devices["rowan"].all(ShareNotice) if one.read_at is not None)
    sam = found["rowan"].reader("Practitioner/sam")
    assert sam is not None
    shared = sam.entry("shared")
    assert shared is not None
    assert notice.read_at is not None
    assert shared.opening.opened_at is not None
    assert shared.opening.opened_at >= notice.read_at


async def test_a_guest_reads_what_the_ledger_says_and_once_it_is_ended_no_word(
    sandbox: Sandbox, devices: dict[str, Device]
) -> None:
    rowan = devices["rowan"]
    await rowan.sync()
    asked = Invitation.make(new_id(), patient=ROWAN, patient_name="Rowan", invited="Kim", now=NOW)
    await rowan.records.save(asked)
    await rowan.sync()
    await rowan.sync()
    ready = await rowan.records.get(Invitation, asked.id)
    assert ready is not None
    hint = await guest_of(sandbox, ready.code)
    await rowan.sync()
    joined = await rowan.records.get(Invitation, asked.id)
    assert joined is not None
    assert joined.guest is not None
    who = joined.guest.split("/")[1]

    async def agreed() -> set[str]:
        found = await ledgers(devices)
        assert await readable(sandbox, hint) == listed(found, who)
        reader = found["rowan"].reader(joined.guest)
        return {part.what for part in reader.entries} if reader is not None else set()

    assert await agreed() == {"invitation"}
    thing = begin("i1", None, NOW).revise("canary", NOW)
    await rowan.records.save_all(share(thing, ROWAN, Reader(joined.guest, "Kim"), NOW))
    await rowan.sync()
    assert await agreed() == {"invitation", "shared", "notes"}
    (grant,) = [one for one in await rowan.all(ShareGrant) if one.practitioner == joined.guest]
    (copy,) = [one for one in await rowan.all(SharedIntention) if grant.opens(one)]
    save, gone = take_back([(grant, copy)], None, NOW)
    await rowan.records.save_all([*save, joined.over()], gone, over=[joined])
    await rowan.sync()
    assert await agreed() == {"invitation", "notes"}
    for _, name in await readable(sandbox, hint):
        type_, id = name.split("/")
        assert "canary" not in str(sandbox.find(type_, _id=id)), name
