"""What Today puts together once is put together anew as soon as something of it is another."""

from __future__ import annotations

from pathlib import Path

import pytest

from mobile.care.consent.reading import agreement_of
from mobile.care.consent.unreadable import Unreadable
from mobile.care.forms.definition import FormDefinition
from mobile.care.intention import begin
from mobile.care.sharing import Reader, share, take_back
from mobile.screens.reads.shares import SharesRead, patient_shares
from tests.screens.clinic_of import NOW, documents_of, receive_all, seeded


async def test_a_share_is_there_at_the_next_reading_and_gone_after_it_ended(tmp_path: Path) -> None:
    records, read = await seeded(tmp_path, "rowan"), SharesRead()
    before = await patient_shares(records, read)
    assert await patient_shares(records, read) is before, "nothing changed"
    one = begin("i9", None, NOW).revise("to look at it kindly", NOW)
    nouns = list(share(one, "Patient/rowan", Reader("Practitioner/sam", "Sam"), NOW))
    await records.save_all(nouns)
    shared = await patient_shares(records, read)
    assert len(shared.active) == len(before.active) + 1
    kept = next(noun for noun in nouns if noun.id == "i9")
    found = shared.of(kept)  # type: ignore[arg-type]
    assert found is not None
    save, gone = take_back([(found.grant, found.copy)], kept, NOW)  # type: ignore[arg-type]
    await records.save_all(save, gone)
    assert len((await patient_shares(records, read)).active) == len(before.active)


async def test_an_agreement_whose_text_the_clinic_changed_is_read_anew(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "ines")

    async def telehealth() -> FormDefinition:
        return next(one for one in await records.every(FormDefinition) if one.server_id == "telehealth")

    first = agreement_of(await telehealth())
    assert agreement_of(await telehealth()) is first, "nothing changed"
    document = next(one for one in documents_of("ines") if one["id"] == "telehealth")
    await receive_all(records, "ines", [document | {"title": "Visits from afar"}], version=9)
    for _ in range(2):
        with pytest.raises(Unreadable, match="changed"):  # it is not the text that its fingerprint names
            agreement_of(await telehealth())
