"""From what a person typed, pasted or was sent to the clinic it leads to, and through the clinic's sign-in in the browser.

An invitation only says where to sign in: nothing here is a credential, and nothing is looked up before the person asks.
The clinic Lantern was started for is the one exception: it is found without typing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal
from urllib.parse import urlsplit

from mobile.screens.app_services import AppServices, ClinicFound, Trouble
from mobile.screens.cancellable_task import CancellableTask

Where = Literal["asking", "looking", "found", "in_browser"]


class Joining:
    """The state of the place. What was typed stays until the person is in."""

    def __init__(
        self, services: AppServices, typed: str = "", on_change: Callable[[], None] = lambda: None
    ) -> None:
        self._services = services
        self._on_change = on_change
        self._looking: CancellableTask[ClinicFound] = CancellableTask(on_change)
        self._signing_in: CancellableTask[None] = CancellableTask(on_change)
        self._has_looked = False
        self.typed = typed or services.known_clinic or ""

    @property
    def where(self) -> Where:
        if self._signing_in.is_under_way:
            return "in_browser"
        if self._looking.is_under_way:
            return "looking"
        return "found" if self.clinic is not None else "asking"

    @property
    def clinic(self) -> ClinicFound | None:
        return self._looking.answer

    @property
    def trouble(self) -> Trouble | None:
        return self._signing_in.trouble or self._looking.trouble

    @property
    def is_known(self) -> bool:
        """What stands in the field is the clinic this Lantern was started for, and not what somebody typed or sent."""
        return bool(self.typed) and self.typed == self._services.known_clinic

    def type(self, text: str) -> None:
        """What stands in the field now. What was found belonged to other words."""
        if text != self.typed:
            self.typed = text
            self._looking.forget()
            self._signing_in.forget()

    async def look_up(self) -> bool:
        """True: `clinic` is what was found. False: nothing typed, stopped, or `trouble` says why."""
        text = tidy(self.typed)
        if not text:
            return False
        self._has_looked = True
        self._signing_in.forget()
        return await self._looking.run(self._services.find_clinic(text))

    async def look_up_known(self) -> None:
        """Once, without a tap: whoever started Lantern for one clinic has asked already."""
        if self.is_known and not self._has_looked:
            await self.look_up()

    async def sign_in(self) -> bool:
        """Opens the clinic's own sign-in and waits until the person is back. True once signed in."""
        clinic = self.clinic
        if clinic is None:
            return False
        return await self._signing_in.run(self._services.sign_in(clinic))

    def stop(self) -> None:
        """Ends what is under way; what was typed and found stays."""
        if self._signing_in.is_under_way:
            self._signing_in.stop()
            self._services.stop_signing_in()
        self._looking.stop()

    def start_over(self) -> None:
        """Another clinic: the words stay in the field."""
        self.stop()
        self._looking.forget()
        self._signing_in.forget()
        self._on_change()


def tidy(text: str) -> str:
    """What a copied message adds around a link: other words, line breaks, quotes, a full stop, signs that cannot be seen."""
    seen = "".join(" " if sign.isspace() else sign for sign in text if sign.isspace() or sign.isprintable())
    words = seen.split()
    links = [word for word in words if "://" in word]
    return (links[0] if links else "".join(words)).strip("<>\"'“”‘’«»()[].,;")


def shown(text: str, most: int = 80) -> str:
    """A name that came from outside, as one line: no signs that cannot be seen or that turn the reading direction, no essay."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def host_of(clinic: ClinicFound) -> str:
    """The address a person can compare with what their clinic told them: the machine's name, with its port if it has one."""
    parts = urlsplit(clinic.fhir_base)
    return parts.netloc.rpartition("@")[2] or clinic.fhir_base
