"""What the shell asks of the composition root. It never appears in a screen: screens see `AppServices` and their `Surroundings`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from mobile.device.lifecycle import IdleClock
from mobile.records.ports import Keeping
from mobile.screens.app_services import AppServices
from mobile.screens.frame import Person, Status

Door = Literal[
    "starting",
    "signed_out",
    "locked",
    "out_of_tries",
    "key_unavailable",
    "key_gone",
    "damaged",
    "missing",
    "behind",
    "too_new",
    "open",
]
"""What stands between a person and their place. Support is reachable through every one of them."""


class Wiring(AppServices, Protocol):
    """One a page. Everything a page shows of a person hangs on it."""

    cover: Callable[[], None]
    """Set by the shell: covers the page at once. `quick_hide` calls it before anything else."""

    flush: Callable[[], Awaitable[None]]
    """Set by the shell: saves what is half typed on this page. Called before the device is locked, whoever locks it."""

    @property
    def idle(self) -> IdleClock:
        """Since when nobody touched this page or, while it is open, any page of the same device."""
        ...

    @property
    def door(self) -> Door: ...

    @property
    def is_phone_asking(self) -> bool:
        """Whether the phone's own question for a finger or a face lies over the page: that is not looking away."""
        ...

    @property
    def records(self) -> Keeping | None:
        """The open store; None unless the door is "open"."""
        ...

    @property
    def person(self) -> Person | None: ...

    @property
    def status(self) -> Status | None: ...

    @property
    def zone(self) -> ZoneInfo:
        """The clinic's; UTC until it is known."""
        ...

    def now(self) -> datetime:
        """Aware UTC."""
        ...

    def support_card(self) -> Mapping[str, object]:
        """The clinic's public phone numbers, readable while locked and signed out. Empty: none are known.

        `{"name": str, "region": "US", "phones": [{"label": "On call, any hour", "phone": "+1 555 010 0199", "hours": "..."}]}`;
        region is the ISO 3166 country of the clinic's address.
        """
        ...

    def spoken(self, language: str) -> None:
        """In which language this page speaks."""
        ...

    def in_foreground(self, is_in_front: bool) -> None:
        """Whether this page is looked at. Sync is slower while no page of the device is."""
        ...

    async def start(self) -> None:
        """Looks at the store; opens it where no PIN is needed. Ends with a door other than "starting"."""
        ...

    async def unlock(self, pin: str) -> None:
        """Raises Trouble: wrong_pin(left), pin_wait(until, left), no_more_tries, no_secret_store."""
        ...

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Calls back on the event loop after the door, the person, the zone or the settings changed. Returns the end."""
        ...

    async def close(self) -> None:
        """The page is gone for good."""
        ...
