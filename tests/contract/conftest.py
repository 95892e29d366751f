"""The FHIR server under contract: the sandbox on a real socket, or another one named by the environment.

LANTERN_FHIR_URL, LANTERN_FHIR_TOKEN and LANTERN_FHIR_PATIENT (an id) point the suite at a server elsewhere:
`make contract URL=… TOKEN=…`. What is the sandbox's own promise and no other's is skipped there.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest

from api_client.sandbox import Sandbox
from tests.interop.peers import elsewhere

IS_ELSEWHERE = bool(os.environ.get("LANTERN_FHIR_URL"))
sandbox_only = pytest.mark.skipif(IS_ELSEWHERE, reason="the sandbox's own promise")


@dataclass
class Server:
    http: httpx.AsyncClient
    patient: str
    base: str
    token: str

    @property
    def subject(self) -> dict[str, str]:
        return {"reference": f"Patient/{self.patient}"}


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    url = os.environ.get("LANTERN_FHIR_URL")
    if url:
        token = os.environ.get("LANTERN_FHIR_TOKEN", "")
        peer = elsewhere(url, token, os.environ.get("LANTERN_FHIR_PATIENT", ""))
        async with _client(url, token) as http:
            yield Server(http, peer.patient.partition("/")[2], url.rstrip("/"), token)
        return
    sandbox = Sandbox(None, demo=True)
    async with sandbox.on_socket() as base:
        token = sandbox.token("rowan")
        async with _client(base, token) as http:
            yield Server(http, "rowan", base, token)
    sandbox.close()


def _client(base: str, token: str) -> httpx.AsyncClient:
    headers = {"accept": "application/fhir+json", "content-type": "application/fhir+json"}
    if token:
        headers["authorization"] = f"Bearer {token}"
    return httpx.AsyncClient(base_url=base, headers=headers, trust_env=False)
