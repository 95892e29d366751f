"""Where one person of the team is shown."""

from __future__ import annotations

from urllib.parse import quote


def person_route(reference: str) -> str:
    """`Practitioner/sam` as `/team/Practitioner%2Fsam`."""
    return f"/team/{quote(reference, safe='')}"
