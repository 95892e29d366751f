"""Who says to whom that a line of the summary was read, and who learns of it: its writer alone, and the patient of nothing that is not theirs."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from tests.unit.sandbox.guests import joined
from tests.unit.sandbox.test_summary import ASH, ROWAN, SAM, line, name
from tests.unit.sandbox.visitor import CARE, Visitor


def read(made: dict[str, Any], reader: str, writer: str, **more: Any) -> dict[str, Any]:
    found = {
        "resourceType": "Communication",
        "identifier": [{"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{uuid.uuid4()}"}],
        "status": "in-progress",
        "category": [{"coding": [{"system": CARE, "code": "summary-line-read"}]}],
        "about": [{"reference": name(made)}],
        "sent": "2026-11-20T12:00:00Z",
        "recipient": [{"reference": writer}],
        "sender": {"reference": reader},
    }
    if reader.startswith("Patient/"):
        found["subject"] = {"reference": reader}
    return {**found, **more}


async def test_its_writer_and_its_reader_have_it_and_nobody_else(
    rowan: Visitor, sam: Visitor, ash: Visitor, coordinator: Visitor, ines: Visitor
) -> None:
    closed = await sam.made(line())
    mark = await ash.made(read(closed, ASH, SAM))
    where = f"Communication/{mark['id']}"
    for who in (sam, ash):
        assert (await who.get(where)).status_code == 200
    assert where in await ash.found(f"Communication?sender={ASH}")
    assert where in await sam.found(f"Communication?recipient={SAM}")
    for who in (rowan, coordinator, ines):
        assert (await who.get(where)).status_code == 404
    assert where not in await rowan.found("Communication")


async def test_a_patient_says_it_of_their_own_lines_to_who_wrote_them(
    rowan: Visitor, sam: Visitor, ash: Visitor
) -> None:
    shown = await sam.made(line(to="N"))
    mark = await rowan.made(read(shown, ROWAN, SAM))
    where = f"Communication/{mark['id']}"
    assert (await sam.get(where)).status_code == 200
    assert (await ash.get(where)).status_code == 404
    closed = await sam.made(line())
    assert (await rowan.post("Communication", read(closed, ROWAN, SAM))).status_code == 403


@pytest.mark.parametrize(
    "more",
    [
        {"recipient": [{"reference": "Practitioner/coordinator"}]},
        {"recipient": [{"reference": SAM}, {"reference": ROWAN}]},
        {"subject": {"reference": ROWAN}},
        {"sender": {"reference": SAM}},
        {"payload": [{"contentString": "words"}]},
        {"note": [{"text": "words"}]},
        {"received": "2026-11-20T12:00:00Z"},
        {"status": "completed"},
        {"about": []},
        {
            "category": [
                {"coding": [{"system": CARE, "code": "summary-line-read"}, {"system": CARE, "code": "other"}]}
            ]
        },
    ],
)
async def test_it_says_that_and_nothing_else(sam: Visitor, ash: Visitor, more: dict[str, Any]) -> None:
    closed = await sam.made(line())
    answer = await ash.post("Communication", read(closed, ASH, SAM, **more))
    assert answer.status_code in (403, 422), answer.text


async def test_nobody_says_it_who_cannot_read_the_line_or_wrote_it(
    clinic: Any, sam: Visitor, ash: Visitor, coordinator: Visitor, rowan: Visitor
) -> None:
    closed = await sam.made(line())
    assert (await sam.post("Communication", read(closed, SAM, SAM))).status_code == 403
    assert (
        await coordinator.post("Communication", read(closed, "Practitioner/coordinator", SAM))
    ).status_code == 403
    tova = await ash.made(line(ASH, patient="Patient/tova"))
    assert (await sam.post("Communication", read(tova, SAM, ASH))).status_code == 403
    guest, who, _ = await joined(clinic, rowan)
    assert (await guest.post("Communication", read(closed, who, SAM))).status_code == 403


async def test_it_stands_as_it_was_said(sam: Visitor, ash: Visitor) -> None:
    mark = await ash.made(read(await sam.made(line()), ASH, SAM))
    where = f"Communication/{mark['id']}"
    answer = await ash.put(where, {**mark, "sent": "2026-11-21T12:00:00Z"})
    assert answer.status_code == 403
    assert (await ash.delete(where)).status_code == 403
