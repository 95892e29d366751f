"""The wire: pushing beside fhirpy, and a first pull beside plain httpx and json, against the same sandbox clinic."""

from __future__ import annotations

import asyncio
import hmac
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from api_client import ClinicClient
from mobile.records import Store
from mobile.records.secrets import MemorySecrets
from mobile.sync import PullQuery, SyncEngine
from mobile.sync.pull import FIRST_COUNT
from tests.bench.note import Note, filing, notes
from tests.bench.signed_in import token_for
from tests.bench.table import Figure

RECORD = "CREATE TABLE record(seq INTEGER PRIMARY KEY, key BLOB UNIQUE, head BLOB, body BLOB)"
LINK = "CREATE TABLE link(key BLOB PRIMARY KEY, server BLOB UNIQUE, about BLOB) WITHOUT ROWID"
PUSHED = 1_000
BATCH = 100  # as the engine has it
PULLED = 10_000
PORT = 8571


@asynccontextmanager
async def clinic(port: int):
    """The sandbox on a real socket, in a process of its own so that neither side borrows the other's time."""
    folder = tempfile.TemporaryDirectory()
    process = subprocess.Popen(  # noqa: ASYNC220 - started once, before anything is measured
        [
            sys.executable,
            "-m",
            "mobile.cli",
            "clinic",
            "--demo",
            "--port",
            str(port),
            "--data",
            f"{folder.name}/c.db",
        ]
    )
    base = f"http://127.0.0.1:{port}/fhir"
    async with httpx.AsyncClient(trust_env=False) as http:
        for _ in range(200):
            try:
                if (await http.get(f"{base}/metadata")).status_code == 200:
                    break
            except httpx.HTTPError:
                await asyncio.sleep(0.05)
    try:
        yield base
    finally:
        process.terminate()
        process.wait()
        folder.cleanup()


async def ours_pushes(base: str, token: httpx.Auth) -> float:
    """Seconds to send 1,000 waiting creates, from the first byte to an empty outbox."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder), MemorySecrets())
        records = await store.create(None)
        await records.save_all(notes(PUSHED))
        async with ClinicClient(base, auth=token) as client:
            engine = SyncEngine(client, records, [], filing)
            began = time.perf_counter()
            while sum((await records.pending()).values()):
                await engine.once()
            took = time.perf_counter() - began
        store.lock()
    return took


async def fhirpy_pushes(base: str, header: str) -> float:
    from fhirpy import AsyncFHIRClient

    client = AsyncFHIRClient(base, authorization=header)
    made = [json.loads(note.to_json()) for note in notes(PUSHED, seed=99)]
    began = time.perf_counter()
    for values in made:
        await client.resource("Goal", **{k: v for k, v in values.items() if k != "resourceType"}).save()
    return time.perf_counter() - began


async def floor_pushes(base: str, header: str) -> float:
    """The least it can be: the same creates in as large batches, posted by httpx; nothing kept and no answer looked into."""
    made = notes(PUSHED, seed=199)
    async with httpx.AsyncClient(trust_env=False, timeout=60, headers={"authorization": header}) as http:
        began = time.perf_counter()
        for start in range(0, PUSHED, BATCH):
            entries = [
                {
                    "resource": json.loads(one.to_json()),
                    "request": {
                        "method": "POST",
                        "url": "Goal",
                        "ifNoneExist": f"identifier=urn:ietf:rfc:3986%7Curn:uuid:{one.id}",
                    },
                }
                for one in made[start : start + BATCH]
            ]
            answer = await http.post(base, json={"resourceType": "Bundle", "type": "batch", "entry": entries})
            answer.raise_for_status()
        return time.perf_counter() - began


async def fill(base: str, header: str, count: int) -> None:
    async with httpx.AsyncClient(trust_env=False, timeout=60, headers={"authorization": header}) as http:
        for start in range(0, count, 500):
            entries = [
                {"resource": json.loads(n.to_json()), "request": {"method": "POST", "url": "Goal"}}
                for n in notes(500, seed=1000 + start)
            ]
            answer = await http.post(base, json={"resourceType": "Bundle", "type": "batch", "entry": entries})
            answer.raise_for_status()


async def ours_pulls(base: str, token: httpx.Auth) -> tuple[float, int, int]:
    """Seconds, rows and requests of a first pull into a sealed store."""
    counted = _Counted()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder), MemorySecrets())
        records = await store.create(None)
        query = PullQuery("goals", "Goal", {"patient": "Patient/rowan"}, None)
        async with ClinicClient(base, auth=token, transport=counted) as client:
            engine = SyncEngine(client, records, [query], filing)
            began = time.perf_counter()
            await engine.once()
            took = time.perf_counter() - began
        count = await records.count(Note)
        store.lock()
    return took, count, counted.requests


class _Counted(httpx.AsyncBaseTransport):
    """The network, counted."""

    def __init__(self) -> None:
        self.requests = 0
        self._network = httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests += 1
        return await self._network.handle_async_request(request)

    async def aclose(self) -> None:
        await self._network.aclose()


async def plain_pulls(base: str, header: str) -> tuple[float, int, int]:
    """httpx and json.loads, page by page as large as ours, keeping every resource's text in a list."""
    requests = 0
    kept: list[str] = []
    async with httpx.AsyncClient(trust_env=False, headers={"authorization": header}) as http:
        began = time.perf_counter()
        url: str | None = f"{base}/Goal?patient=Patient/rowan&_sort=_lastUpdated&_count={FIRST_COUNT}"
        while url:
            requests += 1
            bundle = json.loads((await http.get(url)).content)
            kept += [json.dumps(entry["resource"]) for entry in bundle.get("entry", [])]
            url = next((link["url"] for link in bundle.get("link", []) if link["relation"] == "next"), None)
        took = time.perf_counter() - began
    return took, len(kept), requests


async def floor_pulls(base: str, header: str) -> float:
    """Seconds of the least that a sealed first pull can be, in one tight script: each page read as JSON; of each resource its id and its
    server id looked up by HMAC, its text, its head and what is known of it at the clinic sealed by AES-GCM, and two rows; a page a commit."""
    aead, mac = AESGCM(AESGCM.generate_key(256)), os.urandom(32)

    def sealed(text: str, place: bytes) -> bytes:
        nonce = os.urandom(12)
        return nonce + aead.encrypt(nonce, text.encode(), place)

    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "floor.db", isolation_level=None)
        for line in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", RECORD, LINK):
            database.execute(line)
        began = time.perf_counter()
        async with httpx.AsyncClient(trust_env=False, headers={"authorization": header}) as http:
            url: str | None = f"{base}/Goal?patient=Patient/rowan&_sort=_lastUpdated&_count={FIRST_COUNT}"
            while url:
                bundle = json.loads((await http.get(url)).content)
                records, links = [], []
                for entry in bundle.get("entry", []):
                    resource = entry["resource"]
                    key = hmac.digest(mac, resource["id"].encode(), "sha256")
                    server = hmac.digest(mac, f"Goal/{resource['id']}".encode(), "sha256")
                    head = json.dumps({"id": resource["id"], "words": resource["description"]["text"]})
                    about = json.dumps([resource["id"], "Goal", resource["id"], resource["meta"]])
                    records.append((key, sealed(head, key), sealed(json.dumps(resource), key)))
                    links.append((key, server, sealed(about, key)))
                database.execute("BEGIN IMMEDIATE")
                database.executemany(
                    "INSERT OR REPLACE INTO record(key, head, body) VALUES(?, ?, ?)", records
                )
                database.executemany("INSERT OR REPLACE INTO link VALUES(?, ?, ?)", links)
                database.execute("COMMIT")
                url = next((one["url"] for one in bundle.get("link", []) if one["relation"] == "next"), None)
        took = time.perf_counter() - began
        database.close()
    return took


async def measure() -> list[Figure]:
    async with clinic(PORT) as base:
        header = await token_for(base, "rowan")
        token = _Bearer(header)
        theirs = await fhirpy_pushes(base, header)
        least = await floor_pushes(base, header)
        ours = await ours_pushes(base, token)
        await fill(base, header, PULLED)
        plain, plain_count, plain_requests = await plain_pulls(base, header)
        floor = await floor_pulls(base, header)
        pulled, count, requests = await ours_pulls(base, token)
    assert count >= PULLED, (count, plain_count)
    return [
        Figure("push 1,000 waiting", ours, theirs, "s", "<= 0.20 (5 times faster)", "fhirpy, one by one"),
        Figure("  the same", ours, least, "s", "shown", "the least it can be, one tight script"),
        Figure(
            f"first pull of {count:,}, sealed",
            pulled,
            floor,
            "s",
            "<= 1.15",
            "the least it can be, one tight script",
        ),
        Figure("  the same", pulled, plain, "s", "shown", "httpx + json, nothing kept"),
        Figure(f"first pull of {count:,}: requests", requests, plain_requests, "", "each row once", "httpx"),
    ]


class _Bearer(httpx.Auth):
    def __init__(self, header: str) -> None:
        self._header = header

    def auth_flow(self, request: httpx.Request):
        request.headers["authorization"] = self._header
        yield request


def figures() -> list[Figure]:
    return asyncio.run(measure())
