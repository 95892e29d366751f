"""A measure answered in the app has its total at once, on this phone and at the clinic, once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mobile.care.forms.response import Response
from mobile.care.measures import Measured
from tests.screens.clinic_of import NOW, person, seeded
from tests.screens.harness import Phone, PretendWiring

QUESTIONS = 9


async def own_totals(records: Any) -> list[Measured]:
    return [one for one in await records.every(Measured) if one.answered_at == NOW]


async def test_a_measure_answered_here_stands_in_its_line_without_the_clinic(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    async with Phone(PretendWiring(records=records, person=person("rowan"), at=NOW)) as phone:
        await phone.start("/form/phq-9")
        for n in range(QUESTIONS):
            await phone.tap("More than half the days" if n < 8 else "Not at all")
            await phone.tap("Next")
        await phone.tap("Somewhat difficult")
        await phone.tap("Next")
        await phone.tap(re.compile("^Send"))
        await phone.until(lambda: bool(phone.find(re.compile("Sent|Saved"))), "the end")
        found = await own_totals(records)
        assert [one.total for one in found] == [16]
        await phone.goes_to("/measures/phq-9")
        await phone.sees(re.compile("Total 16"), "button")
        assert phone.faults() == []
    done = next(one for one in await records.every(Response) if one.names & found[0].derived_from)
    assert done.is_done
    assert (await records.standing(Measured, found[0].id)).state == "waiting"
