"""A person's own device that is new, or begins anew: the sealed copy is offered until they say, and brings every word back."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mobile.care.intention import begin
from mobile.records import attempts
from mobile.records.database import ASIDE, FILE
from mobile.screens.app_services import Trouble
from mobile.wiring import signing_in
from mobile.wiring.setup import Setup
from tests.unit.care.test_with_the_clinic import NOW

from .conftest import BASE, PIN, Opened, another_page, words_kept

WORDS = "four ordinary words"


async def signed_in(services: Any, setup: Setup) -> None:
    tokens = await signing_in.as_sample_person(BASE, "http://127.0.0.1:8551/signed-in", "rowan", setup)
    await services._arrive(BASE, tokens, None)
    if services.account.engine.status.first != "here":
        await services.account.engine.once()


@pytest.fixture
async def services(demo: Setup, opened: Opened, tmp_path: Path) -> Any:
    setup = replace(demo, mode="app", data=tmp_path)
    made = opened(setup)
    await made.start()
    await signed_in(made, setup)
    return made


async def test_it_is_offered_until_the_person_says_also_after_a_lock(services: Any) -> None:
    assert services.offers_copy
    await services.choose_pin(PIN)
    await services.account.lock()
    assert not services.offers_copy
    await services.unlock(PIN)
    assert services.offers_copy
    await services.decline_copy()
    assert not services.offers_copy
    await services.account.lock()
    await services.unlock(PIN)
    assert not services.offers_copy


async def test_a_demonstration_is_nobodys_new_device(demo: Setup, opened: Opened) -> None:
    made = opened(demo)
    await made.start()
    await made.sign_in_as("rowan")
    assert not made.offers_copy


async def test_where_the_vault_is_damaged_all_is_put_aside_and_a_copy_brings_the_words_back(
    services: Any,
) -> None:
    await services.account.records.save(begin("i1", "Appointment/a3", NOW).revise("Only mine", NOW))
    copy = await services.sealed_copy(WORDS)
    await services.account.lock()
    folder = services.account.folder / "records"
    file = sqlite3.connect(folder / FILE, isolation_level=None)
    file.execute("UPDATE vault SET params = 'broken'")
    file.close()
    broken = (folder / FILE).read_bytes()
    page = another_page(services)
    await page.start()
    assert page.door == "damaged"
    with pytest.raises(Trouble, match="cannot_salvage"):
        await page.salvage_asks_pin()
    await page.start_again()
    assert page.door == "signed_out"
    assert broken in [path.read_bytes() for path in (folder / ASIDE).rglob(FILE)]
    await signed_in(page, page._setup)
    assert page.offers_copy
    assert await words_kept(page) is None
    heard: list[tuple[int, int]] = []
    brought = await page.bring_back(copy, WORDS, lambda done, of: heard.append((done, of)))
    assert await words_kept(page) == "Only mine"
    assert not page.offers_copy
    total = brought.added + brought.renewed + brought.already_here + brought.kept
    assert heard[-1] == (total, total)
    assert heard == sorted(heard)


async def test_after_the_last_wrong_pin_the_person_starts_again_and_a_copy_brings_the_words_back(
    services: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "PAUSES_S", (0.0,) * attempts.MOST)
    await services.account.records.save(begin("i1", "Appointment/a3", NOW).revise("Only mine", NOW))
    copy = await services.sealed_copy(WORDS)
    await services.choose_pin(PIN)
    await services.account.lock()
    for left in range(attempts.MOST - 1, 0, -1):
        with pytest.raises(Trouble) as wrong:
            await services.unlock("590214")
        assert (wrong.value.left, services.door) == (left, "locked")
    heard: list[str] = []
    services.watch(lambda: heard.append(services.door))
    with pytest.raises(Trouble, match="no_more_tries"):
        await services.unlock("590214")
    assert heard[-1] == services.door == "out_of_tries"
    page = another_page(services)
    await page.start()
    assert page.door == "out_of_tries"
    with pytest.raises(Trouble, match="no_more_tries"):
        await page.unlock(PIN)
    await page.start_again()
    assert page.door == "signed_out"
    await signed_in(page, page._setup)
    assert await words_kept(page) is None
    await page.bring_back(copy, WORDS)
    assert await words_kept(page) == "Only mine"


async def test_a_device_set_up_from_a_backup_has_no_key_and_its_person_starts_again(services: Any) -> None:
    await services.account.records.save(begin("i1", "Appointment/a3", NOW).revise("Only mine", NOW))
    copy = await services.sealed_copy(WORDS)
    await services.account.lock()
    services._accounts._secrets._values.clear()
    page = another_page(services)
    await page.start()
    assert page.door == "key_gone"
    await page.start_again()
    assert page.door == "signed_out"
    await signed_in(page, page._setup)
    assert await words_kept(page) is None
    await page.bring_back(copy, WORDS)
    assert await words_kept(page) == "Only mine"


async def test_the_keys_are_changed_through_the_house(services: Any) -> None:
    await services.account.records.save(begin("i1", "Appointment/a3", NOW).revise("Only mine", NOW))
    heard: list[Any] = []
    end = services.watch_key_change(lambda: heard.append(services.key_change))
    assert services.key_change is None
    await services.change_keys()
    await services.account.records.rekeying.wait()
    assert services.key_change.state == "over"
    assert {change.state for change in heard} == {"under_way", "over"}
    assert [change.done for change in heard] == sorted(change.done for change in heard)
    end()
    assert await words_kept(services) == "Only mine"
