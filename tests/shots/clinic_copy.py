"""`python -m tests.shots.clinic_copy --port PORT`: the sealed copy at the clinic in every way it can stand, over a pretended device.

The address says which: `/settings/clinic-copy?on`, and `-es` behind it for Spanish. Only to be looked at and measured.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import flet as ft
from flet_web.fastapi import app_manager

from mobile.app import main
from mobile.cli import HOST
from mobile.clinic_copy.standing import AtClinic, Found, Last, Readable
from mobile.hosting.limits import Limits
from mobile.hosting.pages import Pages
from mobile.hosting.server import server
from mobile.hosting.site import hosted
from mobile.records.ports import Brought
from mobile.records.sheet_words import fresh_words
from mobile.screens.app_services import Settings
from mobile.wiring.browser import SPEAKS
from mobile.wiring.callback import PendingSignIns
from tests.e2e.browser import Tab
from tests.screens.harness import PretendWiring
from tests.screens.harness.wiring import PretendClinicCopy
from tests.shots.places import Shot

NOW = datetime(2026, 6, 9, 18, 40, tzinfo=UTC)
MADE = NOW - timedelta(hours=4)
LAST = Last(MADE, MADE + timedelta(minutes=1))
THERE = [
    AtClinic("one", MADE, is_of_this_device=True, is_whole=True),
    AtClinic("two", MADE - timedelta(days=12), is_of_this_device=False, is_whole=True),
]
FOUND = Found(
    (
        Readable("one", MADE, is_of_this_device=False, is_older=False, is_whole=True),
        Readable("two", MADE - timedelta(days=12), is_of_this_device=False, is_older=True, is_whole=True),
    ),
    others=1,
)
STATES: dict[str, dict[str, Any]] = {
    "off": {},
    "first": {"is_on": True, "progress": (2, 7)},
    "on": {"is_on": True, "last": LAST, "is_changed": True, "next_at": MADE + timedelta(days=1)},
    "refused": {"is_on": True, "last": LAST, "is_changed": True, "hindrance": "refused"},
    "fewer": {"is_on": True, "last": LAST, "is_changed": True, "hindrance": "fewer"},
    "earlier": {"is_on": True, "last": LAST, "hindrance": "fewer", "is_for_earlier_sheet": True},
    "leaving": {"leaving": 1, "leaving_for_earlier_sheet": 1},
    "deleted": {"removed_at": NOW},
    "found": {},
}


async def _look(tab: Tab) -> None:
    await tab.fill("The words of your sheet", " ".join(fresh_words("en")))
    await tab.tap("Look for copies")
    await tab.sees("Your words open 2 copies.")


async def _bring(tab: Tab) -> None:
    await _look(tab)
    await tab.tap("Bring it back")
    await tab.sees("5 were deleted here and stay deleted.")


async def _ask_about_end(tab: Tab) -> None:
    await tab.tap("Turn the sheet off")
    await tab.sees("Turn the recovery sheet off?")


async def _ask_about_end_es(tab: Tab) -> None:
    await tab.tap("Desactivar la hoja")
    await tab.sees("¿Desactivar la hoja de recuperación?")


async def _end_sheet(tab: Tab) -> None:
    await tab.tap("Turn the sheet off")
    await tab.tap("Turn it off")
    for digit in "314159":
        await tab.tap(digit)
    await tab.sees("The sheet is off")


COPIES = (
    *(Shot(f"copy-{name}", f"/settings/clinic-copy?{name}") for name in STATES if name != "found"),
    Shot("copy-on-es", "/settings/clinic-copy?on-es"),
    Shot("copy-words", "/settings/clinic-copy-bring?found"),
    Shot("copy-found", "/settings/clinic-copy-bring?found", steps=_look),
    Shot("copy-brought", "/settings/clinic-copy-bring?found", steps=_bring),
    Shot("copy-sheet-ending", "/settings/sheet?on", steps=_ask_about_end),
    Shot("copy-sheet-ending-es", "/settings/sheet?on-es", steps=_ask_about_end_es),
    Shot("copy-sheet-ended", "/settings/sheet?leaving", steps=_end_sheet),
    Shot("copy-settings", "/settings?on"),
)


class Device(PretendWiring):
    """The copy stands as the page's address names."""

    def __init__(self, page: ft.Page) -> None:
        name, _, language = (page.route or "").partition("?")[2].partition("-")
        settings = Settings(has_pin=True, language="es" if language == "es" else "en")
        super().__init__(pin="314159", mode="app", at=NOW, settings=settings)
        self.sheet = "a sheet"
        self.clinic_copy = PretendClinicCopy(**STATES.get(name, {}))
        self.clinic_copy.copies = list(THERE) if name in ("on", "refused", "fewer") else []
        self.clinic_copy.readable = FOUND
        self.clinic_copy.brought = Brought(added=2, already_here=1, deleted=frozenset("abcde"))


async def page_of(page: ft.Page) -> None:
    device: Any = Device(page)
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
