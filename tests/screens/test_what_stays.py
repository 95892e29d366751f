"""Before everything is destroyed: what stays at the clinic is told from the ledger, what is shared and what is only here is counted."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from mobile.care.agenda import Session
from mobile.care.intention import begin
from mobile.care.journal.entry import JournalEntry
from tests.screens.clinic_of import NOW, person, seeded
from tests.screens.harness import Phone, PretendWiring


async def rowan(folder: Path, **more: Any) -> PretendWiring:
    return PretendWiring(records=await seeded(folder, "rowan"), person=person("rowan"), at=NOW, **more)


async def test_what_stays_is_what_the_ledger_says(tmp_path: Path) -> None:
    async with Phone(await rowan(tmp_path)) as phone:
        await phone.start("/settings/wipe")
        await phone.sees(re.compile("Lantern cannot delete it there"))
        await phone.sees(re.compile("^Of you: .*intake forms"))
        await phone.sees("3 people can see something. All of it is here.")
        await phone.sees(re.compile(r"^\d+ things you share stay shared, unless you take them back first\."))
        assert phone.faults() == []
        await phone.tap("See what I share")
        await phone.until(lambda: phone.page.route == "/sharing", "what is shared")


async def test_before_all_is_fetched_nothing_is_said_of_what_the_clinic_has(tmp_path: Path) -> None:
    wiring = await rowan(tmp_path)
    wiring.pretended.says(first="coming")
    async with Phone(wiring) as phone:
        await phone.start("/settings/wipe")
        await phone.sees("What that is, is still being fetched.")
        assert not phone.find(re.compile("^Of you"))


@pytest.mark.parametrize("what", ["words", "a picture"])
async def test_what_is_only_here_is_counted(tmp_path: Path, what: str) -> None:
    wiring = await rowan(tmp_path)
    assert wiring.kept is not None
    async with Phone(wiring) as phone:
        await phone.start("/settings/wipe")
        await phone.sees(re.compile("Lantern cannot delete it there"))
        before = [int(n.name.split()[0]) for n in phone.find(re.compile(r"^\d+ things? you wrote"))]
        drawn = JournalEntry(id="e1", words="", made_at=NOW, changed_at=NOW).with_picture("lake")
        written = begin("new", "Appointment/none", NOW).revise("only mine", NOW)
        await wiring.kept.save(written if what == "words" else drawn)
        await phone.goes_to("/settings")
        await phone.goes_to("/settings/wipe")
        after = (before[0] if before else 0) + 1
        await phone.sees(re.compile(rf"^{after} things? you wrote"))


async def test_while_a_session_is_on_destroying_waits(tmp_path: Path) -> None:
    wiring = await rowan(tmp_path)
    assert wiring.kept is not None
    session = json.loads((await wiring.kept.every(Session))[0].to_json())
    await wiring.kept.save(Session.from_json(json.dumps(session | {"status": "arrived"})))
    async with Phone(wiring) as phone:
        await phone.start("/settings/wipe")
        await phone.sees("This waits until after your session.")
        await phone.sees_no("Go on to destroy it")
        await phone.sees("Take everything with me first")
