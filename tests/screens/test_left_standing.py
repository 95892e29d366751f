"""The places of measures and safety keep their buttons through a commit: a tap in that moment is not lost."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest

from mobile.care.forms.response import Response
from mobile.care.safety.plan import SafetyPlan
from mobile.screens.watching import GATHER_S
from tests.screens.clinic_of import NOW, person, receive_all, seeded
from tests.screens.harness import Phone, PretendWiring


@pytest.mark.parametrize("route", ["/measures", "/measures/phq-9", "/safety-plan", "/support"])
async def test_a_commit_that_changes_nothing_in_view_leaves_every_button_standing(
    tmp_path: Path, route: str
) -> None:
    records = await seeded(tmp_path, "rowan")
    async with Phone(PretendWiring(records=records, person=person("rowan"), at=NOW)) as phone:
        await phone.start(route)
        await phone.rest()
        before = buttons(phone)
        for kind in (Response, SafetyPlan):
            for one in (await records.newest(kind, 1)) or []:
                await receive_again(records, one)
        await asyncio.sleep(2 * GATHER_S)  # longer than commits are gathered
        await phone.rest()
        assert len(before) > 2
        assert buttons(phone) == before


async def test_a_row_that_says_something_else_now_still_takes_the_tap_meant_for_it(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    async with Phone(PretendWiring(records=records, person=person("rowan"), at=NOW)) as phone:
        await phone.start("/measures")
        row = await phone.sees(re.compile("^Mood · PHQ-9"), "button")
        said = row.name
        for one in [r for r in (await records.newest(Response, 50)) or [] if "phq-9" in r.text]:
            await records.remove(one)
        await phone.until(lambda: not phone.find(said, "button"), "other words on the row")
        assert phone.find(re.compile("^Mood · PHQ-9"), "button")
        await phone.happens(row.control, "click", None)  # sent while the words before were still in view
        await phone.sees("Mood · PHQ-9", "heading")


def buttons(phone: Phone) -> list[tuple[str, int]]:
    """Each with the number the page knows it by."""
    return [(node.name, node.control._i) for node in phone.nodes() if node.role == "button"]


async def receive_again(records: Any, one: Any) -> None:
    """A newer version from the clinic, in which nothing that is shown has changed."""
    await receive_all(records, "rowan", [{**one.to_resource(), "id": one.server_id}], version=7)
