"""Whatever is thrown at the sandbox, it answers calmly: never a 5xx, always an OperationOutcome or a resource.

A small share of what the campaign does; the seed is fixed so that a failure can be seen again.
"""

from __future__ import annotations

import json
import random
import string
from typing import Any

import pytest

from api_client.sandbox import Sandbox
from api_client.sandbox.searchparams import PARAMS
from tests.unit.sandbox.visitor import Visitor, bundle, consent, entry, goal, message

REQUESTS = 1500
NASTY: list[Any] = [
    None, True, 0, -1, 1e308, 10**30, "", " ", "\x00", "\u202e", "\U0001f600" * 50, "x" * 5000, [], {}, [[]], [{}],
    {"reference": None}, {"reference": []}, {"reference": "x" * 300}, "../../etc", "Patient/rowan", "urn:uuid:1",
    "2026-13-45", "9999-12-31", "0000", "2026-02-30T25:61:61Z", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00",
    {"coding": "x"}, {"coding": [None, 1, {"code": 1}]}, {"start": 1, "end": []}, {"start": "2026", "end": "1999"},
]  # fmt: skip
HEADERS = [
    "if-match",
    "if-none-match",
    "if-none-exist",
    "prefer",
    "accept",
    "content-type",
    "authorization",
    "content-length",
]


def mutated(chance: random.Random, value: Any) -> Any:
    """The same JSON with something in it replaced, repeated or taken out."""
    if chance.random() < 0.15:
        return chance.choice(NASTY)
    if isinstance(value, dict):
        found = {name: mutated(chance, inner) for name, inner in value.items() if chance.random() > 0.05}
        if chance.random() < 0.1:
            found[chance.choice(["id", "meta", "resourceType", "subject", "_x", "", "entry", "type"])] = (
                chance.choice(NASTY)
            )
        return found
    if isinstance(value, list):
        return [mutated(chance, inner) for inner in value]
    return value


def path(chance: random.Random) -> str:
    types = [*PARAMS, "Nothing", "", "_history", "metadata", "$x", "%00", "%ff", ".well-known"]
    parts = [chance.choice(types)]
    for _ in range(chance.choice([0, 0, 0, 1, 1, 2, 3])):
        parts.append(
            chance.choice(
                [
                    "rowan-goal-1",
                    "_search",
                    "_history",
                    "1",
                    "0",
                    "99999999999999999999",
                    "%2e%2e",
                    "ü",
                    " ",
                    "rowan",
                ]
            )
        )
    return "/".join(parts)


def query(chance: random.Random) -> list[tuple[str, str]]:
    names = [
        "_id",
        "_lastUpdated",
        "_sort",
        "_count",
        "_include",
        "_revinclude",
        "_summary",
        "_elements",
        "_total",
        "_cursor",
        "_since",
        "_before",
        "_format",
        "patient",
        "identifier",
        "category:not",
        "date:missing",
        "subject:Patient",
        "name:contains",
        "",
        "_has:x:y:z",
        "code",
        "status",
    ]
    values = [
        "",
        ",",
        "|",
        "\\",
        "||",
        "a|b|c",
        "ge",
        "ge2026",
        "2026-99",
        "x" * 3000,
        "\x00",
        "Goal:subject",
        "-_lastUpdated,-",
        "true",
        "0",
        "-1",
        "1e9",
        "99999999999999999999",
        "json",
        "eyJ1IjoxLCJrIjoxLCJ0IjpudWxsfQ",
        "ü",
        "%",
        "'\"",
    ]
    return [(chance.choice(names), chance.choice(values)) for _ in range(chance.choice([0, 1, 1, 2, 5]))]


def body(chance: random.Random) -> bytes:
    whole = chance.choice(
        [
            goal("Patient/rowan"),
            consent("Patient/rowan", "Practitioner/sam", "Goal/1"),
            message("Patient/rowan", "Practitioner/sam", "Patient/rowan"),
            bundle(
                "transaction",
                entry("POST", "Goal", goal("Patient/rowan"), ifNoneExist="identifier=x|y"),
                entry("GET", "Goal?_count=1"),
            ),
            bundle(
                "batch",
                entry("PUT", "Goal/rowan-goal-1", goal("Patient/rowan", id="rowan-goal-1"), ifMatch='W/"1"'),
                entry("DELETE", "Goal/1"),
            ),
        ]
    )
    raw = json.dumps(mutated(chance, whole)).encode()
    if chance.random() < 0.3:
        at = chance.randrange(len(raw) + 1)
        raw = (
            raw[:at]
            + bytes(chance.randrange(256) for _ in range(chance.choice([1, 1, 4])))
            + raw[at + chance.choice([0, 1, 5]) :]
        )
    return raw


@pytest.mark.parametrize("who", ["rowan", "sam", "coordinator"])
async def test_no_request_breaks_the_server(clinic: Sandbox, who: str) -> None:
    chance = random.Random(f"sandbox {who}")
    visitor = Visitor(clinic, who)
    for _ in range(REQUESTS // 3):
        method = chance.choice(["GET", "GET", "POST", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])
        headers = {"content-type": "application/fhir+json"}
        for _ in range(chance.choice([0, 0, 1, 2])):
            text = chance.choice(
                [
                    'W/"1"',
                    "*",
                    '"',
                    "identifier=a|b",
                    "=",
                    "&&",
                    "return=minimal",
                    "x" * 500,
                    "application/fhir+json",
                    "handling=strict",
                    *string.punctuation,
                ]
            )
            headers[chance.choice(HEADERS)] = text
        answer = await visitor.http.request(
            method,
            path(chance),
            params=query(chance),
            headers=headers,
            content=body(chance) if method in ("POST", "PUT") else None,
        )
        assert answer.status_code < 500, (method, str(answer.url), headers)
        if answer.content and method != "HEAD":
            assert "resourceType" in answer.json() or "issuer" in answer.json()


async def test_no_sign_in_request_breaks_the_server(clinic: Sandbox) -> None:
    chance = random.Random("sign-in")
    visitor = Visitor(clinic, None)
    names = [
        "response_type",
        "client_id",
        "redirect_uri",
        "scope",
        "state",
        "aud",
        "code_challenge",
        "code_challenge_method",
        "grant_type",
        "code",
        "code_verifier",
        "refresh_token",
        "token",
        "person",
        "username",
        "password",
        "login_hint",
    ]
    values = [
        "code",
        "lantern",
        "http://127.0.0.1:1/x",
        "patient/*.cruds",
        "s",
        "http://clinic.test/fhir",
        "A" * 43,
        "S256",
        "authorization_code",
        "refresh_token",
        "rowan",
        "",
        "\x00",
        "ü",
        "\ud800".encode("utf-8", "surrogatepass"),
        "x" * 3000,
        "http://[",
        "http://127.0.0.1:abc/",
    ]
    for _ in range(400):
        picked = {name: chance.choice(values) for name in chance.sample(names, chance.randrange(len(names)))}
        address = (
            f"http://clinic.test/auth/{chance.choice(['authorize', 'token', 'revoke', 'jwks', 'nothing'])}"
        )
        text = "&".join(f"{n}={v if isinstance(v, str) else ''}" for n, v in picked.items()).encode()
        if chance.random() < 0.5:
            answer = await visitor.http.get(
                address, params={n: v for n, v in picked.items() if isinstance(v, str)}
            )
        else:
            answer = await visitor.http.post(
                address, content=text + chance.choice([b"", b"%ff", b"&&&", b"\xff"])
            )
        assert answer.status_code < 500
