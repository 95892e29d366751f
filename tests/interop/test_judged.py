"""Another implementation's validator judges every resource our models emit."""

from __future__ import annotations

import json

import pytest

from api_client import ClinicClient, fhir
from mobile.care.consent.withdrawal import AgreementWithdrawal
from tests.unit.care.consent.test_signing import BOTH, ID, NOW, signed
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


SIGNED = {"alone": signed()[0], "with who stands for the patient": signed(signatures=BOTH)[0]}


@pytest.mark.parametrize("how", SIGNED)
async def test_medplum_takes_what_a_signature_makes_and_what_withdraws_it(
    how: str, medplum_base: str
) -> None:
    """By the definitions of R4, the signatures inside it as well; nothing of it is changed on the way."""
    one = SIGNED[how]
    withdrawal = AgreementWithdrawal.make(
        ID, one, patient="Patient/rowan", to_whom=["Organization/clinic"], now=NOW
    )
    async with ClinicClient(medplum_base) as client:
        written = await client.create(fhir.Consent.model_validate_json(one.text))
        kept = json.loads((await client.read("Consent", written.document.id or "")).text)
        told = await client.create(fhir.Communication.model_validate_json(withdrawal.text))
    for name, value in one.to_resource().items():
        assert kept[name] == value, name
    assert told.created
