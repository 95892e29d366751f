"""Somebody at the sandbox clinic's counter: a signed-in person with an HTTP client, in process."""

from __future__ import annotations

import json
import uuid
from typing import Any

import httpx

from api_client.sandbox import Sandbox

BASE = "http://clinic.test/fhir"
CARE = "https://lantern.example/fhir/CodeSystem/care"
FHIR = "application/fhir+json"


class Visitor:
    """`who` is a login hint; None for somebody who has not signed in."""

    def __init__(self, sandbox: Sandbox, who: str | None, scope: str | None = None) -> None:
        self.who = who
        headers = {"accept": FHIR}
        if who is not None:
            token = sandbox.token(who, scope) if scope is not None else sandbox.token(who)
            headers["authorization"] = f"Bearer {token}"
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(sandbox.app), base_url=BASE, headers=headers, trust_env=False
        )

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.http.get(path, headers=_named(headers))

    async def post(self, path: str, body: Any, **headers: str) -> httpx.Response:
        return await self.http.post(
            path, content=_text(body), headers={"content-type": FHIR, **_named(headers)}
        )

    async def put(self, path: str, body: Any, **headers: str) -> httpx.Response:
        return await self.http.put(
            path, content=_text(body), headers={"content-type": FHIR, **_named(headers)}
        )

    async def delete(self, path: str, **headers: str) -> httpx.Response:
        return await self.http.delete(path, headers=_named(headers))

    async def found(self, path: str) -> list[str]:
        """The names of what a search finds, matches only."""
        answer = await self.get(path)
        assert answer.status_code == 200, answer.text
        return [
            f"{entry['resource']['resourceType']}/{entry['resource']['id']}"
            for entry in answer.json().get("entry", [])
            if entry.get("search", {}).get("mode", "match") == "match"
        ]

    async def made(self, resource: dict[str, Any]) -> dict[str, Any]:
        """Creates, and gives back what the clinic keeps."""
        answer = await self.post(resource["resourceType"], resource)
        assert answer.status_code == 201, answer.text
        return answer.json()


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def _text(body: Any) -> bytes:
    if isinstance(body, bytes):
        return body
    return (body if isinstance(body, str) else json.dumps(body)).encode()


def goal(patient: str, **more: Any) -> dict[str, Any]:
    """A shared intention of a patient's."""
    return {
        "resourceType": "Goal",
        "identifier": [{"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{uuid.uuid4()}"}],
        "lifecycleStatus": "active",
        "category": [{"coding": [{"system": CARE, "code": "session-intention"}]}],
        "description": {"text": "canary words of an invented person"},
        "subject": {"reference": patient},
        "expressedBy": {"reference": patient},
        **more,
    }


def consent(patient: str, practitioner: str, data: str, **more: Any) -> dict[str, Any]:
    """A grant to read one record."""
    return {
        "resourceType": "Consent",
        "status": "active",
        "scope": {"coding": [{"code": "patient-privacy"}]},
        "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
        "patient": {"reference": patient},
        "performer": [{"reference": patient}],
        "policyRule": {"coding": [{"code": "OPTIN"}]},
        "provision": {
            "type": "permit",
            "actor": [{"role": {"coding": [{"code": "IRCP"}]}, "reference": {"reference": practitioner}}],
            "action": [{"coding": [{"code": "access"}]}],
            "data": [{"meaning": "instance", "reference": {"reference": data}}],
        },
        **more,
    }


def message(sender: str, recipient: str, patient: str, **more: Any) -> dict[str, Any]:
    """A Communication."""
    return {
        "resourceType": "Communication",
        "status": "in-progress",
        "subject": {"reference": patient},
        "sender": {"reference": sender},
        "recipient": [{"reference": recipient}],
        **more,
    }


def bundle(kind: str, *entries: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": kind, "entry": list(entries)}


def entry(method: str, url: str, resource: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"request": {"method": method, "url": url, **more}}
    if resource is not None:
        found["resource"] = resource
    return found
