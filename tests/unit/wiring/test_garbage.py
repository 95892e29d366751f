"""What is never collected is only what was there before anybody's words: no page adds to it."""

from __future__ import annotations

import gc

from mobile.app import session
from mobile.wiring.account_sessions import AccountSessions
from mobile.wiring.callback import PendingSignIns
from mobile.wiring.setup import Setup

from .conftest import Opened


async def test_neither_a_new_page_nor_a_sign_in_is_left_out_of_collection(
    demo: Setup, opened: Opened
) -> None:
    before = gc.get_freeze_count()
    session(demo, AccountSessions(demo, None), PendingSignIns())
    page = opened(demo)
    await page.start()
    await page.sign_in_as("rowan")
    assert gc.get_freeze_count() == before
