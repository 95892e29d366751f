"""Who can be tried in a demonstration, and one sign-in at a time. Keeps no password: the clinic alone asks for one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from mobile.screens.app_services import AppServices, SamplePerson, Trouble
from mobile.screens.cancellable_task import CancellableTask

Where = Literal["loading", "choosing", "signing_in"]


@dataclass(frozen=True)
class Group:
    """Sample people who belong together, in the order the clinic lists them."""

    is_staff: bool
    people: tuple[SamplePerson, ...]


class SigningIn:
    """The state of the place. Everything it says of a trouble is a code."""

    def __init__(self, services: AppServices, on_change: Callable[[], None] = lambda: None) -> None:
        self._services = services
        self._looking: CancellableTask[list[SamplePerson]] = CancellableTask(on_change)
        self._trying: CancellableTask[None] = CancellableTask(on_change)
        self.chosen: SamplePerson | None = None

    @property
    def has_sample_people(self) -> bool:
        return self._services.has_sample_people

    @property
    def where(self) -> Where:
        if self._trying.is_under_way:
            return "signing_in"
        return "loading" if self._looking.is_under_way else "choosing"

    @property
    def trouble(self) -> Trouble | None:
        return self._trying.trouble or self._looking.trouble

    @property
    def groups(self) -> list[Group]:
        """Patients first, then those who work at the clinic; a group nobody is in is left out."""
        patients = tuple(one for one in self.people if one.role == "patient")
        staff = tuple(one for one in self.people if one.role != "patient")
        return [group for group in (Group(False, patients), Group(True, staff)) if group.people]

    async def load(self) -> None:
        """Asks who can be tried. Nobody can outside a demonstration."""
        if self.has_sample_people:
            await self._looking.run(self._services.sample_people())

    @property
    def people(self) -> Sequence[SamplePerson]:
        return self._looking.answer or ()

    async def sign_in_as(self, person: SamplePerson) -> bool:
        """True once signed in. False: stopped, or `trouble` says why."""
        if self._trying.is_under_way:
            return False
        self.chosen = person
        return await self._trying.run(self._services.sign_in_as(person.login_hint))

    def stop(self) -> None:
        """The person changed their mind."""
        self._trying.stop()
        self._services.stop_signing_in()
