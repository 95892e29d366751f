"""What a copy without a day of its own was shared on: the date on the clinic's wall, not the date in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from mobile.care.catalog import Who
from mobile.care.codes import ZONE_EXTENSION
from mobile.care.commitment import Commitment
from mobile.care.daily_word import DailyWord
from mobile.care.sharing import share
from mobile.screens.reads.shares import patient_shares
from mobile.screens.reads.writings import writings
from tests.screens.harness import opened_store
from tests.unit.care.samples import PATIENT, SAM, clinic_documents, receive, sent

LATE = datetime(2026, 6, 9, 3, 30, tzinfo=UTC)  # ten at night on June 8, in Chicago
THAT_DAY = date(2026, 6, 8)

CLINIC = {
    "resourceType": "Organization",
    "id": "clinic",
    "name": "Made-up Meadow Clinic",
    "extension": [{"url": ZONE_EXTENSION, "valueCode": "America/Chicago"}],
}


def without_day(document: dict[str, Any]) -> dict[str, Any]:
    """As an app that writes no day would have it."""
    for one in document.get("content", ()):
        one["attachment"].pop("creation", None)
    return {name: value for name, value in document.items() if name not in ("target", "startDate")}


@pytest.mark.parametrize("kind", [DailyWord, Commitment])
async def test_it_is_the_clinics_day_late_in_the_evening(tmp_path: Path, kind: Any) -> None:
    made = (
        DailyWord(id="d1", words="", made_at=LATE, changed_at=LATE, day=THAT_DAY)
        if kind is DailyWord
        else Commitment(id="c1", words="", made_at=LATE, changed_at=LATE, day=THAT_DAY, set_on=THAT_DAY)
    )
    copy, grant, notice, _ = share(made.revise("slow", LATE).settle(), PATIENT, SAM, LATE)
    names = {f"urn:uuid:{copy.id}": f"{copy.TYPE}/x1"}
    documents = [without_day(sent(copy, "x1")), sent(grant, "x2", names), sent(notice, "x3", names)]
    records = await opened_store(tmp_path)
    await receive(records, Who("patient", PATIENT, "p1"), CLINIC, *clinic_documents(), *documents)
    (seen,) = (await writings(kind, records, await patient_shares(records))).all
    assert (seen.words, seen.day) == ("slow", THAT_DAY)
