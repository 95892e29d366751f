"""The sample pages of the gallery by their names. A new part is drawn on one of them first."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from gallery_pages.asking import lock, question, support
from gallery_pages.at_night import first_minutes, session_day
from gallery_pages.schedule import schedule
from gallery_pages.tabs import intention, journal, plan, sharing, today
from gallery_pages.therapist import therapist

PAGES: dict[str, Callable[[ft.Page], ft.Control]] = {
    "today": today, "intention": intention, "journal": journal, "plan": plan, "sharing": sharing,
    "question": question, "support": support, "lock": lock, "session": session_day, "tiles": first_minutes, "therapist": therapist, "schedule": schedule,
}  # fmt: skip
