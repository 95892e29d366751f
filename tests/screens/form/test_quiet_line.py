"""The saved line says what is so once it has been so for a moment, whatever else changes meanwhile."""

from __future__ import annotations

import asyncio

from mobile.design import parts
from mobile.screens.form.quiet_line import QUIET_S, QuietLine
from mobile.screens.status_text import StatusText
from tests.screens.harness import Phone, PretendWiring
from tests.screens.test_shell import Sample


class Line:
    """A line on a page, with what is true of the answers."""

    def __init__(self, phone: Phone) -> None:
        self.now = StatusText("Saving", "sending")
        self.line = QuietLine(phone.shell._top.s, lambda: self.now, lambda: True)


async def shown(phone: Phone) -> Line:
    await phone.show(Sample)
    made = Line(phone)
    phone.page.views[-1].controls.append(made.line.control)
    phone.page.update()
    assert parts.is_shown(made.line.control)
    return made


async def test_what_is_so_is_said_though_other_things_change_all_the_time() -> None:
    async with Phone(PretendWiring()) as phone:
        it = await shown(phone)
        it.now = StatusText("Saved", "saved")

        def is_said() -> bool:
            it.line.tell()  # as for each word that sync says
            return it.line.control.text == "Saved"

        await phone.until(is_said, "that it is saved")


async def test_what_is_so_for_a_moment_only_is_not_said() -> None:
    async with Phone(PretendWiring()) as phone:
        it = await shown(phone)
        it.now = StatusText("Saved", "saved")
        it.line.tell()
        it.now = StatusText("Saving", "sending")  # the next letter
        it.line.tell()
        await asyncio.sleep(2 * QUIET_S)
        assert it.line.control.text == "Saving"
