"""What only the composition root can do, by its facts, over the real store and the sandbox clinic."""

from __future__ import annotations

import pytest

from mobile.records.errors import Locked
from mobile.screens.house import Trouble
from mobile.wiring.setup import Setup
from tests.unit.wiring.conftest import Opened

PIN, OTHER = "271801", "804617"


async def test_proving_the_pin_tells_a_wrong_one_and_opens_nothing(demo: Setup, opened: Opened) -> None:
    house = opened(demo)
    await house.start()
    await house.sign_in_as("rowan")
    await house.choose_pin(PIN)
    await house.prove_pin(PIN)
    with pytest.raises(Trouble, match="wrong_pin"):
        await house.prove_pin(OTHER)
    await house.lock_now()
    with pytest.raises(Locked):
        await house.prove_pin(PIN)
    assert house.door == "locked"
