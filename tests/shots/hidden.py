"""`python -m tests.shots.hidden --port PORT`: a person's own device that a second PIN opened, with entries that it hides. Only to
be looked at."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import flet as ft
from flet_web.fastapi import app_manager

from mobile.app import main
from mobile.care.catalog import Who
from mobile.care.journal.begin import begin
from mobile.cli import HOST
from mobile.hosting.limits import Limits
from mobile.hosting.pages import Pages
from mobile.hosting.server import server
from mobile.hosting.site import hosted
from mobile.records import Records, Store
from mobile.records.secrets import MemorySecrets
from mobile.wiring.browser import SPEAKS
from mobile.wiring.callback import PendingSignIns
from tests.screens.harness import PretendWiring
from tests.shots.places import Shot
from tests.unit.care.samples import CHICAGO, NOW, PATIENT, clinic_documents, receive

PIN, SECOND = "258013", "730194"
HIDDEN = (
    Shot("hidden-settings", "/settings/hidden"),
    Shot("hidden-lock", "/settings/lock"),
    Shot("hidden-journal", "/journal"),
    Shot("hidden-entry", "/entry/e1"),
    Shot("hidden-shown", "/entry/e2"),
    Shot("hidden-share", "/entry/e1/share"),
)


async def opened(folder: Path) -> Records:
    """By the second PIN: one entry is hidden, the other is not."""
    store = Store(folder, MemorySecrets())
    await store.create(PIN)
    await store.keep_second_pin(PIN, SECOND)
    store.lock()
    records = await store.unlock(SECOND)
    await receive(records, Who("patient", PATIENT, "p1"), *clinic_documents())
    records.hiding.begin("e2", is_hidden=False)
    for id, days, title, words in (
        ("e2", 3, "The lake, again", "Woke with the lake. It was quieter this time."),
        ("e1", 1, "", "What I could not say aloud yet. I write it here first."),
    ):
        at = NOW - timedelta(days=days)
        await records.save(replace(begin(id, [], at, CHICAGO).revise(words, at), title=title))
    return records


async def serve(port: int, folder: Path) -> None:
    records = await opened(folder)

    async def page_of(page: ft.Page) -> None:
        device = PretendWiring(records=records, pin=SECOND, mode="app", at=NOW)
        await main(page, device, speaks=SPEAKS.get())

    limits = Limits.of_mode("demo")
    site = hosted(page_of, PendingSignIns(), pages=Pages(app_manager, limits))
    await server(site, HOST, port, is_proxied=False, limits=limits).serve()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    with tempfile.TemporaryDirectory() as work:
        asyncio.run(serve(parser.parse_args().port, Path(work) / "records"))
    sys.exit(0)
