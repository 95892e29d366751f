"""The clinics a day of sync can be played against: the sandbox as it is, and servers with odd habits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx

from api_client.sandbox import Sandbox
from tests.faults.sync import keeping_habits
from tests.faults.sync.device import Time
from tests.faults.sync.habits.checking import CheckingClinic
from tests.faults.sync.habits.gateway import GatewayClinic
from tests.faults.sync.habits.restored import FarRestoredClinic, RestoredClinic
from tests.faults.sync.habits.seconds import SecondsClinic
from tests.faults.sync.odd_clinic import BASE, OddClinic
from tests.faults.sync.real_clinic import REAL_HABITS, RealClinic

YEARS_S = 10**9


class Bearer(httpx.Auth):
    """A sign-in that is not what the test is about."""

    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request):
        request.headers["authorization"] = f"Bearer {self._token}"
        yield request


class SandboxGround:
    """The sandbox in memory. What it was seeded with is moved out of the way: only what the day makes counts.

    `keeps_signed`: what was signed on paper stays, beside what counts: by it the therapist reads what is shared.
    """

    base = BASE
    tells_of_deletions = True
    beyond: frozenset[str] = frozenset()

    def __init__(self, person: str = "rowan", *, access_s: int = YEARS_S, keeps_signed: bool = False) -> None:
        self.patient = f"Patient/{person}"
        self.time = Time()
        self.sandbox = Sandbox(None, demo=True, clock=self.time, base_url=BASE, access_s=access_s)
        self._signed = set[str]()
        for kind in ("Goal", "Communication", "Consent", "Basic", "DocumentReference", "Task", "Composition"):
            for seeded in self.sandbox.find(kind):
                if keeps_signed and kind == "Consent" and "-signed-" in seeded["id"]:
                    self._signed.add(seeded["id"])
                else:
                    self.sandbox.remove(kind, seeded["id"])
        self.app = self.sandbox.app
        self.clock = self.sandbox.clock
        self.auth: httpx.Auth | None = self.auth_of(person)

    def auth_of(self, person: str) -> httpx.Auth:
        return Bearer(self.sandbox.token(person))

    def alive(self, resource_type: str) -> list[dict[str, Any]]:
        return [one for one in self.sandbox.find(resource_type) if one["id"] not in self._signed]

    def write(self, document: Mapping[str, Any]) -> None:
        self.sandbox.write(dict(document))

    def remove(self, id: str) -> None:
        self.sandbox.remove("Goal", id)

    def passed(self, seconds: float) -> None:
        self.time.forward(seconds)

    def close(self) -> None:
        self.sandbox.close()


class OddGround:
    """An odd clinic; `habits` are its switches."""

    base = BASE
    tells_of_deletions = True
    patient = "Patient/rowan"
    clock = None
    auth: httpx.Auth | None = None

    def __init__(self, habits: Mapping[str, Any], make: type[OddClinic] = OddClinic) -> None:
        self.app = make(**habits)
        is_guarded = self.app.announces and self.app.has_conditional_create
        # Without a guard only a search tells whether a record arrived. One that leaves it out, with no count to tell, is
        # a lie nobody could see through.
        unseen = frozenset[str]() if self.app.tells_total else frozenset({"half_bundle"})
        self.beyond = frozenset[str]() if is_guarded else frozenset({"duplicate"}) | unseen

    def alive(self, resource_type: str) -> list[dict[str, Any]]:
        return self.app.alive(resource_type)

    def write(self, document: Mapping[str, Any]) -> None:
        self.app.put_in(dict(document))

    def remove(self, id: str) -> None:
        self.app.kept[("Goal", id)].is_gone = True

    def passed(self, seconds: float) -> None:
        if isinstance(self.app, SecondsClinic | RealClinic):
            self.app.now += timedelta(seconds=seconds)

    def close(self) -> None:
        pass


HABITS: dict[str, dict[str, Any]] = {
    "plain": {},
    "silent": {"announces": False},
    "no conditional create": {"has_conditional_create": False},
    "no conditional create, counts": {"has_conditional_create": False, "tells_total": True},
    "no order": {"is_sorted": False, "honours_bound": False},
    "no links": {"has_next": False, "most_per_page": 7, "tells_total": True},
    "one instant": {"ticks": False},
    "no deletion": {"can_delete": False},
    "no versions": {"has_versions": False},
    **keeping_habits.HABITS,
}
LARGER: dict[str, tuple[type[OddClinic], dict[str, Any]]] = {
    "references checked, deletion guarded": (CheckingClinic, {}),
    "references checked": (CheckingClinic, {"guards_deletion": False}),
    "restored": (RestoredClinic, {}),
    "restored far back": (FarRestoredClinic, {}),
    "restored far back, no versions": (FarRestoredClinic, {"has_versions": False}),
    "gateway": (GatewayClinic, {}),
    "gateway, no guard": (GatewayClinic, {"has_conditional_create": False, "tells_total": True}),
    "whole seconds": (SecondsClinic, {}),
    **{name: (RealClinic, habits) for name, habits in REAL_HABITS.items()},
}


def ground_with(habit: str, **more: Any) -> OddGround:
    """A clinic with one of the habits of `HABITS` or `LARGER`, and more switches of the kind."""
    make, habits = LARGER.get(habit) or (OddClinic, HABITS[habit])
    return OddGround({**habits, **more}, make)
