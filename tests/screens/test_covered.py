"""A view below another one is not compared with what the page has of it, and what changed in it is there once it is seen again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import flet as ft

from tests.screens.clinic_of import NOW, person, seeded
from tests.screens.harness import Phone, PretendWiring


async def test_what_changed_in_a_view_while_another_stood_over_it_is_sent_when_it_is_seen_again(
    tmp_path: Path,
) -> None:
    wiring = PretendWiring(records=await seeded(tmp_path, "rowan"), person=person("rowan"), at=NOW)
    async with Phone(wiring) as phone:
        await phone.start("/plan")
        plan: Any = phone.shell._top
        note = ft.Text("first")
        plan._place.controls.append(note)
        plan._place.update()
        await phone.goes_to("/measures")
        note.value = "while it was covered"
        phone.wire.last.clear()
        phone.page.update()
        await phone.rest()
        assert not any(b"while it was covered" in one for one in phone.wire.last), "it is passed over"
        await phone.goes_to("/plan")
        assert phone.shell._top is plan
        assert any(b"while it was covered" in one for one in phone.wire.last)
