"""Every kind of request meets every fault (T2): nothing lost, nothing doubled, and always a state with a name.

The whole table is `make campaign ONLY=faults`. Here each kind meets every third fault, each kind beginning with another, so that
every kind and every fault is met.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest

from api_client import Retry
from api_client.smart import SmartAuth, SmartSignIn, Tokens, discover
from tests.faults.sync import keeping_habits
from tests.faults.sync.device import Time
from tests.faults.sync.grounds import LARGER, OddGround, SandboxGround, ground_with
from tests.faults.sync.story import Ground, Story, device_at
from tests.faults.sync.weather import FAULTS

PLACES: dict[str, tuple[str, dict[str, Any]]] = {
    "metadata": ("sandbox", {}),
    "batch": ("sandbox", {}),
    "conditional_create": ("sandbox", {}),
    "update": ("sandbox", {}),
    "delete": ("sandbox", {}),
    "read": ("sandbox", {}),
    "first_page": ("sandbox", {}),
    "gathering": ("sandbox", {}),
    "later_page": ("odd", {"has_batch": False}),
    "id_listing": ("odd", {"has_batch": False}),
    "create": ("odd", {"has_conditional_create": False}),
    "identifier_search": ("odd", {"has_conditional_create": False}),
    "stub_put": ("odd", {"can_delete": False}),
    "next_page": ("odd", {"is_sorted": False, "honours_bound": False}),
    "batch, rewritten": ("odd", {"keeps": keeping_habits.all_of_it}),
    "update, rewritten": ("odd", {"keeps": keeping_habits.all_of_it}),
}
STRIKES = sorted({1, int(os.environ.get("LANTERN_STRIKES", "1"))})
MADE_DIFFERENT: dict[str, tuple[str, ...]] = {
    "reuses searches": ("first_page", "identifier_search"),
    "reuses searches whatever it is told": ("id_listing", "identifier_search"),
    "counts when asked": ("first_page", "next_page"),
    "stale is 409": ("update",),
    "races of creates": ("conditional_create",),
    "says transaction": ("batch",),
    "bare versions": ("batch", "update"),
    "names wanted": ("batch", "gathering"),
    "links elsewhere": ("first_page", "later_page"),
    "rounds numbers": ("update",),
    "only history tells": ("read", "delete"),
    "all at once": ("batch", "update", "read", "gathering", "first_page", "id_listing", "identifier_search"),
}
HABITS_MET = [
    (habit, kind)
    for habit in LARGER
    for kind in MADE_DIFFERENT.get(habit, ("update", "delete", "read", "id_listing"))
]
"""Larger habits meet the faults on the requests that they make different; the short form tells a few of them."""
IS_WHOLE = "LANTERN_STRIKES" in os.environ
APART = 1 if IS_WHOLE else 3
if not IS_WHOLE:
    HABITS_MET = [
        ("references checked", "delete"),
        ("whole seconds", "delete"),
        ("all at once", "gathering"),
        ("only history tells", "read"),
    ]
MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None


@pytest.fixture
def folder() -> Iterator[Path]:
    """In memory where that is possible: this is not about the disk."""
    made = Path(tempfile.mkdtemp(dir=MEMORY))
    yield made
    shutil.rmtree(made, ignore_errors=True)


def ground_for(kind: str, habit: str | None) -> Ground:
    if habit is not None:  # where searches go together no listing is asked for by itself
        return ground_with(habit, **({"has_batch": False} if kind == "id_listing" else {}))
    place, habits = PLACES[kind]
    return SandboxGround() if place == "sandbox" else OddGround(habits)


def rows() -> list[Any]:
    """Each kind with the faults that it meets."""
    met = [*((None, kind) for kind in PLACES), *HABITS_MET]
    return [
        pytest.param(habit, kind, FAULTS[at % APART :: APART], id=f"{habit}-{kind}")
        for at, (habit, kind) in enumerate(met)
    ]


@pytest.mark.parametrize(("habit", "kind", "faults"), rows())
async def test_request_of_this_kind_survives_every_fault(
    habit: str | None, kind: str, faults: Sequence[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mobile.sync.pull.FIRST_COUNT", 5)
    if kind.endswith(
        "_page"
    ):  # else a first reading of so little is one of a batch, and no page is asked for
        monkeypatch.setattr("mobile.sync.pull.GATHERED_COUNT", 1)
    began, told, states = time.monotonic(), 0, set[str]()
    for fault in faults:
        for strikes in STRIKES:
            ground = ground_for(kind, habit)
            if fault in ground.beyond:
                continue
            device = await device_at(ground, folder / f"{fault}{strikes}")
            story = Story(ground, device, kind.partition(",")[0], fault, strikes)
            try:
                await story.tell()
            except AssertionError as error:
                raise AssertionError(f"{kind} x {fault} x {strikes}: {error}") from error
            finally:
                await device.close()
                ground.close()
            assert (kind.partition(",")[0], fault) in device.transport.struck, f"{kind} was never asked"
            told, states = told + 1, states | story.states
    took = time.monotonic() - began
    name = f"{habit} x {kind}" if habit else kind
    print(f"FIGURES {name}: {told} stories, 0 lost, 0 doubled, {len(states)} states, {took:.1f} s")


class MemoryTokens:
    def __init__(self, tokens: Tokens) -> None:
        self.tokens: Tokens | None = tokens

    async def load(self) -> Tokens | None:
        return self.tokens

    async def save(self, tokens: Tokens) -> None:
        self.tokens = tokens

    async def clear(self) -> None:
        self.tokens = None


class SignedInGround(SandboxGround):
    """The sandbox with a real sign-in, whose access tokens last a quarter of an hour."""

    def __init__(self, device_time: Time) -> None:
        super().__init__(access_s=900)
        self._device_time = device_time

    async def sign_in(self, transport: httpx.AsyncBaseTransport) -> MemoryTokens:
        sign_in = SmartSignIn(
            await discover(self.base, transport=transport),
            client_id="lantern",
            redirect_uri="http://127.0.0.1:9/signed-in",
            scope="openid fhirUser launch/patient offline_access patient/*.cruds",
            transport=transport,
            clock=self._device_time,
        )
        async with httpx.AsyncClient(transport=transport) as http:
            answer = await http.get(
                sign_in.url, params={**dict(httpx.URL(sign_in.url).params), "login_hint": "rowan"}
            )
        return MemoryTokens(await sign_in.finish(answer.headers["location"]))


async def test_renewing_the_sign_in_survives_every_fault(folder: Path) -> None:
    began, told, ended = time.monotonic(), 0, 0
    for fault in FAULTS:
        device_time = Time()
        ground = SignedInGround(device_time)
        fair = httpx.ASGITransport(ground.app)
        tokens = await ground.sign_in(fair)
        device = await device_at(ground, folder / fault)
        weather = device.transport
        device.auth = SmartAuth(
            ground.base, "lantern", tokens, transport=weather, clock=device.time, retry=Retry(tries=1)
        )
        await device.close()
        await device.open()
        story = Story(ground, device, "token_refresh", fault, 1)

        async def again(ground: SignedInGround = ground, tokens: MemoryTokens = tokens) -> None:
            nonlocal ended
            ended += 1
            tokens.tokens = (await ground.sign_in(httpx.ASGITransport(ground.app))).tokens

        story.on_signed_out = again
        try:
            await story.tell()
        except AssertionError as error:
            raise AssertionError(f"token_refresh x {fault}: {error}") from error
        finally:
            await device.close()
            ground.close()
        assert ("token_refresh", fault) in weather.struck
        told += 1
    took = time.monotonic() - began
    print(f"FIGURES token_refresh: {told} stories, 0 lost, 0 doubled, {ended} new sign-ins, {took:.1f} s")
