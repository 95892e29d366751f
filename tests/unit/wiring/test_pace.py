"""Sync goes slowly while nobody looks, and at its usual pace, at once, when somebody is back."""

from __future__ import annotations

import pytest

from mobile.shell.privacy_screen import PrivacyScreen
from mobile.sync import SyncEngine
from mobile.wiring.app_services import PageServices
from tests.screens.harness import Phone, PretendWiring


@pytest.fixture
def paces(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """What the engine was told."""
    told: list[bool] = []
    was = SyncEngine.in_foreground

    def noted(self: SyncEngine, is_foreground: bool) -> None:
        told.append(is_foreground)
        was(self, is_foreground)

    monkeypatch.setattr(SyncEngine, "in_foreground", noted)
    return told


async def test_one_page_in_front_is_enough(
    paces: list[bool], pages: tuple[PageServices, PageServices]
) -> None:
    one, two = pages
    paces.clear()
    one.in_foreground(False)
    assert paces == []
    two.in_foreground(False)
    assert paces == [False]
    assert two.account is not None
    await two.account.lock()
    paces.clear()
    await two.unlock("271801")
    assert paces == [False]  # a sync that begins anew knows it too
    one.in_foreground(True)
    assert paces == [False, True]


async def test_a_page_that_is_gone_is_not_in_front(
    paces: list[bool], pages: tuple[PageServices, PageServices]
) -> None:
    one, two = pages
    one.in_foreground(False)
    paces.clear()
    await two.close()
    assert paces == [False]


async def test_the_platform_says_when_nobody_looks() -> None:
    wiring = PretendWiring()
    async with Phone(wiring) as phone:
        await phone.start("/")
        assert isinstance(phone.shell.privacy_screen, PrivacyScreen)
        await phone.lifecycle("hide")
        await phone.until(lambda: not wiring.is_in_front)
        await phone.lifecycle("resume")
        await phone.until(lambda: wiring.is_in_front)


async def test_a_page_that_is_loaded_anew_is_in_front_again() -> None:
    """A browser says that the old page is hidden, and never that the new one is shown."""
    wiring = PretendWiring()
    async with Phone(wiring) as phone:
        await phone.start("/")
        await phone.lifecycle("hide")
        await phone.until(lambda: not wiring.is_in_front)
        await phone.disconnects()
        await phone.comes_back()
        await phone.until(lambda: wiring.is_in_front)
