"""Who may suggest something to a patient: whoever they show something now, to them alone, in words that stand."""

from __future__ import annotations

from typing import Any

from api_client.sandbox import Sandbox
from tests.unit.sandbox.test_attacks_talk import ASH, GOAL, INES, ROWAN, SAM, TEAM, category, refused
from tests.unit.sandbox.visitor import Visitor, message


def suggestion(
    sender: str = SAM, recipient: str = ROWAN, patient: str = ROWAN, **more: Any
) -> dict[str, Any]:
    words = {"payload": [{"contentString": "canary of a suggestion"}], "sent": "2026-11-20T10:00:00Z"}
    return message(sender, recipient, patient, **category("commitment-suggestion"), **words, **more)


async def test_it_reaches_the_patient_whose_receipt_its_writer_sees_and_nobody_else(
    rowan: Visitor, sam: Visitor, ash: Visitor, coordinator: Visitor, ines: Visitor
) -> None:
    made = await sam.made(suggestion())
    path = f"Communication/{made['id']}"
    assert path in await rowan.found("Communication?patient=Patient/rowan")
    assert path in await sam.found(f"Communication?sender={SAM}")
    for who in (ash, coordinator, ines):
        assert path not in await who.found("Communication")
        assert (await who.get(path)).status_code == 404
    read = {**made, "status": "completed", "received": "2026-11-20T11:00:00Z"}
    assert (await rowan.put(path, read)).status_code == 200
    assert (await sam.get(path)).json()["received"] == "2026-11-20T11:00:00Z"


async def test_only_whom_a_patient_shows_something_suggests_and_to_that_patient_alone(
    clinic: Sandbox, rowan: Visitor, sam: Visitor, ash: Visitor, ines: Visitor
) -> None:
    before = len(clinic.find("Communication"))
    await refused(ash, suggestion(ASH))
    await refused(ash, suggestion(SAM))
    await refused(rowan, suggestion(ROWAN, ROWAN))
    await refused(rowan, suggestion(ROWAN, SAM))
    await refused(ines, suggestion(INES, ROWAN))
    await refused(sam, suggestion(recipient=TEAM))
    await refused(sam, suggestion(recipient=INES))
    await refused(sam, suggestion(recipient=INES, patient=INES))
    assert len(clinic.find("Communication")) == before


async def test_it_is_nothing_else_besides_and_answers_nothing(sam: Visitor) -> None:
    seeded = [{"reference": "Communication/rowan-goal-2-reply-1"}]
    for bent in (
        suggestion(partOf=seeded),
        suggestion(inResponseTo=seeded),
        suggestion(about=[{"reference": GOAL}]),
        {**suggestion(), **category("commitment-suggestion", "reply")},
        {**suggestion(), **category("commitment-suggestion", "team-message")},
        {**suggestion(), **category("commitment-suggestion", "safety-alert")},
        {**suggestion(), "payload": []},
        {**suggestion(), "received": "2026-11-20T10:00:00Z"},
    ):
        await refused(sam, bent)


async def test_its_words_stand_and_only_the_patient_says_that_they_were_read(
    rowan: Visitor, sam: Visitor
) -> None:
    made = await sam.made(suggestion())
    path = f"Communication/{made['id']}"
    other = {**made, "payload": [{"contentString": "other words"}]}
    for who, changed in ((sam, other), (rowan, other), (sam, {**made, "received": "2026-11-20T11:00:00Z"})):
        assert (await who.put(path, changed)).status_code in (403, 422), who.who
    assert (await sam.get(path)).json()["payload"] == made["payload"]
