"""A patient's invitation, and the guest who joined by it: what tests about them begin with."""

from __future__ import annotations

import re
import uuid
from typing import Any

import httpx

from api_client.sandbox import Sandbox
from tests.unit.sandbox.visitor import CARE, Visitor, consent, goal

ROWAN, INES = "Patient/rowan", "Patient/ines"
NAME = "Kim Elsewhere"


def invitation(patient: str = ROWAN, **more: Any) -> dict[str, Any]:
    """As a patient asks for one."""
    return {
        "resourceType": "Task",
        "identifier": [{"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{uuid.uuid4()}"}],
        "status": "requested",
        "intent": "order",
        "code": {"coding": [{"system": CARE, "code": "invite-therapist"}]},
        "for": {"reference": patient, "display": "Rowan"},
        "requester": {"reference": patient},
        "authoredOn": "2026-11-20T10:00:00Z",
        "input": [
            {"type": {"coding": [{"system": CARE, "code": "invited-name"}]}, "valueString": "my therapist"}
        ],
        **more,
    }


async def invited(patient: Visitor, **more: Any) -> dict[str, Any]:
    """A new invitation of theirs, as the clinic answered it."""
    made = await patient.made(invitation(f"Patient/{patient.who}", **more))
    return (await patient.get(f"Task/{made['id']}")).json()


def code_of(task: dict[str, Any]) -> str:
    return next(one["valueString"] for one in task["output"] if "valueString" in one)


async def redeem(
    sandbox: Sandbox, code: str, name: str = NAME, user: str = "", password: str = ""
) -> httpx.Response:
    transport = httpx.ASGITransport(sandbox.app)
    form = {"code": code, "name": name, "username": user, "password": password}
    async with httpx.AsyncClient(transport=transport, base_url="http://clinic.test") as http:
        return await http.post("/auth/invited", data=form)


async def joined(sandbox: Sandbox, patient: Visitor, name: str = NAME) -> tuple[Visitor, str, dict[str, Any]]:
    """The guest, as who they are there ("Practitioner/g1"), and the invitation as it stands."""
    task = await invited(patient)
    before = {one["login_hint"] for one in sandbox.people()}
    answer = await redeem(sandbox, code_of(task), name)
    assert answer.status_code == 200, answer.text
    hint = next(one["login_hint"] for one in sandbox.people() if one["login_hint"] not in before)
    task = (await patient.get(f"Task/{task['id']}")).json()
    return Visitor(sandbox, hint), task["output"][0]["valueReference"]["reference"], task


async def shared(patient: Visitor, with_whom: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A thing of theirs and the consent that opens it to somebody."""
    me = f"Patient/{patient.who}"
    thing = await patient.made(goal(me))
    return thing, await patient.made(consent(me, with_whom, f"Goal/{thing['id']}"))


def ended(grant: dict[str, Any]) -> dict[str, Any]:
    return {**grant, "status": "inactive"}


def title(answer: httpx.Response) -> str:
    found = re.search(r"<h1>(.*?)</h1>", answer.text)
    return found[1] if found else ""
