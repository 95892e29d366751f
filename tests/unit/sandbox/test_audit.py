"""Every read by somebody at the clinic is in the patient's own record, without a word of what was read."""

from __future__ import annotations

import json
from typing import Any

from api_client.sandbox import Sandbox
from tests.unit.sandbox.visitor import Visitor, bundle, entry


async def trail(visitor: Visitor) -> list[dict[str, Any]]:
    answer = (await visitor.get("AuditEvent?_count=1000")).json()
    return [one["resource"] for one in answer.get("entry", [])]


def opened(event: dict[str, Any]) -> set[str]:
    return {one["what"]["reference"] for one in event["entity"]}


async def test_a_read_by_a_therapist_is_seen_by_the_patient(
    rowan: Visitor, ines: Visitor, sam: Visitor
) -> None:
    assert await trail(rowan) == []
    await sam.get("Goal/rowan-goal-1")
    (event,) = await trail(rowan)
    assert event["agent"][0]["who"] == {"reference": "Practitioner/sam"}
    assert opened(event) == {"Patient/rowan", "Goal/rowan-goal-1"}
    assert await trail(ines) == []
    assert "notice what I carry" not in json.dumps(event)


async def test_every_way_of_reading_leaves_its_mark(rowan: Visitor, sam: Visitor) -> None:
    ways = (
        "Goal/rowan-goal-1",
        "Goal/rowan-goal-1",
        "Goal/rowan-goal-1/_history/1",
        "Goal/rowan-goal-1/_history",
        "Goal/_history",
        "Goal?patient=Patient/rowan",
        "Consent?_include=Consent:data",
        "Goal?_elements=id&_sort=-start-date",
    )
    for way in ways:
        before = (
            len(await trail(rowan)),
            max((e["meta"]["lastUpdated"] for e in await trail(rowan)), default=""),
        )
        assert (await sam.get(way)).status_code == 200
        after = len(await trail(rowan)), max(e["meta"]["lastUpdated"] for e in await trail(rowan))
        assert after > before, way
        assert "Goal/rowan-goal-1" in set().union(*(opened(e) for e in await trail(rowan)))


async def test_a_listing_marks_every_patient_it_showed(rowan: Visitor, ines: Visitor, sam: Visitor) -> None:
    await sam.get("Appointment?_count=1000")
    assert "Appointment/rowan-session-3" in opened((await trail(rowan))[0])
    assert opened((await trail(ines))[0]) == {"Patient/ines", "Appointment/ines-session-1"}


async def test_a_listing_that_shows_nothing_new_extends_its_event(
    rowan: Visitor, sam: Visitor, clinic: Sandbox
) -> None:
    await sam.get("Goal?patient=Patient/rowan")
    clinic.clock.shift(60)
    await sam.get("Goal?patient=Patient/rowan")
    (event,) = await trail(rowan)
    assert event["period"]["end"] > event["period"]["start"]
    assert event["meta"]["versionId"] == "2"


async def test_a_batch_of_reads_is_one_event_a_patient(rowan: Visitor, ines: Visitor, sam: Visitor) -> None:
    await sam.post(
        "",
        bundle(
            "batch", entry("GET", "Patient/rowan"), entry("GET", "Patient/ines"), entry("GET", "Goal/nothing")
        ),
    )
    assert len(await trail(rowan)) == len(await trail(ines)) == 1


async def test_what_was_refused_or_only_counted_was_not_read(rowan: Visitor, sam: Visitor) -> None:
    await sam.get("Goal/never-was")
    await sam.get("Goal?_summary=count")
    await sam.get("Organization")
    assert await trail(rowan) == []


async def test_a_patients_own_reads_are_nobodys_business(rowan: Visitor) -> None:
    await rowan.get("Goal")
    assert await trail(rowan) == []


async def test_the_trail_can_be_searched_by_who_read(rowan: Visitor, sam: Visitor, ash: Visitor) -> None:
    await sam.get("Patient/rowan")
    await ash.get("Patient/rowan")
    assert len(await rowan.found("AuditEvent?agent=Practitioner/sam")) == 1
    assert len(await rowan.found("AuditEvent?patient=Patient/rowan&entity=Patient/rowan")) == 2
