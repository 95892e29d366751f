"""A copy that a patient keeps sealed at the clinic: theirs alone, by no consent, answer, search, history or write of anybody's."""

from __future__ import annotations

from typing import Any

import pytest

from api_client.sandbox import Sandbox
from tests.unit.sandbox.guests import joined
from tests.unit.sandbox.test_attacks_files import document, naming, sees
from tests.unit.sandbox.visitor import CARE, Visitor, bundle, consent, entry

ROWAN = "Patient/rowan"
COPY = [{"coding": [{"system": CARE, "code": "sealed-copy"}]}]


def sealed(patient: str = ROWAN) -> dict[str, Any]:
    made = {**document(patient), "category": COPY}
    made["content"] = [{"attachment": {"contentType": "application/octet-stream", "data": "QUJDRA=="}}]
    return made


@pytest.fixture
async def name(rowan: Visitor) -> str:
    return f"DocumentReference/{(await rowan.made(sealed()))['id']}"


async def test_the_patient_alone_reads_it(
    rowan: Visitor, ines: Visitor, ash: Visitor, sam: Visitor, coordinator: Visitor, name: str
) -> None:
    assert await sees(rowan, name)
    for who in (ines, ash, sam, coordinator):
        assert not await sees(who, name)
        assert name not in await who.found("DocumentReference?category=sealed-copy")
        assert (
            await who.get(f"DocumentReference?patient={ROWAN}&category=sealed-copy&_summary=count")
        ).json().get("total", 0) == 0


async def test_no_consent_opens_it(rowan: Visitor, sam: Visitor, ash: Visitor, name: str) -> None:
    for reader in ("Practitioner/sam", "Practitioner/dr-ash"):
        await rowan.made(consent(ROWAN, reader, name))
    for who in (sam, ash):
        assert not await sees(who, name)


async def test_no_consent_opens_it_to_a_guest(clinic: Sandbox, rowan: Visitor, name: str) -> None:
    guest, who, _ = await joined(clinic, rowan)
    entry_shared = f"DocumentReference/{(await rowan.made(document(ROWAN)))['id']}"
    for one in (name, entry_shared):
        await rowan.made(consent(ROWAN, who, one))
    assert await sees(guest, entry_shared)
    assert not await sees(guest, name)


async def test_no_answer_that_names_it_opens_it(rowan: Visitor, ash: Visitor, name: str) -> None:
    sent = await rowan.made(naming(ROWAN, "health-history", name))
    assert (await ash.get(f"QuestionnaireResponse/{sent['id']}")).status_code == 200
    assert not await sees(ash, name)


async def test_what_was_one_once_stays_closed(rowan: Visitor, sam: Visitor, name: str) -> None:
    await rowan.made(consent(ROWAN, "Practitioner/sam", name))
    there = (await rowan.get(name)).json()
    there["category"] = [{"coding": [{"system": CARE, "code": "journal-entry"}]}]
    assert (await rowan.put(name, there)).status_code == 200
    assert not await sees(sam, name)


@pytest.mark.parametrize("who", ["ines", "ash", "sam", "coordinator"])
async def test_nobody_else_writes_or_deletes_it(
    rowan: Visitor, name: str, who: str, request: pytest.FixtureRequest
) -> None:
    other: Visitor = request.getfixturevalue(who)
    there = (await rowan.get(name)).json()
    assert (await other.put(name, {**there, "status": "superseded"})).status_code >= 400
    assert (await other.delete(name)).status_code >= 400
    assert (await other.post("DocumentReference", sealed())).status_code >= 400
    batch = bundle("batch", entry("DELETE", name), entry("PUT", name, {**there, "status": "superseded"}))
    replies = (await other.post("", batch)).json()["entry"]
    assert all(int(one["response"]["status"][:3]) >= 400 for one in replies)
    assert (await rowan.get(name)).json() == there


async def test_no_record_of_who_read_what_tells_of_it(rowan: Visitor, sam: Visitor, name: str) -> None:
    await rowan.get(name)
    await sees(sam, name)
    await sam.get(f"DocumentReference?patient={ROWAN}&_count=1000")
    events = (await rowan.get(f"AuditEvent?patient={ROWAN}&_count=1000")).text
    assert name not in events


async def test_the_patient_renews_and_deletes_it(rowan: Visitor, name: str) -> None:
    assert (await rowan.delete(name)).status_code == 204
    assert (await rowan.get(name)).status_code == 410
