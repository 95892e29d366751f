"""What somebody does at the clinic, in the person's language where it is a word we know; the clinic's own words otherwise.

A role is never guessed, and a word nobody here knows is shown exactly as the clinic wrote it.
"""

from __future__ import annotations

from collections.abc import Callable

from mobile.i18n import N_

KNOWN = {
    role.casefold(): role
    for role in (N_("Therapist"), N_("Integration therapist"), N_("Prescriber"), N_("Coordinator"))
}


def role_told(_: Callable[[str], str], role: str) -> str:
    """`Prescriber` as `Quien receta` in Spanish; "" stays ""."""
    known = KNOWN.get(role.strip().casefold())
    return _(known) if known else role
