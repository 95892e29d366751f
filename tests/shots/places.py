"""What is photographed, as data. Add a row for a new place; give `steps` where something must be done first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.e2e.browser import DESK, PHONE, Tab

Steps = Callable[[Tab], Awaitable[None]]


@dataclass(frozen=True)
class Shot:
    """One place. `who` is a sample person's login hint; None is signed out."""

    name: str
    route: str
    who: str | None = None
    sizes: tuple[tuple[int, int], ...] = (PHONE,)
    steps: Steps | None = None


async def to_support(tab: Tab) -> None:
    await tab.tap("Support")
    await tab.is_at("Support now")


PATIENT, THERAPIST = "patient", "therapist"  # the first sample person of that role

SHOTS: tuple[Shot, ...] = (
    Shot("sign-in", "/sign-in", sizes=(PHONE, DESK)),
    Shot("join", "/join"),
    Shot("support-signed-out", "/support"),
    Shot("ground", "/support/ground"),
    Shot("not-found", "/no-such-place", PATIENT),
    Shot("today", "/", PATIENT, (PHONE, DESK)),
    Shot("journal", "/journal", PATIENT),
    Shot("plan", "/plan", PATIENT),
    Shot("care", "/care", PATIENT),
    Shot("intentions", "/intentions", PATIENT),
    Shot("intention", "/intention/new", PATIENT),
    Shot("sharing", "/sharing", PATIENT),
    Shot("settings", "/settings", PATIENT),
    Shot("support", "/", PATIENT, (PHONE, DESK), to_support),
    Shot("shared", "/shared", THERAPIST, (DESK, PHONE)),
    Shot("settings-therapist", "/settings", THERAPIST, (DESK,)),
)
