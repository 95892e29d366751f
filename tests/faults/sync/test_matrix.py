"""Every kind of request meets every fault (T2): nothing lost, nothing doubled, and always a state with a name."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from api_client.smart import Tokens
from tests.faults.sync.grounds import OddGround, SandboxGround
from tests.faults.sync.story import Ground, Story, device_at
from tests.faults.sync.weather import FAULTS

PLACES: dict[str, tuple[str, dict[str, bool]]] = {
    "metadata": ("sandbox", {}),
    "batch": ("sandbox", {}),
    "conditional_create": ("sandbox", {}),
    "update": ("sandbox", {}),
    "delete": ("sandbox", {}),
    "read": ("sandbox", {}),
    "first_page": ("sandbox", {}),
    "later_page": ("sandbox", {}),
    "id_listing": ("sandbox", {}),
    "create": ("odd", {"has_conditional_create": False}),
    "identifier_search": ("odd", {"has_conditional_create": False}),
    "husk_put": ("odd", {"can_delete": False}),
    "next_page": ("odd", {"is_sorted": False, "honours_bound": False}),
}
STRIKES = (1, 4)


def ground_for(kind: str) -> Ground:
    place, habits = PLACES[kind]
    return SandboxGround() if place == "sandbox" else OddGround(habits)


@pytest.mark.parametrize("kind", PLACES)
async def test_request_of_this_kind_survives_every_fault(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mobile.sync.walk.Walk.count", 5)
    began, told, states = time.monotonic(), 0, set[str]()
    for fault in FAULTS:
        for strikes in STRIKES:
            ground = ground_for(kind)
            if fault in ground.beyond:
                continue
            device = await device_at(ground, tmp_path / f"{fault}{strikes}")
            story = Story(ground, device, kind, fault, strikes)
            try:
                await story.tell()
            except AssertionError as error:
                raise AssertionError(f"{kind} x {fault} x {strikes}: {error}") from error
            finally:
                await device.close()
                ground.close()
            assert (kind, fault) in device.transport.struck, f"{kind} was never asked"
            told, states = told + 1, states | story.states
    took = time.monotonic() - began
    print(f"FIGURES {kind}: {told} stories, 0 lost, 0 doubled, {len(states)} states, {took:.1f} s")


class MemoryTokens:
    def __init__(self, tokens: Tokens) -> None:
        self.tokens: Tokens | None = tokens

    async def load(self) -> Tokens | None:
        return self.tokens

    async def save(self, tokens: Tokens) -> None:
        self.tokens = tokens

    async def clear(self) -> None:
        self.tokens = None
