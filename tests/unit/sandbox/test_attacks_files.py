"""A photo that is a document of its own: who reads the answer that names it reads it, and nobody else by any way."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.sandbox.test_given_to_the_clinic import answered
from tests.unit.sandbox.visitor import BASE, Visitor

ROWAN, INES = "Patient/rowan", "Patient/ines"


def document(patient: str) -> dict[str, Any]:
    return {
        "resourceType": "DocumentReference",
        "status": "current",
        "subject": {"reference": patient},
        "author": [{"reference": patient}],
        "content": [{"attachment": {"contentType": "image/jpeg", "data": "QUJD", "title": "Photo 1"}}],
    }


def naming(patient: str, form: str, url: str, **more: Any) -> dict[str, Any]:
    answer = {"valueAttachment": {"contentType": "image/jpeg", "title": "Photo 1", "url": url}}
    inside = {"linkId": "g", "item": [{"linkId": "p", "answer": [answer]}]}
    return answered(patient, form, item=[inside], **more)


async def sees(who: Visitor, name: str) -> bool:
    """By a read, by a search and by its history: all three say the same."""
    read = (await who.get(name)).status_code
    found = name in await who.found("DocumentReference?_count=1000")
    past = (await who.get(f"{name}/_history/1")).status_code
    assert {read == 200, found, past == 200} in ({True}, {False})
    return found


@pytest.mark.parametrize("before", ["", f"{BASE}/"])
async def test_who_reads_the_answer_reads_its_photo_as_long_as_the_answer_names_it(
    rowan: Visitor, ash: Visitor, sam: Visitor, coordinator: Visitor, before: str
) -> None:
    made = await rowan.made(document(ROWAN))
    name = f"DocumentReference/{made['id']}"
    for who in (ash, sam, coordinator):
        assert not await sees(who, name)
    sent = await rowan.made(naming(ROWAN, "health-history", before + name))
    assert await sees(rowan, name)
    assert await sees(ash, name)
    for who in (sam, coordinator):
        assert not await sees(who, name)

    path = f"QuestionnaireResponse/{sent['id']}"
    await rowan.put(path, {**sent, "status": "in-progress"})
    assert not await sees(ash, name)
    await rowan.put(path, {**sent, "status": "amended"})
    assert await sees(ash, name)
    await rowan.put(path, {**sent, "status": "amended", "item": [{"linkId": "g"}]})
    assert not await sees(ash, name)
    await rowan.put(path, sent)
    await rowan.delete(path)
    assert not await sees(ash, name)


async def test_an_answer_opens_no_document_of_another_patient(
    rowan: Visitor, ines: Visitor, ash: Visitor
) -> None:
    made = await rowan.made(document(ROWAN))
    name = f"DocumentReference/{made['id']}"
    await ines.made(naming(INES, "phq-9", name))
    assert not await sees(ash, name)
    assert not await sees(ines, name)


@pytest.mark.parametrize(
    "url", ["Patient/ines", "DocumentReference/", "https://other.example/DocumentReference/1"]
)
async def test_other_addresses_open_nothing(rowan: Visitor, ash: Visitor, url: str) -> None:
    made = await rowan.made(naming(ROWAN, "phq-9", url))
    assert (await ash.get(f"QuestionnaireResponse/{made['id']}")).status_code == 200
    assert await ash.found("DocumentReference") == []


async def test_nobody_at_the_clinic_writes_or_removes_it(rowan: Visitor, ash: Visitor) -> None:
    made = await rowan.made(document(ROWAN))
    name = f"DocumentReference/{made['id']}"
    await rowan.made(naming(ROWAN, "phq-9", name))
    assert (await ash.put(name, {**made, "status": "superseded"})).status_code == 403
    assert (await ash.delete(name)).status_code == 403
    assert await sees(rowan, name)
