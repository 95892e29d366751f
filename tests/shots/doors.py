"""`python -m tests.shots.doors --port PORT`: what stands before the records when they cannot be opened, each at its own
address (`/damaged`, `/behind`, ...), and what only a phone has, over a pretended device. Only to be looked at and measured.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import flet as ft
from flet_web.fastapi import app_manager

from mobile.app import main
from mobile.cli import HOST
from mobile.device.notifier_port import Health
from mobile.device.secrets.biometric import ANDROID
from mobile.hosting.limits import Limits
from mobile.hosting.pages import Pages
from mobile.hosting.server import server
from mobile.hosting.site import hosted
from mobile.records import Behind
from mobile.records.biometric_keeper import Prompt
from mobile.records.damage import Salvaged
from mobile.reminders.choices import ReminderChoices
from mobile.screens.biometric_way import BiometricWay
from mobile.shell.ports import Door
from mobile.wiring.browser import SPEAKS
from mobile.wiring.callback import PendingSignIns
from tests.screens.clinic_of import NOW as SEEDED
from tests.screens.clinic_of import person, seeded
from tests.screens.harness import PretendWiring
from tests.screens.pretend_notifier import PretendNotifier

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DOORS = ("locked", "out_of_tries", "key_unavailable", "key_gone", "damaged", "missing", "behind", "too_new")

REMINDS = "settings/reminders"
ON_A_PHONE = ("settings/lock", "settings/biometrics", "settings/hidden", REMINDS)
"""What is otherwise where a finger or a face can open, or where reminders are shown."""


class Device(PretendWiring):
    """Its door is the one that the page's address names."""

    def __init__(self, page: ft.Page) -> None:
        self._page = page
        super().__init__(pin="314159", mode="app", at=NOW)
        self.way = BiometricWay(is_on=True, can_ask=True, terms=ANDROID)
        self.behind = Behind(12, NOW - timedelta(hours=2), NOW)

    async def reminds(self) -> None:
        """A patient with a course, on a phone that shows reminders and is saving battery."""
        folder = await asyncio.to_thread(tempfile.mkdtemp)
        self.kept, self.who, self.at = await seeded(Path(folder), "rowan"), person("rowan"), SEEDED
        await self.kept.save(replace(ReminderChoices(), is_on=True, has_detail=True))
        self.notifier = PretendNotifier()
        self.notifier.says = Health(may_show=True, is_exact=False, saves_battery=True)

    @property
    def door(self) -> Door:
        named = (self._page.route or "").strip("/")
        if named in ON_A_PHONE:
            return "open"
        return cast("Door", named) if named in DOORS else "locked"

    async def open_by_biometrics(self, prompt: Prompt) -> None:
        """The phone's own question is not drawn: nobody answers it."""

    async def salvage(self, pin: str | None) -> Salvaged:
        await super().salvage(pin)
        return Salvaged(came_back=212, lost=3)


async def page_of(page: ft.Page) -> None:
    device: Any = Device(page)  # its door cannot be set from outside, nor does anybody
    if (page.route or "").strip("/") == REMINDS:
        await device.reminds()
    await main(page, device, speaks=SPEAKS.get())


def run(port: int) -> None:
    limits = Limits.of_mode("demo")
    site = hosted(page_of, PendingSignIns(), pages=Pages(app_manager, limits))
    asyncio.run(server(site, HOST, port, is_proxied=False, limits=limits).serve())


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    run(parser.parse_args().port)
    sys.exit(0)
