"""What is asked of a microphone, whichever it is. Nothing here does anything."""

from __future__ import annotations

from typing import Literal, Protocol

Begun = Literal["on", "refused", "none"]
"""`refused`: the person or their system does not allow it. `none`: there is none, or it does not answer."""
State = Literal["recording", "paused", "stopped"]


class Microphone(Protocol):
    """What is asked of one."""

    async def begin(self) -> Begun: ...

    async def pause(self) -> bool:
        """False: it did not answer, and may be on."""
        ...

    async def go_on(self) -> bool: ...

    async def end(self) -> bool: ...
