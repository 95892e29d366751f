"""Who reads and who writes the summary that a prescriber and a therapist keep together: what is not for the patient, no way
leads the patient to."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from api_client.sandbox import Sandbox
from tests.unit.sandbox.guests import joined
from tests.unit.sandbox.visitor import CARE, Visitor, bundle, entry

ROWAN, INES, SAM, ASH = "Patient/rowan", "Patient/ines", "Practitioner/sam", "Practitioner/dr-ash"
CANARY = "canary of the care team"


def line(
    author: str = SAM, *, patient: str = ROWAN, to: str = "R", words: str = CANARY, **more: Any
) -> dict[str, Any]:
    return {
        "resourceType": "Composition",
        "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{uuid.uuid4()}"},
        "status": "final",
        "type": {"coding": [{"system": CARE, "code": "summary-line"}]},
        "subject": {"reference": patient},
        "date": "2026-11-20T10:00:00Z",
        "author": [{"reference": author}],
        "title": "Shared summary",
        "confidentiality": to,
        "section": [{"text": {"status": "additional", "div": f"<div>{words}</div>"}}],
        **more,
    }


def struck(made: dict[str, Any], **more: Any) -> dict[str, Any]:
    at = {
        "url": "https://lantern.example/fhir/StructureDefinition/struck-at",
        "valueDateTime": "2026-11-20T11:00:00Z",
    }
    return {**made, "status": "entered-in-error", "extension": [at], **more}


def name(made: dict[str, Any]) -> str:
    return f"Composition/{made['id']}"


async def refused(who: Visitor, resource: dict[str, Any]) -> None:
    answer = await who.post("Composition", resource)
    assert answer.status_code in (403, 422), (who.who, answer.status_code)


async def test_prescriber_and_therapist_read_all_of_it_and_the_patient_their_lines(
    rowan: Visitor, sam: Visitor, ash: Visitor
) -> None:
    closed = await sam.made(line())
    shown = await ash.made(line(ASH, to="N", words="for Rowan too"))
    for who in (sam, ash):
        found = await who.found(f"Composition?type={CARE}|summary-line&patient={ROWAN}")
        assert {name(closed), name(shown)} <= set(found)
    found = await rowan.found("Composition")
    assert name(shown) in found
    assert name(closed) not in found
    assert set(found) == set(await rowan.found("Composition?confidentiality=N"))


async def test_nobody_else_reads_any_of_it(
    ines: Visitor, coordinator: Visitor, stranger: Visitor, sam: Visitor
) -> None:
    made = [await sam.made(line()), await sam.made(line(to="N"))]
    for one in made:
        for who in (ines, coordinator):
            assert (await who.get(name(one))).status_code == 404
            assert (await who.get(name(one) + "/_history")).status_code == 404
            assert await who.found("Composition") == []
        assert (await stranger.get(name(one))).status_code == 401


async def test_a_therapist_who_is_not_on_the_team_reads_and_writes_nothing(
    clinic: Sandbox, sam: Visitor
) -> None:
    assert [one for one in await sam.found("Composition") if "tova" in one] == [], "Sam is not on Tova's team"
    assert clinic.find("Composition")
    await refused(sam, line(patient="Patient/tova"))


async def test_no_way_leads_the_patient_to_what_is_not_theirs(
    rowan: Visitor, sam: Visitor, ash: Visitor
) -> None:
    made = await sam.made(line(words=CANARY))
    id_, path = made["id"], name(made)
    await ash.get(path)
    await ash.found("Composition")
    await sam.get(f"Composition?_id={id_}")
    before = await rowan.get("Composition?_summary=count")
    await sam.made(line())
    assert (await rowan.get("Composition?_summary=count")).json()["total"] == before.json()["total"]
    for way in (path, f"{path}/_history", f"{path}/_history/1"):
        assert (await rowan.get(way)).status_code == 404
    ways = (
        f"Composition?_id={id_}",
        f"Composition?identifier={made['identifier']['value']}",
        "Composition?confidentiality=R",
        "Composition?_security=R",
        f"Composition?author={SAM}",
        "Composition?status=final",
        "Composition?title=Shared",
        "Composition/_history",
        "Patient?_revinclude=Composition:patient",
        "Patient?_revinclude=Composition:subject",
        "AuditEvent?_count=200",
        "AuditEvent?_include=AuditEvent:entity",
        f"AuditEvent?entity={path}",
        "AuditEvent/_history",
        "Communication",
    )
    for way in ways:
        text = (await rowan.get(way)).text
        assert CANARY not in text, way
        assert id_ not in text.replace(f"_id={id_}", "").replace(f"entity={path}", "").replace(
            f"entity=Composition%2F{id_}", ""
        ), way
    together = bundle("batch", entry("GET", path), entry("GET", "Composition?confidentiality=R"))
    answer = await rowan.post("", together)
    assert CANARY not in answer.text


async def test_reading_it_is_in_the_patients_log_without_naming_what_is_not_theirs(
    rowan: Visitor, sam: Visitor, ash: Visitor
) -> None:
    closed, shown = await sam.made(line()), await sam.made(line(to="N"))
    await ash.get(name(closed))
    await ash.get(name(shown))
    log = (await rowan.get("AuditEvent?_count=200")).text
    assert name(shown) in log
    assert name(closed) not in log


async def test_the_patient_and_others_write_none(
    clinic: Sandbox, rowan: Visitor, ines: Visitor, coordinator: Visitor, sam: Visitor
) -> None:
    before = len(clinic.find("Composition"))
    await refused(rowan, line(ROWAN, to="N"))
    await refused(rowan, line(SAM, to="N"))
    await refused(ines, line(ROWAN, to="N"))
    await refused(coordinator, line("Practitioner/coordinator"))
    assert len(clinic.find("Composition")) == before
    shown = await sam.made(line(to="N"))
    assert (await rowan.put(name(shown), struck(shown))).status_code == 403
    assert (await rowan.delete(name(shown))).status_code == 403
    assert (await sam.delete(name(shown))).status_code == 403


async def test_a_guest_of_the_patient_neither_reads_nor_writes_one(clinic: Sandbox, rowan: Visitor) -> None:
    guest, who, _ = await joined(clinic, rowan)
    assert await guest.found("Composition") == []
    for to in ("R", "N"):
        await refused(guest, line(who, to=to))


@pytest.mark.parametrize(
    "bent",
    [
        {"author": [{"reference": ASH}]},
        {"author": [{"reference": SAM}, {"reference": ASH}]},
        {"author": [{"display": "Sam"}]},
        {"subject": {"display": "Rowan"}},
        {"confidentiality": "U"},
        {"confidentiality": ["N"]},
        {"confidentiality": None},
        {"status": "preliminary"},
        {"extension": [{"url": "x", "valueString": "y"}]},
        {"section": []},
        {"section": [{"text": {"div": "a"}}, {"text": {"div": "b"}}]},
        {"type": {"text": "a letter"}},
        {"type": {"coding": [{"system": CARE, "code": "other"}]}},
        {"relatesTo": [{"code": "appends", "targetIdentifier": {"value": "x"}}]},
        {
            "relatesTo": [
                {"code": "replaces", "targetReference": {"reference": "Composition/rowan-summary-1"}}
            ]
        },
    ],
    ids=lambda bent: json.dumps(bent)[:50],
)
async def test_a_line_is_ones_own_and_says_for_whom_it_is(sam: Visitor, bent: dict[str, Any]) -> None:
    whole = {name: value for name, value in line(**bent).items() if value is not None}
    await refused(sam, whole)


async def test_what_was_written_stands_and_only_its_writer_strikes_it(sam: Visitor, ash: Visitor) -> None:
    made = await sam.made(line())
    other = {"section": [{"text": {"status": "additional", "div": "<div>other words</div>"}}]}
    for who, changed in (
        (ash, struck(made)),
        (sam, {**made, **other}),
        (sam, {**made, "confidentiality": "N"}),
        (sam, {**made, "author": [{"reference": ASH}]}),
        (sam, {**made, "subject": {"reference": INES}}),
        (sam, struck(made, **other)),
        (sam, struck(made, confidentiality="N")),
        (sam, {**made, "status": "entered-in-error"}),
        (sam, struck(made, extension=[{"url": "x", "valueString": CANARY}])),
    ):
        assert (await who.put(name(made), changed)).status_code in (403, 422)
    gone = await sam.put(name(made), struck(made), If_Match='W/"1"')
    assert gone.status_code == 200
    assert (await sam.put(name(made), made)).status_code == 403, "it stays struck"
    assert (await ash.get(name(made))).json()["status"] == "entered-in-error"
    assert (await sam.put(name(made), struck(made), If_Match='W/"1"')).status_code == 412


async def test_a_line_takes_the_place_of_ones_own_for_the_same_people_only(
    sam: Visitor, ash: Visitor
) -> None:
    mine = await sam.made(line())

    def instead(author: str, **more: Any) -> dict[str, Any]:
        relation = {"code": "replaces", "targetIdentifier": mine["identifier"]}
        return line(author, relatesTo=[relation], **more)

    await refused(ash, instead(ASH))
    await refused(sam, instead(SAM, to="N"))
    await refused(sam, instead(SAM, patient="Patient/marlow"))
    await refused(ash, {**line(ASH), "identifier": mine["identifier"]})
    assert (await sam.made(instead(SAM)))["relatesTo"][0]["code"] == "replaces"


async def test_an_earlier_version_that_was_not_theirs_stays_closed_to_the_patient(
    clinic: Sandbox, rowan: Visitor, sam: Visitor
) -> None:
    """Whatever the clinic itself does with one."""
    made = await sam.made(line(words=CANARY))
    clinic.write(
        {**made, **{key: line(to="N", words="opened")[key] for key in ("confidentiality", "section")}}
    )
    assert "opened" in (await rowan.get(name(made))).text
    assert CANARY not in (await rowan.get(f"{name(made)}/_history")).text
    assert (await rowan.get(f"{name(made)}/_history/1")).status_code == 404
