"""Attempts to fake a read receipt, or to bend what one was given for, by either side of a message."""

from __future__ import annotations

from typing import Any

import pytest

from api_client.sandbox import Sandbox
from tests.unit.sandbox.visitor import Visitor, bundle, entry, message

ROWAN, SAM = "Patient/rowan", "Practitioner/sam"

RECEIPTS: list[dict[str, Any]] = [
    {"status": "completed"},
    {"received": "2026-01-01T00:00:00Z"},
    {"status": "completed", "received": "2026-01-01T00:00:00Z"},
    {"_received": {"extension": [{"url": "https://lantern.example/x", "valueBoolean": True}]}},
    {"recipient": [{"reference": SAM}, {"reference": ROWAN}], "received": "2026-01-01T00:00:00Z"},
]


def names_the_receipt(answer: dict[str, Any]) -> bool:
    issue = answer["issue"][0]
    where = {"Communication.received", "Communication.status"}
    return (
        issue["code"] == "forbidden"
        and "received" in issue["diagnostics"]
        and where & {*issue["expression"]} != set()
    )


@pytest.mark.parametrize("receipt", RECEIPTS, ids=lambda receipt: "+".join(receipt))
async def test_a_message_cannot_be_made_as_if_it_had_been_read(
    clinic: Sandbox, rowan: Visitor, sam: Visitor, receipt: dict[str, Any]
) -> None:
    before = len(clinic.find("Communication"))
    for who, forged in ((rowan, message(ROWAN, SAM, ROWAN)), (sam, message(SAM, ROWAN, ROWAN))):
        answer = await who.post("Communication", {**forged, **receipt})
        assert answer.status_code == 403
        assert names_the_receipt(answer.json())
        new = entry("POST", "Communication", {**forged, **receipt})
        assert (await who.post("", bundle("transaction", new))).status_code == 403
        batch = (await who.post("", bundle("batch", new))).json()
        assert batch["entry"][0]["response"]["status"].startswith("403")
        token = "urn:ietf:rfc:3986|urn:uuid:0b9c1f52-0000-4000-8000-000000000001"
        if who is rowan:
            answer = await who.put(f"Communication?identifier={token}", {**forged, **receipt})
            assert answer.status_code == 403
    assert len(clinic.find("Communication")) == before


@pytest.mark.parametrize("receipt", RECEIPTS, ids=lambda receipt: "+".join(receipt))
@pytest.mark.parametrize("to_self", [False, True])
async def test_a_sender_cannot_mark_what_they_sent_as_read(
    rowan: Visitor, sam: Visitor, receipt: dict[str, Any], to_self: bool
) -> None:
    recipients = [{"reference": SAM}, *([{"reference": ROWAN}] if to_self else [])]
    sent = await rowan.made(message(ROWAN, SAM, ROWAN) | {"recipient": recipients})
    path = f"Communication/{sent['id']}"
    assert (await rowan.put(path, {**sent, **receipt})).status_code == 403
    change = entry("PUT", path, {**sent, **receipt})
    assert (await rowan.post("", bundle("transaction", change))).status_code == 403
    theirs = await sam.made(message(SAM, ROWAN, ROWAN))
    assert (await sam.put(f"Communication/{theirs['id']}", {**theirs, **receipt})).status_code == 403
    kept = (await rowan.get(path)).json()
    assert (kept["status"], kept.get("received")) == ("in-progress", None)


async def test_a_sender_who_adds_themselves_as_recipient_receives_nothing(rowan: Visitor) -> None:
    sent = await rowan.made(message(ROWAN, SAM, ROWAN))
    path = f"Communication/{sent['id']}"
    widened = {**sent, "recipient": [{"reference": SAM}, {"reference": ROWAN}]}
    assert (await rowan.put(path, widened)).status_code == 200
    assert (await rowan.put(path, {**widened, "status": "completed"})).status_code == 403


async def test_what_was_read_is_not_reworded_afterwards(rowan: Visitor, sam: Visitor) -> None:
    sent = await rowan.made(message(ROWAN, SAM, ROWAN, payload=[{"contentString": "hello"}]))
    path = f"Communication/{sent['id']}"
    early = {**sent, "payload": [{"contentString": "hello again"}]}
    assert (await rowan.put(path, early)).status_code == 200
    read = {**early, "status": "completed", "received": "2026-11-22T10:00:00Z"}
    assert (await sam.put(path, read)).status_code == 200
    for changed in (
        {"payload": [{"contentString": "never said that"}]},
        {"about": [{"reference": "Goal/1"}]},
        {"recipient": [{"reference": "Practitioner/dr-ash"}]},
        {"received": "2026-11-22T09:00:00Z"},
    ):
        assert (await rowan.put(path, {**read, **changed})).status_code == 403
    assert (await rowan.put(path, read)).status_code == 200  # the same once more, as after a lost answer


@pytest.mark.parametrize("status", ["entered-in-error", "not-done", "stopped", "on-hold", "unknown"])
async def test_a_recipient_cannot_declare_a_message_void(rowan: Visitor, sam: Visitor, status: str) -> None:
    sent = await rowan.made(message(ROWAN, SAM, ROWAN))
    theirs = await sam.made(message(SAM, ROWAN, ROWAN))
    assert (await sam.put(f"Communication/{sent['id']}", {**sent, "status": status})).status_code == 403
    assert (await rowan.put(f"Communication/{theirs['id']}", {**theirs, "status": status})).status_code == 403


async def test_who_is_neither_sender_nor_recipient_marks_nothing(
    rowan: Visitor, ash: Visitor, coordinator: Visitor
) -> None:
    sent = await rowan.made(message(ROWAN, SAM, ROWAN))
    read = {**sent, "status": "completed", "received": "2026-11-22T10:00:00Z"}
    for who in (ash, coordinator):
        assert (await who.put(f"Communication/{sent['id']}", read)).status_code in (403, 404, 405)
