"""The sample people: valid FHIR, dates that move with today, and a story that adds up."""

from __future__ import annotations

import importlib
import json
import re
import warnings
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api_client.sandbox import Sandbox
from api_client.sandbox.searchparams import TYPES
from api_client.sandbox.seed.when import ZONE
from tests.unit.sandbox.visitor import BASE, CARE, Visitor


def readable(value: Any, is_extension: bool = False) -> Any:
    """The resource as fhir.resources can read it: it knows no translation of an extension's own text, FHIR does."""
    if isinstance(value, list):
        return [readable(one, is_extension) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: readable(one, name == "extension")
        for name, one in value.items()
        if not (is_extension and name.startswith("_value"))
    }


def everything(clinic: Sandbox) -> list[dict[str, Any]]:
    return [one for type_ in TYPES for one in clinic.find(type_)]


async def test_every_seeded_and_audited_resource_is_valid_r4(clinic: Sandbox, sam: Visitor) -> None:
    await sam.get("Goal")
    await sam.get("Goal")
    found = everything(clinic)
    assert {"Patient", "Goal", "Consent", "Communication", "AuditEvent", "PlanDefinition"} <= {
        one["resourceType"] for one in found
    }
    for one in found:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            module = importlib.import_module(f"fhir.resources.R4B.{one['resourceType'].lower()}")
            getattr(module, one["resourceType"]).model_validate(readable(one))


async def test_what_the_server_says_of_itself_and_its_bundles_are_valid_r4(rowan: Visitor) -> None:
    from fhir.resources.R4B.bundle import Bundle
    from fhir.resources.R4B.capabilitystatement import CapabilityStatement
    from fhir.resources.R4B.operationoutcome import OperationOutcome

    CapabilityStatement.model_validate((await rowan.get("metadata")).json())
    for path in (
        "Goal",
        "Goal?_count=1&_include=Goal:subject&colour=blue",
        "Goal/_history",
        "Goal?_summary=count",
    ):
        Bundle.model_validate((await rowan.get(path)).json())
    entry = {"request": {"method": "GET", "url": "Goal/never-was"}}
    answer = await rowan.post("", {"resourceType": "Bundle", "type": "batch", "entry": [entry]})
    Bundle.model_validate(answer.json())
    OperationOutcome.model_validate((await rowan.get("Nothing")).json())


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 22, 20, 0, tzinfo=UTC),
        datetime(2026, 3, 7, 5, 30, tzinfo=UTC),  # the clocks go forward at the clinic the next night
        datetime(2026, 10, 31, 23, 0, tzinfo=UTC),
        datetime(2028, 2, 29, 1, 0, tzinfo=UTC),
    ],
)
def test_the_next_session_is_in_two_days_at_half_past_ten_on_the_clinics_wall(now: datetime) -> None:
    clinic = Sandbox(None, demo=True, base_url=BASE, clock=lambda: now)
    (three,) = clinic.find("Appointment", _id="rowan-session-3")
    start = datetime.fromisoformat(three["start"]).astimezone(ZONE)
    assert (start.hour, start.minute) == (10, 30)
    assert start.date() - now.astimezone(ZONE).date() == timedelta(days=2)
    assert three["status"] == "booked"
    before = [clinic.find("Appointment", _id=f"rowan-session-{n}")[0]["status"] for n in (1, 2)]
    assert before == ["fulfilled", "fulfilled"]
    clinic.close()


def test_nothing_was_written_after_today_or_in_the_wrong_order(clinic: Sandbox) -> None:
    for one in everything(clinic):
        assert datetime.fromisoformat(one["meta"]["lastUpdated"]) <= clinic.clock()
    goal, grant, notice = (
        clinic.find(type_, _id=id_)[0]["meta"]["lastUpdated"]
        for type_, id_ in (
            ("Goal", "rowan-goal-2"),
            ("Consent", "rowan-goal-2-grant"),
            ("Communication", "rowan-goal-2-notice"),
        )
    )
    assert goal < grant < notice


def test_every_reference_points_to_something(clinic: Sandbox) -> None:
    found = everything(clinic)
    names = {f"{one['resourceType']}/{one['id']}" for one in found}
    gone = {"Goal/marlow-goal-9"}  # taken back
    for one in found:
        for link in re.findall(r'"reference": "([^"]+)"', json.dumps(one)):
            inside = {f"#{part['id']}" for part in one.get("contained", ())}
            assert link in names | gone | inside, (one["id"], link)


def test_the_clinic_can_be_called_and_knows_its_zone(clinic: Sandbox) -> None:
    (organization,) = clinic.find("Organization")
    numbers = re.findall(r"\+1-202-555-01\d\d", json.dumps(organization))
    assert len(set(numbers)) == 2
    assert {
        "url": "http://hl7.org/fhir/StructureDefinition/timezone",
        "valueCode": "America/Chicago",
    } in organization["extension"]


def test_protocols_are_marked_as_examples_and_carry_the_prompts(clinic: Sandbox) -> None:
    plans = clinic.find("PlanDefinition")
    assert {f"example-{kind}" for kind in ("iv-six", "maintenance", "nasal")} < {one["id"] for one in plans}
    for plan in plans:
        assert plan["title"].startswith("EXAMPLE, not for clinical use")
        assert plan["experimental"] is True
    prompts = re.findall(rf'"system": "{CARE}", "code": "intention-prompt"', json.dumps(plans))
    assert len(prompts) >= 4


def test_a_clinic_that_was_kept_is_not_seeded_again(tmp_path: Any) -> None:
    first = Sandbox(tmp_path / "c.db", demo=True, base_url=BASE)
    before = len(everything(first))
    first.write({"resourceType": "Organization", "name": "One more"})
    first.close()
    second = Sandbox(tmp_path / "c.db", demo=True, base_url=BASE)
    assert len(everything(second)) == before + 1
    assert [one["login_hint"] for one in second.people()][:2] == ["rowan", "ines"]
    second.close()


def test_a_database_of_another_layout_is_refused(tmp_path: Any) -> None:
    import sqlite3

    path = tmp_path / "c.db"
    other = sqlite3.connect(path)
    other.execute("PRAGMA user_version = 99")
    other.close()
    with pytest.raises(RuntimeError, match="layout"):
        Sandbox(path, demo=True)
