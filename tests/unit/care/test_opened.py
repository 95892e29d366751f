"""A practitioner's device holds what a grant opens and nothing else, also at a clinic that shows everybody everything."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api_client import ClinicClient
from mobile.care.catalog import Who, filing, pulls
from mobile.care.grant import ShareGrant
from mobile.care.opened import Opened
from mobile.care.shared_intention import SharedIntention
from mobile.care.sharing import share
from mobile.records import Store
from mobile.records.secrets import MemorySecrets
from mobile.sync import PullQuery, SyncEngine
from tests.faults.sync.odd_clinic import BASE, OddClinic

from .samples import NOW, PATIENT, SAM, an_intention

SAM_IN = Who("practitioner", SAM.reference)


def shared() -> tuple[SharedIntention, ShareGrant]:
    copy, grant, *_ = share(an_intention(), PATIENT, SAM, NOW)
    assert isinstance(copy, SharedIntention)
    assert isinstance(grant, ShareGrant)
    return copy, grant


def test_a_shared_record_is_filed_only_while_its_own_grant_is_in_force() -> None:
    opened = Opened()
    (copy, grant), (other, _) = shared(), shared()
    assert filing("Goal", copy.to_json(), SAM_IN, opened) is None
    assert filing("Consent", grant.to_json(), SAM_IN, opened) is not None
    assert filing("Goal", copy.to_json(), SAM_IN, opened) is not None
    assert filing("Goal", other.to_json(), SAM_IN, opened) is None
    filing("Consent", grant.ended(NOW).to_json(), SAM_IN, opened)
    assert filing("Goal", copy.to_json(), SAM_IN, opened) is None


def test_a_grant_opens_nothing_of_another_patient() -> None:
    opened = Opened()
    copy, grant = shared()
    opened.note(grant)
    anothers = copy.to_resource() | {"subject": {"reference": "Patient/p2"}}
    assert filing("Goal", json.dumps(anothers), SAM_IN, opened) is None


@pytest.mark.parametrize(
    ("status", "is_kept"), [("in-progress", False), ("stopped", False), ("completed", True)]
)
def test_a_form_still_being_filled_in_is_the_patients_alone(status: str, is_kept: bool) -> None:
    text = json.dumps(
        {
            "resourceType": "QuestionnaireResponse",
            "id": "1",
            "status": status,
            "subject": {"reference": PATIENT},
        }
    )
    assert (filing("QuestionnaireResponse", text, SAM_IN) is not None) is is_kept
    assert filing("QuestionnaireResponse", text, Who("patient", PATIENT, "p1")) is not None


async def test_a_clinic_that_filters_nothing_gives_a_practitioners_device_nothing_unopened(
    tmp_path: Path,
) -> None:
    clinic = OddClinic()
    goals: list[str] = []
    for n in range(63):
        copy, grant = shared()
        goals.append(put(clinic, copy))
        if n < 2:
            put(clinic, opening(grant, goals[-1]))
    store = Store(tmp_path, MemorySecrets())
    await store.look()
    records = await store.create(None)
    opened = Opened()
    queries = [
        PullQuery(
            p.key,
            p.resource_type,
            p.params,
            p.reconcile_every_s,
            p.is_own,
            p.holds_words,
            p.opened_by,
            p.alone_every_s,
        )
        for p in pulls(SAM_IN)
    ]
    now = NOW
    engine = SyncEngine(
        ClinicClient(BASE, transport=clinic),
        records,
        queries,
        lambda document: filing(document.type, document.text, SAM_IN, opened),
        clock=lambda: now,
        opens=lambda kind, id: kind != "Goal" or opened.may_open(kind, id),
    )
    await engine.once()
    assert set(await records_known(records)) == set(goals[:2])
    assert not any(line.startswith("GET Goal/") for line in clinic.log)  # nor is it looked at one by one
    consents = [id for (kind, id) in clinic.kept if kind == "Consent"]
    clinic.put_in(clinic.kept[("Consent", consents[0])].document | {"status": "inactive"})
    clinic.put_in(clinic.kept[("Consent", consents[1])].document | given(goals[2]))
    now += timedelta(seconds=20)
    await engine.once()
    assert set(await records_known(records)) == {goals[2]}
    store.lock()


async def records_known(records: Any) -> list[str]:
    return list(await records.known("Goal"))


def put(clinic: OddClinic, resource: Any) -> str:
    return clinic.put_in(resource if isinstance(resource, dict) else resource.to_resource())


def opening(grant: ShareGrant, goal: str) -> dict[str, Any]:
    return grant.to_resource() | given(goal, grant)


def given(goal: str, grant: ShareGrant | None = None) -> dict[str, Any]:
    """A provision about that very record, as it stands at the clinic."""
    provision = (grant or shared()[1]).to_resource()["provision"]
    data = [{"meaning": "instance", "reference": {"reference": f"Goal/{goal}"}}]
    return {"provision": {**provision, "data": data}}
