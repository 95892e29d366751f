"""Another implementation's validator judges every resource our models emit."""

from __future__ import annotations

import pytest

from api_client import ClinicClient
from tests.unit.client.samples import SAMPLES

pytestmark = [pytest.mark.node, pytest.mark.xdist_group("interop")]

NOT_STORED = {"Bundle", "OperationOutcome", "CapabilityStatement"}  # not for keeping in a router


@pytest.mark.parametrize("name", sorted(SAMPLES.keys() - NOT_STORED))
async def test_medplum_takes_what_we_emit(name: str, medplum_base: str) -> None:
    async with ClinicClient(medplum_base) as client:
        written = await client.create(SAMPLES[name])
        assert written.created
        again = await client.read(type(SAMPLES[name]), written.document.id or "")
    assert again.model_extra == {}
