"""Servers to try the client against: Medplum's router and oidc-provider from npm, and our own sandbox, each on a real socket.

with medplum() as base:
    async with ClinicClient(base) as client: ...
"""

from __future__ import annotations

import fcntl
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

ELSEWHERE = "elsewhere"
FOLDER = Path(__file__).parent / "medplum"
START_S = 60.0


class NoPeer(Exception):
    """The peer cannot run here; the text says why."""


@dataclass(frozen=True)
class Peer:
    """A FHIR server, and as whom the client speaks to it."""

    name: str
    base: str
    auth: httpx.Auth | None
    patient: str  # a patient's reference that goals may be written for


class Bearer(httpx.Auth):
    """One fixed token."""

    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request):  # type: ignore[no-untyped-def]
        request.headers["authorization"] = f"Bearer {self._token}"
        yield request


def installed() -> Path:
    """The folder with the peers' packages, installed by `npm ci` from the committed lock if need be. Raises NoPeer."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise NoPeer("node and npm are not on this machine")
    done = FOLDER / "node_modules" / ".package-lock.json"
    with (FOLDER / "package.json").open() as turn:  # one installation at a time, whoever else is testing
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not done.exists() or done.stat().st_mtime < (FOLDER / "package-lock.json").stat().st_mtime:
            command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
            result = subprocess.run(
                command, cwd=FOLDER, capture_output=True, text=True, timeout=600, check=False
            )
            if result.returncode != 0:
                raise NoPeer(f"npm ci failed: {result.stderr.strip().splitlines()[-1:]}")
            done.touch()
    return FOLDER


@contextmanager
def _node(script: str, *arguments: str) -> Iterator[int]:
    """A node script that prints its port first; ended at the end. Raises NoPeer."""
    folder = installed()
    process = subprocess.Popen(
        ["node", script, *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        line = ""
        while not line.strip().isdigit():
            line = process.stdout.readline()
            if not line:
                raise NoPeer(f"{script} ended before it listened")
        yield int(line)
    finally:
        process.terminate()
        process.wait(timeout=10)
        if process.stdout is not None:
            process.stdout.close()


@contextmanager
def medplum(*, validates: bool = True) -> Iterator[str]:
    """Medplum's router over its memory store: the FHIR base. Nobody needs to sign in. `validates` False: it takes elements
    it does not know, as a test of sync writes them. Raises NoPeer."""
    with _node("server.mjs", *(() if validates else ("--takes-anything",))) as port:
        yield f"http://127.0.0.1:{port}/fhir"


@contextmanager
def oidc_provider() -> Iterator[str]:
    """oidc-provider as a clinic's sign-in: the FHIR base its discovery lies under. Raises NoPeer."""
    with _node("sign-in.mjs") as port:
        yield f"http://127.0.0.1:{port}/fhir"


def elsewhere(base: str, token: str, patient: str) -> Peer:
    """A server that runs already. Without a patient's id a new patient is made there, for many refuse unknown ones."""
    headers = {"content-type": "application/fhir+json", "accept": "application/fhir+json"}
    if token:
        headers["authorization"] = f"Bearer {token}"
    if not patient:
        person = {"resourceType": "Patient", "name": [{"family": "Example", "given": ["Invented"]}]}
        made = httpx.post(f"{base.rstrip('/')}/Patient", json=person, headers=headers, trust_env=False)
        made.raise_for_status()
        patient = made.headers.get("location", "").partition("/Patient/")[2].partition("/")[0]
        patient = patient or str(made.json()["id"])
    return Peer(ELSEWHERE, base, Bearer(token) if token else None, f"Patient/{patient}")


@contextmanager
def sandbox() -> Iterator[Peer]:
    """Our own sandbox on a real socket, spoken to as its first sample patient."""
    import uvicorn

    from api_client.sandbox import Sandbox

    listener = socket.create_server(("127.0.0.1", 0))
    base = f"http://127.0.0.1:{listener.getsockname()[1]}/fhir"
    clinic = Sandbox(None, demo=True, base_url=base)
    person = next(one for one in clinic.people() if one["role"] == "patient")
    patient = next(p for p in clinic.find("Patient") if person["login_hint"] in (p["id"], p["id"].lower()))
    server = uvicorn.Server(uvicorn.Config(clinic.app, log_level="critical", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    until = time.monotonic() + START_S
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    try:
        yield Peer("sandbox", base, Bearer(clinic.token(person["login_hint"])), f"Patient/{patient['id']}")
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        listener.close()
        clinic.close()
