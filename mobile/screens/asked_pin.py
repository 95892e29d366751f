"""The PIN before one act that needs it. Checking takes a moment, in which the person may change their mind: then it does not count."""

from __future__ import annotations

from mobile.screens.app_services import AppServices


class AskedPin:
    """Asked for at most one act at a time."""

    def __init__(self, services: AppServices) -> None:
        self._services = services
        self._asking: object | None = None

    def ask(self) -> None:
        """For this act, from now on."""
        self._asking = object()

    def call_off(self) -> None:
        """Not any more. A PIN that is being checked does nothing."""
        self._asking = None

    async def proves(self, pin: str) -> bool:
        """Whether it is right and still wanted for what it was asked for. Counts once. Raises Trouble for a wrong one."""
        asking = self._asking
        if asking is None:
            return False
        await self._services.prove_pin(pin)
        if self._asking is not asking:
            return False
        self._asking = None
        return True
