"""What is asked of a phone that can show something later, whichever it is. Nothing here does anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

TRIED = 0
"""The number of the one that a person tries it with. No reminder has it."""


@dataclass(frozen=True)
class Notice:
    """One thing to be shown at `at`, aware UTC and to the second. The phone keeps all of it unsealed."""

    number: int
    at: datetime
    title: str = field(repr=False)
    text: str = field(repr=False)

    @property
    def token(self) -> str:
        """What the phone gives back when it is tapped. Another moment is another token: the phone tells a tap from the last
        one by it."""
        return f"{self.number}.{int(self.at.timestamp())}"


def number_in(token: object) -> int | None:
    """Of a token; None where it is none. What a phone gives back is not believed."""
    number, _, moment = token.partition(".") if isinstance(token, str) else ("", "", "")
    is_one = all(part.isascii() and part.isdigit() and len(part) <= 12 for part in (number, moment))
    return int(number) if is_one else None


def moment_in(token: str) -> datetime | None:
    """When it was to be shown."""
    return datetime.fromtimestamp(int(token.partition(".")[2]), UTC) if number_in(token) is not None else None


@dataclass(frozen=True)
class Health:
    """What the phone says of itself. None: it does not say.

    `may_show`: the person allows it. `is_exact`: at the minute, and not when the phone thinks fit. `saves_battery`: it is set to
    hold things back.
    """

    may_show: bool | None = None
    is_exact: bool | None = None
    saves_battery: bool | None = None


class Notifier(Protocol):
    """Raises CannotNotify where the phone does not answer or says no; every other answer is what it said."""

    @property
    def hides_words(self) -> bool:
        """Whether this system can be asked to hide the words while it is locked."""
        ...

    async def held(self) -> Sequence[Notice]:
        """What it has and has not shown yet."""
        ...

    async def add(self, notice: Notice, channel: str, *, is_exact: bool) -> None:
        """`channel`: what the phone's own settings call the group of them."""
        ...

    async def remove(self, number: int) -> None:
        """Also where it stands shown."""
        ...

    async def shown(self) -> Sequence[int]:
        """The numbers of those that stand shown."""
        ...

    async def show_now(self, notice: Notice, channel: str) -> None: ...

    async def health(self) -> Health: ...

    async def ask(self) -> bool:
        """The phone asks the person. False: they said no, now or before."""
        ...

    async def ask_for_exact(self) -> bool:
        """Opens the phone's own page for it. False: not allowed."""
        ...

    async def open_settings(self) -> None:
        """The phone's own page of this app's notifications."""
        ...


class CannotNotify(Exception):
    """The phone did not do it. Carries nothing."""
