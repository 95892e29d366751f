"""What the record says of somebody's health, and what was charged for: their own to read, nobody's to write from a phone, and no
therapist's or guest's to see; of charges the coordinator of their team sees those of their patients."""

from __future__ import annotations

import pytest

from api_client.sandbox import Sandbox
from tests.unit.sandbox.visitor import Visitor

HEALTH = {
    "Condition": "rowan-condition-1",
    "AllergyIntolerance": "rowan-allergy-1",
    "Flag": "rowan-flag-1",
}
CHARGE = {"ChargeItem": "rowan-bill-consultation-service"}
EVERY = {**HEALTH, **CHARGE}


@pytest.mark.parametrize("type_", EVERY)
async def test_a_patient_finds_their_own_and_no_others(clinic: Sandbox, type_: str) -> None:
    found = await Visitor(clinic, "rowan").found(f"{type_}?_count=1000")
    assert f"{type_}/{EVERY[type_]}" in found
    assert all("rowan" in name for name in found)
    assert await Visitor(clinic, "ines").found(f"{type_}?patient=rowan") == []


@pytest.mark.parametrize("type_", EVERY)
@pytest.mark.parametrize("who", ["tova", "sam", "dr-ash"])
async def test_for_anybody_else_it_is_as_what_never_was(clinic: Sandbox, who: str, type_: str) -> None:
    visitor = Visitor(clinic, who)
    hidden, absent = await visitor.get(f"{type_}/{EVERY[type_]}"), await visitor.get(f"{type_}/never-was")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.text == absent.text
    assert f"{type_}/{EVERY[type_]}" not in await visitor.found(f"{type_}?_count=1000")


async def test_the_coordinator_sees_what_was_charged_for_and_nothing_of_health(clinic: Sandbox) -> None:
    quinn = Visitor(clinic, "coordinator")
    assert f"ChargeItem/{CHARGE['ChargeItem']}" in await quinn.found("ChargeItem?_count=1000")
    for type_, id in HEALTH.items():
        assert (await quinn.get(f"{type_}/{id}")).status_code == 404


@pytest.mark.parametrize("type_", EVERY)
async def test_a_patient_writes_and_removes_none_of_it(clinic: Sandbox, type_: str) -> None:
    rowan = Visitor(clinic, "rowan")
    kept = (await rowan.get(f"{type_}/{EVERY[type_]}")).json()
    new = {name: value for name, value in kept.items() if name not in ("id", "meta")}
    assert (await rowan.post(type_, new)).status_code == 403
    assert (await rowan.put(f"{type_}/{EVERY[type_]}", kept | {"code": {"text": "Other"}})).status_code == 403
    assert (await rowan.delete(f"{type_}/{EVERY[type_]}")).status_code == 403
    assert (await rowan.get(f"{type_}/{EVERY[type_]}")).json() == kept
