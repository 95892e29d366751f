"""Whatever bytes a server sends: a right answer or a ClinicError, soon, and in little memory.

Replies of every kind are bent byte by byte and element by element. `LANTERN_MALFORMED` sets how many.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from api_client import ClinicClient, Document, Entry, Retry
from api_client.errors import BadReply, ClinicError
from api_client.fhir import CareTeam, Goal, QuestionnaireResponse
from api_client.smart import SmartConfiguration
from tests.unit.client.clinic_sign_in import NOW, SignInServer, tokens
from tests.unit.client.servers import BASE

COUNT = int(os.environ.get("LANTERN_MALFORMED", "1000"))
SEED = int(os.environ.get("LANTERN_SEED", "20261122"))
SLOWEST_S = 2.0

GOAL: dict[str, Any] = {
    "resourceType": "Goal",
    "id": "g1",
    "meta": {
        "versionId": "3",
        "lastUpdated": "2026-11-22T10:00:00.000Z",
        "profile": ["https://lantern.example/p"],
    },
    "identifier": [{"system": "urn:ietf:rfc:3986", "value": "urn:uuid:2f7c"}],
    "lifecycleStatus": "active",
    "description": {"text": "Ruhig bleiben – \U0001f33f", "coding": [{"code": "x"}]},
    "subject": {"reference": "Patient/rowan"},
    "extension": [{"url": "https://lantern.example/e", "valueDecimal": 1.5}],
    "note": [{"text": "a"}, {"text": "b"}],
    "contained": [{"resourceType": "Patient", "id": "p"}],
}
ANSWERS: dict[str, Any] = {
    "resourceType": "QuestionnaireResponse",
    "id": "q1",
    "status": "completed",
    "item": [
        {
            "linkId": "1",
            "answer": [{"valueDecimal": 1.5}, {"valueCoding": {"code": "a"}}],
            "item": [{"linkId": "1.1"}],
        }
    ],
}
PAGE: dict[str, Any] = {
    "resourceType": "Bundle",
    "type": "searchset",
    "total": 3,
    "link": [{"relation": "self", "url": f"{BASE}/Goal"}, {"relation": "next", "url": f"{BASE}/Goal?page=2"}],
    "entry": [
        {"fullUrl": f"{BASE}/Goal/g1", "resource": GOAL, "search": {"mode": "match"}},
        {"resource": {**GOAL, "id": "g2"}, "search": {"mode": "include"}},
        {"request": {"method": "DELETE", "url": "Goal/g3"}},
    ],
}
BATCH: dict[str, Any] = {
    "resourceType": "Bundle",
    "type": "batch-response",
    "entry": [
        {
            "resource": GOAL,
            "response": {"status": "201 Created", "etag": 'W/"1"', "location": "Goal/g1/_history/1"},
        },
        {
            "response": {
                "status": "412",
                "outcome": {"resourceType": "OperationOutcome", "issue": [{"code": "conflict"}]},
            }
        },
    ],
}
STATEMENT: dict[str, Any] = {
    "resourceType": "CapabilityStatement",
    "software": {"name": "s"},
    "rest": [
        {
            "mode": "server",
            "interaction": [{"code": "batch"}],
            "resource": [{"type": "Goal", "conditionalCreate": True}],
        }
    ],
}
OUTCOME: dict[str, Any] = {
    "resourceType": "OperationOutcome",
    "issue": [{"code": "invalid", "expression": ["Goal.note"]}],
}

NASTY: list[Any] = [
    None, True, False, 0, -1, 7, 1.5, 10**30, -(10**18), "", " ", "x" * 5000, "\ud800", "\x00", "../..", "Goal/1", [], {}, [[]], [None], {"": None},
    [{}], "2026-13-45T99:99:99Z", f"{BASE}/Goal?page=2", "https://elsewhere.example/", "next", "GET", "W/\"\r\nx: y\"", "200", {"resourceType": "Goal"},
]  # fmt: skip
TOKENS = [
    b"NaN", b"Infinity", b"-Infinity", b"1e999", b"-1e999", b"9" * 10_000, b"0." + b"3" * 10_000, b"1e-999999", b"[" * 5000, b'{"a":' * 5000, b"\\u", b"\\ud800",
    b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\x00", b'"', b"{", b"}", b"[", b"]", b",", b":", b"\\", b"null", b"true", b"--1", b"01", b"1.", b"\xef\xbb\xbf", b"/*", b"'",
    b'"id":"g1",', b'"resourceType":"Goal",', b'"entry":[],', b'"__proto__":1,',
]  # fmt: skip


def bent_bytes(rng: random.Random, body: bytes) -> bytes:
    """One to four changes that know nothing of JSON."""
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(body) + 1)
        match rng.randrange(6):
            case 0:
                body = body[:at]
            case 1:
                body = body[:at] + bytes([rng.randrange(256)]) + body[at + 1 :]
            case 2:
                body = body[:at] + body[at + rng.randint(1, 40) :]
            case 3:
                body = body[:at] + body[max(0, at - rng.randint(1, 80)) : at] + body[at:]
            case 4:
                body = body[:at] + rng.choice(TOKENS) + body[at:]
            case _:
                spots = [m.start() for m in re.finditer(rb"[0-9]+|true|null|\"[^\"]*\"", body)]
                if spots:
                    at = rng.choice(spots)
                    body = body[:at] + rng.choice(TOKENS) + body[at + 1 :]
    return body


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) in a JSON value."""
    listed = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
    found: list[tuple[Any, Any]] = [(value, key) for key, _ in listed]
    for _, inner in listed:
        if isinstance(inner, (dict, list)):
            found += places(inner)
    return found


def bent_structure(rng: random.Random, body: bytes) -> bytes:
    """One to three elements taken away, doubled, exchanged or replaced by something nasty."""
    value = json.loads(body)
    for _ in range(rng.randint(1, 3)):
        spots = places(value)
        if not spots:
            break
        holder, key = rng.choice(spots)
        match rng.randrange(5):
            case 0:
                del holder[key]
            case 1 if isinstance(holder, list):
                holder.extend([holder[key]] * rng.randint(1, 30))
            case 2:
                other, place = rng.choice(spots)
                try:
                    holder[key] = json.loads(json.dumps(other[place]))
                except (KeyError, IndexError):
                    continue
            case 3:
                holder[key] = [holder[key]]
            case _:
                holder[key] = deepcopy(rng.choice(NASTY))
    return json.dumps(value, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")


@dataclass(frozen=True)
class Case:
    """One kind of reply, how it is asked for, and what must hold of an answer that is accepted."""

    seed: Any
    status: int
    ask: Callable[[ClinicClient], Awaitable[Any]]


ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")


def proper(document: Document) -> None:
    """What must be true of every document that was let through."""
    value = json.loads(document.text)
    assert value["resourceType"] == document.type
    assert re.fullmatch(r"[A-Z][A-Za-z]+", document.type)
    assert document.id is None or ID.fullmatch(document.id)
    assert document.id == value.get("id")
    assert document.version_id is None or document.version_id.isprintable()


async def reads(client: ClinicClient) -> None:
    document = await client.read("Goal", "g1")
    proper(document)
    assert document.id == "g1"
    document.parse(Goal)


async def reads_answers(client: ClinicClient) -> None:
    (await client.read(QuestionnaireResponse, "q1")).model_dump()


async def walks(client: ClinicClient) -> None:
    async for page in client.pages("Goal", count=2):
        assert page.total is None or page.total >= 0
        assert page.next is None or page.next.startswith("https://clinic.example/")
        for document in page.documents:
            proper(document)
            assert document.id is not None


async def searches(client: ClinicClient) -> None:
    async for found in client.search(CareTeam):
        assert found.id


async def batches(client: ClinicClient) -> None:
    replies = await client.batch([Entry.create(Document.of(json.dumps(GOAL))), Entry.delete("Goal", "g2")])
    assert len(replies) == 2
    for reply in replies:
        assert 200 <= reply.status < 600
        assert reply.document is None or (proper(reply.document), reply.document.id)[1]


async def creates(client: ClinicClient) -> None:
    written = await client.create(Document.of('{"resourceType":"Goal"}'), if_none_exist="a|b")
    proper(written.document)
    assert written.document.id is not None


async def states(client: ClinicClient) -> None:
    said = await client.capabilities()
    assert said.has_batch in (True, False)
    assert said.has_conditional_create("Goal") in (True, False, None)


async def refuses(client: ClinicClient) -> None:
    with pytest.raises(ClinicError):
        await client.read("Goal", "g1")


CASES = {
    "read": Case(GOAL, 200, reads),
    "answers": Case(ANSWERS, 200, reads_answers),
    "page": Case(PAGE, 200, walks),
    "search": Case(PAGE, 200, searches),
    "batch": Case(BATCH, 200, batches),
    "create": Case(GOAL, 201, creates),
    "capabilities": Case(STATEMENT, 200, states),
    "refusal": Case(OUTCOME, 422, refuses),
}


async def one(case: Case, body: bytes) -> bool:
    """True when the answer was let through, False when it was a ClinicError; anything else fails the test."""
    answers = iter([httpx.Response(case.status, content=body)])
    nothing = httpx.Response(200, content=b'{"resourceType":"Bundle"}')  # what further pages are
    transport = httpx.MockTransport(lambda _: next(answers, nothing))
    async with ClinicClient(BASE, transport=transport, retry=Retry(tries=1)) as client:
        try:
            await case.ask(client)
        except ClinicError as error:
            return is_short(error) and False
    return True


def is_short(error: ClinicError) -> bool:
    """An error tells where, not what: it can never grow with the reply."""
    assert len(str(error)) < 400
    return True


async def test_bent_replies_are_right_or_refused_and_never_slow() -> None:
    rng = random.Random(SEED)
    passed, slowest = 0, 0.0
    kinds = list(CASES.values())
    bodies = [json.dumps(case.seed, ensure_ascii=False).encode() for case in kinds]
    for number in range(COUNT):
        which = number % len(kinds)
        bend = bent_structure if rng.random() < 0.6 else bent_bytes
        body = bend(rng, bodies[which])
        began = time.process_time()
        try:
            passed += await one(kinds[which], body)
        except Exception as error:
            raise AssertionError(f"number {number}: {body[:3000]!r}") from error
        slowest = max(slowest, time.process_time() - began)
    assert slowest < SLOWEST_S
    print(
        f"FIGURES {COUNT} bent replies: {passed} still right, {COUNT - passed} refused, slowest {slowest * 1000:.0f} ms"
    )


@pytest.mark.parametrize("kind", CASES)
async def test_an_unbent_reply_is_let_through(kind: str) -> None:
    case = CASES[kind]
    assert await one(case, json.dumps(case.seed).encode())


async def test_bent_sign_in_replies_are_right_or_refused() -> None:
    rng = random.Random(SEED)
    server = SignInServer()
    said: list[str] = []
    for number in range(max(300, COUNT // 10)):
        body = json.dumps(server.answer() if number % 2 else server.stated_configuration()).encode()
        bent = bent_structure(rng, body) if rng.random() < 0.6 else bent_bytes(rng, body)
        try:
            await signs_in(bent, is_token=bool(number % 2))
        except ClinicError as error:
            said.append(str(error))
    assert "access-" not in "".join(said)


async def signs_in(body: bytes, *, is_token: bool) -> None:
    from api_client.exact import decoded, load_object
    from api_client.smart.endpoint import Expected, first_tokens, next_tokens

    value = load_object(decoded(body))
    if not is_token:
        SmartConfiguration.of(BASE, value)
        return
    try:
        next_tokens(value, tokens(), NOW)
    finally:
        configuration = SmartConfiguration.of(BASE, SignInServer().stated_configuration())
        found = first_tokens(configuration, value, Expected("lantern", "patient/Goal.rs", None), NOW)
        assert found.patient is None or ID.fullmatch(found.patient)
        assert found.access.isprintable()


BOMBS: dict[str, Callable[[], bytes]] = {
    "quotes": lambda: b'{"a":' + b'"' * 8_000_000,
    "texts": lambda: b'{"resourceType":"Goal","id":"g1","x":[' + b'"ab",' * 490_000 + b"1]}",
    "objects": lambda: b'{"resourceType":"Goal","id":"g1","x":[' + b'{"a":1},' * 160_000 + b"1]}",
    "too many objects": lambda: b'{"resourceType":"Goal","id":"g1","x":[' + b'{"a":1},' * 1_000_000 + b"1]}",
    "arrays": lambda: b'{"a":' + b"[" * 8_000_000,
    "closed arrays": lambda: b'{"a":' + b"[" * 3_900_000 + b"]" * 3_900_000 + b"}",
    "escapes": lambda: b'{"resourceType":"Goal","id":"g1","x":"' + b"\\u00e9" * 1_300_000 + b'"}',
    "backslashes": lambda: b'{"a":"' + b"\\" * 8_000_000,
    "spaces": lambda: b"{" + b" " * 8_000_000,
    "digits": lambda: b'{"a":' + b"9" * 8_000_000 + b"}",
    "a long name": lambda: b'{"' + b"n" * 8_000_000 + b'":1}',
    "wide characters": lambda: b'{"resourceType":"Goal","id":"g1","x":"' + "\U0001f33f".encode() + b"a" * 8_000_000 + b'"}',
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
async def test_a_bomb_is_met_soon(bomb: str) -> None:
    body = BOMBS[bomb]()
    for case in (CASES["read"], CASES["page"]):
        began = time.process_time()
        await one(case, body)
        assert time.process_time() - began < SLOWEST_S


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the high water mark is read from /proc")
def test_a_process_that_met_every_bomb_stayed_below_200_megabytes() -> None:
    code = (
        "import asyncio, pathlib, re\n"
        "from tests.properties.test_malformed import BOMBS, CASES, one\n"
        "for make in BOMBS.values():\n"
        "    body = make()\n"
        "    for case in (CASES['read'], CASES['page']):\n"
        "        asyncio.run(one(case, body))\n"
        "print(re.search('VmHWM:\\\\s+([0-9]+)', pathlib.Path('/proc/self/status').read_text())[1])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) < 200 * 1024


async def test_a_page_larger_than_the_limit_is_a_bad_reply() -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=b" " * 20_000_000))
    async with ClinicClient(BASE, transport=transport) as client:
        with pytest.raises(BadReply):
            await client.read("Goal", "1")
