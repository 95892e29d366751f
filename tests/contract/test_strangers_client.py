"""A FHIR client that is not ours works against the sandbox: fhirpy, unchanged, over a socket."""

from __future__ import annotations

import pytest
from fhirpy import AsyncFHIRClient
from fhirpy.base.exceptions import OperationOutcome, ResourceNotFound

from tests.contract.conftest import Server


async def test_fhirpy_creates_reads_searches_changes_and_deletes(server: Server) -> None:
    client = AsyncFHIRClient(server.base, authorization=f"Bearer {server.token}")
    goal = client.resource(
        "Goal",
        lifecycleStatus="active",
        description={"text": "words of an invented person"},
        subject=server.subject,
        startDate="2034-01-01",
    )
    await goal.save()
    assert goal.id
    found = client.resources("Goal").search(start_date="2034-01-01")
    assert [one.id for one in await found.fetch()] == [goal.id]
    assert await found.count() == 1
    read = await client.reference("Goal", goal.id).to_resource()
    read["description"] = {"text": "other words"}
    await read.save()
    assert (await client.resources("Goal").search(_id=goal.id).get())["description"]["text"] == "other words"
    async for one in client.resources("Goal").search(patient=server.subject["reference"]).limit(1):
        assert one["subject"].reference == server.subject["reference"]
    await read.delete()
    with pytest.raises(ResourceNotFound):
        await client.reference("Goal", goal.id).to_resource()


async def test_fhirpy_understands_a_refusal(server: Server) -> None:
    client = AsyncFHIRClient(server.base, authorization=f"Bearer {server.token}")
    with pytest.raises(OperationOutcome):
        await client.resource("Goal", lifecycleStatus="maybe").save()
