"""A device whose store lost its log: the page says so after the PIN, nothing is sent before the person goes on."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from mobile.care.intention import Intention
from mobile.records.database import FILE
from mobile.wiring import signing_in
from mobile.wiring.app_services import PageServices
from mobile.wiring.setup import Setup
from tests.unit.wiring.conftest import BASE, PIN, Opened, another_page

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


async def signed_in(services: PageServices, setup: Setup) -> None:
    tokens = await signing_in.as_sample_person(BASE, "http://127.0.0.1:8551/signed-in", "rowan", setup)
    await services._arrive(BASE, tokens, None)


async def test_words_lost_with_a_log_are_said_after_the_pin_and_the_person_goes_on(
    demo: Setup, opened: Opened, tmp_path: Path
) -> None:
    setup = replace(demo, mode="app", data=tmp_path)
    services = opened(setup)
    await services.start()
    await signed_in(services, setup)
    await services.choose_pin(PIN)
    device = services.account
    assert device is not None
    await device.lock()
    earlier = (
        device.folder / "records" / FILE
    ).read_bytes()  # all that was in the file, without the log of later
    await device.unlock(PIN)
    assert device.records is not None
    await device.records.save(Intention("i1", "said to be saved", NOW, NOW))
    await device.lock()
    (device.folder / "records" / FILE).write_bytes(earlier)

    page = another_page(services)
    await page.start()
    assert page.door == "locked"
    await page.unlock(PIN)
    assert page.door == "behind"
    assert page.behind is not None
    assert page.behind.missing
    assert page.records is None  # no place shows what may be old as if it were all
    assert device.engine is None
    await page.go_on()
    assert page.door == "open"
    assert page.behind is None
    assert device.engine is not None
    await device.lock()
    await page.unlock(PIN)
    assert page.door == "open"


async def test_a_store_that_is_gone_is_said_and_a_sign_in_begins_anew_after_the_persons_choice(
    demo: Setup, opened: Opened, tmp_path: Path
) -> None:
    setup = replace(demo, mode="app", data=tmp_path)
    services = opened(setup)
    await services.start()
    await signed_in(services, setup)
    assert services.account is not None
    await services.account.close()
    shutil.rmtree(services.account.folder / "records")
    page = another_page(services)
    await page.start()
    assert page.door == "missing"
    await page.start_again()
    assert page.door == "signed_out"
    await signed_in(page, setup)
    assert page.door == "open"
    assert page.behind is None
