"""Hosted, nothing outlives the page but what was shared: no sentence calls anything else saved, and leaving asks first."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from mobile.care.catalog import Who
from mobile.care.grant import ShareGrant
from tests.screens.harness import Phone, PretendWiring, opened_store
from tests.unit.care.samples import NOW, PATIENT, clinic_documents, receive

ME = Who("patient", PATIENT, "p1")
FIELD = "Your intention"
UNSHARED = "Kept only while this page is open. Share it to keep it at your clinic."
FALSE = re.compile(r"this phone|[Ss]aved|[Oo]nly me\b|[Oo]nly you\b|kept here|stays here")


@pytest.fixture
async def empty(tmp_path: Path) -> Any:
    return await opened_store(tmp_path)


@pytest.fixture
async def records(empty: Any) -> Any:
    await receive(empty, ME, *clinic_documents())
    return empty


def hosted(records: Any) -> PretendWiring:
    return PretendWiring(records=records, at=NOW, mode="serve")


async def opened(phone: Phone) -> Phone:
    await phone.start("/intention/i1")
    await phone.sees("Who can see this?")
    return phone


def promises(phone: Phone) -> list[str]:
    return [text for text in phone.texts() if FALSE.search(text)]


async def test_words_that_are_not_shared_are_said_to_be_gone_with_the_page(records: Any) -> None:
    async with Phone(hosted(records)) as phone:
        await opened(phone)
        await phone.sees(re.compile("what is not shared is gone when the page is closed"))
        await phone.type(FIELD, "To meet the quiet")
        await phone.sees(UNSHARED)
        assert phone.find("Not shared")
        assert promises(phone) == []


async def test_leaving_words_that_are_not_shared_asks_first_and_help_never_waits(records: Any) -> None:
    async with Phone(hosted(records)) as phone:
        await opened(phone)
        await phone.type(FIELD, "To meet the quiet")
        await phone.sees(UNSHARED)
        phone.soon(phone.back())
        await phone.sees("Leave without sharing?")
        await phone.sees("What you wrote here is not shared. It is gone when this page is closed.")
        await phone.tap("Stay here")
        assert phone.page.route == "/intention/i1"
        await phone.tap("Support")
        await phone.until(lambda: ("push_route", {"route": "/support"}) in phone.invoked, "Support")


async def test_shared_words_are_left_without_a_question_and_taking_back_promises_nothing(
    records: Any,
) -> None:
    async with Phone(hosted(records)) as phone:
        await opened(phone)
        await phone.type(FIELD, "To meet the quiet")
        await phone.tap("My therapist")
        await phone.tap("Share now")
        await phone.sees(re.compile("^Kept while this page is open · Waiting to send"))
        assert [grant.is_active for grant in await records.newest(ShareGrant, 5)] == [True]
        assert promises(phone) == []
        await phone.back()
        await phone.until(lambda: phone.page.route != "/intention/i1", "back")
        assert not phone.find("Leave without sharing?")
    async with Phone(hosted(records)) as phone:
        await opened(phone)
        await phone.tap("Take back", "button")
        await phone.tap("Take back", "button")
        await phone.sees("Taken back. It is only on this page now, and gone when the page is closed.")
        assert promises(phone) == []


@pytest.mark.parametrize("route", ["/journal", "/intentions", "/sharing", "/", "/intention/i1"])
async def test_no_place_without_words_promises_to_keep_them(empty: Any, route: str) -> None:
    async with Phone(hosted(empty)) as phone:
        await phone.start(route)
        assert phone.texts()
        assert promises(phone) == []


async def test_on_the_own_device_words_are_saved_and_leaving_asks_nothing(records: Any) -> None:
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await opened(phone)
        await phone.type(FIELD, "To meet the quiet")
        await phone.sees("Saved on this phone")
        await phone.back()
        await phone.until(lambda: phone.page.route != "/intention/i1", "back")
