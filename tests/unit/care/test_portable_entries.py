"""The records of a summary to hand over are such as FHIR has them, whatever figures and states the clinic's record holds."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from fhir.resources.R4B.observation import Observation

from api_client import fhir
from mobile.care.measures.instrument import Instrument
from mobile.care.portable import entries
from mobile.care.portable.document import Entry, Whose

WHOSE = Whose(fhir.Reference(reference="urn:uuid:1"), None)


def made(entry: Entry) -> dict[str, Any]:
    return fhir.to_object(entry.make(WHOSE))


@pytest.mark.parametrize("figure", ["7", "7.0", "6.5", "2147483647", "2147483648", "1E+300", "-2147483649"])
def test_a_total_is_a_number_that_fhir_can_hold_and_the_same_figure(figure: str) -> None:
    class NoCodes:
        total_codes = ()

    instrument: Instrument = NoCodes()  # type: ignore[assignment]
    at = datetime(2026, 6, 1, tzinfo=UTC)
    found = made(entries.total("t", instrument, "A score", at, Decimal(figure)))
    Observation.model_validate({**found, "valueQuantity": None} if "valueInteger" in found else {**found})
    value = found["valueInteger"] if "valueInteger" in found else found["valueQuantity"]["value"]
    assert Decimal(str(value)) == Decimal(figure)
